// One DICOM series may hold several volumes: echoes, b-values, phases, magnitude and phase, stacks
// of discs, three planes of a localizer. Splits its pictures so that each group is one volume.
#pragma once

#include <vector>

#include "engine/study/header.h"

namespace lv {

/// Pictures nearer than this lie at one place: positions are written to a micrometre or so.
inline constexpr double same_place_mm = 0.05;

using PictureGroup = std::vector<const Picture*>;

/// What is wrong with a picture's place; empty: nothing. A picture can be placed when it has
/// position, two unit directions at right angles, and a believable pixel spacing.
std::string fault_of_place(const Picture& picture);

/// Unit normal of a picture that can be placed: row direction x column direction.
dvec3 normal_of(const Picture& picture);

/// How far a picture lies along a direction, mm.
double along(const dvec3& direction, const Picture& picture);

/// Groups of pictures, each of one size, kind of image and orientation, with at most a few of them
/// at the same place. Sorted by what they differ in (b-value, echo time, …), then by place.
std::vector<PictureGroup> split_series(const PictureGroup& pictures);

/// Groups of one orientation each; pictures that cannot be placed in a last group of their own.
std::vector<PictureGroup> split_by_orientation(const PictureGroup& pictures);

}  // namespace lv
