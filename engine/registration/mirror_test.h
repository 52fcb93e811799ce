// Is one of two scans flipped left to right? A head is nearly symmetric, so a flipped date fits
// quite well and no other check tells it. The second scan is mirrored and lined up once more from
// where it was found. One person's head fits better as it is, a flipped one mirrored; of two
// people's heads neither fits better than the other.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "engine/registration/found_pair.h"

namespace lv {

class MirrorTest {
 public:
  MirrorTest() = default;
  /// Errors: the metric's device has no room.
  static Result<MirrorTest> create(Metric& metric, const FoundPair& pair);

  /// Does a part of the work, of a size that suits the metric (Portion). False: nothing is left to
  /// do. Errors: those of the metric.
  Result<bool> step();

  /// The value of the metric with the second scan mirrored, divided by the value without. For one
  /// person's heads it is 0.2 to 0.85, for two people's 0.9 to 1.1, for a flipped one 1.2 to 4; for
  /// a body that is its own mirror image it is near 1.
  double ratio() const { return climbs_[0].score.value() / value_as_is_; }

 private:
  Result<void> score(Level level);
  Result<bool> climb(Level next, double clearly);
  void keep(std::size_t count);

  std::array<std::unique_ptr<PairMetric>, level_count> mirrored_;
  std::vector<Climb> climbs_;  ///< candidates; after scoring the best is first
  Level level_ = Level::search;
  double value_as_is_ = 0.0;
};

}  // namespace lv
