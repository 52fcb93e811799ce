#include "app/row/stacks.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "app/row/bent_date.h"

namespace lv {
namespace {

constexpr double same_place_mm = 1.0;  // two measurements of one place differ by less

void bring_forward(ComparedDate& date, std::size_t further) {
  std::vector<ComparedDate> waiting = std::exchange(date.further, {});
  ComparedDate& old = waiting[further];
  std::swap(date, old);
  // These members are about the date as a whole, so they stay when another stack comes to the
  // front.
  date.key = old.key;
  date.frame_of_reference = old.frame_of_reference;
  date.known = old.known;
  date.known_levels = std::move(old.known_levels);
  date.pose = old.pose;
  date.pose_before_hand = old.pose_before_hand;
  date.state = old.state;
  date.alignment = old.alignment;
  date.restored = old.restored;
  date.levels = std::move(old.levels);
  date.rival_levels = std::move(old.rival_levels);
  date.levels_guided = old.levels_guided;
  date.marked_vertebra = old.marked_vertebra;
  date.bend = old.bend;
  date.contrast = old.contrast;  // stacks of one series are of one contrast
  date.contrast_known = old.contrast_known;
  date.further = std::move(waiting);
}

/// The middle of slice k, in World.
dvec3 middle_of_slice(const Geometry& geometry, int k, const RigidPose& scan_from_world_pose) {
  const dvec3 voxel((geometry.size.x - 1) / 2.0, (geometry.size.y - 1) / 2.0,
                    geometry.coordinate_of_slice(k));
  return inverse(scan_from_world_pose)(geometry.scan_from_voxel(voxel));
}

/// The middle of the first or the last slice, whichever comes first along a direction.
dvec3 near_end(const ComparedDate& stack, const RigidPose& pose, const dvec3& direction) {
  const Geometry& geometry = stack.volume->geometry;
  const dvec3 first = middle_of_slice(geometry, 0, pose);
  const dvec3 last = middle_of_slice(geometry, geometry.size.z - 1, pose);
  return glm::dot(first, direction) <= glm::dot(last, direction) ? first : last;
}

constexpr double infinite = std::numeric_limits<double>::infinity();

/// From the least to the greatest of both.
CommonRange joined(const CommonRange& a, const CommonRange& b) {
  return {std::min(a.least, b.least), std::max(a.greatest, b.greatest)};
}

using Range = CommonRange(const ComparedRow& row, const dvec3& direction);

/// What all stacks of a date reach together.
CommonRange of_all_stacks(const ComparedDate& date, const dvec3& direction, Range* range) {
  ComparedRow alone;
  alone.dates = {date};
  CommonRange all = range(alone, direction);
  for (std::size_t i = 0; i < date.further.size(); ++i) {
    ComparedDate& front = alone.dates.front();
    if (front.flat || !front.further[i].volume || front.further[i].flat) continue;
    bring_forward(front, i);
    all = joined(all, range(alone, direction));
  }
  return all;
}

}  // namespace

ComparedDate& stack_at(ComparedRow& row, const StackPlace& place) {
  ComparedDate& date = row.dates[place.date];
  return place.further ? date.further[*place.further] : date;
}

std::vector<ComparedDate*> all_stacks(ComparedRow& row) {
  std::vector<ComparedDate*> stacks;
  for (ComparedDate& date : row.dates) stacks.push_back(&date);
  for (ComparedDate& date : row.dates) {
    for (ComparedDate& other : date.further) stacks.push_back(&other);
  }
  return stacks;
}

ComparedDate* stack_of(ComparedRow& row, int series) {
  for (ComparedDate& date : row.dates) {
    if (date.series == series) return &date;
    const auto found = std::ranges::find(date.further, series, &ComparedDate::series);
    if (found != date.further.end()) return &*found;
  }
  return nullptr;
}

void show_stacks_at(ComparedRow& row, const dvec3& point) {
  constexpr double in_doubt_mm = 0.01;
  for (ComparedDate& date : row.dates) {
    if (date.further.empty() || !date.volume || date.flat) continue;
    const dvec3 here = is_bent(date) ? date.bend(point) : date.pose(point);
    double least_mm = date.volume->geometry.outside_mm(here) - in_doubt_mm;
    std::optional<std::size_t> nearest;
    for (std::size_t i = 0; i < date.further.size(); ++i) {
      const ComparedDate& other = date.further[i];
      if (!other.volume || other.flat) continue;
      const double mm = other.volume->geometry.outside_mm(here);
      if (mm < least_mm) nearest = i, least_mm = mm;
    }
    if (nearest) bring_forward(date, *nearest);
  }
}

CommonRange covered_by_all_stacks(const ComparedRow& row, const dvec3& direction) {
  CommonRange all{infinite, -infinite};
  for (const ComparedDate* const date : framing_dates(row)) {
    all = joined(all, of_all_stacks(*date, direction, covered_range));
  }
  return all;
}

CommonRange common_to_all_dates(const ComparedRow& row, const dvec3& direction) {
  CommonRange common{-infinite, infinite};
  for (const ComparedDate* const date : framing_dates(row)) {
    const CommonRange own = of_all_stacks(*date, direction, common_range);
    common = {std::max(common.least, own.least), std::min(common.greatest, own.greatest)};
  }
  return common;
}

std::vector<const ComparedDate*> stacks_around(const ComparedDate& date, const dvec3& point) {
  std::vector<const ComparedDate*> stacks{&date};
  for (const ComparedDate& other : date.further) stacks.push_back(&other);
  std::erase_if(stacks, [](const ComparedDate* stack) { return !stack->volume || stack->flat; });
  std::ranges::stable_sort(stacks, {}, [&](const ComparedDate* stack) {
    return stack->volume->geometry.outside_mm(point);
  });
  return stacks;
}

double distance_after(const ComparedDate& date, const ComparedDate& other, const dvec3& direction) {
  const RigidPose world_from_scan = inverse(date.pose);
  const double mm = glm::dot(world_from_scan(other.volume->geometry.centre()) -
                                 world_from_scan(date.volume->geometry.centre()),
                             direction);
  if (std::abs(mm) > same_place_mm) return mm;
  return other.series > date.series ? 1e-3 : -1e-3;
}

std::optional<dvec3> go_to_next_stack(ComparedDate& date, const dvec3& direction, int sign) {
  if (!date.volume || date.flat) return std::nullopt;
  std::optional<std::size_t> next;
  double least = 0;
  for (std::size_t i = 0; i < date.further.size(); ++i) {
    const ComparedDate& other = date.further[i];
    if (!other.volume || other.flat) continue;
    const double away = sign * distance_after(date, other, direction);
    if (away > 0 && (!next || away < least)) next = i, least = away;
  }
  if (!next) return std::nullopt;
  bring_forward(date, *next);
  return near_end(date, date.pose, direction * double(sign));
}

}  // namespace lv
