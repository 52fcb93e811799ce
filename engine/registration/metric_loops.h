// The loops of metric_kernels.h, written with the compiler's vector types (8 lanes). Included by
// exactly one .cpp file per instruction set, each with its own LV_ISA namespace: code compiled for
// AVX2 must never stand in for the same function elsewhere.
#if !defined(LV_ISA)
#error "define LV_ISA, the namespace of this instruction set"
#endif

#include <cstring>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "engine/registration/metric_kernels.h"

namespace lv::LV_ISA {

struct VectorLanes {
  static constexpr int width = 8;
  typedef float Float __attribute__((vector_size(32)));
  typedef std::int32_t Int __attribute__((vector_size(32)));
  using Mask = Int;

  static Int truncate(Float x) { return __builtin_convertvector(x, Int); }
  static Float to_float(Int i) { return __builtin_convertvector(i, Float); }
  static Float least(Float a, Float b) { return b < a ? b : a; }
  static Float greatest(Float a, Float b) { return b > a ? b : a; }
  static Int least(Int a, Int b) { return b < a ? b : a; }
  static Float select(Mask mask, Float yes, Float no) { return mask ? yes : no; }

#if defined(__AVX2__)
  static Float gather(const float* table, Int index) {
    return _mm256_i32gather_ps(table, reinterpret_cast<__m256i>(index), 4);
  }
  static Int gather_bytes(const std::uint16_t* samples, Int index) {
    return reinterpret_cast<Int>(_mm256_i32gather_epi32(reinterpret_cast<const int*>(samples),
                                                        reinterpret_cast<__m256i>(index), 2));
  }
#else
  static Float gather(const float* table, Int index) {
    Float out;
    for (int l = 0; l < width; ++l) out[l] = table[index[l]];
    return out;
  }
  static Int gather_bytes(const std::uint16_t* samples, Int index) {
    Int out;
    for (int l = 0; l < width; ++l) {
      std::uint32_t pair;
      std::memcpy(&pair, samples + index[l], sizeof pair);
      out[l] = static_cast<std::int32_t>(pair);
    }
    return out;
  }
#endif
  static void gather_pair(const std::uint16_t* samples, Int index, Float& first, Float& second) {
    const Int pair = gather_bytes(samples, index);  // little endian: the first one is below
    first = to_float(pair & 0xffff);
    second = to_float((pair >> 16) & 0xffff);
  }

