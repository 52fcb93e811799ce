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
  /// For a file. Error at once, before any work, where it could not be written there.
  static Result<PendingOutput> file(const std::filesystem::path& final_path);
  /// For a folder, which is made at once under its temporary name. Error where it could not be made
  /// there, or where there is such a folder that is not empty.
  static Result<PendingOutput> folder(const std::filesystem::path& final_path);

  /// Where to write to. It has the ending of the final name, by which writers know the format.
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

/// Commits several outputs of one piece of work. Where one of them cannot take its name, none does,
/// and files that they would have replaced are as they were.
Result<void> commit_all(std::span<PendingOutput> outputs);

/// Error: the output is one of the files or folders that are read, under this name or another.
Result<void> check_not_an_input(const std::filesystem::path& output,
                                std::span<const std::filesystem::path> inputs);

/// What a person is told when the system refuses to write `path`; `error_number` is errno.
Error unwritable(const std::filesystem::path& path, int error_number);

/// Writes a text as the whole of an output that is a file.
Result<void> write_text(const PendingOutput& output, const std::string& text);

/// Adds to its end.
Result<void> append_text(const PendingOutput& output, const std::string& text);

/// Writes a small text file, complete or not at all.
Result<void> write_text_file(const std::filesystem::path& path, const std::string& text);

}  // namespace lv
