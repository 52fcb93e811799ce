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
    const auto place = histogram_place<VectorLanes>(in, i);
    for (int l = 0; l < VectorLanes::width; l += 2) {
      add_taps(histogram + place.cell[l], taps[place.fraction[l]]);
      add_taps(other + place.cell[l + 1], taps[place.fraction[l + 1]]);
    }
  }
  for (int c = 0; c < histogram_cells; ++c) histogram[c] += other[c];
}

void slope(const KernelInput& in, const SlopeMaps& maps, const float* table,
           double sums[slope_sums]) {
  Float lanes[slope_sums] = {};
  for (std::size_t i = in.begin; i < in.end; i += VectorLanes::width) {
    Float score[6];
    sample_score<VectorLanes>(in, maps, table, i, score);
    add_score(score, lanes);
  }
  for (int n = 0; n < slope_sums; ++n) {
    for (int l = 0; l < VectorLanes::width; ++l) sums[n] += static_cast<double>(lanes[n][l]);
  }
}

}  // namespace lv::LV_ISA
