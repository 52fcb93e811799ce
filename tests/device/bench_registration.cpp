// How long alignments take on this machine's CUDA card, stage by stage, and what they cannot go
// below. One line each: name, median, unit, floor (same unit), remark, separated by tabs.
// usage: bench_registration [small] [cpu] [ptx=FILE]
//   small     little scans
//   cpu       the processor's metric
//   ptx=FILE  kernels by another compiler in place of longview's own
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "engine/core/clock.h"
#include "engine/core/parallel.h"
#include "engine/registration/registrar.h"
#include "registration_cuda/metric_cuda.h"
#include "tests/device/counting_card.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;

namespace {

using PreparedPtr = std::shared_ptr<const PreparedVolume>;

double median(std::vector<double> values) {
  if (values.empty()) return 0.0;
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

void row(const std::string& name, double value_s, double floor_s, const std::string& remark) {
  std::printf("%s\t%.4f\tms\t%.4f\t%s\n", name.c_str(), 1e3 * value_s, 1e3 * floor_s,
              remark.c_str());
  std::fflush(stdout);
}

/// 16-bit scans of the phantom in as many positions, 256 x 256 x 256 of 0.9 mm, or small ones.
std::vector<PreparedPtr> make_scans(std::size_t count, bool small) {
  Geometry geometry = small ? axial_stack(3.0, 4.0) : axial_stack(0.9, 0.9);
  if (!small) geometry.size = {256, 256, 256};
  std::vector<PreparedPtr> scans(count);
  parallel_for(count, 1, [&](std::size_t i, std::size_t) {
    const double d = static_cast<double>(i);
    const RigidPose pose{rotation_from_vector({0.03 * d, -0.02 * d, 0.01}), {2.0 * d, -d, 3.0}};
    const Contrast contrast = i % 2 == 0 ? Contrast::t1 : Contrast::t2;
    const PhantomScan scan{geometry, i == 0 ? RigidPose{} : pose, contrast, 0.2, 0.02, 1.0, i + 1};
    scans[i] = PreparedVolume::prepare(scan_phantom(scan)).value();
  });
  return scans;
}

const char* name_of(Stage stage) {
  static constexpr const char* names[] = {"search",        "climbs at 8 mm", "climbs at 4 mm",
                                          "climb, native", "checks",         "done"};
  return names[static_cast<int>(stage)];
}

/// Where the card's own clock and the card's work are read; without a card, the wall clock.
struct Watch {
  std::shared_ptr<CountingCard> card;
  SteadyClock clock;

  double now_s() const { return card ? card->worked_s() : clock.now_s(); }
  CardWork take() const { return card ? card->take() : CardWork{}; }
  double floor_s(const CardWork& work) const { return card ? work.floor_s(card->info()) : 0.0; }
};

struct StageTimes {
  std::vector<double> seconds;
  CardWork work;
};

void measure_stages(const std::shared_ptr<Metric>& metric, const RegistrationTask& task,
                    const Watch& watch, int repeats) {
  std::map<Stage, StageTimes> stages;
  std::vector<double> whole_s, begun_s;
  const auto resident = Registrar::create(metric, task);  // keeps the volumes on the card
  for (int i = 0; i < repeats; ++i) {
    const SteadyClock clock;
    auto registrar = Registrar::create(metric, task).value();
    begun_s.push_back(clock.now_s());
    std::map<Stage, StageTimes> now;
    while (!registrar.done()) {
      const Stage stage = registrar.current().stage;
      const double before_s = watch.now_s();
      (void)watch.take();
      if (const auto stepped = registrar.step(0.0); !stepped) {
        std::fprintf(stderr, "%s\n", stepped.error().text().c_str());
        std::exit(1);
      }
      const CardWork work = watch.take();
      StageTimes& times = now[stage];
      times.seconds.resize(1);
      times.seconds[0] += watch.now_s() - before_s;
      times.work.histogram_samples += work.histogram_samples;
      times.work.slope_samples += work.slope_samples;
      times.work.list_bytes += work.list_bytes;
      times.work.kernels += work.kernels;
    }
    whole_s.push_back(clock.now_s());
    for (const auto& [stage, times] : now) {
      stages[stage].seconds.push_back(times.seconds[0]);
      stages[stage].work = times.work;
    }
  }
  double floor_s = 0.0;
  for (const auto& [stage, times] : stages) {
    const double stage_floor_s = watch.floor_s(times.work);
    floor_s += stage_floor_s;
    row(std::string("registration: ") + name_of(stage), median(times.seconds), stage_floor_s,
        "card's clock; " + std::to_string(static_cast<int>(times.work.kernels)) + " kernels");
  }
  row("registration: begin, lists resident", median(begun_s), 0.0, "wall clock");
  row("registration: whole", median(whole_s), floor_s, "wall clock, volumes resident; aim 10 ms");
}

void measure_row(const std::shared_ptr<Metric>& metric, const std::vector<PreparedPtr>& scans) {
  const SteadyClock clock;
  int pairs = 0;
  for (std::size_t a = 0; a < scans.size(); ++a) {
    for (std::size_t b = a + 1; b < scans.size(); ++b, ++pairs) {
      (void)register_pair(metric, {scans[a], scans[b], nullptr, {}, {}}, {});
    }
  }
  row("all " + std::to_string(pairs) + " pairs of " + std::to_string(scans.size()) + " dates",
      clock.now_s(), 0.0, "wall clock, uploads included; aim 500 ms");
}

/// A cursor that moves 5 mm a step: what one step() costs, and how long until the pose is there.
void measure_following(const std::shared_ptr<Metric>& metric, RegistrationTask task) {
  task.start = register_pair(metric, task, {}).value().pose;
  std::vector<double> step_s, whole_s;
  for (int i = 0; i < 20; ++i) {
    task.focus = Focus{{-50.0 + 5.0 * i, 0.0, 0.0}, 30.0};
    const SteadyClock clock;
    auto registrar = Registrar::create(metric, task).value();
    while (!registrar.done()) {
      const double begun_s = clock.now_s();
      if (!registrar.step(0.0)) return;
      step_s.push_back(clock.now_s() - begun_s);
    }
    whole_s.push_back(clock.now_s());
  }
  row("focus: one step", median(step_s), 0.0, "wall clock; aim 1 ms");
  row("focus: longest step", *std::ranges::max_element(step_s), 0.0, "wall clock; aim 4 ms");
  row("focus: to the end, checks included", median(whole_s), 0.0, "wall clock");
}

/// The text of the file that an option ptx=FILE names; empty: there is none.
std::string other_ptx(const std::set<std::string>& options) {
  for (const std::string& option : options) {
    if (!option.starts_with("ptx=")) continue;
    std::ifstream file(option.substr(4));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!text.empty()) return text;
    std::fprintf(stderr, "%s cannot be read\n", option.substr(4).c_str());
    std::exit(2);
  }
  return {};
}

}  // namespace

int main(int count, char** words) {
  const std::set<std::string> options(words + 1, words + count);
  const bool small = options.contains("small");
  Watch watch;
  std::shared_ptr<Metric> metric = make_cpu_metric();
  if (!options.contains("cpu")) {
    const std::string ptx = other_ptx(options);
    const auto opened = open_cuda_card({}, ptx.empty() ? nullptr : ptx.c_str());
    if (!opened) {
      std::printf("SKIPPED: %s\n", opened.error().text().c_str());
      return 0;
    }
    watch.card = std::make_shared<CountingCard>(*opened);
    const auto made = make_card_metric(watch.card);
    if (!made) {
      std::fprintf(stderr, "%s\n", made.error().text().c_str());
      return 1;
    }
    metric = *made;
  }
  std::fprintf(stderr, "%s\n", std::string(metric->name()).c_str());
  const std::vector<PreparedPtr> scans = make_scans(small ? 3 : 10, small);
  const RegistrationTask task{scans[0], scans[1], nullptr, {}, {}};
  measure_stages(metric, task, watch, small ? 2 : 20);
  measure_following(metric, task);
  measure_row(metric, scans);
  return 0;
}
