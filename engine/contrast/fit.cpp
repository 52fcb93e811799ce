#include "engine/contrast/fit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/contrast/aligned_values.h"
#include "engine/volume/quantile.h"

namespace lv {
namespace {

constexpr std::size_t wanted_pairs = 300'000;  // air is among them
constexpr std::size_t least_pairs = 2'000;     // of tissue
constexpr double least_likeness = 0.5;
// Knots that are fitted; the curve has one more on either side. With six a change in one voxel of a
// hundred is at most a sixteenth of what a knot stands for, and on the brains of nine pairs of real
// dates the curve comes within 2 % of isotonic regression; with twelve such a change pulls it.
constexpr std::size_t bins = ContrastCurve::knot_count - 2;
constexpr int rounds = 5;
// Values farther from the curve than this many standard deviations do not count at all (Tukey's
// biweight).
constexpr double cut = 2.5;

using Pairs = std::vector<ValuePair>;
using Knots = std::array<dvec2, bins>;

/// One of the equally large parts of the tissue, from its darkest to its brightest.
std::span<const ValuePair> part(const Pairs& sorted, std::size_t bin) {
  const std::size_t from = sorted.size() * bin / bins, to = sorted.size() * (bin + 1) / bins;
  return std::span(sorted).subspan(from, to - from);
}

template <class Value>
double median_of(std::span<const ValuePair> pairs, const Value& value) {
  std::vector<double> values;
  for (const ValuePair& pair : pairs) values.push_back(value(pair));
  return median(std::move(values));
}

/// Pools neighbours that fall until none does (isotonic regression of equal weights), and keeps the
/// values of the scan apart.
void make_monotone(Knots& knots) {
  std::vector<std::pair<double, std::size_t>> pools;  // mean, knots
  for (const dvec2& knot : knots) {
    pools.emplace_back(knot.y, 1);
    while (pools.size() > 1 && pools[pools.size() - 2].first > pools.back().first) {
      const auto [mean, count] = pools.back();
      pools.pop_back();
      auto& [before, before_count] = pools.back();
      const auto n = static_cast<double>(count), m = static_cast<double>(before_count);
      before = (mean * n + before * m) / (n + m);
      before_count += count;
    }
  }
  std::size_t k = 0;
  for (const auto& [mean, count] : pools) {
    for (std::size_t i = 0; i < count; ++i) knots[k++].y = mean;
  }
  const double apart = 1e-6 * std::max(1e-9, knots.back().x - knots.front().x);
  for (k = 1; k < bins; ++k) knots[k].x = std::max(knots[k].x, knots[k - 1].x + apart);
}

/// A curve through the knots, through one more in the air, and through one beyond the brightest
/// that continues the slope of the last three.
ContrastCurve curve_through(const Knots& knots, const dvec2& air) {
  ContrastCurve curve;
  std::ranges::copy(knots, curve.knots.begin() + 1);
  const double apart = 1e-6 * (knots.back().x - knots.front().x);
  curve.knots.front() = {std::min(air.x, knots.front().x - apart),
                         std::min(air.y, knots.front().y)};
  const dvec2 rise = knots[bins - 1] - knots[bins - 3];
  curve.knots.back() = knots.back() + rise;
  return curve;
}

/// Each knot moves to the mean of its part, weighted by how near the values lie to the curve.
Knots refitted(const Pairs& sorted, const Knots& before, const ContrastCurve& curve) {
  const auto off = [&](const ValuePair& pair) { return pair.reference - curve(pair.moving); };
  std::array<double, bins> spread{};
  for (std::size_t b = 0; b < bins; ++b) {
    spread[b] =
        1.4826 * median_of(part(sorted, b), [&](const auto& pair) { return std::abs(off(pair)); });
  }
  Knots knots = before;
  for (std::size_t b = 0; b < bins; ++b) {
    const std::size_t from = b > 0 ? b - 1 : 0, to = std::min(b + 2, bins);
    const double scale =
        cut * median(std::vector<double>(spread.begin() + static_cast<std::ptrdiff_t>(from),
                                         spread.begin() + static_cast<std::ptrdiff_t>(to)));
    double weights = 0, value = 0, rest = 0;
    for (const ValuePair& pair : part(sorted, b)) {
      const double u = off(pair) / std::max(scale, 1e-9);
      if (std::abs(u) >= 1) continue;
      const double weight = (1 - u * u) * (1 - u * u);
      weights += weight;
      value += weight * pair.moving;
      rest += weight * off(pair);
    }
    if (weights <= 0) continue;
    knots[b] = {value / weights, curve(value / weights) + rest / weights};
  }
  make_monotone(knots);
  return knots;
}

double correlation(const Pairs& pairs, const ContrastCurve& curve) {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (const ValuePair& pair : pairs) {
    const double a = curve(pair.moving), b = pair.reference;
    n += 1, x += a, y += b, xx += a * a, yy += b * b, xy += a * b;
  }
  const double square = (xx - x * x / n) * (yy - y * y / n);
  return square > 0 ? (xy - x * y / n) / std::sqrt(square) : 0;
}

double bend_of(const Pairs& tissue, const ContrastCurve& curve) {
  const dvec2 black = curve.knots.front();
  const double gain =
      (median_of(tissue, [](const auto& pair) { return pair.reference; }) - black.y) /
      (median_of(tissue, [](const auto& pair) { return pair.moving; }) - black.x);
  double sum = 0;
  for (const ValuePair& pair : tissue) {
    sum += std::abs(curve(pair.moving) - (black.y + gain * (pair.moving - black.x)));
  }
  return sum / static_cast<double>(tissue.size());
}

/// Measures the noise on the third of the tissue that is most even, and the blur on the third that
/// is least even.
ContrastRest measure_rest(const Pairs& tissue, const ContrastCurve& curve) {
  struct Rest {
    double gradient, off;
  };
  std::vector<Rest> rest;
  for (const ValuePair& pair : tissue) {
    rest.push_back({pair.gradient * curve.slope(curve.piece_at(pair.moving)),
                    std::abs(pair.reference - curve(pair.moving))});
  }
  std::ranges::sort(rest, {}, &Rest::gradient);
  std::vector<double> even, blurs;
  for (std::size_t i = 0; i < rest.size() / 3; ++i) even.push_back(1.4826 * rest[i].off);
  ContrastRest found{median(std::move(even)), 0};
  for (std::size_t i = rest.size() * 2 / 3; i < rest.size(); ++i) {
    const double off = 1.4826 * rest[i].off;
    const double square = std::max(0.0, off * off - found.noise * found.noise);
    if (rest[i].gradient > 0) blurs.push_back(std::sqrt(square) / rest[i].gradient);
  }
  found.blur_mm = median(std::move(blurs));
  return found;
}

std::size_t shading_place(int x, int y, int z) {
  return static_cast<std::size_t>(x + Shading::side * (y + Shading::side * z));
}

/// Gives places with too little tissue the mean of their neighbours that have a value, pass by pass
/// until all have one.
void fill(Shading& shading, std::vector<bool> known) {
  constexpr int side = Shading::side;
  for (int pass = 0; pass < 3 * side; ++pass) {
    const std::vector<bool> before = known;
    const Shading old = shading;
    for (int z = 0; z < side; ++z) {
      for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
          if (before[shading_place(x, y, z)]) continue;
          float sum = 0, count = 0;
          for (const ivec3& step : {ivec3(1, 0, 0), ivec3(-1, 0, 0), ivec3(0, 1, 0),
                                    ivec3(0, -1, 0), ivec3(0, 0, 1), ivec3(0, 0, -1)}) {
            const ivec3 at = ivec3(x, y, z) + step;
            const int least = std::min({at.x, at.y, at.z}), most = std::max({at.x, at.y, at.z});
            if (least < 0 || most >= side || !before[shading_place(at.x, at.y, at.z)]) continue;
            sum += old.darker[shading_place(at.x, at.y, at.z)], ++count;
          }
          if (count == 0) continue;
          shading.darker[shading_place(x, y, z)] = sum / count;
          known[shading_place(x, y, z)] = true;
        }
      }
    }
  }
}

