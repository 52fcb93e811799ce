// Registers the pairs that tests/bench/registration names, in memory, one after the other: a JSON
// object per line in, one per line out. Matrices are 4x4 RAS mm, row by row, fixed to moving.
//   in:  fixed, moving: NIfTI files; optional: mask (file), header (moves the moving scan's
//        place in space), crop ([low, high] x 3, parts of the moving scan's voxels that stay),
//        start (pose to refine from), focus ([x, y, z, radius], LPS mm of the fixed scan)
//        or row: NIfTI files, the first the reference; out: wall and CPU seconds of the whole row
//   out: pose, verdict and its evidence, seconds of preparation, alignment and self-checks, or
//   error
#include <algorithm>
#include <ctime>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/core/clock.h"
#include "engine/core/parallel.h"
#include "engine/registration/pose_io.h"
#include "engine/registration/registrar.h"
#include "engine/registration/row.h"
#include "engine/volume/nifti.h"

namespace lv {
namespace {

using Json = nlohmann::ordered_json;

double cpu_now_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// RAS to LPS and back.
dmat4 other_handed(const dmat4& matrix) {
  const dmat4 flip(glm::scale(dmat4(1.0), {-1.0, -1.0, 1.0}));
  return flip * matrix * flip;
}

dmat4 matrix_of(const Json& numbers) {
  dmat4 matrix;
  for (int i = 0; i < 16; ++i) matrix[i % 4][i / 4] = numbers[static_cast<std::size_t>(i)];
  return other_handed(matrix);
}

RigidPose pose_of(const Json& numbers) {
  const dmat4 matrix = matrix_of(numbers);
  return {glm::normalize(glm::quat_cast(dmat3(matrix))), dvec3(matrix[3])};
}

Json numbers_of(const RigidPose& pose) {
  const dmat4 matrix = other_handed(scan_from_world(pose).matrix);
  Json numbers;
  for (int i = 0; i < 16; ++i) numbers.push_back(matrix[i % 4][i / 4]);
  return numbers;
}

Result<VolumePtr> read(const std::string& path) {
  static std::map<std::string, VolumePtr> known;
  if (const auto found = known.find(path); found != known.end()) return found->second;
  if (known.size() > 12) known.clear();
  LV_ASSIGN(VolumePtr volume, read_nifti(path));
  return known[path] = volume;
}

VolumePtr cropped(const Volume& volume, const Json& parts) {
  ivec3 low, high;
  for (int a = 0; a < 3; ++a) {
    const Json& part = parts[static_cast<std::size_t>(a)];
    const int size = volume.geometry.size[a];
    low[a] = static_cast<int>(std::lround(part[0].get<double>() * size));
    high[a] = static_cast<int>(std::lround(part[1].get<double>() * size));
  }
  auto result = std::make_shared<Volume>(volume);
  result->samples.clear();
  for (int k = low.z; k < high.z; ++k) {
    for (int j = low.y; j < high.y; ++j) {
      for (int i = low.x; i < high.x; ++i) result->samples.push_back(volume.sample(i, j, k));
    }
  }
  result->geometry.size = high - low;
  auto& matrix = result->geometry.scan_from_voxel.matrix;
  matrix[3] = matrix * dvec4(dvec3(low), 1.0);
  return result;
}

Result<VolumePtr> read_moving(const Json& pair) {
  LV_ASSIGN(VolumePtr volume, read(pair["moving"]));
  if (pair.contains("crop")) volume = cropped(*volume, pair["crop"]);
  if (!pair.contains("header")) return volume;
  auto moved = std::make_shared<Volume>(*volume);
  auto& matrix = moved->geometry.scan_from_voxel.matrix;
  matrix = matrix_of(pair["header"]) * matrix;
  return VolumePtr(moved);
}

Result<RegistrationTask> task_of(const Json& pair) {
  RegistrationTask task;
  LV_ASSIGN(const VolumePtr fixed, read(pair["fixed"]));
  LV_ASSIGN(const VolumePtr moving, read_moving(pair));
  if (pair.contains("mask")) {
    LV_ASSIGN(task.mask, read(pair["mask"]));
  }
  if (pair.contains("start")) task.start = pose_of(pair["start"]);
  if (pair.contains("focus")) {
    const Json& f = pair["focus"];
    task.focus = Focus{{f[0], f[1], f[2]}, f[3]};
  }
  const VolumePtr volumes[] = {fixed, moving};
  std::optional<Result<std::shared_ptr<const PreparedVolume>>> prepared[2];
  parallel_for(2, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) prepared[i] = PreparedVolume::prepare(volumes[i]);
  });
  LV_ASSIGN(task.fixed, *prepared[0]);
  LV_ASSIGN(task.moving, *prepared[1]);
  return task;
}

