// Where a picture is made of layers, as a column of vertebrae and discs is across its own
// direction. No sign of contrast is needed: T1, T2, STIR and FLAIR give the same.
#pragma once

#include <vector>

#include "engine/spine/plane_image.h"

namespace lv {

/// Size of a pixel of the pictures below.
inline constexpr double laminar_pixel_mm = 1.2;

/// Directions of a column that are tried: degrees from downward, positive where it goes backward.
inline constexpr int direction_count = 11;
constexpr double direction_rad(int direction) {
  return radians_from_degrees(-40.0 + 10.0 * direction);
}

/// The picture without slow changes of brightness and contrast: at each place the local mean is
/// subtracted and the rest divided by the local standard deviation. It is 0 in air and near to it,
/// so that the skin does not count as a layer.
PlaneImage evened(const PlaneImage& picture);

/// One map for each direction: how much the picture 8 mm before and behind a place is made of
/// layers across that direction, less how much these layers go on beyond the width of a column. At
/// most 1. Lengths up to 1.8 times as large were tried; these find adult lumbar spines and necks
/// alike.
std::vector<PlaneImage> laminar_coherence(const PlaneImage& evened_picture);

}  // namespace lv
