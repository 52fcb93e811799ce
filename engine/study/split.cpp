#include "engine/study/split.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>

#include "engine/study/distinctions.h"
#include "engine/volume/quantile.h"

namespace lv {
namespace {

const double same_direction = std::cos(radians_from_degrees(0.2));
constexpr double sideways_mm = 1.5;  ///< neighbours of one stack lie in line; rounding is 0.1 mm
constexpr double wide_gap = 3.5;     ///< times the usual distance

template <class Split>
std::vector<PictureGroup> refined(const std::vector<PictureGroup>& groups, const Split& split) {
  std::vector<PictureGroup> result;
  for (const PictureGroup& group : groups) {
    for (PictureGroup& part : split(group)) result.push_back(std::move(part));
  }
  return result;
}

auto order_of(const Picture& p) {
  return std::tuple(p.acquisition_number, p.time_s.value_or(-1.0F), p.instance_number);
}

bool earlier(const Picture* a, const Picture* b) {
  const auto first = order_of(*a), second = order_of(*b);
  if (first != second) return first < second;
  // Where nothing tells pictures apart, those of one folder at least stay together.
  return std::tie(a->frame, a->source->path, a->source->member, a->sop_uid) <
         std::tie(b->frame, b->source->path, b->source->member, b->sop_uid);
}

std::size_t most_at_one_place(const std::vector<PictureGroup>& places) {
  std::size_t most = 0;
  for (const PictureGroup& place : places) most = std::max(most, place.size());
  return most;
}

/// Whether groups lie at the same places: at least half of the pictures outside of the largest
/// group lie where another group has one too, and no group is as crowded as all together.
bool overlap(const std::vector<PictureGroup>& groups, const std::vector<PictureGroup>& places) {
  std::map<const Picture*, std::size_t> group_of;
  std::size_t largest = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const Picture* p : groups[g]) group_of[p] = g;
    if (groups[g].size() > groups[largest].size()) largest = g;
  }
  std::size_t others = 0, shared = 0;
  for (const PictureGroup& place : places) {
    const auto elsewhere = [&](const Picture* p) { return group_of[p] != group_of[place.front()]; };
    const bool mixed = std::ranges::any_of(place, elsewhere);
    for (const Picture* p : place) {
      others += group_of[p] != largest ? 1 : 0;
      shared += mixed && group_of[p] != largest ? 1 : 0;
    }
  }
  const std::size_t most = most_at_one_place(places);
  return shared > 0 && 2 * shared >= others && std::ranges::all_of(groups, [&](const auto& group) {
           return most_at_one_place(by_place(group)) < most;
         });
}

bool each_even(const std::vector<PictureGroup>& groups) {
  return std::ranges::all_of(groups, [](const PictureGroup& group) {
    return group.size() >= 3 && most_at_one_place(by_place(group)) == 1 && one_even_stack(group);
  });
}

/// The n-th picture of every place, for each n.
std::vector<PictureGroup> by_turn(std::vector<PictureGroup> places) {
  std::vector<PictureGroup> turns;
  for (PictureGroup& place : places) {
    std::ranges::sort(place, earlier);
    turns.resize(std::max(turns.size(), place.size()));
    for (std::size_t n = 0; n < place.size(); ++n) turns[n].push_back(place[n]);
  }
  return turns;
}

/// Whether the positions of slices were lost: all are written at one place, while SliceLocation
/// still differs.
bool lost_their_positions(const PictureGroup& pictures) {
  std::vector<double> locations;
  for (const Picture* p : pictures) locations.push_back(p->slice_location.value_or(0));
  std::ranges::sort(locations);
  return pictures.size() > 2 && std::ranges::adjacent_find(locations) == locations.end();
}

/// Pictures of one orientation, split by the first tag that parts those of one place; where none
/// does, by their order. A few places taken twice are repeated slices of one volume and stay.
std::vector<PictureGroup> split_by_tags(const PictureGroup& pictures) {
  const std::vector<PictureGroup> places = by_place(pictures);
  const bool crowded = places.size() < pictures.size();
  if (!crowded && one_even_stack(pictures)) return {pictures};
  for (const Distinction& by : telling_distinctions()) {
    const std::vector<PictureGroup> groups = by(pictures);
    if (groups.size() > 1 && (crowded ? overlap(groups, places) : each_even(groups))) {
      return refined(groups, split_by_tags);
    }
  }
  const auto taken_again = std::ranges::count_if(places, [](auto& p) { return p.size() > 1; });
  if (!crowded || 2 * static_cast<std::size_t>(taken_again) < places.size()) return {pictures};
  if (places.size() == 1 && lost_their_positions(pictures)) return {pictures};
  for (const Distinction& by : repeating_distinctions()) {
    const std::vector<PictureGroup> groups = by(pictures);
    if (groups.size() > 1 && overlap(groups, places)) return refined(groups, split_by_tags);
  }
  if (places.size() == 1 && pictures.size() > 2) return {pictures};
  return by_turn(places);
}

bool nearly_whole(double ratio) {
  return std::abs(ratio - std::round(ratio)) < 0.1 && ratio < 20.5;
}

/// Pictures of one orientation, split where neighbours do not lie in line, or lie so far apart that
/// they cannot be one stack with lost slices.
std::vector<PictureGroup> split_by_line(PictureGroup pictures) {
  if (pictures.size() < 3 || !fault_of_place(*pictures.front()).empty()) return {pictures};
  const dvec3 normal = normal_of(*pictures.front());
  sort_along_normal(pictures);
  std::vector<double> steps, sideways;
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    const dvec3 step = pictures[i]->plane->position - pictures[i - 1]->plane->position;
    steps.push_back(glm::dot(step, normal));
    sideways.push_back(glm::length(step - normal * steps.back()));
  }
  const double usual_step = median(steps), usual_sideways = median(sideways);
  std::vector<PictureGroup> stacks{{pictures.front()}};
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    const double gap = usual_step > 0 ? steps[i - 1] / usual_step : 1.0;
    const bool off_line = usual_sideways < sideways_mm && sideways[i - 1] > sideways_mm * gap;
    if (off_line || (gap > wide_gap && !nearly_whole(gap))) stacks.emplace_back();
    stacks.back().push_back(pictures[i]);
  }
  return stacks;
}

std::vector<PictureGroup> split_placed(const PictureGroup& pictures) {
  return refined(split_by_tags(pictures), split_by_line);
}

}  // namespace

std::vector<PictureGroup> split_by_orientation(const PictureGroup& pictures) {
  std::vector<PictureGroup> groups;
  std::vector<PictureAxes> axes;  // of each group's first
  PictureGroup nowhere;
  for (const Picture* p : pictures) {
    if (!fault_of_place(*p).empty()) {
      nowhere.push_back(p);
      continue;
    }
    const PictureAxes here = axes_of(*p);
    const auto known = std::ranges::find_if(axes, [&](const PictureAxes& a) {
      return glm::dot(a.row, here.row) > same_direction &&
             glm::dot(a.column, here.column) > same_direction;
    });
    if (known == axes.end()) {
      axes.push_back(here);
      groups.push_back({p});
    } else {
      groups[static_cast<std::size_t>(known - axes.begin())].push_back(p);
    }
  }
  if (!nowhere.empty()) groups.push_back(std::move(nowhere));
  return groups;
}

std::vector<PictureGroup> split_series(const PictureGroup& pictures) {
  return refined(refined(split_by_matrix(pictures), split_by_orientation), split_placed);
}

bool indistinguishable(const Picture& a, const Picture& b) {
  return order_of(a) == order_of(b) && a.frame == b.frame;
}

}  // namespace lv
