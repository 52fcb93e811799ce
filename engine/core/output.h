// A file or folder that appears under its final name only when it is complete: it is written beside
// it under a temporary name, the disk is waited for, and it is renamed. Whatever was not committed
// is removed, so nothing half-written stays.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/unfinished.h"

namespace lv {

class PendingOutput {
 public:
  /// For a file. Refused at once where its folder does not take it, or not under this name.
  static Result<PendingOutput> file(const std::filesystem::path& final_path);
  /// For a folder, made at once under its temporary name. Refused where the final folder has
  /// content.
  static Result<PendingOutput> folder(const std::filesystem::path& final_path);

  /// Where to write to; what is not committed is removed. Has the ending of the final name, by
  /// which writers know the format.
  const std::filesystem::path& path() const { return unfinished_.path(); }
  const std::filesystem::path& final_path() const { return final_; }
  /// The finished output takes its final name; an existing file there is replaced.
  Result<void> commit();

 private:
  struct Aside {
    std::filesystem::path path, final_path;
  };
  friend Result<void> commit_all(std::span<PendingOutput> outputs);
  PendingOutput(std::filesystem::path final_path, Unfinished unfinished)
      : final_(std::move(final_path)), unfinished_(std::move(unfinished)) {}
  Result<void> wait_for_disk() const;
  Result<void> set_aside(std::vector<Aside>& older) const;

  std::filesystem::path final_;
  Unfinished unfinished_;
};

/// Several outputs of one piece of work: all take their names, or, where one cannot, everything is
/// as it was before, files that they would have replaced too.
Result<void> commit_all(std::span<PendingOutput> outputs);

/// Error: the output is one of the files or folders that are read, under this name or another.
Result<void> check_not_an_input(const std::filesystem::path& output,
                                std::span<const std::filesystem::path> inputs);

/// What a person is told when the system refuses to write `path`; `error_number` is errno.
Error unwritable(const std::filesystem::path& path, int error_number);

/// The whole of a text into an output that is a file.
Result<void> write_text(const PendingOutput& output, const std::string& text);

/// More of it, behind what is there.
Result<void> append_text(const PendingOutput& output, const std::string& text);

/// The whole of a small text file, complete or not at all.
Result<void> write_text_file(const std::filesystem::path& path, const std::string& text);

}  // namespace lv
