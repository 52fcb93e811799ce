#include "app/demo/demo.h"

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <optional>

#include "app/demo/noise.h"
#include "app/demo/truth.h"
#include "engine/core/output.h"
#include "engine/core/parallel.h"
#include "engine/dicom/writer.h"

namespace lv::demo {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view birth_date = "19700101";

/// Series of one study with the same stack are scanned together: the anatomy is integrated once.
struct StackJob {
  const StudyPlan* study;
  const Scene* scene;
  Geometry geometry;
  std::vector<const SeriesPlan*> series;
  std::vector<SignalTable> signals;
  int first_number;  ///< of its slices within the series
};

struct SliceJob {
  const StackJob* stack;
  int slice;
};

bool same_stack(const Geometry& a, const Geometry& b) {
  return a.size == b.size && a.scan_from_voxel.matrix == b.scan_from_voxel.matrix &&
         a.slice_thickness_mm == b.slice_thickness_mm;
}

std::vector<StackJob> stack_jobs(const StudyPlan& study, const Scene& scene,
                                 const SeriesChoice& wanted) {
  std::vector<StackJob> jobs;
  for (const SeriesPlan& series : study.series) {
    if (!wanted(study, series)) continue;
    int number = 1;
    for (const StackPlan& stack : series.stacks) {
      const Geometry place = geometry(study, stack);
      StackJob* job = nullptr;
      for (StackJob& other : jobs) {
        if (same_stack(other.geometry, place)) job = &other;
      }
      if (!job) job = &jobs.emplace_back(StackJob{&study, &scene, place, {}, {}, number});
      job->series.push_back(&series);
      job->signals.push_back(signal_table(series.sequence));
      number += stack.slices;
    }
  }
  return jobs;
}

fs::path series_folder(const StudyPlan& study, const SeriesPlan& series) {
  return fmt::format("{}_{}/{:03}", study.letter, study.date, series.number);
}

MrStudy study_header(const StudyPlan& study) {
  MrStudy header;
  header.patient_name = "DEMO^PATIENT";
  header.patient_id = "DEMO";
  header.patient_birth_date = birth_date;
  header.patient_sex = "O";
  header.study_uid = study_uid(study);
  header.frame_of_reference_uid = uid(header.study_uid + " frame");
  header.study_id = std::string(1, study.letter);
  header.date = study.date;
  header.time = study.time;
  header.description = study.description;
  header.institution = study.institution;
  header.manufacturer = study.manufacturer;
  header.model = study.model;
  header.body_part = study.body_part;
  header.field_tesla = study.field_tesla;
  return header;
}

/// Minutes after the study began at which the series was: its place in the study.
std::string series_time(const StudyPlan& study, const SeriesPlan& series) {
  const int hours = std::stoi(std::string(study.time.substr(0, 2)));
  const int minutes = std::stoi(std::string(study.time.substr(2, 2))) +
                      4 * static_cast<int>(&series - study.series.data());
  return fmt::format("{:02}{:02}00", hours + minutes / 60, minutes % 60);
}

MrSeries series_header(const StudyPlan& study, const SeriesPlan& series) {
  const Sequence& physics = series.sequence;
  const StackPlan& stack = series.stacks.front();
  MrSeries header;
  header.series_uid = series_uid(study, series);
  header.description = series.description;
  header.protocol = series.description;
  header.time = series_time(study, series);
  header.number = series.number;
  header.image_type =
      series.match_group.empty() ? "ORIGINAL\\PRIMARY\\LOCALIZER" : "ORIGINAL\\PRIMARY\\OTHER";
  header.scanning_sequence = series.scanning_sequence;
  header.sequence_variant = series.sequence_variant;
  header.sequence_name = series.sequence_name;
  header.acquisition_type = stack.slice_step_mm < 2 ? "3D" : "2D";
  header.contrast_agent = physics.contrast_agent ? study.agent : "";
  header.repetition_ms = physics.repetition_ms;
  header.echo_ms = physics.echo_ms;
  header.inversion_ms = physics.inversion_ms;
  header.flip_deg = physics.flip_deg;
  header.echo_train_length = series.echo_train_length;
  header.slice_thickness_mm = stack.thickness_mm;
  header.spacing_between_slices_mm = stack.slice_step_mm;
  header.window_level = study.reference_value;
  header.window_width = 2 * study.reference_value;
  return header;
}

MrSlice slice_header(const Geometry& place, int slice, int number, const std::string& series) {
  MrSlice header;
  header.instance_uid = uid(fmt::format("{} picture {}", series, number));
  header.number = number;
  header.columns = place.size.x;
  header.rows = place.size.y;
  header.position = place.scan_from_voxel({0, 0, slice});
  header.row_direction = place.axes()[0];
  header.column_direction = place.axes()[1];
  header.column_spacing = place.spacing_mm().x;
  header.row_spacing = place.spacing_mm().y;
  return header;
}

/// Scans one slice and writes it into every series that has it.
Result<void> write_slice(const fs::path& folder, const SliceJob& job) {
  const StackJob& stack = *job.stack;
  const StudyPlan& study = *stack.study;
  const auto pictures = integrate_slice(*stack.scene, inverse(study.scan_from_anatomy()),
                                        stack.geometry, job.slice, stack.signals);
  const MrStudy about_study = study_header(study);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const SeriesPlan& series = *stack.series[i];
    const MrSeries about_series = series_header(study, series);
    const int number = stack.first_number + job.slice;
    const MrSlice about_slice =
        slice_header(stack.geometry, job.slice, number, about_series.series_uid);
    const auto stored = receive(pictures[i], stack.geometry, job.slice, receiver(study, series),
                                hash(about_slice.instance_uid));
    const fs::path file = folder / series_folder(study, series) / fmt::format("{:04}.dcm", number);
    LV_TRY(write_mr_slice(file, about_study, about_series, about_slice, stored));
  }
  return {};
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (!failure) return {};
  return Error{ErrorCode::unwritable, "a folder could not be made: " + failure.message()};
}

