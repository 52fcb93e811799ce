// Further stacks of a date. One series may hold several: one for each disc of a spine, say, or one
// place measured twice. One stack stands in front, which means that the row shows it for the date;
// the others wait in ComparedDate::further. The date's one pose is the pose of all of them.
#pragma once

#include <optional>

#include "app/row/compared_row.h"

namespace lv {

/// The stack in front, or one of the others.
struct StackPlace {
  std::size_t date = 0;
  std::optional<std::size_t> further = {};
};
ComparedDate& stack_at(ComparedRow& row, const StackPlace& place);

/// Every stack of every date; those in front come first.
std::vector<ComparedDate*> all_stacks(ComparedRow& row);

/// The stack of a series of the matrix, wherever it stands; null: there is none.
ComparedDate* stack_of(ComparedRow& row, int series);

/// For each date, brings the stack to the front that is nearest to a point of World. The one that
/// is in front stays where no other is nearer.
void show_stacks_at(ComparedRow& row, const dvec3& point);

/// covered_range() of all stacks, whichever are in front.
CommonRange covered_by_all_stacks(const ComparedRow& row, const dvec3& direction);

/// common_range() where each date reaches as far as its stacks together.
CommonRange common_to_all_dates(const ComparedRow& row, const dvec3& direction);

/// The date's stacks that are read, nearest to a point of Scan first. Of equally near ones that in
/// front comes first.
std::vector<const ComparedDate*> stacks_around(const ComparedDate& date, const dvec3& point);

/// How far the middle of `other`, a further stack of the date, lies behind the middle of the stack
/// in front, along a direction of World, mm. Of two stacks at one place the later series counts as
/// a little behind.
double distance_after(const ComparedDate& date, const ComparedDate& other, const dvec3& direction);

/// Brings the date's next stack along a direction of World (`sign` 1) or against it (-1) to the
/// front. Returns the middle of its first slice on that way, in World. Empty: there is no such
/// stack.
std::optional<dvec3> go_to_next_stack(ComparedDate& date, const dvec3& direction, int sign);

}  // namespace lv
