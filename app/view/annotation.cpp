#include "app/view/annotation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "app/row/bent_date.h"
#include "app/row/equal_contrast.h"
#include "app/view/body_shape.h"
#include "app/view/doubt.h"
#include "app/view/focus_view.h"
#include "app/view/place_in_scan.h"

namespace lv {
namespace {

/// "6 years", "7 months", "12 days".
std::string apart_text(double years) {
  const auto count = [](double number, const char* unit) {
    const int n = static_cast<int>(std::lround(number));
    return fmt::format("{} {}{}", n, unit, n == 1 ? "" : "s");
  };
  if (years >= 1.5) return count(years, "year");
  if (years >= 2.0 / 12) return count(years * 12, "month");
  return count(years * days_per_year, "day");
}

/// Which side is where; in a sagittal cut how far it is from the middle of the body that is framed.
std::string side_text(const ComparedRow& row, const PlaneView& plane) {
  if (nearest_standard(plane.axes.away()) != StandardPlane::sagittal)
    return "patient's LEFT is on the right";
  const ComparedDate& framed = row.dates[coarsest_date(row)];
  const dvec3 middle =
      framed.volume ? framed_centre(framed, plane.axes) : common_centre(row, plane.axes);
  const dvec3 from_middle = plane.centre - middle;
  const double left_mm = glm::dot(from_middle, counting_normal(plane.axes));
  const int mm = static_cast<int>(std::lround(std::abs(left_mm)));
  if (mm == 0) return "in the scan's middle";
  return fmt::format("{} mm to the patient's {} of the scan's middle", mm,
                     left_mm > 0 ? "LEFT" : "RIGHT");
}

/// How the pane's plane lies to the date's own slices: "native plane", "interpolated view, tilted
/// 12°", "interpolated view, 1.2 mm from the nearest slice", "not scanned on 8 Sep 2022". `middle`
/// is the middle of the pane, in the date's scan.
std::string cut_text(const ComparedDate& date, const PlaneAxes& axes, const dvec3& middle,
                     bool nearest_slice, const std::string& date_name) {
  if (beyond_scan(date, middle)) return "not scanned on " + date_name;
  const dmat3 world_from_scan = glm::mat3_cast(inverse(date.pose).rotation);
  const dvec3 normal = world_from_scan * date.volume->geometry.axes()[2];
  const double cosine = std::min(1.0, std::abs(glm::dot(normal, axes.away())));
  const double tilt_deg = degrees_from_radians(std::acos(cosine));
  const char* const seen = nearest_slice ? "nearest acquired slices" : "interpolated view";
  if (tilt_deg < 1) {
    const double mm = from_nearest_slice_mm(date, middle);
    if (nearest_slice) return fmt::format("nearest acquired slice, {:.1f} mm away", mm);
    if (mm < 0.05) return "native plane";
    return fmt::format("{}, {:.1f} mm from the nearest slice", seen, mm);
  }
  if (tilt_deg > 45) return fmt::format("{}, reformatted", seen);
  return fmt::format("{}, tilted {:.0f}°", seen, tilt_deg);
}

std::string source_text(const ComparedDate& date, const dvec3& point) {
  const auto slice = static_cast<int>(std::lround(slice_at(date, point)));
  const auto& numbers = date.facts.instance_numbers;
  if (slice < 0 || slice >= static_cast<int>(numbers.size())) return date.facts.series;
  const int number = numbers[static_cast<std::size_t>(slice)];
  if (number <= 0) return date.facts.series;
  return date.facts.series.empty() ? fmt::format("image {}", number)
                                   : fmt::format("{}, image {}", date.facts.series, number);
}

/// "averaged over 0.7 mm in the plane, as sharp as 0.9 mm pixels"; empty: it is not.
std::string pixels_text(const ComparedRow& row, const ComparedDate& date, const ViewState& view) {
  if (!view.matched || !view.matched_in_plane || view.nearest_slice) return "";
  const InPlane pixels = averaged_in_plane(row, date);
  const double averaged =
      std::max(glm::length(pixels.averaged_mm[0]), glm::length(pixels.averaged_mm[1]));
  if (averaged == 0) return "";
  return fmt::format("averaged over {:.1f} mm in the plane, as sharp as {:.2g} mm pixels", averaged,
                     pixels.pixel_mm);
}

/// "averaged over 5.2 mm, as sharp as 6 mm slices"; empty: the date is no sharper than the others.
std::string sharpness_text(const ComparedRow& row, const ComparedDate& date,
                           const ViewState& view) {
  const double averaged = glm::length(averaged_mm(row, date));
  if (averaged == 0 || view.nearest_slice) return "";
  if (!view.matched) return "full sharpness";
  const double match = row.dates[coarsest_date(row)].volume->geometry.thickness_mm();
  return fmt::format("averaged over {:.1f} mm, as sharp as {:g} mm slices", averaged,
                     std::round(10 * match) / 10);
}

/// Adds lines about the dates that are seen: how each is cut, and its slices; of a single date also
/// its series and image. Where there are two dates, each line begins with its date.
void add_facts(PaneAnnotation& annotation, std::span<const ComparedDate* const> dates,
               const ViewState& view, const PlaneView& plane, DateStyle style) {
  const bool one = dates.size() == 1;
  const auto add = [&](const ComparedDate& date, const std::string& fact) {
    annotation.lines.push_back(one ? fact : name_of_date(date.facts, style) + ": " + fact);
  };
  const auto middle = [&](const ComparedDate& date) {
    return scan_point(date, view, plane.centre);
  };
  for (const ComparedDate* date : dates) {
    const std::string bend = bend_text(*date, view.rigid);
    if (!bend.empty()) add(*date, bend);
  }
  for (const ComparedDate* date : dates) {
    add(*date, cut_text(*date, plane.axes, middle(*date), view.nearest_slice,
                        name_of_date(date->facts, style)));
  }
  if (one) annotation.lines.push_back(source_text(*dates.front(), middle(*dates.front())));
  for (const ComparedDate* date : dates) add(*date, date->facts.slices);
}

/// Adds lines about how the dates that are seen were made to look alike, or that they were not. By
/// how much the greys have changed is said of a single date only.
void add_likeness(PaneAnnotation& annotation, const ComparedRow& row,
                  std::span<const ComparedDate* const> dates, const ViewState& view,
                  DateStyle style) {
  const bool one = dates.size() == 1;
  const std::string& reference = name_of_date(row.dates[row.reference].facts, style);
  const auto add = [&](const ComparedDate& date, const std::string& text) {
    annotation.lines.push_back(one ? text : name_of_date(date.facts, style) + ": " + text);
  };
  std::vector<std::string> greys;
  for (const ComparedDate* date : dates) {
    const auto place = static_cast<std::size_t>(date - row.dates.data());
    greys.push_back(one ? contrast_detail(row, place, view.equalised, reference)
                        : contrast_text(row, place, view.equalised, reference));
    for (const std::string& sharpness :
         {sharpness_text(row, *date, view), pixels_text(row, *date, view)}) {
      if (!sharpness.empty()) add(*date, sharpness);
    }
  }
  std::set<std::string> distinct(greys.begin(), greys.end());
  distinct.erase("");
  if (distinct.size() == 1) return annotation.lines.push_back(*distinct.begin());
  for (std::size_t i = 0; i < dates.size(); ++i) {
    if (!greys[i].empty()) add(*dates[i], greys[i]);
  }
}

/// Of two dates that are seen, the one whose alignment is told: one that wants to be looked at,
/// else the one that is not the reference.
std::size_t told_of_two(const ComparedRow& row, const FadePair& pair, bool rigid) {
  for (const std::size_t d : {pair.first, pair.second}) {
    if (!row.dates[d].problem.empty() || needs_attention(row, d, rigid)) return d;
  }
  return pair.second == row.reference ? pair.first : pair.second;
}

}  // namespace

ScaleBar scale_bar(double mm_per_px, int height_px) {
  constexpr std::array lengths_mm{1, 2, 5, 10, 20, 50, 100};
  int longest = lengths_mm.front();
  for (const int candidate : lengths_mm) {
    if (candidate <= mm_per_px * height_px / 4) longest = candidate;
  }
  const bool in_cm = longest >= 10;
  return {static_cast<double>(longest),
          fmt::format("{} {}", in_cm ? longest / 10 : longest, in_cm ? "cm" : "mm")};
}

std::string date_text(const ComparedRow& row, const FadePair& pair, DateStyle style, Look look) {
  const DateFacts& first = row.dates[pair.first].facts;
  const DateFacts& second = row.dates[pair.second].facts;
  if (const LookRow& both = row_of(look); both.both_seen && pair.first != pair.second) {
    const bool second_around = both.lens && heavier_date(pair) == pair.second;
    return fmt::format("{}{}{}{}", both.before, name_of_date(second_around ? second : first, style),
                       both.between, name_of_date(second_around ? first : second, style));
  }
  if (pair.mixture < 0.005) return name_of_date(first, style);
  if (pair.mixture > 0.995) return name_of_date(second, style);
  const std::string apart = first.years && second.years
                                ? apart_text(*second.years - *first.years) + " apart"
                                : "time apart not known";
  return fmt::format("mixture of {} and {}, {}, {:.0f} %", name_of_date(first, style),
                     name_of_date(second, style), apart, 100 * pair.mixture);
}

PaneAnnotation annotate(const ComparedRow& row, const ViewState& view, const PanePlan& plan,
                        DateStyle style) {
  const FadePair pair = fade_pair(row, plan);
  const LookRow& look = row_of(view.look);
  const bool both = look.both_seen || (pair.mixture >= 0.005 && pair.mixture <= 0.995);
  const std::size_t told = both ? told_of_two(row, pair, view.rigid) : heavier_date(pair);
  const ComparedDate& date = row.dates[told];
  PaneAnnotation annotation;
  annotation.rect_px = plan.rect_px;
  annotation.date = date_text(row, pair, style, look.look);
  annotation.chip = row.focus ? focus_text(row, told) : chip_text(row, told, view.rigid);
  annotation.needs_attention = needs_attention(row, told, view.rigid);
  annotation.problem = date.problem;
  if (!date.volume) return annotation;
  const PlaneView plane = plane_view(row, view, plan.plane, plan.rect_px.extent());
  const bool first_seen = both || pair.mixture < 0.5, second_seen = both || !first_seen;
  if ((first_seen && row.dates[pair.first].flat) || (second_seen && row.dates[pair.second].flat)) {
    annotation.lines = {"left and right are not known: the scan does not say how it lies",
                        date.facts.slices};
    return annotation;
  }
  annotation.letters = edge_letters(plane.axes);
  if (const auto shape = focus_shape(row, view, plan)) annotation.focus_px = shape->outline_px;
  annotation.body_px = body_shape(row, world_from_pane(plane, plan.rect_px.extent()));
  annotation.mm_per_px = plane.mm_per_px;
  annotation.lines = {side_text(row, plane)};
  if (look.coloured) {
    annotation.legend = {name_of_date(row.dates[pair.first].facts, style) + " brighter",
                         name_of_date(row.dates[pair.second].facts, style) + " brighter",
                         look.blend == Blend::difference ? "no sure change" : "the same"};
    const double shading = strongest_shading(row, pair);
    annotation.lines.push_back(
        shading < 0.05 || look.blend != Blend::difference
            ? "another scanner or setting changes greys, too"
            : fmt::format("slow shading of up to {:.0f}\u00a0% is not shown as change",
                          100 * shading));
  }
  std::vector<const ComparedDate*> seen;
  if (first_seen) seen.push_back(&row.dates[pair.first]);
  if (second_seen && pair.second != pair.first) seen.push_back(&row.dates[pair.second]);
  std::erase_if(seen, [](const ComparedDate* d) { return !d->volume; });
  add_facts(annotation, seen, view, plane, style);
  add_likeness(annotation, row, seen, view, style);
  if (view.levels_shown) {
    annotation.levels = level_marks(date, world_from_pane(plane, plan.rect_px.extent()));
  }
  annotation.marks = marks_of(row, view, plan, style);
  return annotation;
}

}  // namespace lv
