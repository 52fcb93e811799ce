#include "engine/study/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace lv {
namespace {

constexpr double sheared_mm = 1.0;  ///< sideways from slice to slice; rounding stays below 0.2

/// How far a slice may lie from its regular place: positions are often rounded to 0.1 mm.
double jitter_mm(double spacing_mm) {
  return std::clamp(0.05 * spacing_mm, 0.02, 0.15);
}

/// The most frequent distance: the mean of the largest cluster of similar ones, the smaller of two.
double most_frequent(std::vector<double> distances) {
  std::ranges::sort(distances);
  double best = distances.front();
  std::size_t best_count = 0;
  for (std::size_t first = 0; first < distances.size(); ++first) {
    double sum = 0;
    std::size_t last = first;
    const double limit = distances[first] + 2 * jitter_mm(distances[first]);
    while (last < distances.size() && distances[last] <= limit) sum += distances[last++];
    if (last - first > best_count) {
      best_count = last - first;
      best = sum / static_cast<double>(best_count);
    }
  }
  return best;
}

/// Sorts along the normal; of several pictures at one place the last acquired stays.
void put_in_order(Stack& stack, const dvec3& normal) {
  PictureGroup& pictures = stack.pictures;
  std::ranges::sort(pictures, [](const Picture* a, const Picture* b) {
    return std::tie(a->acquisition_number, a->instance_number, a->sop_uid, a->frame) <
           std::tie(b->acquisition_number, b->instance_number, b->sop_uid, b->frame);
  });
  std::ranges::stable_sort(pictures, {}, [&](const Picture* p) { return along(normal, *p); });
  PictureGroup kept;
  for (const Picture* p : pictures) {
    const bool repeats =
        !kept.empty() && along(normal, *p) - along(normal, *kept.back()) < same_place_mm;
    if (repeats) stack.surplus.push_back(std::exchange(kept.back(), p));
    if (!repeats) kept.push_back(p);
  }
  pictures = std::move(kept);
}

std::vector<double> distances_of(const PictureGroup& pictures, const dvec3& normal) {
  std::vector<double> distances;
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    distances.push_back(along(normal, *pictures[i]) - along(normal, *pictures[i - 1]));
  }
  return distances;
}

/// Median sideways step between neighbours, mm.
double shear_mm(const PictureGroup& pictures, const dvec3& normal) {
  std::vector<double> sideways;
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    const dvec3 step = pictures[i]->plane->position - pictures[i - 1]->plane->position;
    sideways.push_back(glm::length(step - normal * glm::dot(step, normal)));
  }
  if (sideways.empty()) return 0;
  std::ranges::nth_element(sideways,
                           sideways.begin() + static_cast<std::ptrdiff_t>(sideways.size() / 2));
  return sideways[sideways.size() / 2];
}

/// Numbers slices as a person counts them: from the end where the instance numbers begin.
struct Counting {
  bool backwards;
  std::size_t count;
  std::size_t number(std::size_t index) const { return backwards ? count - index : index + 1; }
};

std::string list_text(std::vector<std::size_t> numbers) {
  std::ranges::sort(numbers);
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == numbers.size() ? " and " : ", ", numbers[i]);
  }
  return text;
}

/// Gaps of a whole number of steps: lost slices. Others: irregular distances.
void describe_gaps(Stack& stack, const std::vector<double>& distances, double usual) {
  std::vector<std::size_t> missing;
  std::vector<std::size_t> odd;  // after which slice, counted with the missing ones
  std::size_t index = 0;
  for (const double distance : distances) {
    const double steps = distance / usual;
    const double whole = std::round(steps);
    const bool lost = whole >= 2 && std::abs(distance - whole * usual) < 3 * jitter_mm(usual);
    if (lost) {
      for (double k = 1; k < whole; ++k) missing.push_back(++index);
    } else if (std::abs(distance - usual) > 2 * jitter_mm(usual)) {
      odd.push_back(index);
    }
    ++index;
  }
  const Counting count{
      stack.pictures.front()->instance_number > stack.pictures.back()->instance_number, index + 1};
  for (std::size_t& m : missing) m = count.number(m);
  if (!missing.empty()) {
    stack.findings.push_back(fmt::format("slice{} {} of {} {} missing; {:.1f} mm apart elsewhere",
                                         missing.size() > 1 ? "s" : "", list_text(missing),
                                         count.count, missing.size() > 1 ? "are" : "is", usual));
  }
  if (odd.empty()) return;
  const auto [least, most] = std::ranges::minmax_element(distances);
  stack.findings.push_back(
      fmt::format("the slices are not evenly spaced: {:.1f} to {:.1f} mm apart, mostly {:.1f} mm; "
                  "each is shown at its true place",
                  *least, *most, usual));
}