  template <class T>
  static Int load(const T* values) {
    typedef T Packed __attribute__((vector_size(width * sizeof(T))));
    Packed packed;
    std::memcpy(&packed, values, sizeof packed);
    return __builtin_convertvector(packed, Int);
  }
};

using Float = VectorLanes::Float;
using Int = VectorLanes::Int;

/// Slice coordinate (nominal steps) to slice index; outside the stack and in gaps a negative one.
/// `slope`: its derivative.
inline Float slice_index(const KernelInput& in, Float coordinate, Float& slope) {
  const Float zero{}, last = zero + static_cast<float>(in.slice_entries - 1);
  const Float place = coordinate * 16.0F;
  const Float inside = VectorLanes::least(VectorLanes::greatest(place, zero), last);
  const Int entry = VectorLanes::least(VectorLanes::truncate(inside), Int{} + in.slice_entries - 2);
  const Float below = VectorLanes::gather(in.slice_of_coordinate, entry);
  const Float above = VectorLanes::gather(in.slice_of_coordinate, entry + 1);
  const Float fraction = inside - VectorLanes::to_float(entry);
  slope = (above - below) * 16.0F;
  const Int scanned = (below >= zero) & (above >= zero) & (place >= zero) & (place <= last);
  return VectorLanes::select(scanned, below + fraction * (above - below), zero - 1.0F);
}

template <bool with_gradient>
inline GridSample<VectorLanes> meet_target(const KernelInput& in, const Float position[3]) {
  Float voxel[3];
  map_point<VectorLanes>(in.target_from_sample, position, voxel);
  if (!in.slice_of_coordinate) {
    return sample_grid<VectorLanes, with_gradient>(in.target, voxel[0], voxel[1], voxel[2]);
  }
  Float slope;
  const Float slice = slice_index(in, voxel[2], slope);
  auto sample = sample_grid<VectorLanes, with_gradient>(in.target, voxel[0], voxel[1], slice);
  sample.gradient[2] = sample.gradient[2] * slope;
  return sample;
}

inline void load_position(const KernelInput& in, std::size_t i, Float position[3]) {
  position[0] = VectorLanes::to_float(VectorLanes::load(in.x + i));
  position[1] = VectorLanes::to_float(VectorLanes::load(in.y + i));
  position[2] = VectorLanes::to_float(VectorLanes::load(in.z + i));
}

inline void add_taps(std::uint32_t* cells, const Taps& taps) {
  typedef std::uint32_t Four __attribute__((vector_size(16)));
  Four sum, more;
  std::memcpy(&sum, cells, sizeof sum);
  std::memcpy(&more, &taps, sizeof more);
  sum += more;
  std::memcpy(cells, &sum, sizeof sum);
}

void accumulate(const KernelInput& in, const Taps* taps, std::uint32_t* histogram) {
  // Two histograms in turn: the same cells in a row would wait for each other.
  std::uint32_t other[histogram_cells] = {};
  for (std::size_t i = in.begin; i < in.end; i += VectorLanes::width) {
    Float position[3];
    load_position(in, i, position);
    const auto sample = meet_target<false>(in, position);
    const Int m = VectorLanes::truncate(bin_coordinate<VectorLanes>(in.target_bins, sample.value) *
                                        static_cast<float>(bin_steps));
    const Int row = sample.inside ? VectorLanes::load(in.bin + i) : Int{} + outside_row;
    const Int cell = row * target_columns + m / bin_steps;
    const Int fraction = m % bin_steps;
    for (int l = 0; l < VectorLanes::width; l += 2) {
      add_taps(histogram + cell[l], taps[fraction[l]]);
      add_taps(other + cell[l + 1], taps[fraction[l + 1]]);
    }
  }
  for (int c = 0; c < histogram_cells; ++c) histogram[c] += other[c];
}

/// d(score table entry) / d(bin coordinate) of each sample; 0 where the value is clamped.
inline Float table_slope(const KernelInput& in, const float* table, const Int& bins,
                         const GridSample<VectorLanes>& sample) {
  const Float m = bin_coordinate<VectorLanes>(in.target_bins, sample.value);
  const Int base = VectorLanes::truncate(m);
  const Int row = sample.inside ? bins : Int{} + outside_row;
  const Int cell = row * target_columns + base;
  Float slope[4], sum{};
  spline_slopes<VectorLanes>(m - VectorLanes::to_float(base), slope);
  for (int k = 0; k < 4; ++k) sum += slope[k] * VectorLanes::gather(table, cell + k);
  const Float zero{};
  return VectorLanes::select((m > zero) & (m < zero + target_last_bin), sum, zero);
}

void slope(const KernelInput& in, const SlopeMaps& maps, const float* table,
           double sums[slope_sums]) {
  Float lanes[slope_sums] = {};
  for (std::size_t i = in.begin; i < in.end; i += VectorLanes::width) {
    Float position[3], lever[3], score[6];
    load_position(in, i, position);
    map_point<VectorLanes>(maps.lever_from_sample, position, lever);
    const auto sample = meet_target<true>(in, position);
    const Float l = table_slope(in, table, VectorLanes::load(in.bin + i), sample);
    for (int a = 0; a < 3; ++a) {
      score[a] =
          l * (maps.gradient[a][0] * sample.gradient[0] + maps.gradient[a][1] * sample.gradient[1] +
               maps.gradient[a][2] * sample.gradient[2]);
    }
    score[3] = lever[1] * score[2] - lever[2] * score[1];
    score[4] = lever[2] * score[0] - lever[0] * score[2];
    score[5] = lever[0] * score[1] - lever[1] * score[0];
    for (int a = 0, n = 6; a < 6; ++a) {
      lanes[a] += score[a];
      for (int b = a; b < 6; ++b) lanes[n++] += score[a] * score[b];
    }
  }
  for (int n = 0; n < slope_sums; ++n) {
    for (int l = 0; l < VectorLanes::width; ++l) sums[n] += static_cast<double>(lanes[n][l]);
  }
}

}  // namespace lv::LV_ISA
