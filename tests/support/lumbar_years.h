// The simulated follow-up of one real lumbar spine, with the exact motion of every vertebra.
#pragma once

#include <string>
#include <vector>

#include "engine/core/frames.h"
#include "engine/volume/volume.h"

namespace lv::test {

struct TrueLevel {
  std::string name;
  dvec3 centre{0.0};  ///< of the body, of the fixed scan
  std::vector<dvec3> corners;
  Affine<Scan, Scan> moving_from_fixed;
};

struct LumbarPair {
  std::string name;
  VolumePtr fixed, moving;
  dvec3 slice_normal{1, 0, 0};  ///< of the moving scan
  std::vector<TrueLevel> levels;
};

/// The first visit and each later one, T1 and T2; where data_is_here("lumbar_years/truth").
std::vector<LumbarPair> lumbar_pairs();

}  // namespace lv::test
