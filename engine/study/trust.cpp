#include "engine/study/trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

constexpr double agrees_mm = 0.15;  ///< values are often rounded to 0.1 mm

std::string position_text(const Series& s) {
  if (s.flat) return "position and orientation: none that can be used; nothing is measured";
  if (!s.slice_spacing_mm) return "position: used; the slices are not evenly spaced";
  return fmt::format("position: used; slices {:.1f} mm apart", *s.slice_spacing_mm);
}

std::string spacing_text(const Series& s) {
  const double said = s.spacing_between_mm;
  if (!s.slice_spacing_mm) return fmt::format("SpacingBetweenSlices {:.1f} mm: not used", said);
  const double gap = *s.slice_spacing_mm - s.slice_thickness_mm;
  const bool agrees = std::abs(said - *s.slice_spacing_mm) < agrees_mm;
  const bool is_gap = s.slice_thickness_mm > 0 && std::abs(said - gap) < agrees_mm;
  return fmt::format("SpacingBetweenSlices {:.1f} mm: {}", said,
                     agrees   ? "agrees with the positions"
                     : is_gap ? "not used; it is the gap between slices, not their distance"
                              : "not used; the positions say otherwise");
}

std::string thickness_text(const Series& s) {
  const double gap = s.slice_spacing_mm.value_or(s.slice_thickness_mm) - s.slice_thickness_mm;
  std::string text = fmt::format("SliceThickness {:.1f} mm: nominal", s.slice_thickness_mm);
  if (gap > agrees_mm) text += fmt::format("; {:.1f} mm between slices was not scanned", gap);
  if (gap < -agrees_mm) text += fmt::format("; slices overlap by {:.1f} mm", -gap);
  return text;
}

/// Whether the locations grow by the same steps as the places, in either direction.
std::string location_text(const Series& s) {
  double worst = 0;
  const double first = *s.slices.front().location_mm, last = *s.slices.back().location_mm;
  const double direction = last < first ? -1 : 1, step = s.geometry.spacing_mm().z;
  for (std::size_t k = 0; k < s.slices.size(); ++k) {
    if (!s.slices[k].location_mm) return "SliceLocation: not there for all slices; never used";
    const double place = step * s.geometry.coordinate_of_slice(static_cast<int>(k));
    worst = std::max(worst, std::abs(direction * (*s.slices[k].location_mm - first) - place));
  }
  return fmt::format("SliceLocation {:.1f} to {:.1f} mm: {}; never used", first, last,
                     worst < 2 * agrees_mm
                         ? "agrees with the positions"
                         : fmt::format("up to {:.1f} mm off the positions", worst));
}

}  // namespace

std::vector<std::string> trust_in_places(const Series& s) {
  std::vector<std::string> lines{position_text(s)};
  if (s.spacing_between_mm > 0) lines.push_back(spacing_text(s));
  if (s.slice_thickness_mm > 0) lines.push_back(thickness_text(s));
  const bool located = s.slices.front().location_mm && s.slices.back().location_mm;
  if (!s.flat && located && s.slices.size() > 1) lines.push_back(location_text(s));
  return lines;
}

}  // namespace lv
