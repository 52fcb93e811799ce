#include "engine/spine/chain_search.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace lv {
namespace {

constexpr double slide_step_mm = 15.0, most_slide_mm = 75.0;
constexpr double same_start_mm = 6.0, same_start_rad = radians_from_degrees(8.0);
constexpr double same_place_of_fit_mm = 4.0;
constexpr int least_windows = 3;     ///< fewer cannot tell one vertebra from the next
constexpr std::size_t followed = 5;  ///< so many of the best beginnings are followed to both ends
constexpr int least_rival_windows = 2;
constexpr double elsewhere_levels = 0.3;  ///< a rival's window that is nearer counts as the same

Error stopped() {
  return {ErrorCode::cancelled, "stopped"};
}

bool shows(const Geometry& geometry, const dvec3& point) {
  dvec3 voxel = inverse(geometry.scan_from_voxel)(point);
  voxel.z = geometry.slice_at_coordinate(voxel.z);
  return glm::all(glm::greaterThanEqual(voxel, dvec3(-0.5))) &&
         glm::all(glm::lessThan(voxel, dvec3(geometry.size) - 0.5));
}

/// A chain's first window and where it is looked for.
struct Beginning {
  std::size_t window = 0;
  RigidPose pose;
};

bool alike(const Beginning& a, const Beginning& b, const dvec3& point, double mm) {
  const Motion apart = motion_between(a.pose, b.pose, a.pose(point));
  return a.window == b.window && glm::length(apart.translation) < mm &&
         glm::length(apart.rotation) < same_start_rad;
}

/// The middle one of the windows that a pose puts into the moving scan's picture.
std::optional<std::size_t> middle_window(const PlacedWindows& placed, const ColumnAxis& axis,
                                         const Geometry& moving, const RigidPose& pose) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < placed.places_mm.size(); ++i) {
    if (shows(moving, pose(axis.at(placed.places_mm[i]).point))) shown.push_back(i);
  }
  if (shown.empty()) return std::nullopt;
  return shown[shown.size() / 2];
}

/// The starts, slid along the column in steps; of those that are alike one is kept.
std::vector<Beginning> beginnings(const PlacedWindows& placed, const ColumnAxis& axis,
                                  const Geometry& moving, const std::vector<RigidPose>& starts) {
  std::vector<Beginning> all;
  const double middle_mm = 0.5 * axis.length_mm();
  for (const RigidPose& start : starts) {
    for (double by = -most_slide_mm; by <= most_slide_mm; by += slide_step_mm) {
      Beginning next{0, start * axis.slide(middle_mm, middle_mm + by)};
      const auto window = middle_window(placed, axis, moving, next.pose);
      if (!window) continue;
      next.window = *window;
      const double mm = placed.places_mm[*window];
      next.pose = start * axis.slide(mm, mm + by);
      const auto met = [&](const Beginning& other) {
        return alike(next, other, axis.at(mm).point, same_start_mm);
      };
      if (std::ranges::none_of(all, met)) all.push_back(next);
    }
  }
  return all;
}

}  // namespace

namespace {

/// A beginning that has been lined up.
struct Promise {
  std::size_t window = 0;
  WindowFit first;
  double information = 0.0;  ///< mean of its window and the two beside it
};

Result<Promise> look_around(Windows& windows, std::size_t window, const WindowFit& first) {
  Promise promise{window, first, 0.0};
  double sum = first.information();
  int seen = 1;
  for (const std::size_t next : {window - 1, window + 1}) {
    if (next >= windows.size()) continue;
    LV_ASSIGN(const WindowFit fit, windows.fit(next, first.pose));
    if (fit.overlap() < least_level_overlap) continue;
    sum += fit.information();
    ++seen;
  }
  promise.information = sum / seen;
  return promise;
}

}  // namespace

Result<Chain> search_chain(PlacedWindows& placed, const ColumnAxis& axis, const Geometry& moving,
                           const std::vector<RigidPose>& starts, const std::stop_token& stop) {
  std::vector<Beginning> met;
  std::vector<Promise> promises;
  for (const Beginning& start : beginnings(placed, axis, moving, starts)) {
    if (stop.stop_requested()) return stopped();
    LV_ASSIGN(const WindowFit first, placed.windows.fit(start.window, start.pose));
    const Beginning reached{start.window, first.pose};
    const dvec3 point = axis.at(placed.places_mm[start.window]).point;
    const auto same = [&](const Beginning& other) {
      return alike(reached, other, point, same_place_of_fit_mm);
    };
    if (first.overlap() < least_level_overlap || std::ranges::any_of(met, same)) continue;
    met.push_back(reached);
    LV_ASSIGN(Promise promise, look_around(placed.windows, start.window, first));
    promises.push_back(std::move(promise));
  }
  std::ranges::stable_sort(promises, std::greater(), &Promise::information);
  if (promises.size() > followed) promises.resize(followed);
  Chain best;
  for (const Promise& promise : promises) {
    if (stop.stop_requested()) return stopped();
    LV_ASSIGN(Chain chain, follow_chain(placed.windows, promise.window, promise.first));
    if (chain.mean_information(least_windows) > best.mean_information(least_windows)) {
      best = std::move(chain);
    }
  }
  if (best.fits.empty()) {
    return Error{ErrorCode::unsupported,
                 "the two scans show fewer than three common vertebrae, or none that fit"};
  }
  return best;
}

namespace {

/// The rival without its windows that lie where those of `chain` lie.
Chain apart_from(const Chain& rival, const Chain& chain, const Windows& windows, double level_mm) {
  Chain kept = rival;
  for (std::size_t i = 0; i < kept.fits.size(); ++i) {
    const dvec3 point = windows.window(i).point;
    const double mm = glm::length(kept.fits[i].pose(point) - chain.fits[i].pose(point));
    const bool compared = chain.fits[i].overlap() >= least_level_overlap;
    if (compared && mm < elsewhere_levels * level_mm) kept.fits[i].score = {};
  }
  return kept;
}

/// Mean information of a chain, scored at the resolution of `sharp`.
Result<double> judged(Chain chain, Windows& sharp) {
  for (std::size_t i = 0; i < chain.fits.size(); ++i) {
    if (chain.fits[i].overlap() < least_level_overlap) continue;
    LV_ASSIGN(chain.fits[i], sharp.score(i, chain.fits[i].pose));
  }
  return chain.mean_information(least_rival_windows);
}

}  // namespace

Result<Lead> lead_over_rivals(PlacedWindows& coarse, Windows& sharp, const ColumnAxis& axis,
                              const Chain& chain, double level_mm, const std::stop_token& stop) {
  LV_ASSIGN(const double own, judged(chain, sharp));
  std::vector<std::size_t> seen;
  for (std::size_t i = 0; i < chain.fits.size(); ++i) {
    if (chain.fits[i].overlap() >= least_level_overlap) seen.push_back(i);
  }
  const std::size_t middle = seen[seen.size() / 2];
  const double mm = coarse.places_mm[middle];
  Lead lead;
  double best = 0.0;
  for (const double levels : {-2.0, -1.0, -0.5, 0.5, 1.0, 2.0}) {
    if (stop.stop_requested()) return stopped();
    const RigidPose start = chain.fits[middle].pose * axis.slide(mm, mm + levels * level_mm);
    LV_ASSIGN(Chain rival, follow_chain(coarse.windows, middle, start));
    LV_ASSIGN(const double information,
              judged(apart_from(rival, chain, coarse.windows, level_mm), sharp));
    if (information <= best) continue;
    best = information;
    lead = {own / best, std::move(rival)};
  }
  return lead;
}

}  // namespace lv
