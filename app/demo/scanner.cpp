#include "app/demo/scanner.h"

#include <algorithm>
#include <cmath>

#include "app/demo/noise.h"
#include "engine/core/assert.h"

namespace lv::demo {
namespace {

// What is far is left out in two steps.
constexpr int tile_px = 16, block_px = 2;
constexpr double most_stored = 4095;
// The in-plane blur of the raw-data filter, in pixels: about a Hamming window's.
constexpr std::array<double, 3> point_spread = {0.2, 0.6, 0.2};

std::size_t at(const Geometry& geometry, int column, int row) {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(geometry.size.x) +
         static_cast<std::size_t>(column);
}

/// The sub-samples of a voxel, in voxels from its centre: a rank-1 lattice with every eighth of
/// each axis hit once, shifted as a whole (wrapping around) by a hash, so that their mean is
/// unbiased and neighbours do not share its pattern (Cranley and Patterson 1976).
std::array<dvec3, samples_per_voxel> sample_offsets(std::uint64_t key) {
  constexpr double unit = 1.0 / 65536;
  const std::uint64_t h = mix(key);
  const dvec3 shift = dvec3(h & 0xffff, (h >> 16) & 0xffff, (h >> 32) & 0xffff) * unit;
  std::array<dvec3, samples_per_voxel> offsets;
  for (int k = 0; k < samples_per_voxel; ++k) {
    const dvec3 point = shift + dvec3(3 * k, 5 * k, k) / double{samples_per_voxel};
    offsets[static_cast<std::size_t>(k)] = glm::fract(point) - 0.5;
  }
  return offsets;
}

/// Integrates one slice, tile by tile.
class SliceIntegrator {
 public:
  SliceIntegrator(const Scene& scene, const Affine<Anatomy, Scan>& anatomy_from_scan,
                  const Geometry& geometry, int slice, std::span<const SignalTable> signals)
      : scene_(scene),
        geometry_(geometry),
        signals_(signals),
        anatomy_from_voxel_(anatomy_from_scan * geometry.scan_from_voxel),
        slice_(slice),
        thickness_slices_(geometry.thickness_mm() / geometry.spacing_mm().z),
        pictures_(signals.size(), std::vector<double>(at(geometry, 0, geometry.size.y))) {}

  std::vector<std::vector<double>> run() {
    for (int row = 0; row < geometry_.size.y; row += tile_px) {
      for (int column = 0; column < geometry_.size.x; column += tile_px) tile(column, row);
    }
    return std::move(pictures_);
  }

 private:
  struct Ball {
    dvec3 centre;
    double radius;
  };
  /// Holds a square of voxels, in the frame of the anatomy.
  Ball ball(int column, int row, int width_px) const {
    const double half = (width_px - 1) / 2.0;
    const dvec3 box = geometry_.spacing_mm() * dvec3(width_px, width_px, thickness_slices_);
    return {anatomy_from_voxel_({column + half, row + half, slice_}), glm::length(box) / 2};
  }

  void tile(int first_column, int first_row) {
    const auto [centre, radius] = ball(first_column, first_row, tile_px);
    const LocalScene around(scene_, centre, radius);
    const int last_column = std::min(first_column + tile_px, geometry_.size.x);
    const int last_row = std::min(first_row + tile_px, geometry_.size.y);
    for (int row = first_row; row < last_row; row += block_px) {
      for (int column = first_column; column < last_column; column += block_px) {
        block(around, column, row);
      }
    }
  }

  void block(const LocalScene& around, int first_column, int first_row) {
    const auto [centre, radius] = ball(first_column, first_row, block_px);
    const LocalScene local(around, centre, radius);
    for (int row = first_row; row < std::min(first_row + block_px, geometry_.size.y); ++row) {
      const int end = std::min(first_column + block_px, geometry_.size.x);
      for (int column = first_column; column < end; ++column) voxel(local, column, row);
    }
  }

