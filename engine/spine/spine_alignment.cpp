#include "engine/spine/spine_alignment.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/registration/prepared_volume.h"
#include "engine/spine/chain_search.h"
#include "engine/spine/level_fit.h"
#include "engine/volume/quantile.h"

namespace lv {
namespace {

constexpr double coarse_step_mm = 30.0, coarse_half_mm = 16.0;
constexpr double fine_step_mm = 10.0, fine_half_mm = 16.0;
constexpr double beyond_mm = 25.0;       ///< windows also lie so far beyond both ends of the curve
constexpr double usual_level_mm = 34.0;  ///< height of a level where discs cannot be told apart
constexpr double least_lead = 1.3;       ///< over rivals; calibrated on few patients
constexpr double bent_mm = 1.5;          ///< with less, one rigid pose is right enough
constexpr double right_nowhere_mm = 3.0;

std::vector<double> places_along(const ColumnAxis& axis, double step_mm) {
  std::vector<double> places;
  const double length = axis.length_mm() + 2.0 * beyond_mm;
  const int count = static_cast<int>(length / step_mm) + 1;
  const double first = 0.5 * (length - (count - 1) * step_mm) - beyond_mm;
  for (int i = 0; i < count; ++i) places.push_back(first + i * step_mm);
  return places;
}

std::vector<Focus> windows_at(const ColumnAxis& axis, const std::vector<double>& places,
                              double half_mm) {
  std::vector<Focus> windows;
  for (const double mm : places) windows.push_back(axis.window(mm, half_mm));
  return windows;
}

double level_of(const SpineColumn& column) {
  std::vector<double> apart;
  for (std::size_t i = 1; i < column.discs_mm.size(); ++i) {
    apart.push_back(column.discs_mm[i] - column.discs_mm[i - 1]);
  }
  return apart.empty() ? usual_level_mm : median(std::move(apart));
}

class SpineAligner {
 public:
  SpineAligner(std::shared_ptr<Metric> metric, const SpineTask& task, const std::stop_token& stop)
      : metric_(std::move(metric)), task_(task), stop_(stop), axis_(task.column) {}

  Result<SpineAlignment> run() {
    const std::vector<double> places = places_along(axis_, coarse_step_mm);
    PlacedWindows coarse{places, windows(places, coarse_half_mm, Level::middle, Extent::glance)};
    LV_ASSIGN(const Chain chain,
              search_chain(coarse, axis_, task_.moving->volume()->geometry, starts(), stop_));
    Windows sharp = windows(places, coarse_half_mm, Level::fine, Extent::spot);
    LV_ASSIGN(const Lead lead,
              lead_over_rivals(coarse, sharp, axis_, chain, level_of(task_.column), stop_));
    SpineAlignment found;
    found.lead = lead.ratio;
    LV_ASSIGN(found.levels, refine(coarse, chain));
    if (lead.ratio >= least_lead) return found;
    LV_ASSIGN(found.rival, refine(coarse, *lead.rival));
    for (SpineLevel& level : found.levels) doubt(level, std::string(rival_reason));
    for (SpineLevel& level : found.rival) doubt(level, std::string(rival_reason));
    return found;
  }

 private:
  Windows windows(const std::vector<double>& places, double half_mm, Level level,
                  Extent extent) const {
    return {metric_, task_.fixed, task_.moving, level, extent, windows_at(axis_, places, half_mm)};
  }

  std::vector<RigidPose> starts() const {
    std::vector<RigidPose> all = task_.starts;
    if (!task_.moving_column) return all;
    // One more start: the middles of the two columns lie on each other and point the same way.
    const ColumnAxis other(*task_.moving_column);
    const double here = 0.5 * axis_.length_mm(), there = 0.5 * other.length_mm();
    const dquat turn = other.window(there, fine_half_mm).box_turn *
                       glm::conjugate(axis_.window(here, fine_half_mm).box_turn);
    all.push_back({turn, other.at(there).point - turn * axis_.at(here).point});
    return all;
  }

  /// Lines up fine windows every 10 mm, each from the nearest coarse window that both scans show.
  Result<std::vector<SpineLevel>> refine(const PlacedWindows& coarse, const Chain& chain) {
    std::vector<SpineLevel> levels;
    const std::vector<double> places = places_along(axis_, fine_step_mm);
    Windows middle = windows(places, fine_half_mm, Level::middle, Extent::glance);
    Windows fine = windows(places, fine_half_mm, Level::fine, Extent::spot);
    Windows checked = windows(places, fine_half_mm, Level::fine, Extent::glance);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (stop_.stop_requested()) return Error{ErrorCode::cancelled, "stopped"};
      const WindowFit* start = nearest_seen(coarse, chain, places[i]);
      LV_ASSIGN(const WindowFit rough, middle.fit(i, start->pose));
      if (rough.overlap() < least_level_overlap) continue;
      LV_ASSIGN(SpineLevel level, settle_level(fine, checked, i, rough.pose));
      level.point = axis_.at(places[i]).point;
      levels.push_back(std::move(level));
    }
    doubt_jumps(levels);
    return levels;
  }

  static const WindowFit* nearest_seen(const PlacedWindows& coarse, const Chain& chain, double mm) {
    const WindowFit* nearest = nullptr;
    double least = 1e9;
    for (std::size_t i = 0; i < chain.fits.size(); ++i) {
      const double away = std::abs(coarse.places_mm[i] - mm);
      if (chain.fits[i].overlap() < least_level_overlap || away >= least) continue;
      least = away;
      nearest = &chain.fits[i];
    }
    return nearest;
  }

  std::shared_ptr<Metric> metric_;
  const SpineTask& task_;
  std::stop_token stop_;
  ColumnAxis axis_;
};

}  // namespace

const SpineLevel* good_level_near(const std::vector<SpineLevel>& levels, const dvec3& point) {
  constexpr double near_mm = 60.0;
  const auto away = [&](const SpineLevel& level) {
    return level.verdict.kind == VerdictKind::good ? glm::length(level.point - point) : near_mm;
  };
  const auto nearest = std::ranges::min_element(levels, {}, away);
  return nearest != levels.end() && away(*nearest) < near_mm ? &*nearest : nullptr;
}

void say_bend(DateAlignment& whole, const std::vector<SpineLevel>& levels) {
  std::vector<const SpineLevel*> good;
  for (const SpineLevel& level : levels) {
    if (level.verdict.kind == VerdictKind::good) good.push_back(&level);
  }
  if (good.empty() || !whole.pose) return;
  const auto off_mm = [&](const SpineLevel* level) {
    return glm::length((*whole.pose)(level->point) - level->pose(level->point));
  };
  if (whole.method != Method::hand &&
      off_mm(*std::ranges::min_element(good, {}, off_mm)) > right_nowhere_mm) {
    whole.pose = good[good.size() / 2]->pose;
    whole.method = Method::automatic;
  }
  const double worst_mm = off_mm(*std::ranges::max_element(good, {}, off_mm));
  if (worst_mm < bent_mm) return;
  Verdict& verdict = whole.verdict;
  if (verdict.kind == VerdictKind::good) verdict.because.clear();
  verdict.kind = VerdictKind::doubtful;
  verdict.uncertainty_mm = worst_mm;
  verdict.because.insert(verdict.because.begin(),
                         "the spine bends between the dates: as one piece its levels lie up to " +
                             std::to_string(std::lround(worst_mm)) + " mm off");
}

Result<SpineAlignment> align_spine(std::shared_ptr<Metric> metric, const SpineTask& task,
                                   const std::stop_token& stop) {
  return SpineAligner(std::move(metric), task, stop).run();
}

}  // namespace lv
