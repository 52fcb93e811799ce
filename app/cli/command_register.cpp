// longview register: one pair of scans.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "app/cli/alignment_report.h"
#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "app/jobs/metric_choice.h"
#include "app/jobs/read_row.h"
#include "app/jobs/spine_levels.h"
#include "engine/core/file_name.h"
#include "engine/core/output.h"
#include "engine/core/parallel.h"
#include "engine/registration/pose_io.h"
#include "engine/registration/row_aligner.h"
#include "engine/volume/nifti.h"
#include "engine/volume/resample.h"

namespace lv {
namespace {

/// Two NIfTI files are read at once, each on one thread, because unpacking them takes as long as
/// all the rest. DICOM folders are read one after the other, because each uses all threads.
Result<std::vector<RowVolume>> read_scans(const Options& options, const Progress& progress) {
  std::vector<Result<VolumePtr>> read(2, VolumePtr());
  const bool both_nifti = has_nifti_name(options.fixed) && has_nifti_name(options.moving);
  parallel_for(2, both_nifti ? 1 : 2, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      read[i] = read_scan(i == 0 ? options.fixed : options.moving, progress);
    }
  });
  std::vector<RowVolume> scans;
  for (Result<VolumePtr>& scan : read) {
    if (!scan) return scan.error();
    scans.push_back({std::move(*scan)});
  }
  return scans;
}

/// What is written, under temporary names until all is; empty: not wished.
struct PairOutputs {
  std::vector<PendingOutput> transform, resampled, field;
};

Result<std::vector<PendingOutput>> open_nifti(const std::filesystem::path& path,
                                              const char* option) {
  std::vector<PendingOutput> output;
  if (path.empty()) return output;
  if (!has_nifti_name(path)) {
    return Error{ErrorCode::usage,
                 std::string(option) + " needs a name that ends in .nii or .nii.gz"};
  }
  LV_ASSIGN(PendingOutput file, PendingOutput::file(path));
  output.push_back(std::move(file));
  return output;
}

/// Refuses what could not be written before anything is computed.
Result<PairOutputs> open_pair_outputs(const Options& options) {
  const auto ending = options.output.extension();
  if (ending != ".tfm" && ending != ".txt") {
    return Error{ErrorCode::usage, "--out needs a name that ends in .tfm or .txt"};
  }
  const std::array inputs{options.fixed, options.moving, options.mask};
  for (const auto& output : {options.output, options.resampled, options.field}) {
    LV_TRY(check_not_an_input(output, inputs));
  }
  PairOutputs outputs;
  LV_ASSIGN(outputs.resampled, open_nifti(options.resampled, "--resampled"));
  LV_ASSIGN(outputs.field, open_nifti(options.field, "--field"));
  LV_ASSIGN(PendingOutput transform, PendingOutput::file(options.output));
  outputs.transform.push_back(std::move(transform));
  return outputs;
}

Result<void> write(PairOutputs outputs, const std::vector<RowVolume>& scans, const Bend& bend) {
  const Geometry grid = even_geometry(scans[0].volume->geometry);
  const Affine<Scan, World> whole = scan_from_world(bend.whole);
  std::vector<PendingOutput>& all = outputs.transform;
  LV_TRY(write_pose(all[0], bend.whole));
  for (PendingOutput& output : outputs.resampled) {
    LV_TRY(write_nifti(output, resample(*scans[1].volume, grid, whole, bend.about_whole)));
    all.push_back(std::move(output));
  }
  for (PendingOutput& output : outputs.field) {
    LV_TRY(write_displacement_field(output, grid, displacements(grid, whole, bend.about_whole)));
    all.push_back(std::move(output));
  }
  return commit_all(all);
}

std::string result_text(const Options& options, const DateAlignment& found,
                        const std::vector<SpineLevel>& levels) {
  if (!options.json) {
    return alignment_sentence(found) + "\n" + (options.spine ? levels_text(levels) : "");
  }
  auto json = alignment_json(found, file_name(options.output));
  if (options.spine) json["levels"] = levels_json(levels);
  return json.dump(2) + "\n";
}

