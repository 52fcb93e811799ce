#include "engine/dicom/files.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <system_error>
#include <unordered_set>

#include "engine/core/file_name.h"
#include "engine/core/unfinished.h"
#include "engine/dicom/sidecar.h"
#include "engine/dicom/sniff.h"

namespace lv {
namespace {

namespace fs = std::filesystem;

/// A JSON file that tells of the NIfTI file beside it is read with that one.
bool tells_of_nifti(const fs::path& path) {
  std::error_code error;
  return std::ranges::any_of(nifti_names_beside(path), [&](const std::string& name) {
    return !name.empty() && fs::exists(name, error);
  });
}

class Walk {
 public:
  explicit Walk(const Progress& progress) : progress_(progress) {}

  /// A folder that was named must be readable; one below it may fail.
  Result<void> folder(const fs::path& path, bool named) {
    if (progress_.cancelled()) return Error{ErrorCode::cancelled, "stopped"};
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    fs::directory_iterator entry(path, error);
    while (!error && entry != fs::directory_iterator()) {
      entries.push_back(*entry);
      entry.increment(error);
    }
    if (error && named) {
      return Error{ErrorCode::unreadable, "this folder cannot be opened; may you read it?"};
    }
    if (error) ++closed_.files;
    std::ranges::sort(
        entries, {}, [](const auto& e) -> const auto& { return e.path().native(); });
    for (const fs::directory_entry& e : entries) LV_TRY(found(e));
    return {};
  }

  void file(const fs::path& path) {
    list_.files.push_back(
        std::make_shared<const FileSource>(FileSource{path.generic_string(), -1}));
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
    if (is_unfinished_name(entry.path().filename().string())) {
      ++unfinished_.files;
    } else if (entry.is_symlink(error)) {
      ++links_.files;
    } else if (entry.is_directory(error)) {
      LV_TRY(folder(entry.path(), false));
    } else if (entry.is_regular_file(error) && !tells_of_nifti(entry.path())) {
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

/// What was named, each path once and whole.
class NamedPaths {
 public:
  /// False: it was named before, or lies below a folder that is named as well.
  bool take(const fs::path& path) {
    return !below_another(path) && taken_.insert(path.generic_string()).second;
  }
  void name(const fs::path& path) { named_.insert(path.generic_string()); }
  /// Whether something below the folder is named, other than `path`.
  bool any_in(const fs::path& folder, const fs::path& path) const {
    const std::string start = folder.generic_string().ends_with('/')
                                  ? folder.generic_string()
                                  : folder.generic_string() + '/';
    auto first = named_.lower_bound(start);
    if (first != named_.end() && *first == path.generic_string()) ++first;
    return first != named_.end() && first->starts_with(start);
  }

 private:
  bool below_another(const fs::path& path) const {
    for (fs::path folder = path; folder.has_relative_path();) {
      folder = folder.parent_path();
      if (named_.contains(folder.generic_string())) return true;
    }
    return false;
  }

  std::set<std::string> named_;
  std::unordered_set<std::string> taken_;
};

/// Whoever names the table of contents of a disc means the disc: the folder that it lies in, unless
/// parts of that are named as well.
void name_discs(std::vector<fs::path>& paths) {
  NamedPaths named;
  for (const fs::path& path : paths) named.name(path);
  for (fs::path& path : paths) {
    std::error_code error;
    std::string name = path.filename().generic_string();
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
    if (!name.starts_with("DICOMDIR") || !fs::is_regular_file(path, error)) continue;
    Bytes file(path);
    if (is_disc_directory(file) && !named.any_in(path.parent_path(), path)) {
      path = path.parent_path();
    }
  }
}

}  // namespace

Result<FileList> list_files(const std::vector<fs::path>& paths, const Progress& progress) {
  std::vector<fs::path> real;
  for (const fs::path& path : paths) {
    if (path.empty())
      return Error{ErrorCode::not_found, "a name of what is to be read is empty", ""};
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
  NamedPaths named;
  for (const fs::path& path : real) named.name(path);
  Walk walk(progress);
  for (std::size_t i = 0; i < real.size(); ++i) {
    if (!named.take(real[i])) continue;
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
