// One vertebra after the other: windows along a column, each lined up from where its neighbour
// lies.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "engine/spine/window_fit.h"

namespace lv {

/// A window counts where at least this share of it lies in the other picture. Levels that both
/// scans show were measured to have 0.74 or more, others at most 0.26.
inline constexpr double least_level_overlap = 0.5;

/// Where each window of a column lies in the moving scan.
struct Chain {
  std::vector<WindowFit> fits;  ///< one for each window

  /// How many windows both scans show.
  int seen() const;
  /// Mean information of these windows (a sum would favour chains with most overlap). 0 where fewer
  /// than `least` are seen.
  double mean_information(int least) const;
};

/// Lines up window `first` from `start`, and from there its neighbours one after the other, up and
/// down. Errors: those of the metric.
Result<Chain> follow_chain(Windows& windows, std::size_t first, const RigidPose& start);

/// The same, where window `first` is lined up already.
Result<Chain> follow_chain(Windows& windows, std::size_t first, const WindowFit& lined_up);

}  // namespace lv
