// What is said of a date whose spine bends against the reference.
#pragma once

#include <string>

#include "app/row/compared_row.h"

namespace lv {

/// Its levels bend, and it lies as it did when they were found: it can be shown straightened.
bool is_bent(const ComparedDate& date);

/// Where a person has marked the same vertebra on this date and on the reference, how far apart
/// the two lie by what is lined up, mm. Empty: not marked on both.
std::optional<double> marks_apart_mm(const ComparedRow& row, std::size_t date);

/// "level not confirmed", "level confirmed by hand", "marked vertebrae lie 34 mm apart": of a date
/// with levels. Which vertebra lies on which is known from pictures that fit well only there.
std::string level_check_text(const ComparedRow& row, std::size_t date);

/// The marks say that the levels have slipped.
bool marks_contradict(const ComparedRow& row, std::size_t date);

/// Where a date lies near a point of the reference, as far as levels there say it.
RigidPose pose_near(const ComparedDate& date, const dvec3& point);

/// "bends: lined up level by level within ½ mm in plane"; of a bent date.
std::string bent_chip_text(const ComparedDate& date);

/// "straightened by up to 7.1 mm, 4.2°"; `rigid`: what is not done about it. Empty: not bent.
std::string bend_text(const ComparedDate& date, bool rigid);

/// How a level lies to where one rigid piece would have it: "3.2 mm, 2.1°, ± 0.3 mm"; "not sure".
std::string level_text(const SpineLevel& level, const RigidPose& whole);

}  // namespace lv
