// The part of the metric that is done once per pose: how a direction's samples get into the target
// image, and how the regions' numbers become scores and slopes. One text for the CPU and for CUDA.
#pragma once

#include "engine/registration/metric_sample.h"
#include "engine/registration/pose_score.h"

namespace lv {

/// Forward: samples of the fixed scan are compared with the moving scan. Backward: the reverse.
enum class Direction { forward, backward };

/// The maps of one direction that do not depend on the pose.
struct DirectionFrames {
  Direction direction;
  dmat4 scan_from_position;  ///< the source's Scan, mm, from stored sample positions
  dmat4 voxel_from_scan;     ///< of the target
  double bins_per_step;      ///< of the target's BinScale
};

LV_HD inline Matrix34 to_floats(const dmat4& matrix) {
  Matrix34 out{};
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 4; ++c) out.m[r][c] = static_cast<float>(matrix[c][r]);
  }
  return out;
}

/// The map from stored sample positions to voxels of the target, at a pose of the pair.
LV_HD inline Matrix34 target_from_sample(const DirectionFrames& frames, const RigidPose& pose) {
  const bool forward = frames.direction == Direction::forward;
  const dmat4 target_from_source = scan_from_world(forward ? pose : inverse(pose)).matrix;
  return to_floats(frames.voxel_from_scan * target_from_source * frames.scan_from_position);
}

/// Forward, a motion moves the sample's image y = T x in the moving scan. Backward, the sample y
/// stays and its image in the fixed scan moves the other way, by -R^T (t + w x (y - c)).
LV_HD inline SlopeMaps slope_maps(const DirectionFrames& frames, const RigidPose& pose,
                                  const dvec3& centre) {
  const bool forward = frames.direction == Direction::forward;
  SlopeMaps maps{};
  dmat4 lever = frames.scan_from_position;
  if (forward) lever = scan_from_world(pose).matrix * lever;
  lever[3] -= dvec4(centre, 0.0);
  maps.lever_from_sample = to_floats(lever);
  dmat3 scan_gradient = glm::transpose(dmat3(frames.voxel_from_scan));
  if (!forward) scan_gradient = -glm::mat3_cast(pose.rotation) * scan_gradient;
  scan_gradient *= frames.bins_per_step;
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 3; ++c) maps.gradient[r][c] = static_cast<float>(scan_gradient[c][r]);
  }
  return maps;
}

/// A run of samples of one region.
struct SampleRegion {
  std::uint32_t begin, end;  ///< padded to multiples of 8
  std::uint32_t count;       ///< samples that count
};

/// Joins the regions' numbers: parts[s] of regions[s], for those in `set`.
LV_HD inline DirectionScore joined(const Information* parts, const SampleRegion* regions,
                                   int region_count, RegionSet set) {
  double inside = 0.0, information = 0.0, all = 0.0;
  for (int s = 0; s < region_count; ++s) {
    if (!(set >> s & 1U)) continue;
    inside += parts[s].samples;
    information += parts[s].samples * parts[s].nats;
    all += regions[s].count;
  }
  if (inside == 0.0) return {};
  return {information / inside, inside / all};
}

/// Adds half of one direction's mean score and mean outer product. `sums` as add_score made them of
/// `inside` samples.
LV_HD inline void add_direction(const double sums[slope_sums], double inside, Slope& slope) {
  if (inside == 0.0) return;
  for (int a = 0, n = 6; a < 6; ++a) {
    slope.gradient[static_cast<std::size_t>(a)] += 0.5 * sums[a] / inside;
    for (int b = a; b < 6; ++b, ++n) {
      slope.outer[static_cast<std::size_t>(a * 6 + b)] += 0.5 * sums[n] / inside;
      if (a != b) slope.outer[static_cast<std::size_t>(b * 6 + a)] += 0.5 * sums[n] / inside;
    }
  }
}

}  // namespace lv
