// What is said of a date whose spine bends against the reference.
#pragma once

#include <string>

#include "app/row/compared_row.h"

namespace lv {

/// True: the date can be shown straightened. Its levels bend, and its pose is still the one with
/// which they were found.
bool is_bent(const ComparedDate& date);

/// A person can mark one vertebra on this date and on the reference. This is how far apart the two
/// marks lie with the levels as they are lined up, mm. Empty: it is not marked on both.
std::optional<double> marks_apart_mm(const ComparedRow& row, std::size_t date);

/// How far the good levels lie from where another row of the same two visits has them (median),
/// mm. Empty: no other row knows them, or they were found from there.
std::optional<double> apart_from_other_row_mm(const ComparedDate& date);

/// "level not confirmed", "level confirmed by hand", "levels agree with another row", "marked
/// vertebrae lie 34 mm apart", "another row has the levels 34 mm away", "level not confirmed; J
/// shows the other place", "level as another row has it, not confirmed", for a date with levels:
/// vertebrae look alike, so only marks and rows that have found the same by themselves confirm
/// which one lies on which.
std::string level_check_text(const ComparedRow& row, std::size_t date);

/// True: the marks, or where there are none another row, say that the levels have slipped by a
/// vertebra; or neither says anything and they fit at another place, too.
bool levels_contradicted(const ComparedRow& row, std::size_t date);

/// Shows the spine at the other of two places that fit almost as well, as if that were right;
/// again, and it is the first. Only where the date has rival_levels.
void take_other_place(ComparedDate& date);

/// The pose of a date near a point of the reference: that of the nearest good level, or where none
/// is near or the date is not bent that of the whole date.
RigidPose pose_near(const ComparedDate& date, const dvec3& point);

/// "bends: lined up level by level within ½ mm in plane", for a bent date.
std::string bent_chip_text(const ComparedDate& date);

/// "straightened by up to 7.1 mm, 4.2°"; with `rigid`, how far levels are off because it is not
/// straightened. Empty: the date is not bent.
std::string bend_text(const ComparedDate& date, bool rigid);

/// How far a level lies from where one rigid pose would put it: "3.2 mm, 2.1°, ± 0.3 mm", or "not
/// sure".
std::string level_text(const SpineLevel& level, const RigidPose& whole);

}  // namespace lv