/// The shading at a place is the median of what the curve leaves around it, so that a real change
/// counts as shading only if it fills more than half of that room.
Shading shading_of(const Pairs& tissue, const ContrastCurve& curve, const Volume& reference) {
  constexpr std::size_t least = 60;  // pairs around a place
  const auto shading_from_voxel = shading_from_world(reference.geometry) *
                                  Affine<World, Voxel>{reference.geometry.scan_from_voxel.matrix};
  Shading shading;
  std::vector<std::vector<float>> around(shading.darker.size());
  for (const ValuePair& pair : tissue) {
    const ivec3 at(glm::round(
        glm::clamp(shading_from_voxel(pair.voxel), dvec3(0.0), dvec3(Shading::side - 1))));
    around[shading_place(at.x, at.y, at.z)].push_back(
        static_cast<float>((pair.reference - curve(pair.moving)) / pair.reference));
  }
  std::vector<bool> known;
  for (std::size_t i = 0; i < around.size(); ++i) {
    known.push_back(around[i].size() >= least);
    if (known.back()) shading.darker[i] = median(std::move(around[i]));
  }
  fill(shading, std::move(known));
  return shading;
}

/// The values of air in both scans: low quantiles of all pairs, or of the tissue where no air is
/// among them.
dvec2 air_of(const Pairs& pairs, const Pairs& tissue) {
  const auto lower = [](const Pairs& of, const auto& value) {
    std::vector<double> values;
    for (const ValuePair& pair : of) values.push_back(value(pair));
    return quantile(std::move(values), 0.02);
  };
  const auto& darkest = pairs.size() > tissue.size() ? pairs : tissue;
  return {lower(darkest, [](const auto& pair) { return pair.moving; }),
          lower(darkest, [](const auto& pair) { return pair.reference; })};
}

}  // namespace

