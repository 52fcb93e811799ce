#include "engine/spine/guided_levels.h"

#include <algorithm>
#include <numeric>

#include "engine/spine/chain.h"
#include "engine/spine/level_fit.h"

namespace lv {
namespace {

constexpr double half_mm = 16.0;         ///< of a window along the spine
constexpr double most_outside_mm = 5.0;  ///< a stack still shows half of what lies around there
constexpr double most_apart_mm = 5.0;    ///< people move less than that between the rows of a visit

using Prepared = std::shared_ptr<const PreparedVolume>;

/// The stack that shows a point. Null: none does.
Prepared stack_at(const std::vector<Prepared>& stacks, const dvec3& point) {
  const auto outside_mm = [&](const Prepared& stack) {
    return stack->volume()->geometry.outside_mm(point);
  };
  const auto nearest = std::ranges::min_element(stacks, {}, outside_mm);
  return nearest != stacks.end() && outside_mm(*nearest) <= most_outside_mm ? *nearest : nullptr;
}

std::vector<SpineLevel> good_ones(const std::vector<SpineLevel>& levels) {
  std::vector<SpineLevel> good;
  std::ranges::copy_if(levels, std::back_inserter(good), [](const SpineLevel& level) {
    return level.verdict.kind == VerdictKind::good;
  });
  return good;
}

/// The place of the spine's curve at a level.
SpineColumn::Place place_at(const std::vector<SpineLevel>& levels, std::size_t i) {
  const dvec3 above = levels[i > 0 ? i - 1 : 0].point;
  const dvec3 below = levels[std::min(i + 1, levels.size() - 1)].point;
  SpineColumn::Place place{levels[i].point};
  if (above != below) place.down = glm::normalize(below - above);
  place.back = glm::normalize(place.back - glm::dot(place.back, place.down) * place.down);
  return place;
}

/// A level as one of its starts leads to it, at the resolution that finds it.
struct Rough {
  Prepared moving;
  WindowFit fit;
};

class GuidedAligner {
 public:
  GuidedAligner(std::shared_ptr<Metric> metric, const GuidedTask& task)
      : metric_(std::move(metric)), task_(task), guides_(good_ones(task.guides)) {}

  Result<std::vector<SpineLevel>> run(const std::stop_token& stop) {
    for (const std::size_t i : order()) {
      if (stop.stop_requested()) return Error{ErrorCode::cancelled, "stopped"};
      LV_ASSIGN(SpineLevel level, align(i));
      if (level.verdict.overlap > 0) levels_.push_back(std::move(level));
    }
    const auto place_of = [&](const SpineLevel& level) {
      return std::ranges::find(guides_, level.point, &SpineLevel::point) - guides_.begin();
    };
    std::ranges::sort(levels_, {}, place_of);
    if (!task_.rough) doubt_jumps(levels_);  // neighbouring discs may lie far apart
    return std::move(levels_);
  }

 private:
  /// The levels next to where the whole was lined up come first.
  std::vector<std::size_t> order() const {
    std::vector<std::size_t> indices(guides_.size());
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    if (!task_.rough || task_.fixed.empty()) return indices;
    const dvec3 first = task_.fixed.front()->volume()->geometry.centre();
    std::ranges::stable_sort(indices, {},
                             [&](std::size_t i) { return glm::length(guides_[i].point - first); });
    return indices;
  }

  std::vector<RigidPose> starts(std::size_t i) const {
    std::vector<RigidPose> poses{guides_[i].pose};
    const SpineLevel* const near =
        task_.rough ? good_level_near(levels_, guides_[i].point) : nullptr;
    if (near != nullptr) poses.push_back(near->pose);
    return poses;
  }

  Windows windows(const Prepared& fixed, const Prepared& moving, const SpineColumn::Place& place,
                  Level level, Extent extent) const {
    return {metric_, fixed, moving, level, extent, {window_around(place, half_mm)}};
  }

  /// The start that fits best. Its overlap is 0 where the scans show too little.
  Result<Rough> find(const Prepared& fixed, const SpineColumn::Place& place, std::size_t i) const {
    Rough best;
    for (const RigidPose& start : starts(i)) {
      const Prepared moving = stack_at(task_.moving, start(place.point));
      if (!moving) continue;
      Windows middle = windows(fixed, moving, place, Level::middle, Extent::glance);
      LV_ASSIGN(const WindowFit fit, middle.fit(0, start));
      const bool better = fit.information() > best.fit.information();
      if (fit.overlap() >= least_level_overlap && better) best = {moving, fit};
    }
    return best;
  }

  /// Its overlap is 0 where the scans show too little.
  Result<SpineLevel> align(std::size_t i) const {
    const SpineColumn::Place place = place_at(guides_, i);
    SpineLevel level;
    const Prepared fixed = stack_at(task_.fixed, place.point);
    if (!fixed) return level;
    LV_ASSIGN(const Rough rough, find(fixed, place, i));
    if (!rough.moving) return level;
    Windows fine = windows(fixed, rough.moving, place, Level::fine, Extent::spot);
    Windows few = windows(fixed, rough.moving, place, Level::fine, Extent::glance);
    LV_ASSIGN(level, settle_level(fine, few, 0, rough.fit.pose));
    level.point = place.point;
    const double apart_mm = glm::length(level.pose(place.point) - guides_[i].pose(place.point));
    if (!task_.rough && apart_mm > most_apart_mm) {
      doubt(level, "another row of the same visits puts it elsewhere");
    }
    return level;
  }

  std::shared_ptr<Metric> metric_;
  const GuidedTask& task_;
  std::vector<SpineLevel> guides_, levels_;
};

}  // namespace

Result<std::vector<SpineLevel>> align_guided(std::shared_ptr<Metric> metric, const GuidedTask& task,
                                             const std::stop_token& stop) {
  return GuidedAligner(std::move(metric), task).run(stop);
}

}  // namespace lv
