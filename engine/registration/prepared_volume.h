// What registration needs of one volume, computed once and kept: its resolutions, where the body
// is, how deep inside the head each place lies, and the sampled points. Independent of any other
// volume, so a row of N dates prepares N times. Immutable; shared between threads.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <stop_token>

#include "engine/core/result.h"
#include "engine/registration/level_image.h"
#include "engine/registration/pyramid.h"

namespace lv {

/// Resolutions and sample lists, coarse to fine.
enum class Level {
  search,  ///< 8 mm, few samples: scores many poses
  coarse,  ///< 8 mm
  middle,  ///< 4 mm
  fine,    ///< the volume's own voxels, samples on its slice planes, by region, deep in the head
};
inline constexpr std::size_t level_count = 4;

/// What a weighting covers; decides how many samples and regions a level has.
enum class Extent {
  organ,   ///< a brain
  spot,    ///< a vertebra
  glance,  ///< a vertebra, where many poses are tried and the best is refined
};

/// How strongly a place counts, 0..1, at a point of the volume's Scan frame.
using SampleWeight = std::function<double(const dvec3& point)>;

class PreparedVolume {
 public:
  /// Errors: fewer than two voxels along an axis (one slice cannot be aligned in space); one grey
  /// everywhere; a size in mm that no body part has (wrong units); cancelled.
  static Result<std::shared_ptr<const PreparedVolume>> prepare(VolumePtr volume,
                                                               const std::stop_token& stop = {});

  const VolumePtr& volume() const { return volume_; }
  const std::shared_ptr<const MetricSide>& side(Level level) const {
    return sides_[static_cast<std::size_t>(level)];
  }
  /// Centre of mass of what is brighter than the background, Scan mm.
  const dvec3& centre_of_mass() const { return centre_of_mass_; }
  bool head() const { return head_; }  ///< the scan shows a head with its top
  /// A number made of the picture: the same picture has the same one.
  std::uint64_t fingerprint() const { return fingerprint_; }

  /// A level whose samples lie where `weighting` says, anywhere in the body. Null: what counts is
  /// too small to be aligned on (less than about 4 cm³).
  std::shared_ptr<const MetricSide> weighted_side(Level level, Extent extent,
                                                  const SampleWeight& weighting) const;

 private:
  PreparedVolume() = default;
  void find_body();

  VolumePtr volume_;
  GreyRange range_;
  std::array<std::shared_ptr<const MetricSide>, level_count> sides_;
  std::shared_ptr<const LevelImage> cells_;  ///< the 4 mm image, on which the body is found
  std::vector<float> foreground_;            ///< per cell: 1 body, 0 air
  std::vector<float> inside_;                ///< per cell: what the fine level counts
  bool head_ = false;
  dvec3 centre_of_mass_{0.0};
  std::uint64_t fingerprint_ = 0;
};

}  // namespace lv
