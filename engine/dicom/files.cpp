#include "engine/dicom/files.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <system_error>

#include "engine/core/file_name.h"
#include "engine/core/unfinished.h"
#include "engine/dicom/sniff.h"

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
    list_.files.push_back(std::make_shared<const FileSource>(FileSource{path.native(), -1}));
  }

  FileList take() {
    if (closed_.files > 0) list_.left_out.push_back(closed_);
    if (links_.files > 0) list_.left_out.push_back(links_);
    if (unfinished_.files > 0) list_.left_out.push_back(unfinished_);
    return std::move(list_);
  }

 private:
  Result<void> found(const fs::directory_entry& entry) {
    std::error_code error;
    if (is_unfinished_name(entry.path().filename().native())) {
      ++unfinished_.files;
    } else if (entry.is_symlink(error)) {
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
  LeftOut closed_{"folder", "it cannot be opened; may you read it?", 0, 0, false, {}};
  LeftOut links_{"link", "links are not followed; name what they point to instead", 0, 0, false,
                 {}};
  LeftOut unfinished_{"file or folder of longview's own",
                      "it is not finished: longview writes it, or was stopped while it did",
                      0,
                      0,
                      false,
                      {}};
};

bool lies_in(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
         folder.end();
}

/// Named again, or below a folder that is named as well.
bool inside_another(const std::vector<fs::path>& paths, std::size_t i) {
  for (std::size_t k = 0; k < paths.size(); ++k) {
    if (k == i || (paths[k] == paths[i] && k > i)) continue;
    if (lies_in(paths[i], paths[k])) return true;
  }
  return false;
}

/// Whoever names the table of contents of a disc means the disc: the folder that it lies in, unless
/// parts of that are named as well.
void name_discs(std::vector<fs::path>& paths) {
  for (fs::path& path : paths) {
    std::error_code error;
    std::string name = path.filename().string();
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
    if (!name.starts_with("DICOMDIR") || !fs::is_regular_file(path, error)) continue;
    Bytes file(path);
    const auto part = [&](const fs::path& p) {
      return p != path && lies_in(p, path.parent_path());
    };
    if (is_disc_directory(file) && std::ranges::none_of(paths, part)) path = path.parent_path();
  }
}

}  // namespace

Result<FileList> list_files(const std::vector<fs::path>& paths, const Progress& progress) {
  std::vector<fs::path> real;
  for (const fs::path& path : paths) {
    std::error_code error;
    real.push_back(fs::canonical(path, error));
    if (error == std::errc::no_such_file_or_directory) {
      return Error{ErrorCode::not_found, "there is no such file or folder", file_name(path)};
    }
    if (error) {
      return Error{ErrorCode::unreadable, "this cannot be opened: " + error.message(),
                   file_name(path)};
    }
  }
  name_discs(real);
  Walk walk(progress);
  for (std::size_t i = 0; i < real.size(); ++i) {
    if (inside_another(real, i)) continue;
    std::error_code error;
    if (fs::is_regular_file(real[i], error)) {
      walk.file(real[i]);
    } else if (!fs::is_directory(real[i], error)) {
      return Error{ErrorCode::unsupported, "this is neither a file nor a folder",
                   file_name(paths[i])};
    } else if (auto listed = walk.folder(real[i], true); !listed.ok()) {
      return Error{listed.error().code, listed.error().what, file_name(paths[i])};
    }
  }
  return walk.take();
}

}  // namespace lv
