#include "app/row/bent_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/volume/quantile.h"

namespace lv {
namespace {

std::string shift_text(double mm, double rad) {
  return fmt::format("{:.1f} mm, {:.1f}°", mm, degrees_from_radians(rad));
}

constexpr double same_vertebra_mm = 8.0;  ///< half the height of a vertebra of the neck

}  // namespace

bool is_bent(const ComparedDate& date) {
  return !date.bend.empty() && date.pose.rotation == date.bend.whole.rotation &&
         date.pose.translation == date.bend.whole.translation;
}

std::optional<double> marks_apart_mm(const ComparedRow& row, std::size_t date) {
  const ComparedDate& compared = row.dates[date];
  const auto& there = compared.marked_vertebra;
  const auto& here = row.dates[row.reference].marked_vertebra;
  if (!there || !here) return std::nullopt;
  const dvec3 expected = is_bent(compared) ? compared.bend(*here) : compared.pose(*here);
  return glm::length(expected - *there);
}

std::optional<double> apart_from_other_row_mm(const ComparedDate& date) {
  if (date.levels_guided) return std::nullopt;
  std::vector<double> apart;
  for (const SpineLevel& level : date.levels) {
    const SpineLevel* const other = good_level_near(date.known_levels, level.point);
    if (level.verdict.kind != VerdictKind::good || other == nullptr) continue;
    apart.push_back(glm::length(level.pose(level.point) - other->pose(level.point)));
  }
  if (apart.empty()) return std::nullopt;
  return median(std::move(apart));
}

std::string level_check_text(const ComparedRow& row, std::size_t date) {
  if (date == row.reference || row.dates[date].levels.empty()) return "";
  if (const auto marks_mm = marks_apart_mm(row, date)) {
    if (*marks_mm <= same_vertebra_mm) return "level confirmed by hand";
    return fmt::format("marked vertebrae lie {:.0f} mm apart", *marks_mm);
  }
  if (row.dates[date].levels_guided) return "level as another row has it, not confirmed";
  const auto other_mm = apart_from_other_row_mm(row.dates[date]);
  if (!other_mm && row.dates[date].rival_levels.empty()) return "level not confirmed";
  if (!other_mm) return "level not confirmed; J shows the other place";
  if (*other_mm <= same_vertebra_mm) return "levels agree with another row";
  return fmt::format("another row has the levels {:.0f} mm away", *other_mm);
}

bool levels_contradicted(const ComparedRow& row, std::size_t date) {
  if (date == row.reference || row.dates[date].levels.empty()) return false;
  const auto marks_mm = marks_apart_mm(row, date);
  const auto apart_mm = marks_mm ? marks_mm : apart_from_other_row_mm(row.dates[date]);
  return apart_mm ? *apart_mm > same_vertebra_mm : !row.dates[date].rival_levels.empty();
}

void take_other_place(ComparedDate& date) {
  std::swap(date.levels, date.rival_levels);
  for (SpineLevel& level : date.levels) {
    if (level.verdict.because != std::vector{std::string(rival_reason)}) continue;
    level.verdict.kind = VerdictKind::good;
    level.verdict.because = {"chosen by hand"};
  }
  date.pose = date.levels[date.levels.size() / 2].pose;
  date.alignment.pose = date.pose;
  date.bend = bend_of(date.pose, date.levels);
}

RigidPose pose_near(const ComparedDate& date, const dvec3& point) {
  const SpineLevel* const near = is_bent(date) ? good_level_near(date.levels, point) : nullptr;
  return near != nullptr ? near->pose : date.pose;
}

std::string bent_chip_text(const ComparedDate& date) {
  if (!date.bend.complete) return "check: lined up level by level, but not everywhere";
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
