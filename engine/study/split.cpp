#include "engine/study/split.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

namespace lv {
namespace {

const double same_direction = std::cos(radians_from_degrees(0.2));
constexpr double sideways_mm = 1.5;  ///< neighbours of one stack lie in line; rounding is 0.1 mm
constexpr double wide_gap = 3.5;     ///< times the usual distance

/// Groups whose keys are equal, in the order of the keys.
template <class Key>
std::vector<PictureGroup> grouped(const PictureGroup& pictures,
                                  const std::function<Key(const Picture&)>& key) {
  std::map<Key, PictureGroup> groups;
  for (const Picture* p : pictures) groups[key(*p)].push_back(p);
  std::vector<PictureGroup> result;
  for (auto& [unused, group] : groups) result.push_back(std::move(group));
  return result;
}

template <class Split>
std::vector<PictureGroup> refined(const std::vector<PictureGroup>& groups, const Split& split) {
  std::vector<PictureGroup> result;
  for (const PictureGroup& group : groups) {
    for (PictureGroup& part : split(group)) result.push_back(std::move(part));
  }
  return result;
}

std::vector<PictureGroup> split_by_image(const PictureGroup& pictures) {
  const auto key = [](const Picture& p) {
    const SeriesHeader& h = *p.header;
    return std::tuple(p.component, h.image_type, h.modality, h.photometric, h.has_pixels, h.columns,
                      h.rows, std::lround(std::clamp(p.pixel_spacing_mm.x, -1e6, 1e6) * 1e4),
                      std::lround(std::clamp(p.pixel_spacing_mm.y, -1e6, 1e6) * 1e4));
  };
  return grouped<decltype(key(Picture{}))>(pictures, key);
}

bool earlier(const Picture* a, const Picture* b) {
  return std::tie(a->acquisition_number, a->instance_number, a->sop_uid, a->frame) <
         std::tie(b->acquisition_number, b->instance_number, b->sop_uid, b->frame);
}

/// The pictures of one orientation by place: each inner group lies at one place, earliest first.
std::vector<PictureGroup> by_place(PictureGroup pictures) {
  const dvec3 normal = normal_of(*pictures.front());
  std::ranges::stable_sort(pictures, {}, [&](const Picture* p) { return along(normal, *p); });
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
  for (PictureGroup& place : places) std::ranges::sort(place, earlier);
  return places;
}

std::size_t most_at_one_place(const PictureGroup& pictures) {
  std::size_t most = 0;
  for (const PictureGroup& place : by_place(pictures)) most = std::max(most, place.size());
  return most;
}

/// What distinguishes pictures of the same place, the most telling first.
const std::vector<std::function<double(const Picture&)>>& distinctions() {
  static const std::vector<std::function<double(const Picture&)>> all = {
      [](const Picture& p) { return double{p.b_value.value_or(-1.0F)}; },
      [](const Picture& p) { return std::round(double{p.echo_time} * 10); },
      [](const Picture& p) { return std::round(double{p.inversion_time}); },
      [](const Picture& p) { return double(p.temporal_position); },
      [](const Picture& p) { return double(p.acquisition_number); },
  };
  return all;
}

/// The n-th picture of every place, for each n.
std::vector<PictureGroup> by_turn(const std::vector<PictureGroup>& places) {
  std::vector<PictureGroup> turns;
  for (const PictureGroup& place : places) {
    turns.resize(std::max(turns.size(), place.size()));
    for (std::size_t n = 0; n < place.size(); ++n) turns[n].push_back(place[n]);
  }
  return turns;
}

/// Pictures of one orientation, split where most places are taken more than once. A few places
/// taken twice are repeated slices of one volume and stay.
std::vector<PictureGroup> split_by_repeats(const PictureGroup& pictures) {
  const std::vector<PictureGroup> places = by_place(pictures);
  const auto taken_again = std::ranges::count_if(places, [](auto& p) { return p.size() > 1; });
  if (2 * static_cast<std::size_t>(taken_again) < places.size() || taken_again == 0) {
    return {pictures};
  }
  const std::size_t most = most_at_one_place(pictures);
  for (const auto& distinction : distinctions()) {
    const auto groups = grouped<double>(pictures, distinction);
    const auto fewer = [&](const PictureGroup& g) { return most_at_one_place(g) < most; };
    if (groups.size() > 1 && std::ranges::all_of(groups, fewer)) {
      return refined(groups, split_by_repeats);
    }
  }
  return by_turn(places);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

bool nearly_whole(double ratio) {
  return std::abs(ratio - std::round(ratio)) < 0.1 && ratio < 20.5;
}

/// Pictures of one orientation, split where neighbours do not lie in line, or lie so far apart that
/// they cannot be one stack with lost slices.
std::vector<PictureGroup> split_by_line(PictureGroup pictures) {
  if (pictures.size() < 3) return {pictures};
  const dvec3 normal = normal_of(*pictures.front());
  std::ranges::stable_sort(pictures, {}, [&](const Picture* p) { return along(normal, *p); });
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
  if (!fault_of_place(*pictures.front()).empty()) return {pictures};
  return refined(split_by_repeats(pictures), split_by_line);
}

}  // namespace

std::string fault_of_place(const Picture& picture) {
  if (!picture.plane) return "it has no position or orientation";
  const auto& [position, row, column] = *picture.plane;
  const auto unit = [](const dvec3& v) { return std::abs(glm::length(v) - 1.0) < 0.01; };
  if (!unit(row) || !unit(column) || std::abs(glm::dot(row, column)) > 0.01) {
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

dvec3 normal_of(const Picture& picture) {
  return glm::normalize(glm::cross(picture.plane->row_direction, picture.plane->column_direction));
}

double along(const dvec3& direction, const Picture& picture) {
  return glm::dot(direction, picture.plane->position);
}

std::vector<PictureGroup> split_by_orientation(const PictureGroup& pictures) {
  std::vector<PictureGroup> groups;
  PictureGroup nowhere;
  for (const Picture* p : pictures) {
    if (!fault_of_place(*p).empty()) {
      nowhere.push_back(p);
      continue;
    }
    const auto group = std::ranges::find_if(groups, [&](const PictureGroup& g) {
      const PicturePlane &a = *g.front()->plane, &b = *p->plane;
      return glm::dot(a.row_direction, b.row_direction) > same_direction &&
             glm::dot(a.column_direction, b.column_direction) > same_direction;
    });
    if (group == groups.end()) {
      groups.push_back({p});
    } else {
      group->push_back(p);
    }
  }
  if (!nowhere.empty()) groups.push_back(std::move(nowhere));
  return groups;
}

std::vector<PictureGroup> split_series(const PictureGroup& pictures) {
  return refined(refined(split_by_image(pictures), split_by_orientation), split_placed);
}

}  // namespace lv