/// True where nothing is left that a person should look at. With --spine all levels must be good.
bool all_good(const Options& options, const DateAlignment& found,
              const std::vector<SpineLevel>& levels) {
  if (!options.spine || levels.empty()) return surely_lined_up(found);
  return std::ranges::all_of(
      levels, [](const SpineLevel& level) { return level.verdict.kind == VerdictKind::good; });
}

/// Error: names a scan that cannot be used, and says why.
Result<void> check_usable(const RowAligner& aligner, const Options& options) {
  for (const std::size_t scan : {0, 1}) {
    if (aligner.usable(scan)) continue;
    const std::filesystem::path& path = scan == 0 ? options.fixed : options.moving;
    return Error{ErrorCode::unsupported, aligner.refusal(scan), file_name(path)};
  }
  return {};
}

/// Finds the levels of two spines where --spine asks for it. It also looks for them where a focus
/// is to start from one, or where one rigid pose seems right but the scans may show a spine that
/// bends; scans without one then give none.
Result<std::vector<SpineLevel>> find_levels(const Options& options, const RowAligner& aligner,
                                            const std::vector<RowVolume>& scans,
                                            const Registration& found, const MetricSource& metric,
                                            const std::stop_token& stop) {
  const bool asks =
      options.focus || (found.verdict.kind == VerdictKind::good && options.mask.empty());
  const bool may_bend = asks && !aligner.shows_head(0) && !aligner.shows_head(1);
  if (!options.spine && !may_bend) return std::vector<SpineLevel>();
  auto spine = levels_between(metric, scans[0].volume, scans[1].volume, found.pose, stop);
  if (spine) return std::move(spine->levels);
  if (!options.spine && spine.error().code == ErrorCode::unsupported) {
    return std::vector<SpineLevel>();
  }
  return spine.error();
}

/// What is at the focus is lined up from where the level there lies, or else from the whole. It is
/// left at the whole where neither is known.
Result<Registration> at_focus(const Focus& focus, RowAligner& aligner, RegistrationTask task,
                              const Registration& whole, const std::vector<SpineLevel>& levels,
                              const Progress& progress) {
  const SpineLevel* const level = good_level_near(levels, focus.point);
  if (level == nullptr && whole.verdict.kind == VerdictKind::failed) return whole;
  task.focus = focus;
  task.start = level != nullptr ? level->pose : whole.pose;
  return aligner.align_pair(0, 1, std::move(task), progress);
}

Result<int> register_scans(const Options& options, const Progress& progress) {
  LV_ASSIGN(PairOutputs outputs, open_pair_outputs(options));
  const MetricSource metric = MetricChoice::make(options.metric)->source();
  LV_TRY(metric());  // fails before the files are read where the metric asked for is not there
  LV_ASSIGN(const std::vector<RowVolume> scans, read_scans(options, progress));
  RowAligner aligner(metric, scans);
  LV_TRY(aligner.prepare(progress.stop));
  LV_TRY(check_usable(aligner, options));
  RegistrationTask task;
  if (!options.mask.empty()) {
    LV_ASSIGN(task.mask, read_nifti(options.mask));
  }
  LV_ASSIGN(Registration found, aligner.align_pair(0, 1, task, progress));
  LV_ASSIGN(std::vector<SpineLevel> levels,
            find_levels(options, aligner, scans, found, metric, progress.stop));
  if (options.focus) {
    LV_ASSIGN(found, at_focus(*options.focus, aligner, std::move(task), found, levels, progress));
    levels.clear();
  }
  DateAlignment alignment{found.pose, Method::automatic, found.verdict};
  say_bend(alignment, levels);
  LV_TRY(write(std::move(outputs), scans,
               options.spine ? bend_of(*alignment.pose, levels) : Bend{.whole = *alignment.pose}));
  std::vector<std::string>& because = alignment.verdict.because;
  for (const RowVolume& scan : scans) {
    const auto& findings = scan.volume->findings;
    because.insert(because.end(), findings.begin(), findings.end());
  }
  return answer(result_text(options, alignment, levels),
                all_good(options, alignment, levels) ? exit_done : exit_doubtful);
}

}  // namespace

int run_register(const Options& options) {
  const Result<int> exit_code = with_progress(
      options, [&](const Progress& progress) { return register_scans(options, progress); });
  return exit_code ? *exit_code : report(exit_code.error());
}

}  // namespace lv
