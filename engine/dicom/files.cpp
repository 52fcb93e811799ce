#include "engine/dicom/files.h"

#include <algorithm>
#include <set>
#include <system_error>

namespace lv {
namespace {

namespace fs = std::filesystem;

class Walk {
 public:
  explicit Walk(const Progress& progress) : progress_(progress) {}

  /// A folder that was named must be readable; one below it may fail.
  Result<void> folder(const fs::path& path, bool named) {
    if (progress_.cancelled()) return Error{ErrorCode::cancelled, "stopped", ""};
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    fs::directory_iterator entry(path, error);
    while (!error && entry != fs::directory_iterator()) {
      entries.push_back(*entry);
      entry.increment(error);
    }
    if (error && named) {
      return Error{ErrorCode::unreadable, "this folder cannot be opened; may you read it?", ""};
    }
    if (error) ++closed_.files;
    std::ranges::sort(entries, {}, [](const auto& e) { return e.path().native(); });
    for (const fs::directory_entry& e : entries) LV_TRY(found(e));
    return {};
  }

  void file(const fs::path& path) {
    if (!seen_.insert(path.native()).second) return;
    list_.files.push_back(std::make_shared<const FileSource>(FileSource{path, -1}));
  }

  FileList take() {
    if (closed_.files > 0) list_.left_out.push_back(closed_);
    if (links_.files > 0) list_.left_out.push_back(links_);
    return std::move(list_);
  }

 private:
  Result<void> found(const fs::directory_entry& entry) {
    std::error_code error;
    if (entry.is_symlink(error)) {
      ++links_.files;
    } else if (entry.is_directory(error)) {
      LV_TRY(folder(entry.path(), false));
    } else if (entry.is_regular_file(error)) {
      file(entry.path());
    }
    return {};
  }

  const Progress& progress_;
  FileList list_;
  std::set<std::string> seen_;
  LeftOut closed_{"folder", "it cannot be opened; may you read it?", 0, 0, false, {}};
  LeftOut links_{"link", "links are not followed; name what they point to instead", 0, 0, false,
                 {}};
};

}  // namespace

Result<FileList> list_files(const std::vector<fs::path>& paths, const Progress& progress) {
  Walk walk(progress);
  for (const fs::path& path : paths) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error) return Error{ErrorCode::not_found, "there is no such file or folder", path.string()};
    if (fs::is_directory(real, error)) {
      if (auto listed = walk.folder(real, true); !listed.ok()) {
        return Error{listed.error().code, listed.error().what, path.string()};
      }
    } else {
      walk.file(real);
    }
  }
  return walk.take();
}

}  // namespace lv
