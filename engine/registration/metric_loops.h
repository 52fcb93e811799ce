// The loops of metric_kernels.h, written with the compiler's vector types (8 lanes). Included by
// exactly one .cpp file per instruction set, each with its own LV_ISA namespace: code compiled for
// AVX2 must never stand in for the same function elsewhere.
#if !defined(LV_ISA)
#error "define LV_ISA, the namespace of this instruction set"
#endif

#include <algorithm>
#include <array>
#include <bit>
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
  static Int select(Mask mask, Int yes, Int no) { return mask ? yes : no; }

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

#if defined(__AVX2__)
  static Int load(const std::uint16_t* values) {
    return reinterpret_cast<Int>(
        _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(values))));
  }
  static Int load(const std::uint8_t* values) {
    return reinterpret_cast<Int>(_mm256_cvtepu8_epi32(_mm_loadu_si64(values)));
  }
#else
  template <class T>
  static Int load(const T* values) {
    Int out;
    for (int l = 0; l < width; ++l) out[l] = values[l];
    return out;
  }
#endif

  /// To be read one lane after the other, from memory: cheaper than out of a register.
  static std::array<std::uint32_t, width> lanes(Int values) {
    return std::bit_cast<std::array<std::uint32_t, width>>(values);
  }
};

using Float = VectorLanes::Float;
using Int = VectorLanes::Int;

inline void add_taps(std::uint32_t* cells, const Taps& taps) {
  typedef std::uint32_t Four __attribute__((vector_size(16)));
  Four sum, more;
  std::memcpy(&sum, cells, sizeof sum);
  std::memcpy(&more, &taps, sizeof more);
  sum += more;
  std::memcpy(cells, &sum, sizeof sum);
}

/// Asks for what the samples at these places will read.
inline void prefetch(const GridView& grid, Int voxels) {
  const auto row = static_cast<std::size_t>(grid.nx),
             slice = row * static_cast<std::size_t>(grid.ny);
  for (const std::uint32_t voxel : VectorLanes::lanes(voxels)) {
    const std::uint16_t* corner = grid.samples + voxel;
    __builtin_prefetch(corner);
    __builtin_prefetch(corner + row);
    __builtin_prefetch(corner + slice);
    __builtin_prefetch(corner + slice + row);
  }
}

/// Calls use(i, place) for every group of samples, in order. Places are found some groups ahead
/// and, in a target that the second-level cache does not hold, asked for, so that the waits
/// overlap.
template <class Use>
LV_INLINE void for_each_group(const KernelInput& in, const Use& use) {
  constexpr std::size_t ahead = 8, cached_samples = 200'000;
  const GridView& grid = in.target;
  const bool far = static_cast<std::size_t>(grid.nx) * static_cast<std::size_t>(grid.ny) *
                       static_cast<std::size_t>(grid.nz) >
                   cached_samples;
  TargetPlace<VectorLanes> places[ahead];
  for (std::size_t begin = in.begin; begin < in.end; begin += ahead * VectorLanes::width) {
    const std::size_t groups = std::min(ahead, (in.end - begin) / VectorLanes::width);
    for (std::size_t g = 0; g < groups; ++g) {
      places[g] = target_place<VectorLanes>(in, begin + g * VectorLanes::width);
      if (far) prefetch(grid, places[g].grid.voxel);
    }
    for (std::size_t g = 0; g < groups; ++g) use(begin + g * VectorLanes::width, places[g]);
  }
}

void accumulate(const KernelInput& in, const Taps* taps, std::uint32_t* histogram) {
  // Two histograms in turn: the same cells in a row would wait for each other.
  std::uint32_t other[histogram_cells] = {};
  for_each_group(in, [&](std::size_t i, const TargetPlace<VectorLanes>& at) {
    const auto place = histogram_place<VectorLanes>(in, i, at);
    const auto cell = VectorLanes::lanes(place.cell), fraction = VectorLanes::lanes(place.fraction);
    for (std::size_t l = 0; l < VectorLanes::width; l += 2) {
      add_taps(histogram + cell[l], taps[fraction[l]]);
      add_taps(other + cell[l + 1], taps[fraction[l + 1]]);
    }
  });
  for (int c = 0; c < histogram_cells; ++c) histogram[c] += other[c];
}

void slope(const KernelInput& in, const SlopeMaps& maps, const float* table,
           double sums[slope_sums]) {
  Float lanes[slope_sums] = {};
  for_each_group(in, [&](std::size_t i, const TargetPlace<VectorLanes>& at) {
    Float score[6];
    sample_score<VectorLanes>(in, maps, table, i, at, score);
    add_score(score, lanes);
  });
  for (int n = 0; n < slope_sums; ++n) {
    for (int l = 0; l < VectorLanes::width; ++l) sums[n] += static_cast<double>(lanes[n][l]);
  }
}

/// The sums are small whole numbers or small to begin with, so that floats hold those of a lane.
void moments(const KernelInput& in, Moments& sums) {
  Float f[5] = {}, mf[3] = {}, mm{};
  for_each_group(in, [&](std::size_t i, const TargetPlace<VectorLanes>& at) {
    const auto sample = sample_grid<VectorLanes>(in.target, at.grid);
    const Int bin = VectorLanes::load(in.bin + i);
    const Float none{}, source = VectorLanes::to_float(bin - source_bins / 2);
    const Float target =
        (sample.value - in.target_bins.low) * in.target_bins.bins_per_step - target_last_bin / 2;
    Float power = VectorLanes::select(sample.inside & (bin != outside_row), none + 1.0F, none);
    mm += power * target * target;
    for (int p = 0; p < 5; ++p) {
      f[p] += power;
      if (p < 3) mf[p] += power * target;
      power *= source;
    }
  });
  for (int l = 0; l < VectorLanes::width; ++l) {
    for (int p = 0; p < 5; ++p) sums.f[p] += static_cast<double>(f[p][l]);
    for (int p = 0; p < 3; ++p) sums.mf[p] += static_cast<double>(mf[p][l]);
    sums.mm += static_cast<double>(mm[l]);
  }
}

}  // namespace lv::LV_ISA
