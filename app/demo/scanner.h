// The simulated scanner: integrates the analytic anatomy over the volume of each voxel (slab
// thickness, pixel), and adds what a real machine adds: the blur of its raw-data filter, the uneven
// sensitivity of its coils, its own intensity scale and Rician noise. Never resamples a picture.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "app/demo/shape.h"
#include "engine/volume/geometry.h"

namespace lv::demo {

/// Brightness of each tissue in one sequence.
using SignalTable = std::array<double, static_cast<std::size_t>(Tissue::count)>;
SignalTable signal_table(const Sequence& sequence);

/// Mean signal over each voxel of slice `slice` of `geometry`, for several sequences at once: per
/// sequence size.x * size.y values, column index fastest. The slab is a box of the slice thickness,
/// the pixel a box of the pixel spacing; where more than one tissue meets, `samples_per_voxel`
/// points stratified along all three axes are taken.
constexpr int samples_per_voxel = 8;
std::vector<std::vector<double>> integrate_slice(const Scene& scene,
                                                 const Affine<Anatomy, Scan>& anatomy_from_scan,
                                                 const Geometry& geometry, int slice,
                                                 std::span<const SignalTable> signals);

/// Sensitivity of the coils: exp(slope·u + curvature·u²), u = (point − centre) / 100 mm.
struct CoilSensitivity {
  dvec3 centre{0.0};  ///< Scan mm
  dvec3 slope{0.0}, curvature{0.0};

  double at(const dvec3& scan_point) const;
};

struct Receiver {
  CoilSensitivity coil;
  double gain = 1;   ///< stored value per unit of signal
  double noise = 0;  ///< standard deviation of each of the two channels, stored values
};

/// What the machine stores for a slice: 0..4095. `values` from integrate_slice; `key` makes the
/// noise of this slice its own.
std::vector<std::uint16_t> receive(std::span<const double> values, const Geometry& geometry,
                                   int slice, const Receiver& receiver, std::uint64_t key);

}  // namespace lv::demo
