#include "app/jobs/read_row.h"

#include <algorithm>
#include <functional>
#include <map>

#include "app/jobs/demo_folder.h"
#include "app/jobs/scan_paths.h"
#include "app/row/session_file.h"
#include "app/row/stacks.h"
#include "engine/core/file_name.h"
#include "engine/dicom/load.h"
#include "engine/registration/body_outline.h"
#include "engine/study/row_query.h"
#include "engine/volume/nifti.h"

namespace lv {
namespace {

std::string listed(const Matrix& matrix, const std::vector<int>& rows) {
  std::string text;
  for (const int row : rows) {
    const Row& r = matrix.rows[static_cast<std::size_t>(row)];
    text += "\n  " + std::to_string(r.number) + "  " + r.name;
  }
  return text;
}

/// One line for each series description, those with most pictures first, at most ten.
std::string listed(const std::vector<Series>& series) {
  constexpr std::size_t most_lines = 10;
  std::map<std::string, std::pair<std::size_t, std::size_t>> named;  // pictures, volumes
  for (const Series& s : series) {
    auto& [pictures, volumes] = named[s.header->series_description];
    pictures += s.slices.size();
    ++volumes;
  }
  std::vector<std::pair<std::size_t, std::string>> lines;
  for (const auto& [name, count] : named) {
    const std::string times =
        count.second > 1 ? ", " + std::to_string(count.second) + " times" : "";
    lines.emplace_back(count.first, std::to_string(count.first) + " pictures, " +
                                        (name.empty() ? "no description" : name) + times);
  }
  std::ranges::stable_sort(lines, std::greater<>(), &std::pair<std::size_t, std::string>::first);
  std::string text;
  for (std::size_t i = 0; i < std::min(most_lines, lines.size()); ++i) {
    text += "\n  " + lines[i].second;
  }
  if (lines.size() > most_lines) {
    text += "\n  and " + std::to_string(lines.size() - most_lines) + " more kinds";
  }
  return text;
}

std::vector<int> all_rows(const Matrix& matrix) {
  std::vector<int> rows;
  for (std::size_t r = 0; r < matrix.rows.size(); ++r) rows.push_back(static_cast<int>(r));
  return rows;
}

}  // namespace

Result<RowOnDisk> find_row_on_disk(const RowQuery& query, const Progress& progress) {
  LV_ASSIGN(SessionFile session, expand_session_files(query.paths));
  if (query.demo) {
    LV_ASSIGN(session.paths.emplace_back(), demo_folder(progress));
  }
  LV_ASSIGN(MatrixPtr matrix, scan_paths(session.paths, session.corrections, progress));
  if (matrix->rows.empty()) {
    return Error{ErrorCode::not_found,
                 "no scans that could be compared were found (longview index says what was)"};
  }
  const std::string missing = missing_text(session);
  if (query.row.empty()) return RowOnDisk{matrix, std::max(0, matrix->start_row), missing};
  const std::vector<int> fitting = find_rows(*matrix, query.row);
  if (fitting.size() == 1) return RowOnDisk{matrix, fitting.front(), missing};
  if (fitting.empty()) {
    return Error{ErrorCode::usage, "no row fits \"" + query.row +
                                       "\"; there are:" + listed(*matrix, all_rows(*matrix))};
  }
  return Error{ErrorCode::usage,
               "several rows fit \"" + query.row + "\"; name one:" + listed(*matrix, fitting)};
}

Result<ComparedRow> read_row(const RowOnDisk& row, const Progress& progress) {
  ComparedRow compared = compared_row(*row.matrix, row.row);
  LV_TRY(read_volumes(compared, *row.matrix, progress));
  return compared;
}

Result<void> read_volumes(ComparedRow& compared, const Matrix& matrix, const Progress& progress) {
  const std::vector<ComparedDate*> stacks = all_stacks(compared);
  const double count = static_cast<double>(stacks.size());
  double done = 0;
  for (ComparedDate* const stack : stacks) {
    ComparedDate& date = *stack;
    const Progress part{[&](double fraction, std::string_view) {
                          progress((done + fraction) / count, "reading pictures");
                        },
                        progress.stop};
    auto volume = load_volume(matrix.series[static_cast<std::size_t>(date.series)], part);
    if (progress.cancelled()) return Error{ErrorCode::cancelled, "stopped; nothing was written"};
    if (volume) {
      const auto shared = std::make_shared<const Volume>(std::move(*volume));
      take_volume(date, shared, body_outline(shared));
      date.window = default_window(*date.volume);
    } else {
      date.problem = volume.error().text();
    }
    done += 1;
  }
  compared.reference = usable_reference(compared);
  const auto read = [](const ComparedDate& date) { return date.volume != nullptr; };
  if (std::ranges::none_of(compared.dates, read)) {
    return Error{ErrorCode::unreadable, compared.dates.front().problem, compared.name};
  }
  return {};
}

namespace {

/// Says why a file or folder holds no series. The first entry of `left_out` says it: damaged
/// pictures come first there.
Error nothing_of(const Matrix& matrix, const std::string& name) {
  std::string what = "holds no NIfTI file and no MR pictures";
  if (!matrix.left_out.empty()) {
    const LeftOut& first = matrix.left_out.front();
    what = "holds no scan that can be used: " + first.what + ": " + first.reason;
  }
  return {ErrorCode::unreadable, std::move(what), name};
}

}  // namespace

Result<VolumePtr> read_scan(const std::filesystem::path& path, const Progress& progress) {
  if (has_nifti_name(path)) return read_nifti(path);
  const std::string name = file_name(path);
  LV_ASSIGN(const MatrixPtr matrix, scan_paths({path}, {}, progress));
  if (matrix->series.empty()) {
    return nothing_of(*matrix, name);
  }
  if (matrix->series.size() > 1) {
    return Error{ErrorCode::unsupported,
                 "holds several series or stacks; name the folder of one:" + listed(matrix->series),
                 name};
  }
  const Series& series = matrix->series.front();
  if (series.flat) {
    return Error{ErrorCode::unsupported, "does not say where its slices lie in the patient", name};
  }
  LV_ASSIGN(Volume volume, load_volume(series, progress));
  return std::make_shared<const Volume>(std::move(volume));
}

}  // namespace lv
