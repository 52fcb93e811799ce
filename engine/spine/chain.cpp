#include "engine/spine/chain.h"

#include <algorithm>

namespace lv {

int Chain::seen() const {
  return static_cast<int>(std::ranges::count_if(
      fits, [](const WindowFit& fit) { return fit.overlap() >= least_level_overlap; }));
}

double Chain::mean_information(int least) const {
  double sum = 0.0;
  for (const WindowFit& fit : fits) {
    if (fit.overlap() >= least_level_overlap) sum += fit.information();
  }
  return seen() < std::max(least, 1) ? 0.0 : sum / seen();
}

Result<Chain> follow_chain(Windows& windows, std::size_t first, const RigidPose& start) {
  LV_ASSIGN(const WindowFit lined_up, windows.fit(first, start));
  return follow_chain(windows, first, lined_up);
}

Result<Chain> follow_chain(Windows& windows, std::size_t first, const WindowFit& lined_up) {
  Chain chain;
  chain.fits.resize(windows.size());
  chain.fits[first] = lined_up;
  // Each window begins from the last one that both scans show.
  for (const int way : {-1, 1}) {
    RigidPose from = lined_up.pose;
    for (std::size_t i = first + static_cast<std::size_t>(way); i < windows.size();
         i += static_cast<std::size_t>(way)) {
      LV_ASSIGN(chain.fits[i], windows.fit(i, from));
      if (chain.fits[i].overlap() >= least_level_overlap) from = chain.fits[i].pose;
    }
  }
  return chain;
}

}  // namespace lv
