// `longview align`: lines up a row; one transform per date and report.json.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/cli/alignment_report.h"
#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "app/jobs/levels_job.h"
#include "app/jobs/metric_choice.h"
#include "app/jobs/other_rows.h"
#include "app/jobs/read_row.h"
#include "app/row/stacks.h"
#include "engine/archive_network/archive.h"
#include "engine/archive_network/store.h"
#include "engine/core/output.h"
#include "engine/dicom/lined_up.h"
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

/// What is written; the folder of DICOM files only where it was asked for.
struct Outputs {
  PendingOutput folder;
  std::optional<PendingOutput> dicom;
  bool resampled = false, for_others = false;
};

Result<void> check_address_to_send_to(const std::string& text) {
  if (text.empty()) return {};
  LV_TRY(archives_can_be_asked());
  LV_ASSIGN(const ArchiveAddress address, parse_archive_address(text));
  if (address.study.empty() && address.series.empty()) return {};
  return Error{ErrorCode::usage, "--send says where to, not what: dicom://CALLED@host:port alone"};
}

Result<Outputs> open_outputs(const Options& options) {
  LV_TRY(check_not_an_input(options.output, options.paths));
  LV_ASSIGN(PendingOutput folder, PendingOutput::folder(options.output));
  Outputs outputs{std::move(folder), {}, options.write_resampled, options.audience == "others"};
  if (options.dicom.empty()) return outputs;
  if (outputs.for_others) {
    return Error{ErrorCode::usage, "--dicom holds the patient's name, so it is not for others"};
  }
  LV_TRY(check_not_an_input(options.dicom, options.paths));
  LV_ASSIGN(outputs.dicom, PendingOutput::folder(options.dicom));
  return outputs;
}

/// A date's stacks as one series: that of the first, with the pictures of all.
Series series_of(const Matrix& matrix, std::span<const ComparedDate* const> stacks) {
  const auto series = [&](const ComparedDate* stack) {
    return matrix.series[static_cast<std::size_t>(stack->series)];
  };
  Series all = series(stacks.front());
  for (const ComparedDate* other : stacks.subspan(1)) {
    const Series more = series(other);
    all.slices.insert(all.slices.end(), more.slices.begin(), more.slices.end());
  }
  return all;
}

/// The date on the grid of one of the reference's stacks, in the forms that were asked for.
Result<void> write_on_grid(const Outputs& outputs, const std::string& stem,
                           const ComparedDate& date, const ComparedDate& reference,
                           const Matrix& matrix) {
  const auto map = scan_from_world(*date.alignment.pose);
  const Geometry grid = even_geometry(reference.volume->geometry);
  const auto stacks = stacks_around(date, map(date.bend.about_whole(grid.centre())));
  std::vector<const Volume*> volumes;
  for (const ComparedDate* stack : stacks) volumes.push_back(stack->volume.get());
  const Volume volume = resample(volumes, grid, map, date.bend.about_whole);
  if (outputs.resampled) {
    LV_TRY(write_nifti(outputs.folder.path() / (stem + ".nii.gz"), volume));
  }
  if (!outputs.dicom) return {};
  const std::filesystem::path folder = outputs.dicom->path() / stem;
  std::error_code failure;
  std::filesystem::create_directory(folder, failure);
  if (failure) return unwritable(outputs.dicom->final_path(), failure.value());
  return write_lined_up(
      folder, {series_of(matrix, stacks), matrix.series[static_cast<std::size_t>(reference.series)],
               map, date.bend.about_whole, volume, alignment_sentence(date.alignment), LV_VERSION});
}