std::optional<ContrastFit> fit_contrast(const Volume& reference, const Volume& moving,
                                        const Affine<Scan, World>& moving_from_reference,
                                        const std::stop_token& stop) {
  const auto pairs_of = [&](Sharpness sharpness) {
    return aligned_values(reference, moving, moving_from_reference, wanted_pairs, sharpness);
  };
  const Pairs pairs = pairs_of(Sharpness::as_scanned);
  if (stop.stop_requested()) return std::nullopt;
  Pairs tissue = tissue_of(pairs);
  if (tissue.size() < least_pairs) return std::nullopt;
  std::ranges::sort(tissue, {}, &ValuePair::moving);
  const dvec2 air = air_of(pairs, tissue);

  Knots knots;
  for (std::size_t b = 0; b < bins; ++b) {
    knots[b] = {median_of(part(tissue, b), [](const auto& pair) { return pair.moving; }),
                median_of(part(tissue, b), [](const auto& pair) { return pair.reference; })};
  }
  make_monotone(knots);
  for (int round = 0; round < rounds; ++round) {
    if (stop.stop_requested()) return std::nullopt;
    knots = refitted(tissue, knots, curve_through(knots, air));
  }
  ContrastFit fit;
  fit.curve = curve_through(knots, air);
  fit.likeness = correlation(tissue, fit.curve);
  if (!(fit.likeness > least_likeness)) return std::nullopt;
  fit.bend = bend_of(tissue, fit.curve);
  fit.matched = measure_rest(tissue_of(pairs_of(Sharpness::matched)), fit.curve);
  fit.as_scanned = measure_rest(tissue, fit.curve);
  fit.shading = shading_of(tissue, fit.curve, reference);
  return fit;
}

}  // namespace lv
