#include "app/row/bent_date.h"

#include <fmt/format.h>

#include <algorithm>

namespace lv {
namespace {

std::string shift_text(double mm, double rad) {
  return fmt::format("{:.1f} mm, {:.1f}°", mm, degrees_from_radians(rad));
}

}  // namespace

bool is_bent(const ComparedDate& date) {
  return !date.bend.empty() && date.pose.rotation == date.bend.whole.rotation &&
         date.pose.translation == date.bend.whole.translation;
}

bool all_levels_good(const ComparedDate& date) {
  return std::ranges::all_of(
      date.levels, [](const SpineLevel& level) { return level.verdict.kind == VerdictKind::good; });
}

std::string bent_chip_text(const ComparedDate& date) {
  if (!all_levels_good(date)) return "check: lined up level by level, but not everywhere";
  return "bends: lined up level by level within " + half_millimetres(date.bend.within_mm) +
         " in plane";
}

std::string bend_text(const ComparedDate& date, bool rigid) {
  if (!is_bent(date)) return "";
  const std::string shift = shift_text(date.bend.most_mm, date.bend.most_rad);
  return rigid ? "one rigid piece: levels lie up to " + shift + " off"
               : "straightened by up to " + shift + "; dimmed: one rigid piece";
}

std::string level_text(const SpineLevel& level, const RigidPose& whole) {
  if (level.verdict.kind != VerdictKind::good) return "not sure";
  const Motion shift = shift_of(level, whole);
  return fmt::format("{}, ± {:.1f} mm",
                     shift_text(glm::length(shift.translation), glm::length(shift.rotation)),
                     level.verdict.uncertainty_mm);
}

}  // namespace lv
