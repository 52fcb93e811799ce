#include "engine/core/output.h"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "engine/core/file_name.h"
#include "engine/system/open_file.h"

namespace lv {
namespace {

namespace fs = std::filesystem;

Error unwritable(const fs::path& path, const std::string& reason) {
  return Error{ErrorCode::unwritable, "cannot be written: " + reason, file_name(path)};
}

/// What the system's own number of a failure is called in errno.
int number_of(const std::error_code& failure) {
  return failure.default_error_condition().value();
}

/// What stands under the name is looked at before any work is done. Where it cannot even be asked,
/// the name is too long for this place, say.
Result<fs::file_type> look_at(const fs::path& final_path) {
  if (final_path.empty()) return unwritable(final_path, "the name is empty");
  if (final_path.string().find('\0') != std::string::npos) {
    return unwritable(final_path, "no name can hold the character NUL");
  }
  const fs::path parent = final_path.has_parent_path() ? final_path.parent_path() : ".";
  std::error_code failure;
  if (!fs::is_directory(parent, failure))
    return unwritable(final_path, "its folder does not exist");
  const fs::file_type there = fs::symlink_status(final_path, failure).type();
  if (there == fs::file_type::none) return lv::unwritable(final_path, number_of(failure));
  return there;
}

Result<void> check_replaceable(const fs::path& final_path) {
  if (const char* why = why_not_replaced(final_path)) return unwritable(final_path, why);
  return {};
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
  LV_TRY(check_replaceable(final_path));
  LV_ASSIGN(Unfinished unfinished, Unfinished::make(final_path, Unfinished::Kind::file));
  return PendingOutput(final_path, std::move(unfinished));
}

Result<PendingOutput> PendingOutput::folder(const fs::path& wanted) {
  const fs::path final_path = without_trailing_slash(wanted);
  LV_ASSIGN(const fs::file_type there, look_at(final_path));
  std::error_code failure;
  if (there != fs::file_type::not_found) {
    if (!fs::is_directory(final_path, failure)) {
      return unwritable(final_path, "what is there is no folder, and stays");
    }
    if (!fs::is_empty(final_path, failure)) {
      return unwritable(final_path, "it is there already and has content; name an empty folder");
    }
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
  if (files.size() > 1) {
    for (const fs::path& file : files) OpenFile(file, OpenFile::For::keeping).begin_to_disk();
  }
  for (const fs::path& path : files) {
    OpenFile file(path, OpenFile::For::keeping);
    if (file.failure() != 0 || !file.to_disk()) return lv::unwritable(final_, file.failure());
  }
  return {};
}

Result<void> PendingOutput::commit() {
  LV_TRY(wait_for_disk());
  LV_TRY(check_replaceable(final_));
  return unfinished_.take_name(final_);
}

/// A second name for what stands under the final one, so that at no moment nothing stands there.
/// Where a file cannot have two names (FAT, some network folders) it is moved to the second one,
/// which nobody clears.
Result<void> PendingOutput::set_aside(std::vector<Aside>& older) const {
  std::error_code failure;
  const auto there = fs::symlink_status(final_, failure).type();
  if (there == fs::file_type::not_found || there == fs::file_type::directory) return {};
  LV_TRY(check_replaceable(final_));  // nor could its second name be removed
  const fs::path aside = path().parent_path() / (".older-" + path().filename().string().substr(1));
  fs::create_hard_link(final_, aside, failure);
  if (failure) fs::rename(final_, aside, failure);
  if (failure) return lv::unwritable(final_, number_of(failure));
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
  if (means_full_disk(error_number)) return unwritable(path, "the disk is full");
  switch (error_number) {
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

Result<void> put_text(const PendingOutput& output, OpenFile::For how, const std::string& text) {
  OpenFile file(output.path(), how);
  if (file.failure() == 0 && file.write(text)) return {};
  return lv::unwritable(output.final_path(), file.failure());
}

}  // namespace

Result<void> write_text(const PendingOutput& output, const std::string& text) {
  return put_text(output, OpenFile::For::writing, text);
}

Result<void> append_text(const PendingOutput& output, const std::string& text) {
  return put_text(output, OpenFile::For::appending, text);
}

Result<void> write_text_file(const fs::path& path, const std::string& text) {
  LV_ASSIGN(PendingOutput output, PendingOutput::file(path));
  LV_TRY(write_text(output, text));
  return output.commit();
}

}  // namespace lv
