// Equalised contrast of a row: each date's greys are shown as the reference would show them.
#pragma once

#include <string>

#include "app/row/compared_row.h"

namespace lv {

/// The fit of one date to the reference. It holds all that it needs, so another thread can do it.
struct ContrastTask {
  std::size_t date = 0;
  VolumePtr reference, moving;
  RigidPose pose;  ///< reference points to the date's points

  std::optional<ContrastFit> fit(const std::stop_token& stop = {}) const {
    return fit_contrast(*reference, *moving, scan_from_world(pose), stop);
  }
};

/// One task for every date that has a place in space, except the reference, which keeps its greys.
std::vector<ContrastTask> contrast_tasks(const ComparedRow& row);
void take_contrast(ComparedRow& row, std::size_t date, std::optional<ContrastFit> fit);

/// The window in which a date is shown. With a curve, the window is in values of the reference, and
/// the curve leads from the date's values to these.
struct ShownContrast {
  Window window;
  std::optional<ContrastCurve> curve;
};
ShownContrast shown_contrast(const ComparedRow& row, const ComparedDate& date, bool equalised);

/// "contrast equalised to 2011", "contrast as scanned". Empty where there is nothing to say, as of
/// the reference.
std::string contrast_text(const ComparedRow& row, std::size_t date, bool equalised,
                          const std::string& reference_name);
/// As contrast_text(), and by how much: "contrast equalised to 2011, greys changed by 8 %".
std::string contrast_detail(const ComparedRow& row, std::size_t date, bool equalised,
                            const std::string& reference_name);

}  // namespace lv
