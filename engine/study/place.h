// Where one picture lies, and whether some pictures lie as slices of one even stack. Header numbers
// are rounded (directions to three decimals, positions to a tenth of a millimetre, …), so nothing
// here asks whether two of them are equal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/study/header.h"

namespace lv {

/// Pictures nearer than this lie at one place: positions are written to a micrometre or so.
inline constexpr double same_place_mm = 0.05;

using PictureGroup = std::vector<const Picture*>;

/// What is wrong with a picture's place; empty: nothing. A picture can be placed when it has
/// position, two directions of unit length at right angles, and a believable pixel spacing.
std::string fault_of_place(const Picture& picture);

/// Directions of a picture that can be placed, free of rounding: unit, at right angles.
struct PictureAxes {
  dvec3 row, column;
  dvec3 normal;  ///< row x column
};
PictureAxes axes_of(const Picture& picture);
dvec3 normal_of(const Picture& picture);

/// How far a picture lies along a direction, mm.
double along(const dvec3& direction, const Picture& picture);

/// Sorts by place along the normal of the first; pictures at one place keep their order.
void sort_along_normal(PictureGroup& pictures);

/// The pictures of one orientation by place: each inner group lies at one place, in the order
/// given. Of pictures that cannot be placed the instance number stands for the place.
std::vector<PictureGroup> by_place(PictureGroup pictures);

/// How far the places of some pictures along a direction may be off because their positions are
/// written in whole, tenth or hundredth millimetres.
double rounding_along(const dvec3& direction, const PictureGroup& pictures);

/// How far a slice may lie from its regular place. `rounding_mm`: of rounding_along().
double jitter_mm(double spacing_mm, double rounding_mm);

/// Distances of neighbours along the normal of the first; pictures in order.
std::vector<double> distances_of(const PictureGroup& pictures);

/// Whether a straight ruler of equal steps fits the places within their rounding; its step.
std::optional<double> even_step(const std::vector<double>& distances, double rounding_mm);

/// The most frequent distance: the mean of the largest cluster of similar ones, the smaller of two.
double most_frequent(std::vector<double> distances, double rounding_mm);

/// Whether pictures of one orientation are the slices of one even stack, of which a few may be
/// lost, no two at one place.
bool one_even_stack(PictureGroup pictures);

}  // namespace lv
