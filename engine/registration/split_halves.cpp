#include "engine/registration/split_halves.h"

#include <cmath>
#include <limits>

namespace lv {
namespace {

/// Regions in the lower or upper half along `axis`. Those of a middle layer go to either like the
/// squares of a chessboard.
RegionSet half_of(const ivec3& counts, int axis, bool upper) {
  RegionSet set = 0;
  for (int r = 0; r < counts.x * counts.y * counts.z; ++r) {
    const ivec3 place(r % counts.x, r / counts.x % counts.y, r / counts.x / counts.y);
    const int side = 2 * place[axis] - (counts[axis] - 1);
    const bool odd = (place.x + place.y + place.z) % 2 != 0;
    if (side > 0 ? upper : side < 0 ? !upper : odd == upper) set |= RegionSet{1} << r;
  }
  return set;
}

}  // namespace

SplitHalves::SplitHalves(const RigidPose& pose, const ivec3& region_counts) {
  for (int axis = 0; axis < 3; ++axis) {
    if (region_counts[axis] < 2) continue;
    for (const bool upper : {false, true}) {
      halves_.push_back({half_of(region_counts, axis, upper), Climb{pose, {}}});
    }
  }
}

bool SplitHalves::step(PairMetric& metric) {
  for (Half& half : halves_) {
    if (half.climb.converged) continue;
    metric.climb({&half.climb, 1}, {6, 0.02, 8.0, half.regions}, 1);
    return true;
  }
  return false;
}

double SplitHalves::disagreement_mm(std::span<const dvec3> points) const {
  if (halves_.empty()) return std::numeric_limits<double>::infinity();
  double squares = 0.0;
  for (std::size_t i = 0; i < halves_.size(); i += 2) {
    const double mm = mean_distance_mm(halves_[i].climb.pose, halves_[i + 1].climb.pose, points);
    squares += mm * mm;
  }
  return std::sqrt(2.0 * squares / static_cast<double>(halves_.size()));
}

}  // namespace lv
