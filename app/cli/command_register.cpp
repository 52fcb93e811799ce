// longview register: one pair of scans.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/cli/alignment_report.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "app/jobs/align_job.h"
#include "app/jobs/metric_choice.h"
#include "app/jobs/read_row.h"
#include "engine/core/output.h"
#include "engine/core/parallel.h"
#include "engine/registration/pose_io.h"
#include "engine/registration/registrar.h"
#include "engine/volume/nifti.h"
#include "engine/volume/resample.h"

namespace lv {
namespace {

using PreparedPtr = std::shared_ptr<const PreparedVolume>;

Result<PreparedPtr> prepare_scan(const std::filesystem::path& path, const Progress& progress) {
  LV_ASSIGN(VolumePtr volume, read_scan(path, progress));
  Result<PreparedPtr> prepared = PreparedVolume::prepare(std::move(volume));
  if (prepared) return prepared;
  return Error{prepared.error().code, prepared.error().what, path.filename().string()};
}

/// NIfTI files are read both at once, since unpacking them takes as long as the rest; DICOM is read
/// on all threads anyway, one folder after the other.
Result<RegistrationTask> read_task(const Options& options, const Progress& progress) {
  const std::filesystem::path* paths[] = {&options.fixed, &options.moving};
  std::optional<Result<PreparedPtr>> scans[2];
  const bool both_nifti = has_nifti_name(options.fixed) && has_nifti_name(options.moving);
  parallel_for(2, both_nifti ? 1 : 2, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) scans[i] = prepare_scan(*paths[i], progress);
  });
  RegistrationTask task;
  LV_ASSIGN(task.fixed, *scans[0]);
  LV_ASSIGN(task.moving, *scans[1]);
  if (!options.mask.empty()) {
    LV_ASSIGN(task.mask, read_nifti(options.mask));
  }
  task.focus = options.focus;
  return task;
}

/// The transform and, where it is wished, the resampled scan; under temporary names until both are
/// written. Refuses what could not be written before anything is computed.
Result<std::vector<PendingOutput>> open_outputs(const Options& options) {
  const auto ending = options.output.extension();
  if (ending != ".tfm" && ending != ".txt") {
    return Error{ErrorCode::usage, "--out needs a name that ends in .tfm or .txt", ""};
  }
  if (!options.resampled.empty() && !has_nifti_name(options.resampled)) {
    return Error{ErrorCode::usage, "--resampled needs a name that ends in .nii or .nii.gz", ""};
  }
  std::vector<PendingOutput> outputs;
  LV_ASSIGN(PendingOutput transform, PendingOutput::file(options.output));
  outputs.push_back(std::move(transform));
  if (!options.resampled.empty()) {
    LV_ASSIGN(PendingOutput resampled, PendingOutput::file(options.resampled));
    outputs.push_back(std::move(resampled));
  }
  return outputs;
}

Result<void> write(std::vector<PendingOutput> outputs, const RegistrationTask& task,
                   const RigidPose& pose) {
  LV_TRY(write_pose(outputs[0].path(), pose));
  if (outputs.size() > 1) {
    LV_TRY(write_nifti(outputs[1].path(), resample(*task.moving->volume(),
                                                   even_geometry(task.fixed->volume()->geometry),
                                                   scan_from_world(pose))));
  }
  return commit_all(outputs);
}

void print(const Options& options, const DateAlignment& found) {
  if (options.json) {
    std::cout << alignment_json(found, options.output.filename().string()).dump(2) << '\n';
  } else {
    std::cout << alignment_sentence(found) << '\n';
  }
}

Result<int> register_scans(const Options& options, const Progress& progress) {
  LV_ASSIGN(std::vector<PendingOutput> outputs, open_outputs(options));
  LV_ASSIGN(auto metric, MetricChoice::make(options.metric)->metric());
  LV_ASSIGN(const RegistrationTask task, read_task(options, progress));
  LV_ASSIGN(const Registration found, register_pair(std::move(metric), task, progress));
  LV_TRY(write(std::move(outputs), task, found.pose));
  Verdict verdict = found.verdict;
  for (const PreparedPtr& scan : {task.fixed, task.moving}) {
    const auto& findings = scan->volume()->findings;
    verdict.because.insert(verdict.because.end(), findings.begin(), findings.end());
  }
  print(options, {found.pose, Method::automatic, verdict});
  return found.verdict.kind == VerdictKind::good ? exit_done : exit_doubtful;
}

}  // namespace

int run_register(const Options& options) {
  const std::stop_token stop = stop_on_interrupt();
  set_thread_count(options.threads);
  Result<int> exit_code = exit_failed;
  {
    TerminalProgress terminal(options.quiet);
    exit_code = register_scans(options, terminal.progress(stop));
  }
  return exit_code ? *exit_code : report(exit_code.error());
}

}  // namespace lv
