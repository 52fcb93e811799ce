#include "engine/registration/restriction.h"

#include <algorithm>
#include <cmath>

namespace lv {

SampleWeight weighting_of(const Focus& focus) {
  return [focus](const dvec3& point) {
    const dvec3 in_box = glm::conjugate(focus.box_turn) * (point - focus.point);
    const dvec3 outside = glm::max(glm::abs(in_box) - focus.half_box_mm, dvec3(0.0));
    const double radii = glm::length(outside) / focus.radius_mm;
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
