// Further stacks of a date: one series may hold several, the discs of a spine say, or one place
// measured twice. One of them stands in front: it is what the row shows of the date; the others
// wait in ComparedDate::further. All lie by the date's one pose.
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

/// The stack of a series of the matrix, wherever it stands; null: there is none.
ComparedDate* stack_of(ComparedRow& row, int series);

/// Of each date the stack nearest to a point of World comes to the front; in doubt the one that is
/// there stays.
void show_stacks_at(ComparedRow& row, const dvec3& point);

/// How far another of the date's stacks comes after the one in front along a direction of World,
/// mm; negative: before it. Of two at one place the later series comes after.
double distance_after(const ComparedDate& date, const ComparedDate& other, const dvec3& direction);

/// The date's next stack along a direction of World (`sign` 1) or against it (-1) comes to the
/// front. The middle of its slice that lies nearest to the stack before, in World; empty: there is
/// no further one.
std::optional<dvec3> go_to_next_stack(ComparedDate& date, const dvec3& direction, int sign);

}  // namespace lv
