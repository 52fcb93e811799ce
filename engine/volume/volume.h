// A scan as samples and geometry. 16 bits in memory, on the GPU and in the metric: a value is
// sample * scale + offset. Immutable once made: shared between threads as shared_ptr<const Volume>.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/volume/geometry.h"

namespace lv {

/// Window centre and width (DICOM PS3.3 C.11.2.1.2, linear-exact), in values of the scan.
struct Window {
  double level = 0.5;
  double width = 1.0;
};

struct Volume {
  Geometry geometry;
  std::vector<std::uint16_t> samples;  ///< size.x * size.y * size.z, column index fastest
  double scale = 1.0;                  ///< value = sample * scale + offset
  double offset = 0.0;
  /// What reading it has shown that a person should know: "slice 3 of 20 cannot be read".
  std::vector<std::string> findings = {};
  /// Indices, in the series, of slices that could not be read.
  std::vector<int> lost_slices = {};

  double value(std::uint16_t sample) const { return sample * scale + offset; }
  std::uint16_t sample(int column, int row, int slice) const {
    const auto x = static_cast<std::size_t>(geometry.size.x);
    const auto y = static_cast<std::size_t>(geometry.size.y);
    return samples[static_cast<std::size_t>(column) +
                   x * (static_cast<std::size_t>(row) + y * static_cast<std::size_t>(slice))];
  }
};

using VolumePtr = std::shared_ptr<const Volume>;

/// All of a volume but its samples: where it lies and what its values mean.
VolumePtr without_samples(const Volume& volume);

/// Packs values (size.x * size.y * size.z, column fastest). Whole numbers that span at most 65535
/// are kept exactly (scale 1); anything else is spread over the 16 bits, but for a few values far
/// outside of the others' range, which would take all of them: these are cut off, which is a
/// finding. Values that are not finite become the least of the others, which is a finding too.
/// Errors: wrong count; no finite value.
Result<Volume> pack_volume(Geometry geometry, std::span<const float> values);

/// A window that shows the tissue inside: from the darkest voxel to 1.4 times the 95th percentile
/// of those that are not background, in the middle half of the volume along each axis. A constant
/// volume gets a width of 1.
Window default_window(const Volume& volume);

}  // namespace lv
