// Where a picture is made of layers, as a column of vertebrae and discs is across its own
// direction. No sign of contrast is needed: T1, T2, STIR and FLAIR give the same.
#pragma once

#include <vector>

#include "engine/spine/plane_image.h"

namespace lv {

/// Of the pictures below.
inline constexpr double laminar_pixel_mm = 1.2;

/// Directions of a column that are tried: degrees from downward, positive where it goes backward.
inline constexpr int direction_count = 11;
constexpr double direction_rad(int direction) {
  return radians_from_degrees(-40.0 + 10.0 * direction);
}

/// Brightness taken out: less the mean about each place, over the spread about it. 0 in air and
/// near to it, so that the skin is no layer.
PlaneImage evened(const PlaneImage& picture);

/// For each direction: how far what lies 8 mm before and behind each place is made of layers across
/// it, less how far layers go on beyond a column's width. 1 at most. The lengths were tried at 1 to
/// 1.8 times their size: these find grown lumbar spines and necks alike.
std::vector<PlaneImage> laminar_coherence(const PlaneImage& evened_picture);

}  // namespace lv
