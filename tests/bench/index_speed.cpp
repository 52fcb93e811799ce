// How fast headers are read, in one line of JSON.
// usage: index_speed scan|row|dcmtk|read FOLDER THREADS
//   scan   longview's whole index: files, headers, series, rows
//   row    the pictures of the series that has nearest to 30, once that index is made
//   dcmtk  a bare loop of DCMTK header reads (up to the pixels) on as many threads
//   read   opening each file and reading 8 KB: what any reader has to pay
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/oflog/oflog.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "engine/core/parallel.h"
#include "engine/dicom/files.h"
#include "engine/dicom/load.h"
#include "engine/dicom/scan.h"
#include "tests/support/usage.h"

namespace {

using lv::test::cpu_s, lv::test::memory_kb;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

struct ScanFigures {
  double first_partial_s = 0, first_thumbnail_s = 0, held_kb = 0;
};

std::size_t scan_all(const std::filesystem::path& folder, ScanFigures& figures) {
  const auto begin = Clock::now();
  const auto partial = [&](const lv::MatrixPtr& matrix) {
    if (figures.first_partial_s > 0 || matrix->rows.empty()) return;
    figures.first_partial_s = seconds_since(begin);
    const int first = matrix->rows.front().cells.front().series;
    const auto picture = lv::load_thumbnail(matrix->series[static_cast<std::size_t>(first)]);
    if (picture.ok()) figures.first_thumbnail_s = seconds_since(begin);
  };
  const auto matrix = lv::scan({folder}, {}, {}, partial);
  malloc_trim(0);
  figures.held_kb = memory_kb("VmRSS");
  const auto list = lv::list_files({folder}, {});
  return matrix.ok() && list.ok() ? list->files.size() : 0;
}

/// Reads all pictures of the series that has nearest to 30; sets how long that took.
std::size_t open_row(const std::filesystem::path& folder, double& s) {
  const auto matrix = lv::scan({folder}, {}, {}, {});
  if (!matrix.ok()) return 0;
  const auto from_30 = [](const lv::Series& series) {
    return std::abs(static_cast<int>(series.slices.size()) - 30);
  };
  const auto nearest = std::ranges::min_element((*matrix)->series, {}, from_30);
  const auto begin = Clock::now();
  const auto volume = lv::load_volume(*nearest);
  s = seconds_since(begin);
  return volume.ok() ? nearest->slices.size() : 0;
}

template <class Read>
std::size_t loop(const std::filesystem::path& folder, const Read& read) {
  const auto list = lv::list_files({folder}, {});
  if (!list.ok()) return 0;
  lv::parallel_for(list->files.size(), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) read(list->files[i]->path);
  });
  return list->files.size();
}

void read_with_dcmtk(const std::filesystem::path& path) {
  DcmFileFormat file;
  file.loadFileUntilTag(OFFilename(path.c_str()), EXS_Unknown, EGL_noChange, 256, ERM_autoDetect,
                        DCM_PixelData);
}

void read_start(const std::filesystem::path& path) {
  char bytes[8192];
  std::ifstream(path, std::ios::binary).read(bytes, sizeof bytes);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const std::string mode = arguments[1];
  lv::set_thread_count(std::stoi(arguments[3]));
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);
  ScanFigures figures;
  const auto begin = Clock::now();
  double row_s = 0;
  const std::size_t files = mode == "scan"    ? scan_all(arguments[2], figures)
                            : mode == "row"   ? open_row(arguments[2], row_s)
                            : mode == "dcmtk" ? loop(arguments[2], read_with_dcmtk)
                                              : loop(arguments[2], read_start);
  const double s = mode == "row" ? row_s : seconds_since(begin);
  const auto n = static_cast<double>(files);
  std::printf(
      "{\"mode\": \"%s\", \"files\": %zu, \"seconds\": %.4f, \"core_us_per_file\": %.2f, "
      "\"first_partial_s\": %.3f, \"first_thumbnail_s\": %.3f, \"held_kb\": %.0f, \"peak_kb\": "
      "%.0f}\n",
      mode.c_str(), files, s, 1e6 * cpu_s() / n, figures.first_partial_s, figures.first_thumbnail_s,
      figures.held_kb, memory_kb("VmHWM"));
}
