// Pictures in tests: compared with a stated bound, and kept where they differ so that a person can
// look at them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/extent.h"

namespace lv::test {

struct Picture {
  ExtentPx extent;
  std::vector<std::uint8_t> rgba;

  const std::uint8_t* at(int x, int y) const;
};

/// Writes NAME.png into the build's pictures folder; returns where.
std::string keep(const Picture& picture, const std::string& name);

struct PictureDifference {
  int most = 0;                ///< grey levels, over R, G, B
  std::size_t compared = 0;    ///< pixels
  std::size_t equal = 0;       ///< of these, the same in all three
  double equal_share() const;  ///< 0..1
};

/// Compares where `counts` (one per pixel; empty: everywhere). Where two pixels differ by more than
/// `bound`, NAME-actual.png, NAME-expected.png and NAME-difference.png are kept.
PictureDifference compare(const Picture& actual, const Picture& expected, int bound,
                          const std::string& name, const std::vector<bool>& counts = {});

}  // namespace lv::test
