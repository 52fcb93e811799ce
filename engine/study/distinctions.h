// What can tell two volumes of one DICOM series apart.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/study/place.h"

namespace lv {

/// Parts pictures by one tag, in the order of its values. Numbers that differ by no more than
/// rounding and the scanner's own wobble count as equal.
using Distinction = std::function<std::vector<PictureGroup>(const PictureGroup&)>;

/// What pictures of one volume have in common whatever their places: size, magnitude or phase, …
std::vector<PictureGroup> split_by_matrix(const PictureGroup& pictures);

/// Tags that name another series or another measurement, the most telling first.
std::span<const Distinction> telling_distinctions();

/// Tags that differ as well where a scanner measures a few slices again.
std::span<const Distinction> repeating_distinctions();

}  // namespace lv
