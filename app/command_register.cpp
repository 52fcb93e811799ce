// longview register: one pair of scans.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/alignment_report.h"
#include "app/commands.h"
#include "app/interrupt.h"
#include "app/metric_choice.h"
#include "engine/core/parallel.h"
#include "engine/registration/pose_io.h"
#include "engine/registration/registrar.h"
#include "engine/volume/nifti.h"
#include "engine/volume/resample.h"

namespace lv {
namespace {

Result<VolumePtr> read_scan(const std::filesystem::path& path) {
  return read_nifti(path);
}

using PreparedPtr = std::shared_ptr<const PreparedVolume>;

Result<PreparedPtr> prepare_scan(const std::filesystem::path& path) {
  LV_ASSIGN(VolumePtr volume, read_scan(path));
  Result<PreparedPtr> prepared = PreparedVolume::prepare(std::move(volume));
  if (prepared) return prepared;
  return Error{prepared.error().code, prepared.error().what, path.filename().string()};
}

/// Both scans at once, since unpacking the files takes as long as the rest.
Result<RegistrationTask> read_task(const Options& options) {
  const std::filesystem::path* paths[] = {&options.fixed, &options.moving};
  std::optional<Result<PreparedPtr>> scans[2];
  parallel_for(2, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) scans[i] = prepare_scan(*paths[i]);
  });
  RegistrationTask task;
  LV_ASSIGN(task.fixed, *scans[0]);
  LV_ASSIGN(task.moving, *scans[1]);
  if (!options.mask.empty()) {
    LV_ASSIGN(task.mask, read_nifti(options.mask));
  }
  if (options.focus) {
    const auto& [x, y, z, radius_mm] = *options.focus;
    task.focus = Focus{{x, y, z}, radius_mm};
  }
  return task;
}

/// Refuses what could not be written before anything is computed.
Result<void> check_outputs(const Options& options) {
  const auto ending = options.output.extension();
  if (ending != ".tfm" && ending != ".txt") {
    return Error{ErrorCode::usage, "--out needs a name that ends in .tfm or .txt", ""};
  }
  if (!options.resampled.empty() && !has_nifti_name(options.resampled)) {
    return Error{ErrorCode::usage, "--resampled needs a name that ends in .nii or .nii.gz", ""};
  }
  return {};
}

void report(const Options& options, const DateAlignment& found) {
  if (options.json) {
    std::cout << alignment_json(found, options.output.filename().string()).dump(2) << '\n';
  } else {
    std::cout << alignment_sentence(found) << '\n';
  }
}

Result<int> register_scans(const Options& options, const Progress& progress) {
  LV_TRY(check_outputs(options));
  LV_ASSIGN(auto metric, choose_metric(options.metric));
  LV_ASSIGN(const RegistrationTask task, read_task(options));
  LV_ASSIGN(const Registration found, register_pair(std::move(metric), task, progress));
  LV_TRY(write_pose(options.output, found.pose));
  if (!options.resampled.empty()) {
    LV_TRY(write_nifti(options.resampled,
                       resample(*task.moving->volume(), task.fixed->volume()->geometry,
                                scan_from_world(found.pose))));
  }
  report(options, {found.pose, Method::automatic, found.verdict});
  return found.verdict.kind == VerdictKind::good ? exit_done : exit_doubtful;
}

}  // namespace

int run_register(const Options& options) {
  const Progress progress{{}, stop_on_interrupt()};
  set_thread_count(options.threads);
  const Result<int> exit_code = register_scans(options, progress);
  if (exit_code) return *exit_code;
  std::cerr << "longview: " << exit_code.error().text() << '\n';
  return exit_code.error().code == ErrorCode::usage ? exit_usage : exit_failed;
}

}  // namespace lv
