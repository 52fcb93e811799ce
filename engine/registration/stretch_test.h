// Does a header state a wrong slice spacing, or has a head grown? Where a pair does not fit
// rigidly, the moving scan is stretched or compressed, along the normal of its slices or in all
// directions, until it fits best.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "engine/registration/found_pair.h"
#include "engine/registration/verdict.h"

namespace lv {

class StretchTest {
 public:
  StretchTest() = default;
  explicit StretchTest(const FoundPair& pair);

  /// Tries one factor. False: nothing is left to do. Errors: the metric's.
  Result<bool> step(Metric& metric);

  /// Indexed by StretchOf.
  std::array<StretchFinding, 2> findings() const;

 private:
  /// The factors that were tried in one kind of stretch, in rising order, and the one that is next.
  struct Ladder {
    struct Rung {
      int step;  ///< the factor is step_factor to this power
      Climb best;
    };
    std::vector<Rung> rungs;

    std::size_t best() const;
    /// The next factor to try. Empty: the best one lies between two that were tried, or is the last
    /// that may be tried.
    std::optional<int> next() const;
  };

  Result<Climb> fitted(Metric& metric, StretchOf stretch, int step, const RigidPose& start) const;

  FoundPair pair_;
  std::array<Ladder, 2> ladders_;
};

}  // namespace lv
