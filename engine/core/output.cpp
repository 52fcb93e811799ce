#include "engine/core/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
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

/// A hidden name in the same folder: renaming to and from it moves no bytes.
fs::path beside(const fs::path& final_path, const std::string& mark) {
  return folder_of(final_path) /
         ("." + mark + "-" + std::to_string(getpid()) + "-" + final_path.filename().string());
}

/// Hands `work` an open file or folder; the error is the system's.
template <class Work>
Result<void> with_open(const fs::path& path, int flags, const fs::path& final_path, Work&& work) {
  const int opened = open(path.c_str(), flags | O_CLOEXEC, 0666);
  int failure = opened < 0 || !work(opened) ? errno : 0;
  if (opened >= 0 && close(opened) != 0 && failure == 0) failure = errno;
  if (failure != 0) return lv::unwritable(final_path, failure);
  return {};
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
  return PendingOutput(final_path, beside(final_path, "part"));
}

Result<PendingOutput> PendingOutput::folder(const fs::path& wanted) {
  const fs::path final_path = without_trailing_slash(wanted);
  std::error_code failure;
  if (fs::exists(final_path, failure) && !fs::is_empty(final_path, failure)) {
    return unwritable(final_path, "it is there already and has content; name an empty folder");
  }
  LV_TRY(check_folder(final_path));
  PendingOutput output(final_path, beside(final_path, "part"));
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

/// A disk may take a new name before the bytes, and a power cut then leaves an empty file under it.
Result<void> PendingOutput::wait_for_disk() const {
  std::error_code failure;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(temporary_, failure)) {
    if (entry.is_regular_file(failure)) files.push_back(entry.path());
  }
  if (files.empty() && fs::is_regular_file(temporary_, failure)) files.push_back(temporary_);
  // All writing begins before any of it is waited for: for many files that is many times quicker.
  const auto begin = [](int file) {
    return sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE) == 0;
  };
  // EINVAL: what is no disk cannot be waited for.
  const auto wait = [](int file) { return fsync(file) == 0 || errno == EINVAL; };
  if (files.size() > 1) {
    for (const fs::path& file : files) static_cast<void>(with_open(file, O_RDONLY, final_, begin));
  }
  for (const fs::path& file : files) LV_TRY(with_open(file, O_RDONLY, final_, wait));
  return {};
}

Result<void> PendingOutput::take_name() {
  std::error_code failure;
  fs::rename(temporary_, final_, failure);  // replaces a file, and an empty folder
  if (failure) return unwritable(final_, failure.message());
  temporary_.clear();
  return {};
}

Result<void> PendingOutput::commit() {
  LV_TRY(wait_for_disk());
  return take_name();
}

Result<void> PendingOutput::commit_after(std::vector<PendingOutput>& older) {
  std::error_code failure;
  const auto there = fs::symlink_status(final_, failure).type();
  if (there != fs::file_type::not_found && there != fs::file_type::directory) {
    PendingOutput aside(final_, beside(final_, "older"));
    fs::rename(final_, aside.temporary_, failure);
    if (failure) return unwritable(final_, failure.message());
    older.push_back(std::move(aside));
  }
  return take_name();
}

Result<void> commit_all(std::span<PendingOutput> outputs) {
  for (const PendingOutput& output : outputs) LV_TRY(output.wait_for_disk());
  std::vector<PendingOutput> older;  // what one of them replaces; removed at the end, or taken back
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    auto committed = outputs[i].commit_after(older);
    if (committed) continue;
    std::error_code ignored;
    for (const PendingOutput& named : outputs.first(i)) fs::remove_all(named.final_, ignored);
    for (PendingOutput& before : older) static_cast<void>(before.take_name());
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
  LV_TRY(with_open(output.path(), O_WRONLY | O_CREAT | O_TRUNC, path, [&text](int file) {
    std::string_view left = text;
    while (!left.empty()) {
      const ssize_t written = write(file, left.data(), left.size());
      if (written < 0 && errno != EINTR) return false;
      left.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
  }));
  return output.commit();
}

}  // namespace lv
