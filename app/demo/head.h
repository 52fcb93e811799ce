// The invented head: everything in it, as tables of shapes. What changes with the years is in
// HeadState; nothing else does.
// Frame: Anatomy; origin at the anterior commissure, x to the left, y to the back, z up, mm.
#pragma once

#include <array>

#include "app/demo/shape.h"

namespace lv::demo {

/// Number of the small bright places in the white matter.
constexpr std::size_t spot_count = 9;

struct HeadState {
  double ventricle_growth = 0;                   ///< walls further out, mm
  std::array<double, spot_count> spot_radius{};  ///< mm; 0 is not there
  double sinus_fold = 5;  ///< radius of a fold of mucosa in the left maxillary sinus, mm
};

/// Where the bright places are.
extern const std::array<dvec3, spot_count> spot_places;

Scene head(const HeadState& state);

}  // namespace lv::demo
