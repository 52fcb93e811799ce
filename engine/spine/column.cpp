#include "engine/spine/column.h"

#include <algorithm>
#include <cmath>

#include "engine/core/parallel.h"
#include "engine/spine/discs.h"
#include "engine/spine/sagittal_cut.h"
#include "engine/spine/straightened.h"

namespace lv {
namespace {

constexpr double slices_reach_mm = 15.0;  ///< about the scan's middle
constexpr double most_canal = 2.0;
constexpr std::size_t low_end_mm = 90, turn_within_mm = 25, straight_on_mm = 40;
constexpr double most_forward_turn_rad = radians_from_degrees(28.0);

/// The column as one sagittal picture shows it.
struct SliceColumn {
  PlaneImage picture;  ///< evened()
  PlaneCurve curve;
  double path_score = 0.0, canal = 0.0;

  double score() const { return path_score * std::min(canal, most_canal); }
};

SliceColumn look_at(const Volume& volume, const SagittalCut& cut, double left_mm) {
  SliceColumn found;
  const PlaneImage fine = cut_picture(volume, cut, left_mm, laminar_pixel_mm / 2.0);
  found.picture = evened(halved(fine));
  const ColumnPath path = best_path(laminar_coherence(found.picture));
  found.path_score = path.score * laminar_pixel_mm;
  found.curve = curve_of(path, found.picture);
  if (found.curve.places.empty()) return found;
  for (int round = 0; round < 2; ++round) recentre(found.picture, found.curve);
  found.canal = canal_steadiness(straightened(found.picture, found.curve));
  return found;
}

/// Below the lumbar spine the path may leave the sacrum for layers of the belly. A column's low end
/// does not turn forward sharply: where the curve does, it runs straight on instead.
void keep_from_the_belly(PlaneCurve& curve) {
  std::vector<PlaneCurve::Place>& places = curve.places;
  const auto turns_forward = [&](std::size_t i) {
    const dvec2 before = places[i].along, after = places[i + turn_within_mm].along;
    return std::atan2(before.x, before.y) - std::atan2(after.x, after.y) > most_forward_turn_rad;
  };
  std::size_t turn = places.size() - std::min(places.size(), low_end_mm);
  while (turn + turn_within_mm < places.size() && !turns_forward(turn)) ++turn;
  if (turn + turn_within_mm >= places.size()) return;
  places.resize(std::min(places.size(), turn + straight_on_mm));
  for (std::size_t i = turn + 1; i < places.size(); ++i) {
    places[i] = {places[turn].at + static_cast<double>(i - turn) * places[turn].along,
                 places[turn].along};
  }
}

}  // namespace

SpineColumn find_column(const Volume& volume) {
  const SagittalCut cut = sagittal_cut(volume.geometry, slices_reach_mm);
  std::vector<SliceColumn> slices(cut.planes_mm.size());
  parallel_for(slices.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) slices[i] = look_at(volume, cut, cut.planes_mm[i]);
  });
  SpineColumn column;
  const auto best = std::ranges::max_element(slices, {}, &SliceColumn::score);
  if (best == slices.end() || best->curve.places.empty()) return column;
  keep_from_the_belly(best->curve);
  const double left_mm = cut.planes_mm[static_cast<std::size_t>(best - slices.begin())];
  // Pixel (0, 0) of a halved picture is the mean of four: a quarter pixel further.
  const double first = laminar_pixel_mm / 4.0;
  for (const PlaneCurve::Place& place : best->curve.places) {
    const dvec2 back = place.backward();
    column.places.push_back({cut.point(place.at.x + first, place.at.y + first, left_mm),
                             place.along.x * cut.back + place.along.y * cut.down,
                             back.x * cut.back + back.y * cut.down});
  }
  std::vector<PlaneImage> straight;
  const auto around = std::min({best - slices.begin(), slices.end() - best - 1, std::ptrdiff_t{2}});
  for (auto slice = best - around; slice <= best + around; ++slice) {
    straight.push_back(straightened(slice->picture, best->curve));
  }
  const Discs discs = find_discs(straight);
  column.discs_mm = discs.places_mm;
  column.confidence = best->score();
  return column;
}

}  // namespace lv