  void voxel(const LocalScene& local, int column, int row) {
    const std::size_t pixel = at(geometry_, column, row);
    const auto add = [&](Tissue tissue, double weight) {
      for (std::size_t s = 0; s < signals_.size(); ++s) {
        pictures_[s][pixel] += weight * signals_[s][static_cast<std::size_t>(tissue)];
      }
    };
    const dvec3 centre(column, row, slice_);
    if (local.uniform()) return add(local.tissue_at(dvec3(0)), 1);
    const auto key = static_cast<std::uint64_t>(slice_) << 32 | pixel;
    for (dvec3 offset : sample_offsets(key)) {
      offset.z *= thickness_slices_;
      add(local.tissue_at(anatomy_from_voxel_(centre + offset)), 1.0 / samples_per_voxel);
    }
  }

  const Scene& scene_;
  const Geometry& geometry_;
  std::span<const SignalTable> signals_;
  Affine<Anatomy, Voxel> anatomy_from_voxel_;
  int slice_;
  double thickness_slices_;
  std::vector<std::vector<double>> pictures_;
};

/// One pass of the point spread; `step` is the distance of neighbours, `count` their number.
void blur_line(std::span<double> values, std::size_t first, std::size_t step, std::size_t count) {
  double before = values[first];
  for (std::size_t i = 0; i < count; ++i) {
    double& value = values[first + i * step];
    const double after = i + 1 < count ? values[first + (i + 1) * step] : value;
    const double here = value;
    value = point_spread[0] * before + point_spread[1] * here + point_spread[2] * after;
    before = here;
  }
}

std::vector<double> blurred(std::span<const double> values, const Geometry& geometry) {
  std::vector<double> result(values.begin(), values.end());
  const auto columns = static_cast<std::size_t>(geometry.size.x);
  const auto rows = static_cast<std::size_t>(geometry.size.y);
  for (std::size_t row = 0; row < rows; ++row) blur_line(result, row * columns, 1, columns);
  for (std::size_t column = 0; column < columns; ++column) {
    blur_line(result, column, columns, rows);
  }
  return result;
}

}  // namespace

SignalTable signal_table(const Sequence& sequence) {
  SignalTable signals{};
  for (std::size_t i = 0; i < signals.size(); ++i) {
    signals[i] = signal(static_cast<Tissue>(i), sequence);
  }
  return signals;
}

std::vector<std::vector<double>> integrate_slice(const Scene& scene,
                                                 const Affine<Anatomy, Scan>& anatomy_from_scan,
                                                 const Geometry& geometry, int slice,
                                                 std::span<const SignalTable> signals) {
  return SliceIntegrator(scene, anatomy_from_scan, geometry, slice, signals).run();
}

double CoilSensitivity::at(const dvec3& scan_point) const {
  const dvec3 u = (scan_point - centre) / 100.0;
  return std::exp(glm::dot(slope, u) + glm::dot(curvature, u * u));
}

std::vector<std::uint16_t> receive(std::span<const double> values, const Geometry& geometry,
                                   int slice, const Receiver& receiver, std::uint64_t key) {
  const std::vector<double> signals = blurred(values, geometry);
  std::vector<std::uint16_t> stored(signals.size());
  for (int row = 0; row < geometry.size.y; ++row) {
    for (int column = 0; column < geometry.size.x; ++column) {
      const std::size_t pixel = lv::demo::at(geometry, column, row);
      const double sensitivity = receiver.coil.at(geometry.scan_from_voxel({column, row, slice}));
      const double signal = receiver.gain * sensitivity * signals[pixel];
      // Magnitude of two channels with equal noise (Gudbjartsson and Patz, MRM 1995).
      const double real = signal + receiver.noise * normal(key + 2 * pixel);
      const double imaginary = receiver.noise * normal(key + 2 * pixel + 1);
      const double magnitude = std::sqrt(real * real + imaginary * imaginary);
      LV_ASSERT(magnitude <= most_stored);
      stored[pixel] = static_cast<std::uint16_t>(magnitude + 0.5);
    }
  }
  return stored;
}

}  // namespace lv::demo
