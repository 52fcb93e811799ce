// A file or folder that appears under its final name only when it is complete: it is written beside
// it under a temporary name, the disk is waited for, and it is renamed. Whatever was not committed
// is removed, so nothing half-written stays.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace lv {

class PendingOutput {
 public:
  /// For a file. Checks at once that its folder exists and can be written to.
  static Result<PendingOutput> file(const std::filesystem::path& final_path);
  /// For a folder, made at once under its temporary name. Refused where the final folder has
  /// content.
  static Result<PendingOutput> folder(const std::filesystem::path& final_path);

  PendingOutput(PendingOutput&& other) noexcept;
  PendingOutput& operator=(PendingOutput&& other) noexcept;
  ~PendingOutput();

  /// Where to write to. Ends in the final name, so that writers find their format in the extension.
  const std::filesystem::path& path() const { return temporary_; }
  const std::filesystem::path& final_path() const { return final_; }
  /// The finished output takes its final name; an existing file there is replaced.
  Result<void> commit();

 private:
  friend Result<void> commit_all(std::span<PendingOutput> outputs);
  PendingOutput(std::filesystem::path final_path, std::filesystem::path temporary)
      : final_(std::move(final_path)), temporary_(std::move(temporary)) {}
  void discard();
  Result<void> wait_for_disk() const;
  Result<void> take_name();
  /// Puts what stands under the name aside, into `older`, whose members can take it again.
  Result<void> commit_after(std::vector<PendingOutput>& older);

  std::filesystem::path final_, temporary_;  // temporary_ empty: nothing pending
};

/// Several outputs of one piece of work: all take their names, or, where one cannot, everything is
/// as it was before, files that they would have replaced too.
Result<void> commit_all(std::span<PendingOutput> outputs);

/// What a person is told when the system refuses to write `path`; `error_number` is errno.
Error unwritable(const std::filesystem::path& path, int error_number);

/// The whole of a small text file, complete or not at all.
Result<void> write_text_file(const std::filesystem::path& path, const std::string& text);

}  // namespace lv
