// One DICOM series may hold several volumes: echoes, b-values, phases, magnitude and phase, stacks
// of discs, three planes of a localizer, even two series under one UID. Splits its pictures so that
// each group is one volume. What is one even stack without overlap is one volume, whatever its tags
// say: tags only part pictures that lie at the same places, or between each other.
#pragma once

#include <vector>

#include "engine/study/place.h"

namespace lv {

/// Groups of pictures, each of one size and orientation, with at most a few of them at the same
/// place; or all of them at one place, where nothing else tells them apart. Sorted by what they
/// differ in (series number, b-value, echo time, …), then by place.
std::vector<PictureGroup> split_series(const PictureGroup& pictures);

/// Groups of one orientation each; pictures that cannot be placed in a last group of their own.
std::vector<PictureGroup> split_by_orientation(const PictureGroup& pictures);

/// Whether nothing in the headers of some pictures of one place says which was measured first: not
/// even their numbers and times.
bool indistinguishable(const Picture& a, const Picture& b);

}  // namespace lv
