// The arithmetic of one sample and of one finished histogram of mutual information: one text for
// the CPU (several lanes at a time) and for CUDA (`ScalarLanes`). No fused multiply-add anywhere,
// so that every backend gets the same bits for a histogram.
//
// Parzen window as in Thevenaz & Unser 2000 (doi:10.1109/83.887976): the source image falls into
// whole bins (zero-order), the target image is spread over 4 bins by a cubic B-spline, here with
// integer weights that sum to exactly 65536, so that sums do not depend on their order.
#pragma once

#include <cstdint>

#include "engine/core/elementary.h"
#include "engine/volume/sampling.h"

namespace lv {

inline constexpr int source_bins = 24;     ///< rows of a histogram
inline constexpr int outside_row = 24;     ///< one more row takes what does not count
inline constexpr int histogram_rows = 25;  ///< both
inline constexpr int target_columns = 32;  ///< columns, of which a sample fills 4
inline constexpr int histogram_cells = histogram_rows * target_columns;
inline constexpr float target_last_bin = 28.998F;  ///< greatest bin coordinate
inline constexpr int bin_step_bits = 9;
inline constexpr int bin_steps = 1 << bin_step_bits;   ///< fractions of a bin that are told apart
inline constexpr std::uint32_t sample_weight = 65536;  ///< what one sample adds to a histogram

/// Row-major 3 x 4: out = m[.][0..2] * in + m[.][3].
struct Matrix34 {
  float m[3][4];
};

template <class Lanes>
LV_HD void map_point(const Matrix34& map, const typename Lanes::Float in[3],
                     typename Lanes::Float out[3]) {
  for (int i = 0; i < 3; ++i) {
    out[i] = map.m[i][0] * in[0] + map.m[i][1] * in[1] + map.m[i][2] * in[2] + map.m[i][3];
  }
}

/// Stored sample value to bin coordinate: (value - low) * bins_per_step, clamped.
struct BinScale {
  float low;
  float bins_per_step;
};

template <class Lanes>
LV_HD typename Lanes::Float bin_coordinate(const BinScale& scale, typename Lanes::Float value) {
  const typename Lanes::Float zero{}, last = zero + target_last_bin;
  return Lanes::least(Lanes::greatest((value - scale.low) * scale.bins_per_step, zero), last);
}

/// The four cubic B-spline weights at fraction f / bin_steps of a bin, scaled so that they sum to
/// sample_weight.
struct Taps {
  std::uint32_t weight[4];
};

LV_HD inline Taps spline_taps(std::int32_t f) {
  constexpr std::int32_t n = bin_steps;
  constexpr std::int32_t unit = 12288;  // 6 * 512^3 / 65536
  const std::int32_t g = n - f;
  Taps taps{};
  taps.weight[0] = static_cast<std::uint32_t>((g * g * g + unit / 2) / unit);
  taps.weight[3] = static_cast<std::uint32_t>((f * f * f + unit / 2) / unit);
  taps.weight[1] =
      static_cast<std::uint32_t>((3 * f * f * f - 6 * n * f * f + 4 * n * n * n + unit / 2) / unit);
  taps.weight[2] = sample_weight - taps.weight[0] - taps.weight[1] - taps.weight[3];
  return taps;
}

/// Derivatives of the four weights (as fractions of 1) with respect to the bin coordinate, at
/// fraction t of a bin.
template <class Lanes>
LV_HD void spline_slopes(typename Lanes::Float t, typename Lanes::Float slope[4]) {
  const typename Lanes::Float s = 1.0F - t;
  slope[0] = -0.5F * s * s;
  slope[1] = t * (1.5F * t - 2.0F);
  slope[2] = s * (2.0F - 1.5F * s);
  slope[3] = 0.5F * t * t;
}

/// x ln x of a count, 0 at 0.
LV_HD inline double x_log_x(double x) {
  return x > 0.0 ? x * natural_log(x) : 0.0;
}

/// Mutual information (nats) of one histogram, and how many samples it holds.
struct Information {
  double nats;
  double samples;
};

/// From the histogram's sums of x ln x: over cells, less those over row totals and column totals.
LV_HD inline Information information_of(double sum, double total) {
  if (total == 0.0) return {0.0, 0.0};
  return {(sum + x_log_x(total)) / total, total / sample_weight};
}

LV_HD inline Information mutual_information(const std::uint32_t* histogram) {
  double columns[target_columns] = {};
  double joint = 0.0, rows = 0.0, total = 0.0;
  for (int r = 0; r < source_bins; ++r) {
    double row = 0.0;
    for (int c = 0; c < target_columns; ++c) {
      const double count = histogram[r * target_columns + c];
      joint += x_log_x(count);
      columns[c] += count;
      row += count;
    }
    rows += x_log_x(row);
    total += row;
  }
  double marginal = 0.0;
  for (const double column : columns) marginal += x_log_x(column);
  return information_of(joint - rows - marginal, total);
}

/// ln of a share of the samples, finite where there is none.
LV_HD inline double log_share(double share) {
  return natural_log(share + 1e-12);
}

/// The table whose B-spline derivative is a sample's score: ln p(r, m) - ln p(m); the outside row
/// is 0. `table` has histogram_cells entries.
LV_HD inline void score_table(const std::uint32_t* histogram, float* table) {
  double columns[target_columns] = {};
  double total = 0.0;
  for (int i = 0; i < source_bins * target_columns; ++i) {
    columns[i % target_columns] += histogram[i];
    total += histogram[i];
  }
  const double scale = total > 0.0 ? 1.0 / total : 0.0;
  const double log_of_none = log_share(0.0);  // most cells are empty
  double log_column[target_columns];
  for (int c = 0; c < target_columns; ++c) log_column[c] = log_share(columns[c] * scale);
  for (int i = 0; i < source_bins * target_columns; ++i) {
    const double log_cell = histogram[i] == 0 ? log_of_none : log_share(histogram[i] * scale);
    table[i] = static_cast<float>(log_cell - log_column[i % target_columns]);
  }
  for (int c = 0; c < target_columns; ++c) table[outside_row * target_columns + c] = 0.0F;
}

}  // namespace lv
