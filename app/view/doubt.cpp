#include "app/view/doubt.h"

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

// For a date whose contrast could not be equalised.
constexpr double unknown_noise = 0.1;  // share of the window
constexpr double unknown_blur_mm = 1.0;

/// What lining up a date with the reference, and equalising it, leave unexplained.
struct Rest {
  double noise = 0, misplaced_mm = 0;
  Shading shading;
};

Rest rest_of(const ComparedRow& row, std::size_t date, bool matched) {
  if (date == row.reference) return {};
  const ComparedDate& compared = row.dates[date];
  const double uncertainty_mm = compared.alignment.verdict.uncertainty_mm;
  const double aligned_mm = std::isfinite(uncertainty_mm) ? uncertainty_mm : unknown_blur_mm;
  if (!compared.contrast) return {unknown_noise, std::hypot(unknown_blur_mm, aligned_mm), {}};
  const double width = row.dates[row.reference].window.width;
  const ContrastRest& left = matched ? compared.contrast->matched : compared.contrast->as_scanned;
  return {left.noise / width, std::hypot(left.blur_mm, aligned_mm), compared.contrast->shading};
}

Shading shading_between(const Shading& first, const Shading& second) {
  Shading between;
  for (std::size_t i = 0; i < between.darker.size(); ++i) {
    between.darker[i] = second.darker[i] - first.darker[i];
  }
  return between;
}

}  // namespace

DifferenceDoubt difference_doubt(const ComparedRow& row, const FadePair& pair, double width,
                                 bool matched) {
  const Rest first = rest_of(row, pair.first, matched);
  const Rest second = rest_of(row, pair.second, matched);
  DifferenceDoubt doubt;
  doubt.noise = std::hypot(first.noise, second.noise) * width;
  doubt.misplaced_mm = std::hypot(first.misplaced_mm, second.misplaced_mm);
  doubt.full_change = full_change * width;
  doubt.shading = shading_between(first.shading, second.shading);
  if (const VolumePtr& reference = row.dates[row.reference].volume) {
    doubt.shading_from_world = shading_from_world(reference->geometry);
  }
  return doubt;
}

dvec3 half_slice_mm(const ComparedRow& row, const FadePair& pair, bool matched) {
  dvec3 half(0.0);
  for (const std::size_t place : {pair.first, pair.second, coarsest_date(row)}) {
    const ComparedDate& date = row.dates[place];
    const bool counts = matched || place == pair.first || place == pair.second;
    if (!counts || !date.volume || date.flat) continue;
    const double own_mm = date.volume->geometry.thickness_mm() / 2;
    if (own_mm > glm::length(half)) half = slice_normal(date) * own_mm;
  }
  return half;
}

double strongest_shading(const ComparedRow& row, const FadePair& pair) {
  float most = 0;
  const Shading between = shading_between(rest_of(row, pair.first, true).shading,
                                          rest_of(row, pair.second, true).shading);
  for (const float darker : between.darker) most = std::max(most, std::abs(darker));
  return static_cast<double>(most);
}

}  // namespace lv
