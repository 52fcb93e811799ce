#include "engine/study/place.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace lv {
namespace {

constexpr double least_jitter_mm = 0.02, most_jitter_mm = 0.15;

/// The coarsest of 1, 0.1 and 0.01 mm of which all positions are multiples; 0: none of them.
double written_step_mm(const PictureGroup& pictures) {
  for (const double step : {1.0, 0.1, 0.01}) {
    const auto whole = [step](double mm) {
      return std::abs(mm / step - std::round(mm / step)) < 1e-6 * (1 + std::abs(mm / step));
    };
    if (std::ranges::all_of(pictures, [&](const Picture* p) {
          const dvec3& at = p->plane->position;
          return whole(at.x) && whole(at.y) && whole(at.z);
        })) {
      return step;
    }
  }
  return 0;
}

std::vector<PictureGroup> by_number(const PictureGroup& pictures) {
  std::map<std::int32_t, PictureGroup> numbers;
  for (const Picture* p : pictures) numbers[p->instance_number].push_back(p);
  std::vector<PictureGroup> places;
  for (auto& [number, group] : numbers) places.push_back(std::move(group));
  return places;
}

}  // namespace

std::string fault_of_place(const Picture& picture) {
  if (!picture.plane) return "it has no position or orientation";
  const auto& [position, row, column] = *picture.plane;
  const auto unit = [](const dvec3& v) { return std::abs(glm::length(v) - 1.0) < 0.03; };
  if (!unit(row) || !unit(column) || !(std::abs(glm::dot(row, column)) < 0.03)) {
    return "its orientation makes no sense (rows and columns are not at right angles)";
  }
  if (!glm::all(glm::lessThan(glm::abs(position), dvec3(10000.0)))) {
    return "its position makes no sense (more than ten metres away)";
  }
  const dvec2 spacing = picture.pixel_spacing_mm;
  if (spacing == dvec2(0.0)) return "it has no pixel spacing, so nothing in it can be measured";
  const auto believable = [](double mm) { return mm >= 0.01 && mm <= 25.0; };
  if (!believable(spacing.x) || !believable(spacing.y)) return "its pixel spacing makes no sense";
  return {};
}

PictureAxes axes_of(const Picture& picture) {
  PictureAxes axes;
  axes.row = glm::normalize(picture.plane->row_direction);
  axes.normal = glm::normalize(glm::cross(axes.row, picture.plane->column_direction));
  axes.column = glm::cross(axes.normal, axes.row);
  return axes;
}

dvec3 normal_of(const Picture& picture) {
  return axes_of(picture).normal;
}

double along(const dvec3& direction, const Picture& picture) {
  return glm::dot(direction, picture.plane->position);
}

void sort_along_normal(PictureGroup& pictures) {
  const dvec3 normal = normal_of(*pictures.front());
  std::ranges::stable_sort(pictures, {}, [&](const Picture* p) { return along(normal, *p); });
}

std::vector<PictureGroup> by_place(PictureGroup pictures) {
  if (!fault_of_place(*pictures.front()).empty()) return by_number(pictures);
  const dvec3 normal = normal_of(*pictures.front());
  sort_along_normal(pictures);
  std::vector<PictureGroup> places;
  std::size_t open = 0;  // places before it are too far back along the normal
  for (const Picture* p : pictures) {
    while (open < places.size() &&
           along(normal, *places[open].front()) < along(normal, *p) - same_place_mm) {
      ++open;
    }
    const auto here = std::find_if(
        places.begin() + static_cast<std::ptrdiff_t>(open), places.end(), [&](const auto& place) {
          return glm::distance(place.front()->plane->position, p->plane->position) < same_place_mm;
        });
    if (here == places.end()) {
      places.push_back({p});
    } else {
      here->push_back(p);
    }
  }
  return places;
}

double rounding_along(const dvec3& direction, const PictureGroup& pictures) {
  const dvec3 share = glm::abs(direction);
  return written_step_mm(pictures) / 2 * (share.x + share.y + share.z);
}

double jitter_mm(double spacing_mm, double rounding_mm) {
  // The ruler is laid through rounded places and may be off as well: a third more.
  return std::max(std::clamp(0.05 * spacing_mm, least_jitter_mm, most_jitter_mm),
                  std::min(1.33 * rounding_mm, 0.25 * spacing_mm));
}

std::vector<double> distances_of(const PictureGroup& pictures) {
  const dvec3 normal = normal_of(*pictures.front());
  std::vector<double> distances;
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    distances.push_back(along(normal, *pictures[i]) - along(normal, *pictures[i - 1]));
  }
  return distances;
}

std::optional<double> even_step(const std::vector<double>& distances, double rounding_mm) {
  // The ruler of least squares: the first and the last place may be rounded as well.
  std::vector<double> places{0};
  for (const double d : distances) places.push_back(places.back() + d);
  const double middle = static_cast<double>(distances.size()) / 2;
  double products = 0, squares = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double from_middle = static_cast<double>(i) - middle;
    products += from_middle * places[i];
    squares += from_middle * from_middle;
  }
  const double step = products / squares;
  for (std::size_t i = 0; i < places.size(); ++i) places[i] -= step * static_cast<double>(i);
  const auto [least, most] = std::ranges::minmax_element(places);
  const bool fits = (*most - *least) / 2 <= jitter_mm(step, rounding_mm);
  return fits && step > 0 ? std::optional(step) : std::nullopt;
}

double most_frequent(std::vector<double> distances, double rounding_mm) {
  std::ranges::sort(distances);
  double best = distances.front();
  std::size_t best_count = 0;
  for (std::size_t first = 0; first < distances.size(); ++first) {
    double sum = 0;
    std::size_t last = first;
    const double limit = distances[first] + 2 * jitter_mm(distances[first], rounding_mm);
    while (last < distances.size() && distances[last] <= limit) sum += distances[last++];
    if (last - first > best_count) {
      best_count = last - first;
      best = sum / static_cast<double>(best_count);
    }
  }
  return best;
}

bool one_even_stack(PictureGroup pictures) {
  if (!fault_of_place(*pictures.front()).empty() || pictures.size() < 3) return true;
  sort_along_normal(pictures);
  const double rounding = rounding_along(normal_of(*pictures.front()), pictures);
  const std::vector<double> distances = distances_of(pictures);
  if (even_step(distances, rounding)) return true;
  const double step = most_frequent(distances, rounding);
  double lost = 0;
  for (const double distance : distances) {
    const double steps = std::round(distance / step);
    if (steps < 1 || std::abs(distance - steps * step) > 3 * jitter_mm(step, rounding)) {
      return false;
    }
    lost += steps - 1;
  }
  return 3 * lost <= static_cast<double>(pictures.size());
}

}  // namespace lv
