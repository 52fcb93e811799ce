// One volume at one resolution, as the metric interpolates it, and the points that are sampled from
// it. Plain values, made once per volume (prepared_volume.h) and then only read, by any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/registration/metric_frames.h"
#include "engine/volume/volume.h"

namespace lv {

/// The volume itself or block means of it. Never blurred beyond that: every blur made thick slices
/// less exact.
struct LevelImage {
  VolumePtr volume;                  ///< whose picture it is
  std::vector<std::uint16_t> means;  ///< block means; empty: the volume's own samples
  ivec3 size{0};
  ivec3 block{1};  ///< voxels of the volume per voxel of this image
  Affine<Scan, Voxel> scan_from_voxel;
  /// Irregular stacks: slice index, with fraction, at every 1/16 of a nominal slice step from the
  /// first slice on; else empty.
  std::vector<float> slice_of_coordinate;
  BinScale target_bins{};  ///< stored value to bin coordinate

  /// Voxel coordinates of the i-th voxel.
  dvec3 place(std::size_t i) const {
    const auto columns = static_cast<std::size_t>(size.x), rows = static_cast<std::size_t>(size.y);
    return {static_cast<double>(i % columns), static_cast<double>(i / columns % rows),
            static_cast<double>(i / columns / rows)};
  }
  GridView grid() const {
    return {means.empty() ? volume->samples.data() : means.data(), size.x, size.y, size.z};
  }
};

/// Points of one image, sorted by region. Every region starts at a multiple of 8; the places
/// between its end and the next region's start have bin == outside_row and count nowhere.
struct SampleList {
  std::vector<std::uint16_t> x, y, z;  ///< voxel coordinates of the image times `steps`
  std::vector<std::uint8_t> bin;       ///< source bin of the value there
  dvec3 steps{16.0};
  std::vector<SampleRegion> regions;  ///< x fastest
  ivec3 region_counts{1};             ///< along the patient's x, y, z
  std::size_t count = 0;              ///< samples that count, all regions
};

/// One volume's part in a metric.
struct MetricSide {
  std::shared_ptr<const LevelImage> image;
  SampleList samples;
  dvec3 centroid{0.0};  ///< of the samples, Scan mm
};

/// A direction of a pair as the kernels take it; all of the samples, target_from_sample not set.
DirectionFrames direction_frames(Direction direction, const MetricSide& source,
                                 const LevelImage& target);
KernelInput kernel_input(const SampleList& samples, const LevelImage& target);

}  // namespace lv