/// Whether a straight ruler of equal steps fits the places within their rounding; its step.
std::optional<double> even_step(const std::vector<double>& distances) {
  double length = 0;
  for (const double d : distances) length += d;
  const double step = length / static_cast<double>(distances.size());
  double place = 0;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    place += distances[i];
    if (std::abs(place - step * static_cast<double>(i + 1)) > jitter_mm(step)) return std::nullopt;
  }
  return step;
}

void place_slices(Stack& stack, const dvec3& normal) {
  const PictureGroup& pictures = stack.pictures;
  const Picture& first = *pictures.front();
  const std::vector<double> distances = distances_of(pictures, normal);
  double step = first.slice_thickness_mm > 0 ? first.slice_thickness_mm : 1.0;
  std::vector<double> places;
  if (!distances.empty()) {
    const std::optional<double> even = even_step(distances);
    step = even ? *even : most_frequent(distances);
    const auto usual = std::ranges::count_if(
        distances, [&](double d) { return std::abs(d - step) < 2 * jitter_mm(step); });
    if (2 * static_cast<std::size_t>(usual) > distances.size()) stack.spacing_mm = step;
    if (!even) {
      places.push_back(0.0);
      for (const double d : distances) places.push_back(places.back() + d / step);
      describe_gaps(stack, distances, step);
    }
  }
  stack.geometry = regular_geometry(
      {first.header->columns, first.header->rows, static_cast<int>(pictures.size())},
      glm::normalize(first.plane->row_direction), glm::normalize(first.plane->column_direction),
      normal, {first.pixel_spacing_mm.y, first.pixel_spacing_mm.x, step}, first.plane->position);
  stack.geometry.slice_coordinates = std::move(places);
  stack.geometry.slice_thickness_mm = std::max(0.0, first.slice_thickness_mm);
}

void lay_flat(Stack& stack, std::string reason) {
  stack.flat_reason = std::move(reason);
  std::ranges::stable_sort(stack.pictures, {}, &Picture::instance_number);
  const Picture& first = *stack.pictures.front();
  const dvec2 spacing = first.pixel_spacing_mm;
  const bool usable = spacing.x >= 0.01 && spacing.y >= 0.01 && spacing.x < 25 && spacing.y < 25;
  stack.geometry = regular_geometry(
      {first.header->columns, first.header->rows, static_cast<int>(stack.pictures.size())},
      {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, usable ? dvec3(spacing.y, spacing.x, 1) : dvec3(1.0),
      dvec3(0.0));
}

}  // namespace

Stack arrange(const PictureGroup& pictures) {
  Stack stack;
  stack.pictures = pictures;
  if (std::string fault = fault_of_place(*pictures.front()); !fault.empty()) {
    lay_flat(stack, std::move(fault));
    return stack;
  }
  const dvec3 normal = normal_of(*pictures.front());
  put_in_order(stack, normal);
  if (!stack.surplus.empty()) {
    stack.findings.push_back(fmt::format("{} slice{} there twice; the later one is used",
                                         stack.surplus.size(),
                                         stack.surplus.size() > 1 ? "s are" : " is"));
  }
  const double shear = shear_mm(stack.pictures, normal);
  if (shear > sheared_mm) {
    lay_flat(stack, fmt::format("its slices are shifted sideways by {:.1f} mm from one to the next "
                                "(a tilted gantry, or a curved stack)",
                                shear));
    return stack;
  }
  place_slices(stack, normal);
  return stack;
}

}  // namespace lv
