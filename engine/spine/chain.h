// One vertebra after the other: windows along a column, each lined up from where its neighbour
// lies.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "engine/spine/window_fit.h"

namespace lv {

/// Less of a window in the other picture says nothing: levels that both scans show have 0.74 or
/// more, others at most 0.26.
inline constexpr double least_level_overlap = 0.5;

/// Where the windows of a column lie.
struct Chain {
  std::vector<WindowFit> fits;  ///< one a window

  /// Windows that both scans show.
  int seen() const;
  /// Mean over these; the sum would favour what overlaps most. 0 where fewer than `least` are seen.
  double mean_information(int least) const;
};

/// Begins with window `first` at `start` and goes both ways. Errors: the metric's.
Result<Chain> follow_chain(Windows& windows, std::size_t first, const RigidPose& start);

/// The same from a window that is lined up already.
Result<Chain> follow_chain(Windows& windows, std::size_t first, const WindowFit& lined_up);

}  // namespace lv
