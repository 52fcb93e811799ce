// Isotonic regression of aligned voxels, the yardstick of equalised contrast: computed here, from
// the whole overlap, without the code under test.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/contrast/fit.h"
#include "engine/registration/pose.h"
#include "engine/volume/resample.h"

namespace lv::test {

/// Pool adjacent violators: the rising function of x that is nearest to y in the mean square.
inline std::vector<double> isotonic(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return x[i]; });
  struct Pool {
    double sum, count;
  };
  std::vector<Pool> pools;
  for (std::size_t n = 0; n < order.size();) {
    Pool pool{0, 0};
    const double value = x[order[n]];
    for (; n < order.size() && x[order[n]] == value; ++n) pool.sum += y[order[n]], ++pool.count;
    while (!pools.empty() && pools.back().sum / pools.back().count >= pool.sum / pool.count) {
      pool.sum += pools.back().sum, pool.count += pools.back().count;
      pools.pop_back();
    }
    pools.push_back(pool);
  }
  std::vector<double> fitted(x.size());
  std::size_t n = 0;
  for (const Pool& pool : pools) {
    for (double i = 0; i < pool.count; ++i) fitted[order[n++]] = pool.sum / pool.count;
  }
  return fitted;
}

inline double mean_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum / static_cast<double>(a.size());
}

/// Mean differences in the overlap of two bodies, in values of the reference.
struct Differences {
  double scanned = 0, equalised = 0, isotonic = 0;
};

/// `pose`: reference points to moving points. Tissue: above a fifth of the 95th percentile in both.
inline Differences differences(const Volume& reference, const Volume& moving,
                               const RigidPose& pose) {
  const auto fit = fit_contrast(reference, moving, scan_from_world(pose));
  REQUIRE(fit);
  const Volume there = resample(moving, even_geometry(reference.geometry), scan_from_world(pose));
  REQUIRE(there.samples.size() == reference.samples.size());
  const auto limit = [](const Volume& volume) {
    std::vector<std::uint16_t> samples = volume.samples;
    const auto at = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() * 95 / 100);
    std::ranges::nth_element(samples, at);
    return volume.value(*at) / 5;
  };
  const double least_reference = limit(reference), least_moving = limit(there);
  std::vector<double> x, y;
  for (std::size_t i = 0; i < there.samples.size(); ++i) {
    const double a = reference.value(reference.samples[i]), b = there.value(there.samples[i]);
    if (a > least_reference && b > least_moving) y.push_back(a), x.push_back(b);
  }
  std::vector<double> curved(x.size()), raw(x.size());
  std::ranges::transform(x, curved.begin(), fit->curve);
  // As scanned: each date in its own window, which the reference's values are seen in.
  const Window own = default_window(moving), seen = default_window(reference);
  std::ranges::transform(x, raw.begin(), [&](double value) {
    return (value - own.level) / own.width * seen.width + seen.level;
  });
  return {mean_difference(raw, y), mean_difference(curved, y), mean_difference(isotonic(x, y), y)};
}

inline void check_equalised(const std::string& name, const Volume& reference, const Volume& moving,
                            const RigidPose& pose) {
  const Differences d = differences(reference, moving, pose);
  MESSAGE(name, ": mean difference as scanned ", d.scanned, ", equalised ", d.equalised,
          ", isotonic ", d.isotonic, " (", d.equalised / d.isotonic, ")");
  CHECK(d.equalised <= 1.1 * d.isotonic);
  CHECK(d.equalised <= 1.02 * d.scanned);
}

}  // namespace lv::test
