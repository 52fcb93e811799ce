// `longview align`: lines up a row; one transform per date and report.json.
#include <nlohmann/json.hpp>

#include "app/cli/alignment_report.h"
#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "app/jobs/metric_choice.h"
#include "app/jobs/other_rows.h"
#include "app/jobs/read_row.h"
#include "app/jobs/spine_levels.h"
#include "engine/core/output.h"
#include "engine/registration/pose_io.h"
#include "engine/volume/nifti.h"
#include "engine/volume/resample.h"

namespace lv {
namespace {

using Json = nlohmann::ordered_json;

/// Series and date, as every entry of the report begins; for others the year alone.
Json identity_json(const Matrix& matrix, const ComparedDate& date, bool for_others) {
  const Series& series = matrix.series[static_cast<std::size_t>(date.series)];
  const Study& study = matrix.studies[static_cast<std::size_t>(series.study)];
  if (for_others) return {{"date", study.date ? Json(date.facts.year.substr(0, 4)) : Json()}};
  Json json{{"series_uid", series.key.series_uid}, {"part", series.key.part}, {"date", nullptr}};
  if (study.date) json["date"] = iso_text(*study.date);
  return json;
}

/// "2_2013-12-10", for others "2_2013": the place in the row and the date.
std::string stem_of(const Json& identity, std::size_t place) {
  const std::string date = identity["date"].is_null() ? "no-date" : identity["date"];
  return std::to_string(place + 1) + "_" + date;
}

Result<void> write_resampled(const std::filesystem::path& path, const Volume& volume,
                             const Volume& reference, const RigidPose& pose) {
  return write_nifti(path,
                     resample(volume, even_geometry(reference.geometry), scan_from_world(pose)));
}

/// Writes one date's files and returns its entry of the report.
Result<Json> write_date(const std::filesystem::path& folder, const ComparedRow& row,
                        const Matrix& matrix, std::size_t place, const Options& options) {
  const ComparedDate& date = row.dates[place];
  Json entry = identity_json(matrix, date, options.audience == "others");
  const std::string stem = stem_of(entry, place);
  std::string transform;
  if (date.alignment.pose) {
    transform = stem + ".tfm";
    LV_TRY(write_pose(folder / transform, *date.alignment.pose));
    if (options.write_resampled) {
      LV_TRY(write_resampled(folder / (stem + ".nii.gz"), *date.volume,
                             *row.dates[row.reference].volume, *date.alignment.pose));
    }
  }
  entry.update(alignment_json(date.alignment, transform));
  if (!date.levels.empty()) entry["levels"] = levels_json(date.levels);
  return entry;
}

Result<void> write_into(PendingOutput folder, const ComparedRow& row, const Matrix& matrix,
                        const Options& options, const Progress& progress) {
  const bool for_others = options.audience == "others";
  Json report{{"reference", identity_json(matrix, row.dates[row.reference], for_others)},
              {"dates", Json::array()}};
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    if (progress.cancelled()) {
      return Error{ErrorCode::cancelled, "stopped; nothing was written", ""};
    }
    LV_ASSIGN(Json entry, write_date(folder.path(), row, matrix, d, options));
    report["dates"].push_back(std::move(entry));
  }
  LV_TRY(write_text_file(folder.path() / "report.json", report.dump(2) + "\n"));
  return folder.commit();
}

std::string row_text(const ComparedRow& row, bool for_others) {
  std::string text;
  for (const ComparedDate& date : row.dates) {
    const DateFacts& facts = date.facts;
    text += (for_others ? facts.year : facts.date) + "  ";
    text += alignment_sentence(date.alignment) + "\n";
  }
  return text;
}

bool all_good(const ComparedRow& row) {
  return std::ranges::all_of(row.dates, surely_lined_up, &ComparedDate::alignment);
}

struct AlignedOnDisk {
  ComparedRow row;
  std::string missing;
};

Result<AlignedOnDisk> align(const Options& options, const Progress& progress) {
  LV_TRY(check_not_an_input(options.output, options.paths));
  LV_ASSIGN(PendingOutput folder, PendingOutput::folder(options.output));
  LV_ASSIGN(const RowOnDisk found,
            find_row_on_disk({options.paths, options.demo, options.row}, progress));
  LV_ASSIGN(ComparedRow row, read_row(found, progress));
  const MetricSource metric = MetricChoice::make(options.metric)->source();
  LV_TRY(align_with_other_rows(row, found, metric, options.focus, progress));
  if (!options.focus) LV_TRY(add_levels(row, found, metric, progress));
  LV_TRY(write_into(std::move(folder), row, *found.matrix, options, progress));
  return AlignedOnDisk{std::move(row), found.missing};
}

}  // namespace

int run_align(const Options& options) {
  const Result<AlignedOnDisk> done =
      with_progress(options, [&](const Progress& progress) { return align(options, progress); });
  if (!done) return report(done.error());
  if (!done->missing.empty()) report({ErrorCode::not_found, done->missing, ""});
  const bool good = done->missing.empty() && all_good(done->row);
  return answer(row_text(done->row, options.audience == "others"),
                good ? exit_done : exit_doubtful);
}

}  // namespace lv
