#include "engine/core/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "engine/core/file_name.h"

namespace lv {
namespace {

namespace fs = std::filesystem;

Error unwritable(const fs::path& path, const std::string& reason) {
  return Error{ErrorCode::unwritable, "cannot be written: " + reason, file_name(path)};
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

/// What stands under the name is looked at before any work is done. Where it cannot even be asked,
/// the name is too long for this place, say.
Result<fs::file_type> look_at(const fs::path& final_path) {
  if (final_path.empty()) return unwritable(final_path, "the name is empty");
  if (final_path.native().find('\0') != std::string::npos) {
    return unwritable(final_path, "no name can hold the character NUL");
  }
  const fs::path parent = final_path.has_parent_path() ? final_path.parent_path() : ".";
  std::error_code failure;
  if (!fs::is_directory(parent, failure))
    return unwritable(final_path, "its folder does not exist");
  const fs::file_type there = fs::symlink_status(final_path, failure).type();
  if (there == fs::file_type::none) return lv::unwritable(final_path, failure.value());
  return there;
}

/// "folder/" and "folder" name the same place.
fs::path without_trailing_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

Result<PendingOutput> PendingOutput::file(const fs::path& final_path) {
  if (!final_path.empty() && !final_path.has_filename()) {
    return unwritable(final_path, "a slash at the end is for folders, and this is a file");
  }
  LV_ASSIGN(const fs::file_type there, look_at(final_path));
  if (there == fs::file_type::directory) {
    return unwritable(final_path, "a folder of that name is there");
  }
  if (there != fs::file_type::not_found && there != fs::file_type::regular &&
      there != fs::file_type::symlink) {
    return unwritable(final_path, "what is there is no file, and stays");
  }
  LV_ASSIGN(Unfinished unfinished, Unfinished::make(final_path, Unfinished::Kind::file));
  return PendingOutput(final_path, std::move(unfinished));
}

Result<PendingOutput> PendingOutput::folder(const fs::path& wanted) {
  const fs::path final_path = without_trailing_slash(wanted);
  LV_ASSIGN(const fs::file_type there, look_at(final_path));
  std::error_code failure;
  if (there != fs::file_type::not_found &&
      (!fs::is_directory(final_path, failure) || !fs::is_empty(final_path, failure))) {
    return unwritable(final_path, "it is there already and has content; name an empty folder");
  }
  LV_ASSIGN(Unfinished unfinished, Unfinished::make(final_path, Unfinished::Kind::folder));
  return PendingOutput(final_path, std::move(unfinished));
}

/// A disk may take a new name before the bytes, and a power cut then leaves an empty file under it.
Result<void> PendingOutput::wait_for_disk() const {
  std::error_code failure;
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator entry(path(), failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (entry->is_regular_file(failure)) files.push_back(entry->path());
  }
  if (files.empty() && fs::is_regular_file(path(), failure)) files.push_back(path());
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

Result<void> PendingOutput::commit() {
  LV_TRY(wait_for_disk());
  return unfinished_.take_name(final_);
}

/// A second name for what stands under the final one, so that at no moment nothing stands there.
/// Where a file cannot have two names (FAT, some network folders) it is moved to the second one,
/// which nobody clears.
Result<void> PendingOutput::set_aside(std::vector<Aside>& older) const {
  std::error_code failure;
  const auto there = fs::symlink_status(final_, failure).type();
  if (there == fs::file_type::not_found || there == fs::file_type::directory) return {};
  const fs::path aside = path().parent_path() / (".older-" + path().filename().native().substr(1));
  fs::create_hard_link(final_, aside, failure);
  if (failure) fs::rename(final_, aside, failure);
  if (failure) return lv::unwritable(final_, failure.value());
  older.push_back({aside, final_});
  return {};
}

Result<void> commit_all(std::span<PendingOutput> outputs) {
  for (const PendingOutput& output : outputs) LV_TRY(output.wait_for_disk());
  const NamesAreBeingTaken together;
  std::error_code ignored;
  std::vector<PendingOutput::Aside> older;  // what one of them replaces; removed, or taken back
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    Result<void> committed = outputs[i].set_aside(older);
    if (committed) committed = outputs[i].unfinished_.take_name(outputs[i].final_);
    if (committed) continue;
    for (const PendingOutput& named : outputs.first(i)) fs::remove_all(named.final_, ignored);
    for (const auto& [aside, final_path] : older) {
      fs::rename(aside, final_path, ignored);
      fs::remove(aside, ignored);  // two names of one file: renaming has left both
    }
    return committed;
  }
  for (const auto& [aside, final_path] : older) fs::remove(aside, ignored);
  return {};
}

Result<void> check_not_an_input(const fs::path& output, std::span<const fs::path> inputs) {
  for (const fs::path& input : inputs) {
    std::error_code failure;
    if (fs::equivalent(output, input, failure)) {
      return unwritable(output, "it is read as well, and would be lost; name another file");
    }
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
    case ENOENT:  // so /proc answers, whose folders take no files
      return unwritable(path, "its folder does not allow it");
    case ENAMETOOLONG:
      return unwritable(path, "its name is too long");
    case EINVAL:
    case EILSEQ:
      return unwritable(path, "this place does not take such a name, or no files at all");
    case EMFILE:
    case ENFILE:
      return unwritable(path, "too many files are open; close other programs");
    default:
      return unwritable(path, "the disk or the network folder fails; try another place");
  }
}

namespace {

Result<void> put_text(const PendingOutput& output, int how, const std::string& text) {
  return with_open(output.path(), O_WRONLY | how, output.final_path(), [&text](int file) {
    std::string_view left = text;
    while (!left.empty()) {
      const ssize_t written = write(file, left.data(), left.size());
      if (written < 0 && errno != EINTR) return false;
      left.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
  });
}

}  // namespace

Result<void> write_text(const PendingOutput& output, const std::string& text) {
  return put_text(output, O_TRUNC, text);
}

Result<void> append_text(const PendingOutput& output, const std::string& text) {
  return put_text(output, O_APPEND, text);
}

Result<void> write_text_file(const fs::path& path, const std::string& text) {
  LV_ASSIGN(PendingOutput output, PendingOutput::file(path));
  LV_TRY(write_text(output, text));
  return output.commit();
}

}  // namespace lv
