#include "engine/study/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "engine/volume/quantile.h"

namespace lv {
namespace {

/// Slices that stay this near to a line are straight; rounding of positions is 0.1 or 0.2 mm.
constexpr double straight_mm = 1.0;
/// Directions rounded to two decimals point this far off their true ones (radians).
constexpr double rounded_direction = 0.015;

/// Sorts along the normal; of several pictures at one place the last acquired stays.
void put_in_order(Stack& stack) {
  PictureGroup& pictures = stack.pictures;
  std::ranges::sort(pictures, [](const Picture* a, const Picture* b) {
    return std::tie(a->acquisition_number, a->instance_number, a->sop_uid, a->frame) <
           std::tie(b->acquisition_number, b->instance_number, b->sop_uid, b->frame);
  });
  sort_along_normal(pictures);
  const dvec3 normal = normal_of(*pictures.front());
  PictureGroup kept;
  for (const Picture* p : pictures) {
    const bool repeats =
        !kept.empty() && along(normal, *p) - along(normal, *kept.back()) < same_place_mm;
    if (repeats) stack.surplus.push_back(std::exchange(kept.back(), p));
    if (!repeats) kept.push_back(p);
  }
  pictures = std::move(kept);
}

/// How far the slices lie off a line through the first of them along the normal.
struct Line {
  double usual_mm = 0;  ///< median sideways step between neighbours
  double drift_mm = 0;  ///< sideways from the first to the last
  double off_mm = 0;    ///< nine of ten slices lie no farther off than this
  double bent_mm = 0;   ///< the same from a straight line from the first to the last
};

Line line_of(const PictureGroup& pictures, const dvec3& normal) {
  const dvec3 first = pictures.front()->plane->position;
  const auto sideways = [&](const dvec3& way) {
    return glm::length(way - normal * glm::dot(way, normal));
  };
  const dvec3 way = pictures.back()->plane->position - first;
  const double length = glm::dot(way, normal);
  if (length <= 0) return {};
  std::vector<double> steps, off, bent;
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    const dvec3 here = pictures[i]->plane->position - first;
    steps.push_back(sideways(pictures[i]->plane->position - pictures[i - 1]->plane->position));
    off.push_back(sideways(here));
    bent.push_back(sideways(here - way * (glm::dot(here, normal) / length)));
  }
  return {median(steps), sideways(way), quantile(off, 0.9), quantile(bent, 0.9)};
}

/// Axes whose normal is taken from the positions of the slices. Directions are rounded far more
/// coarsely than positions, so in a long stack (200 mm, say) positions tell the normal better.
PictureAxes along_the_slices(const PictureGroup& pictures, const PictureAxes& axes) {
  PictureAxes result;
  result.normal =
      glm::normalize(pictures.back()->plane->position - pictures.front()->plane->position);
  result.row = glm::normalize(axes.row - result.normal * glm::dot(axes.row, result.normal));
  result.column = glm::cross(result.normal, result.row);
  return result;
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
void describe_gaps(Stack& stack, const std::vector<double>& distances, double usual,
                   double rounding) {
  const double jitter = jitter_mm(usual, rounding);
  std::vector<std::size_t> missing;
  std::vector<std::size_t> odd;  // after which slice, counted with the missing ones
  std::size_t index = 0;
  for (const double distance : distances) {
    const double steps = distance / usual;
    const double whole = std::round(steps);
    const bool lost = whole >= 2 && std::abs(distance - whole * usual) < 3 * jitter;
    if (lost) {
      for (double k = 1; k < whole; ++k) missing.push_back(++index);
    } else if (std::abs(distance - usual) > 2 * jitter) {
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

/// Positions in whole millimetres look like uneven distances of a few millimetres.
void describe_rounding(Stack& stack, double step, double rounding) {
  const auto off = [&](double distance) { return std::abs(distance - step) > jitter_mm(step, 0); };
  if (rounding < 0.5 || std::ranges::none_of(distances_of(stack.pictures), off)) return;
  stack.findings.push_back(
      fmt::format("the positions are written in whole millimetres; the slices are taken to be "
                  "evenly spaced, {:.2f} mm apart",
                  step));
}

void place_slices(Stack& stack, const PictureAxes& axes) {
  const PictureGroup& pictures = stack.pictures;
  const Picture& first = *pictures.front();
  const double rounding = rounding_along(axes.normal, pictures);
  const std::vector<double> distances = distances_of(pictures);
  double step = first.slice_thickness_mm > 0 ? first.slice_thickness_mm : 1.0;
  std::vector<double> places;
  if (!distances.empty()) {
    const std::optional<double> even = even_step(distances, rounding);
    step = even ? *even : most_frequent(distances, rounding);
    const double jitter = 2 * jitter_mm(step, rounding);
    const auto usual =
        std::ranges::count_if(distances, [&](double d) { return std::abs(d - step) < jitter; });
    if (2 * static_cast<std::size_t>(usual) > distances.size()) stack.spacing_mm = step;
    if (even) {
      describe_rounding(stack, step, rounding);
    } else {
      places.push_back(0.0);
      for (const double d : distances) places.push_back(places.back() + d / step);
      describe_gaps(stack, distances, step, rounding);
    }
  }
  stack.geometry = regular_geometry(
      {first.header->columns, first.header->rows, static_cast<int>(pictures.size())}, axes.row,
      axes.column, axes.normal, {first.pixel_spacing_mm.y, first.pixel_spacing_mm.x, step},
      first.plane->position);
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
  PictureAxes axes = axes_of(*pictures.front());
  if (pictures.size() > 2 && by_place(pictures).size() == 1) {
    lay_flat(stack, "all its slices are written at one position");
    return stack;
  }
  put_in_order(stack);
  if (!stack.surplus.empty()) {
    stack.findings.push_back(fmt::format("{} slice{} there twice; the later one is used",
                                         stack.surplus.size(),
                                         stack.surplus.size() > 1 ? "s are" : " is"));
  }
  const Line line = line_of(stack.pictures, axes.normal);
  const double straight = std::max(straight_mm, rounding_along(dvec3(1), stack.pictures));
  if (line.off_mm > straight) {
    const double length = glm::distance(stack.pictures.front()->plane->position,
                                        stack.pictures.back()->plane->position);
    if (line.bent_mm > straight || line.drift_mm > rounded_direction * length) {
      lay_flat(stack, fmt::format("its slices are shifted sideways by {:.1f} mm from one to the "
                                  "next, by {:.1f} mm in all (a tilted gantry, or a curved stack)",
                                  line.usual_mm, line.drift_mm));
      return stack;
    }
    axes = along_the_slices(stack.pictures, axes);
    stack.findings.push_back(
        fmt::format("the directions in the header are rounded so coarsely that the slices would "
                    "drift sideways by {:.1f} mm; the positions of the slices are used instead",
                    line.drift_mm));
  }
  place_slices(stack, axes);
  return stack;
}

}  // namespace lv
