// A whole row of dates: each is registered to the reference and to its neighbours (two that the
// reference has brought together well start from there), and the poses are joined into one
// consistent set; loops tell which registration failed.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/progress.h"
#include "engine/registration/registrar.h"

namespace lv {

/// One date of a row.
struct RowScan {
  std::shared_ptr<const PreparedVolume> volume;  ///< null: it could not be prepared
  std::string refusal;                           ///< then: why, as shown to the user
};

struct RowOptions {
  std::size_t reference = 0;   ///< its pose is the identity
  std::optional<Focus> focus;  ///< in the reference's space
  /// For each date (or for none): reference points to this date's points, as another row of the
  /// same studies has found them, where both scans of this date (and both of the reference's) share
  /// a frame of reference. It is refined; where that is not good, searched for as if nothing were
  /// known; where that fails, it counts as it is, doubtful.
  std::vector<std::optional<RigidPose>> known;
};

/// How a pose came about.
enum class Method { scanner, automatic, group, hand };
std::string_view name(Method method);  ///< "scanner", "automatic", "group", "hand"

/// One date's answer.
struct DateAlignment {
  std::optional<RigidPose> pose;  ///< reference points to this date's points; none: refused
  Method method = Method::scanner;
  Verdict verdict;
};

/// The answer where there is none.
DateAlignment refused(const std::string& reason);

/// So well lined up that nobody need look at it.
inline bool surely_lined_up(const DateAlignment& alignment) {
  return alignment.pose && alignment.verdict.kind == VerdictKind::good;
}

/// Both may be empty; both are called on the thread that runs align_row.
struct RowObserver {
  /// A pose on its way, every 20 ms or so: for the picture.
  std::function<void(std::size_t date, const PoseSample&)> moving;
  /// A date's answer, of every date; may come again, better, once more of the row is known.
  std::function<void(std::size_t date, const DateAlignment&)> settled;
};

/// Aligns all dates. Long: about 0.3 s per date on two cores. Errors: the reference cannot be used;
/// cancelled; the metric's device failed.
Result<std::vector<DateAlignment>> align_row(std::shared_ptr<Metric> metric,
                                             const std::vector<RowScan>& scans,
                                             const RowOptions& options, const RowObserver& observer,
                                             const Progress& progress);

}  // namespace lv
