#include "engine/core/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace lv {
namespace {

namespace fs = std::filesystem;

Error unwritable(const fs::path& path, const std::string& reason) {
  return Error{ErrorCode::unwritable, "cannot be written: " + reason, path.filename().string()};
}

/// The folder that holds `path`; "." where the path names none.
fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

fs::path temporary_beside(const fs::path& final_path) {
  const std::string name =
      ".part-" + std::to_string(getpid()) + "-" + final_path.filename().string();
  return folder_of(final_path) / name;
}

Result<void> check_folder(const fs::path& final_path) {
  std::error_code failure;
  if (!final_path.has_filename()) return unwritable(final_path, "the name is empty");
  if (!fs::is_directory(folder_of(final_path), failure)) {
    return unwritable(final_path, "its folder does not exist");
  }
  if (access(folder_of(final_path).c_str(), W_OK) != 0) {
    return unwritable(final_path, "its folder does not allow it");
  }
  return {};
}

/// "folder/" and "folder" name the same place.
fs::path without_trailing_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

Result<PendingOutput> PendingOutput::file(const fs::path& final_path) {
  std::error_code failure;
  if (fs::is_directory(final_path, failure)) {
    return unwritable(final_path, "a folder of that name is there");
  }
  LV_TRY(check_folder(final_path));
  return PendingOutput(final_path, temporary_beside(final_path));
}

Result<PendingOutput> PendingOutput::folder(const fs::path& wanted) {
  const fs::path final_path = without_trailing_slash(wanted);
  std::error_code failure;
  if (fs::exists(final_path, failure) && !fs::is_empty(final_path, failure)) {
    return unwritable(final_path, "it is there already and has content; name an empty folder");
  }
  LV_TRY(check_folder(final_path));
  PendingOutput output(final_path, temporary_beside(final_path));
  if (!fs::create_directory(output.temporary_, failure)) {
    return unwritable(final_path, failure.message());
  }
  return output;
}

PendingOutput::PendingOutput(PendingOutput&& other) noexcept
    : final_(std::move(other.final_)), temporary_(std::exchange(other.temporary_, {})) {}

PendingOutput& PendingOutput::operator=(PendingOutput&& other) noexcept {
  discard();
  final_ = std::move(other.final_);
  temporary_ = std::exchange(other.temporary_, {});
  return *this;
}

PendingOutput::~PendingOutput() {
  discard();
}

void PendingOutput::discard() {
  std::error_code ignored;
  if (!temporary_.empty()) fs::remove_all(temporary_, ignored);
  temporary_.clear();
}

Result<void> PendingOutput::commit() {
  std::error_code failure;
  fs::rename(temporary_, final_, failure);  // replaces a file, and an empty folder
  if (failure) return unwritable(final_, failure.message());
  temporary_.clear();
  return {};
}

Result<void> commit_all(std::span<PendingOutput> outputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    auto committed = outputs[i].commit();
    if (committed) continue;
    std::error_code ignored;
    for (const PendingOutput& named : outputs.first(i)) fs::remove_all(named.final_, ignored);
    return committed;
  }
  return {};
}

Error unwritable(const fs::path& path, int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return unwritable(path, "the disk is full");
    case EACCES:
    case EPERM:
    case EROFS:
      return unwritable(path, "its folder does not allow it");
    default:
      return unwritable(
          path, std::string("this place does not take it (") + std::strerror(error_number) + ")");
  }
}

Result<void> write_text_file(const fs::path& path, const std::string& text) {
  LV_ASSIGN(PendingOutput output, PendingOutput::file(path));
  errno = 0;
  std::ofstream stream(output.path(), std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) return unwritable(path, errno);
  return output.commit();
}

}  // namespace lv
