#include "engine/registration/pyramid.h"

#include <algorithm>
#include <cmath>

#include "engine/core/parallel.h"
#include "engine/volume/quantile.h"

namespace lv {
namespace {

/// Counts of the stored samples; of large volumes every n-th one.
std::vector<std::size_t> histogram_of(const Volume& volume) {
  constexpr std::size_t enough = 500'000;
  // Odd, so that it does not stay in one column of a picture of even width.
  const std::size_t stride = volume.samples.size() / enough * 2 + 1;
  std::vector<std::size_t> histogram(65536);
  for (std::size_t i = 0; i < volume.samples.size(); i += stride) ++histogram[volume.samples[i]];
  return histogram;
}

/// Where slices really are, at every 1/16 of a nominal step; -1 in gaps that nobody scanned.
std::vector<float> slice_table(const Geometry& geometry) {
  if (geometry.regular()) return {};
  const double last = geometry.slice_coordinates.back();
  std::vector<float> table(static_cast<std::size_t>(std::ceil(last * 16.0)) + 1);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double coordinate = std::min(static_cast<double>(i) / 16.0, last);
    const double slice = geometry.slice_at_coordinate(coordinate);
    table[i] = geometry.in_unscanned_gap(coordinate) ? -1.0F : static_cast<float>(slice);
  }
  return table;
}

int block_size(int voxels, double spacing_mm, double wanted_mm) {
  const int block = std::max(1, static_cast<int>(std::floor(wanted_mm / spacing_mm + 0.25)));
  return std::min(block, voxels / 2);  // at least two blocks
}

/// Mean of each block of one row of blocks.
void mean_row(const GridView& from, ivec3 block, int row, int slice, std::uint16_t* out, int count,
              std::vector<std::uint32_t>& columns) {
  std::fill(columns.begin(), columns.end(), 0U);
  for (int dz = 0; dz < block.z; ++dz) {
    for (int dy = 0; dy < block.y; ++dy) {
      const std::size_t line =
          static_cast<std::size_t>(slice * block.z + dz) * static_cast<std::size_t>(from.ny) +
          static_cast<std::size_t>(row * block.y + dy);
      const std::uint16_t* samples = from.samples + line * static_cast<std::size_t>(from.nx);
      for (std::size_t x = 0; x < columns.size(); ++x) columns[x] += samples[x];
    }
  }
  const auto voxels = static_cast<std::uint32_t>(block.x * block.y * block.z);
  for (int i = 0; i < count; ++i) {
    std::uint32_t sum = voxels / 2;
    for (int dx = 0; dx < block.x; ++dx) sum += columns[static_cast<std::size_t>(i * block.x + dx)];
    out[i] = static_cast<std::uint16_t>(sum / voxels);
  }
}

}  // namespace

GreyRange grey_range(const Volume& volume) {
  const std::vector<std::size_t> histogram = histogram_of(volume);
  GreyRange range;
  range.low = static_cast<double>(quantile_of_counts(histogram, 0, 0.005));
  range.tissue = range.high = range.low;
  const auto above = static_cast<std::size_t>(range.low) + 1;
  const auto brighter = [&](std::size_t grey) { return grey > 0; };
  if (std::none_of(histogram.begin() + static_cast<std::ptrdiff_t>(above), histogram.end(),
                   brighter)) {
    return range;  // one grey
  }
  range.tissue = static_cast<double>(quantile_of_counts(histogram, above, 0.95));
  range.high = static_cast<double>(quantile_of_counts(histogram, above, 0.995));
  return range;
}

LevelImage native_image(const VolumePtr& volume, const GreyRange& range) {
  LevelImage image;
  image.volume = volume;
  image.size = volume->geometry.size;
  image.scan_from_voxel = volume->geometry.scan_from_voxel;
  image.slice_of_coordinate = slice_table(volume->geometry);
  image.target_bins = {
      static_cast<float>(range.low),
      static_cast<float>(static_cast<double>(target_last_bin) / (range.high - range.low))};
  return image;
}

LevelImage coarser_image(const LevelImage& finer, double mm) {
  LevelImage image;
  image.volume = finer.volume;
  image.target_bins = finer.target_bins;
  image.slice_of_coordinate = finer.slice_of_coordinate;
  ivec3 block(1);
  for (int a = 0; a < 3; ++a) {
    const double spacing = glm::length(dvec3(finer.scan_from_voxel.matrix[a]));
    const bool uneven = a == 2 && !finer.slice_of_coordinate.empty();
    if (!uneven) block[a] = block_size(finer.size[a], spacing, mm);
    image.size[a] = finer.size[a] / block[a];
    image.block[a] = finer.block[a] * block[a];
  }
  dmat4 finer_from_voxel(1.0);
  for (int a = 0; a < 3; ++a) {
    finer_from_voxel[a][a] = block[a];
    finer_from_voxel[3][a] = (block[a] - 1) / 2.0;
  }
  image.scan_from_voxel.matrix = finer.scan_from_voxel.matrix * finer_from_voxel;

  const std::size_t rows =
      static_cast<std::size_t>(image.size.y) * static_cast<std::size_t>(image.size.z);
  const auto columns = static_cast<std::size_t>(image.size.x);
  image.means.resize(columns * rows);
  parallel_for(rows, 16, [&](std::size_t begin, std::size_t end) {
    std::vector<std::uint32_t> sums(static_cast<std::size_t>(finer.size.x));
    for (std::size_t r = begin; r < end; ++r) {
      const int y = static_cast<int>(r) % image.size.y, z = static_cast<int>(r) / image.size.y;
      mean_row(finer.grid(), block, y, z, &image.means[r * columns], image.size.x, sums);
    }
  });
  return image;
}

}  // namespace lv