/// The date on the reference's grid; where the reference has several stacks, on that of each.
Result<void> write_resampled(const Outputs& outputs, const std::string& stem,
                             const ComparedRow& row, const Matrix& matrix, std::size_t place) {
  if (!outputs.resampled && !outputs.dicom) return {};
  const ComparedDate &date = row.dates[place], &reference = row.dates[row.reference];
  LV_TRY(write_on_grid(outputs, stem, date, reference, matrix));
  for (std::size_t i = 0; i < reference.further.size(); ++i) {
    const ComparedDate& stack = reference.further[i];
    if (!stack.volume || stack.flat) continue;
    const std::string name = fmt::format("{}_stack{}", stem, i + 2);
    LV_TRY(write_on_grid(outputs, name, date, stack, matrix));
  }
  return {};
}

/// Writes one date's files and returns its entry of the report.
Result<Json> write_date(const Outputs& outputs, const ComparedRow& row, const Matrix& matrix,
                        std::size_t place) {
  const ComparedDate& date = row.dates[place];
  Json entry = identity_json(matrix, date, outputs.for_others);
  const std::string stem = stem_of(entry, place);
  std::string transform;
  if (date.alignment.pose) {
    transform = stem + ".tfm";
    LV_TRY(write_pose(outputs.folder.path() / transform, *date.alignment.pose));
    LV_TRY(write_resampled(outputs, stem, row, matrix, place));
  }
  entry.update(alignment_json(date.alignment, transform));
  if (!date.levels.empty()) entry["levels"] = levels_json(date.levels);
  return entry;
}

Result<void> write_into(Outputs outputs, const ComparedRow& row, const Matrix& matrix,
                        const Progress& progress) {
  Json report{{"reference", identity_json(matrix, row.dates[row.reference], outputs.for_others)},
              {"dates", Json::array()}};
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    if (progress.cancelled()) {
      return Error{ErrorCode::cancelled, "stopped; nothing was written"};
    }
    LV_ASSIGN(Json entry, write_date(outputs, row, matrix, d));
    report["dates"].push_back(std::move(entry));
  }
  LV_TRY(write_text_file(outputs.folder.path() / "report.json", report.dump(2) + "\n"));
  std::vector<PendingOutput> all;
  all.push_back(std::move(outputs.folder));
  if (outputs.dicom) all.push_back(*std::move(outputs.dicom));
  return commit_all(all);
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

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

/// Sends what --dicom has written, which stays whatever becomes of that.
Result<void> send(const Options& options, const Progress& progress) {
  if (options.send.empty()) return {};
  LV_ASSIGN(const ArchiveAddress address, parse_archive_address(options.send));
  const auto stored = store_in_archive(address, files_below(options.dicom), progress);
  if (stored.ok()) return {};
  return Error{stored.error().code,
               stored.error().what + " (the files are in " + options.dicom.string() + ")"};
}

struct AlignedOnDisk {
  ComparedRow row;
  std::string missing;
};

Result<AlignedOnDisk> align(const Options& options, const Progress& progress) {
  LV_TRY(check_address_to_send_to(options.send));
  LV_ASSIGN(Outputs outputs, open_outputs(options));
  LV_ASSIGN(const RowOnDisk found,
            find_row_on_disk({options.paths, options.demo, options.row}, progress));
  LV_ASSIGN(ComparedRow row, read_row(found, progress));
  const MetricSource metric = MetricChoice::make(options.metric)->source();
  LV_TRY(align_with_other_rows(row, found, metric, options.focus, progress));
  if (!options.focus) LV_TRY(add_levels(row, found, metric, progress));
  LV_TRY(write_into(std::move(outputs), row, *found.matrix, progress));
  LV_TRY(send(options, progress));
  return AlignedOnDisk{std::move(row), found.missing};
}

}  // namespace

int run_align(const Options& options) {
  const Result<AlignedOnDisk> done =
      with_progress(options, [&](const Progress& progress) { return align(options, progress); });
  if (!done) return report(done.error());
  if (!done->missing.empty()) report({ErrorCode::not_found, done->missing});
  const bool good = done->missing.empty() && all_good(done->row);
  return answer(row_text(done->row, options.audience == "others"),
                good ? exit_done : exit_doubtful);
}

}  // namespace lv
