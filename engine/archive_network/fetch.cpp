#include "engine/archive_network/fetch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "engine/archive_network/archive.h"
#include "engine/core/cache_folder.h"
#include "engine/core/output.h"
#include "engine/dicom/own_uid.h"

namespace lv {
namespace {

namespace fs = std::filesystem;

/// LONGVIEW_ARCHIVE_CACHE_MB sets it.
std::uintmax_t most_cache_bytes() {
  const char* const set = std::getenv("LONGVIEW_ARCHIVE_CACHE_MB");
  const long megabytes = set == nullptr ? 8192 : std::strtol(set, nullptr, 10);
  return static_cast<std::uintmax_t>(std::max(0L, megabytes)) << 20;
}

struct Kept {
  fs::file_time_type used;
  fs::path folder;
  std::uintmax_t bytes = 0;
};

Kept measured(const fs::path& folder) {
  std::error_code failure;
  Kept kept{fs::last_write_time(folder, failure), folder, 0};
  for (const auto& file : fs::directory_iterator(folder, failure)) {
    kept.bytes += file.file_size(failure);
  }
  return kept;
}

/// What was used later may still be read by this program, or by another.
const fs::file_time_type program_start = fs::file_time_type::clock::now();

/// Removes the series that were not used for longest, but none that this program has used.
void make_room() {
  std::error_code failure;
  std::vector<Kept> all;
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(cache_folder() / "archive", failure)) {
    if (is_unfinished_name(entry.path().filename().string())) continue;
    all.push_back(measured(entry.path()));
    bytes += all.back().bytes;
  }
  std::ranges::sort(all, {}, &Kept::used);
  for (const Kept& kept : all) {
    if (bytes <= most_cache_bytes() || kept.used >= program_start) break;
    fs::remove_all(kept.folder, failure);
    bytes -= kept.bytes;
  }
}

/// Whether all pictures that the archive has now are in the folder.
bool is_whole(const fs::path& folder, const ArchivedSeries& series) {
  std::error_code failure;
  const auto files =
      std::distance(fs::directory_iterator(folder, failure), fs::directory_iterator());
  return series.pictures > 0 && files == series.pictures;
}

Result<fs::path> fetch_series(HospitalArchive& archive, const ArchiveAddress& address,
                              const ArchivedSeries& series, const Progress& progress) {
  const std::string name = fmt::format("{}@{}:{}/{}/{}", address.called, address.host, address.port,
                                       series.study_uid, series.series_uid);
  const fs::path folder = cache_folder() / "archive" / own_uid(name);
  std::error_code failure;
  if (!is_whole(folder, series)) {
    fs::remove_all(folder, failure);
    fs::create_directories(folder.parent_path(), failure);
    LV_ASSIGN(PendingOutput pending, PendingOutput::folder(folder));
    LV_TRY(archive.get(series, pending.path(), progress));
    LV_TRY(pending.commit());
  }
  fs::last_write_time(folder, fs::file_time_type::clock::now(), failure);
  return folder;
}

Result<void> fetch_all(const std::string& text, const Progress& progress, const SeriesTaker& take) {
  LV_ASSIGN(const ArchiveAddress address, parse_archive_address(text));
  progress(0, "asking the archive");
  LV_ASSIGN(HospitalArchive archive, HospitalArchive::open(address, progress.stop));
  LV_ASSIGN(const std::vector<std::string> studies, archive.find_studies());
  bool any = false;
  for (std::size_t i = 0; i < studies.size(); ++i) {
    LV_ASSIGN(const std::vector<ArchivedSeries> all, archive.find_series(studies[i]));
    for (std::size_t j = 0; j < all.size(); ++j) {
      const double part = static_cast<double>(j) / static_cast<double>(all.size());
      progress((static_cast<double>(i) + part) / static_cast<double>(studies.size()),
               "fetching from the archive");
      LV_ASSIGN(const fs::path folder, fetch_series(archive, address, all[j], progress));
      LV_TRY(take(folder));
      any = true;
    }
  }
  if (any) return {};
  return Error{ErrorCode::not_found, "the archive has nothing that fits what was asked for"};
}

}  // namespace

Result<void> fetch(const std::string& address, const Progress& progress, const SeriesTaker& take) {
  auto done = fetch_all(address, progress, take);
  make_room();
  // What was cut reads like a connection that broke off.
  if (progress.cancelled()) return Error{ErrorCode::cancelled, "stopped"};
  return done;
}

}  // namespace lv