/// A focus without a start is refined after the whole was aligned, which is not timed.
Result<RegistrationTask> started(RegistrationTask task, const std::shared_ptr<Metric>& metric) {
  if (!task.focus || task.start) return task;
  RegistrationTask whole = task;
  whole.focus.reset();
  LV_ASSIGN(const Registration found, register_pair(metric, whole, {}));
  task.start = found.pose;
  return task;
}

/// What a stage's time is counted as.
enum Part { aligning, checking, doubting };

Part part_of(Stage stage) {
  return stage < Stage::check ? aligning : stage == Stage::check ? checking : doubting;
}

/// The answer and how long each stage took: wall and CPU seconds of the alignment, of the checks of
/// its accuracy, of those for flipped scans and wrong sizes.
Result<Json> align(const RegistrationTask& task, const std::shared_ptr<Metric>& metric) {
  LV_ASSIGN(Registrar registrar, Registrar::create(metric, task));
  const SteadyClock clock;
  const double cpu_begin_s = cpu_now_s();
  double wall_s[3] = {}, cpu_s[3] = {}, last_wall_s = 0.0, last_cpu_s = cpu_begin_s;
  while (!registrar.done()) {
    const Part part = part_of(registrar.current().stage);
    LV_TRY(registrar.step(0.0));
    const double wall_now_s = clock.now_s(), cpu_s_now = cpu_now_s();
    wall_s[part] += wall_now_s - last_wall_s;
    cpu_s[part] += cpu_s_now - last_cpu_s;
    last_wall_s = wall_now_s;
    last_cpu_s = cpu_s_now;
  }
  const Registration found = registrar.result();
  const Evidence& evidence = registrar.evidence();
  return Json{{"mirrored", evidence.mirrored.value_or(0.0)},
              {"heads", evidence.heads},
              {"stretch",
               {evidence.stretch[0].factor, evidence.stretch[0].gain, evidence.stretch[1].factor,
                evidence.stretch[1].gain}},
              {"information", evidence.information},
              {"turn", evidence.turn},
              {"pose", numbers_of(found.pose)},
              {"verdict", name(found.verdict.kind)},
              {"because", found.verdict.because},
              {"uncertainty_mm", found.verdict.uncertainty_mm},
              {"remaining_mm", found.verdict.remaining_mm},
              {"overlap", evidence.overlap},
              {"sharpness", evidence.self.sharpness},
              {"split_mm", evidence.self.split_mm},
              {"shift_mm", evidence.self.shift_mm},
              {"shifts", evidence.self.shifts},
              {"blocks_mm", evidence.self.blocks_mm},
              {"runner_up", evidence.runner_up},
              {"align_s", wall_s[0]},
              {"align_cpu_s", cpu_s[0]},
              {"check_s", wall_s[1]},
              {"check_cpu_s", cpu_s[1]},
              {"doubt_cpu_s", cpu_s[2]}};
}

Result<Json> answer(const Json& pair, const std::shared_ptr<Metric>& metric) {
  LV_TRY(read(pair["fixed"]));
  LV_TRY(read(pair["moving"]));
  const SteadyClock clock;
  const double cpu_begin_s = cpu_now_s();
  LV_ASSIGN(const RegistrationTask task, task_of(pair));
  const double prepare_s = clock.now_s(), prepare_cpu_s = cpu_now_s() - cpu_begin_s;
  LV_ASSIGN(const RegistrationTask started_task, started(task, metric));
  LV_ASSIGN(Json result, align(started_task, metric));
  result["prepare_s"] = prepare_s;
  result["prepare_cpu_s"] = prepare_cpu_s;
  return result;
}

Result<Json> answer_row(const Json& paths, const std::shared_ptr<Metric>& metric) {
  std::vector<VolumePtr> volumes(paths.size());
  for (std::size_t i = 0; i < volumes.size(); ++i) {
    LV_ASSIGN(volumes[i], read_nifti(paths[i].get<std::string>()));
  }
  const SteadyClock clock;
  const double cpu_begin_s = cpu_now_s();
  std::vector<RowScan> scans(volumes.size());
  parallel_for(scans.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      scans[i].volume = PreparedVolume::prepare(volumes[i]).value();
    }
  });
  LV_ASSIGN(const auto dates, align_row(metric, scans, {}, {}, {}));
  const double wall_s = clock.now_s();
  const auto good = std::ranges::count_if(
      dates, [](const DateAlignment& d) { return d.verdict.kind == VerdictKind::good; });
  return Json{{"wall_s", wall_s}, {"cpu_s", cpu_now_s() - cpu_begin_s}, {"good", good}};
}

}  // namespace
}  // namespace lv

int main(int count, const char* const* arguments) {
  lv::set_thread_count(count > 1 ? std::stoi(arguments[1]) : 2);
  const std::shared_ptr<lv::Metric> metric = lv::make_cpu_metric();
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto task = lv::Json::parse(line);
    const auto found =
        task.contains("row") ? lv::answer_row(task["row"], metric) : lv::answer(task, metric);
    std::cout << (found ? *found : lv::Json{{"error", found.error().text()}}).dump() << std::endl;
  }
}
