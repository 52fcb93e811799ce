// The invented lower back: vertebrae T11 to the tail bone, discs, cord and nerves, vessels,
// muscles. Frame: Anatomy; origin at the centre of the body of L3, x to the left, y to the back, z
// up, mm.
#pragma once

#include <array>
#include <string_view>

#include "app/demo/shape.h"

namespace lv::demo {

struct LumbarState {
  double disc_loss = 0;   ///< of the height of the disc L4/5, mm; its neighbours fill the room, so
                          ///< that all other places stay (bone does not do that; truth stays exact)
  double disc_bulge = 0;  ///< of the same disc to the back, mm
};

/// A vertebra's place and size, mm. `tilt_deg`: its upward axis leans this much to the front.
struct Vertebra {
  std::string_view name;
  double height, depth, width;  ///< of the body: up, front to back, side to side
  double disc_below;            ///< height of the disc under it
  double tilt_deg;
  dvec3 centre{0.0};  ///< of the body

  dvec3 up() const;
  dvec3 back() const;
};

constexpr std::size_t vertebra_count = 11;

/// From T11 downwards, placed; number 4 is L3.
const std::array<Vertebra, vertebra_count>& vertebrae();

Scene lumbar(const LumbarState& state);

}  // namespace lv::demo