/// All slices on all threads; stops at the first error and when cancelled.
Result<void> write_slices(const fs::path& folder, const std::vector<SliceJob>& jobs,
                          const Progress& progress) {
  std::mutex mutex;
  std::optional<Error> first_error;
  std::atomic<bool> stop{false};
  std::atomic<std::size_t> done{0};
  parallel_for(jobs.size(), 1, [&](std::size_t begin, std::size_t) {
    if (stop || progress.cancelled()) return;
    if (auto written = write_slice(folder, jobs[begin]); !written.ok()) {
      std::scoped_lock lock(mutex);
      if (!first_error) first_error = written.error();
      stop = true;
    }
    progress(static_cast<double>(++done) / static_cast<double>(jobs.size()),
             "writing the demo patient");
  });
  if (first_error) return *first_error;
  if (progress.cancelled()) return Error{ErrorCode::cancelled, "stopped; nothing was kept"};
  return {};
}

Result<void> write_all(const fs::path& folder, const Progress& progress,
                       const SeriesChoice& wanted) {
  std::vector<Scene> scenes;
  scenes.reserve(studies().size());  // stacks point into it
  std::vector<StackJob> stacks;
  for (const StudyPlan& study : studies()) {
    const Scene& scene = scenes.emplace_back(study.scene());
    for (StackJob& stack : stack_jobs(study, scene, wanted)) stacks.push_back(std::move(stack));
  }
  for (const StackJob& stack : stacks) {
    for (const SeriesPlan* series : stack.series) {
      LV_TRY(make_folder(folder / series_folder(*stack.study, *series)));
    }
  }
  std::vector<SliceJob> jobs;
  for (const StackJob& stack : stacks) {
    for (int slice = 0; slice < stack.geometry.size.z; ++slice) jobs.push_back({&stack, slice});
  }
  LV_TRY(write_slices(folder, jobs, progress));
  return write_truth(folder);
}

}  // namespace

Result<void> write_demo(const fs::path& folder, const Progress& progress,
                        const SeriesChoice& wanted) {
  LV_ASSIGN(PendingOutput output, PendingOutput::folder(folder));
  LV_TRY(write_all(output.path(), progress, wanted));
  return output.commit();
}

}  // namespace lv::demo
