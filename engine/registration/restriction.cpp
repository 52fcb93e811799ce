#include "engine/registration/restriction.h"

#include <algorithm>
#include <cmath>

namespace lv {

Focus tube(const dvec3& from, const dvec3& to, double radius_mm) {
  Focus focus{0.5 * (from + to), radius_mm, {}, {}};
  const double length_mm = glm::length(to - from);
  if (length_mm > 0.0) {
    focus.half_box_mm.x = length_mm / 2.0;
    focus.box_turn = dquat(dvec3(1.0, 0.0, 0.0), (to - from) / length_mm);
  }
  return focus;
}

Focus box(const dvec3& corner, const dvec3& opposite) {
  constexpr double most_rim_mm = 5.0;
  const dvec3 half = 0.5 * glm::abs(opposite - corner);
  const double rim_mm = std::min({most_rim_mm, half.x, half.y, half.z});
  return {0.5 * (corner + opposite), rim_mm, half - rim_mm, {1.0, 0.0, 0.0, 0.0}};
}

SampleWeight weighting_of(const Focus& focus) {
  const double reach_mm = glm::length(focus.half_box_mm) + 1.25 * focus.radius_mm;
  return [focus, beyond_square = reach_mm * reach_mm](const dvec3& point) {
    const dvec3 off = point - focus.point;
    if (glm::dot(off, off) > beyond_square) return 0.0;  // most places are far away
    const dvec3 in_box = glm::conjugate(focus.box_turn) * off;
    const dvec3 outside = glm::max(glm::abs(in_box) - focus.half_box_mm, dvec3(0.0));
    const double radii = glm::length(outside) / focus.radius_mm;
    if (radii >= 1.25) return 0.0;
    const double beyond = std::clamp((radii - 1.0) / 0.25, 0.0, 1.0);
    return 0.5 + 0.5 * std::cos(pi * beyond);
  };
}

SampleWeight weighting_of(const VolumePtr& mask) {
  const Affine<Voxel, Scan> voxel_from_scan = inverse(mask->geometry.scan_from_voxel);
  return [mask, voxel_from_scan](const dvec3& point) {
    dvec3 voxel = voxel_from_scan(point);
    voxel.z = mask->geometry.slice_at_coordinate(voxel.z);
    const ivec3 at(glm::round(voxel)), size = mask->geometry.size;
    const bool inside =
        glm::all(glm::greaterThanEqual(at, ivec3(0))) && glm::all(glm::lessThan(at, size));
    return inside && mask->value(mask->sample(at.x, at.y, at.z)) != 0.0 ? 1.0 : 0.0;
  };
}

}  // namespace lv
