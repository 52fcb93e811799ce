#include "app/view/doubt.h"

#include <algorithm>
#include <cmath>

#include "engine/registration/remaining.h"

namespace lv {
namespace {

// For a date whose contrast could not be equalised.
constexpr double unknown_noise = 0.1;  // share of the window
constexpr double unknown_blur_mm = 1.0;

/// What equalising a date leaves unexplained.
struct Rest {
  double noise = 0, blur_mm = 0;
  Shading shading;
};

Rest rest_of(const ComparedRow& row, std::size_t date, bool matched) {
  if (date == row.reference) return {};
  const ComparedDate& compared = row.dates[date];
  if (!compared.contrast) return {unknown_noise, unknown_blur_mm, {}};
  const double width = row.dates[row.reference].window.width;
  const ContrastRest& left = matched ? compared.contrast->matched : compared.contrast->as_scanned;
  return {left.noise / width, left.blur_mm, compared.contrast->shading};
}

/// How far a place of World may lie from where it belongs on a date. Equalising has measured the
/// average of what lining up leaves; a part of the body may lie farther off. Where the spine bends,
/// parts of the whole say nothing of its levels.
double misplaced_mm(const ComparedRow& row, std::size_t date, double blur_mm, const dvec3& place) {
  if (date == row.reference) return 0;
  const Verdict& verdict = row.dates[date].alignment.verdict;
  const double part_mm = row.dates[date].levels.empty() ? remaining_mm_at(verdict, place) : 0;
  const auto known = [](double mm) { return std::isfinite(mm) ? mm : unknown_blur_mm; };
  return std::hypot(known(verdict.uncertainty_mm), std::max(blur_mm, known(part_mm)));
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
  doubt.full_change = full_change * width;
  doubt.shading = shading_between(first.shading, second.shading);
  if (const VolumePtr& reference = row.dates[row.reference].volume) {
    doubt.shading_from_world = shading_from_world(reference->geometry);
  }
  const auto world_from_shading = inverse(doubt.shading_from_world);
  for (std::size_t i = 0; i < doubt.misplaced_mm.size(); ++i) {
    constexpr std::size_t side = Shading::side;
    const dvec3 place = world_from_shading(dvec3(i % side, i / side % side, i / side / side));
    doubt.misplaced_mm[i] =
        static_cast<float>(std::hypot(misplaced_mm(row, pair.first, first.blur_mm, place),
                                      misplaced_mm(row, pair.second, second.blur_mm, place)));
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

double around_mm(const ComparedRow& row, const FadePair& pair) {
  constexpr double apart = 1.25;  // pixels
  double pixel_mm = 0;
  for (const std::size_t place : {pair.first, pair.second}) {
    const ComparedDate& date = row.dates[place];
    if (!date.volume || (place != row.reference && !date.contrast)) return 0;
    const dvec3 spacing = date.volume->geometry.spacing_mm();
    pixel_mm = std::max({pixel_mm, spacing.x, spacing.y});
  }
  return apart * pixel_mm;
}

double strongest_shading(const ComparedRow& row, const FadePair& pair) {
  float most = 0;
  const Shading between = shading_between(rest_of(row, pair.first, true).shading,
                                          rest_of(row, pair.second, true).shading);
  for (const float darker : between.darker) most = std::max(most, std::abs(darker));
  return static_cast<double>(most);
}

}  // namespace lv
