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
  std::string refusal = {};                      ///< why there is none, as shown to the user
};

struct RowOptions {
  std::size_t reference = 0;   ///< its pose is the identity
  std::optional<Focus> focus;  ///< in the reference's space
  /// Either empty or one entry for each date: a pose, reference points to this date's points, that
  /// another row of the same studies has found in the same frames of reference. It is refined. If
  /// the result is not good, the pose is searched for as if nothing were known; if that fails too,
  /// the known pose is used and called doubtful.
  std::vector<std::optional<RigidPose>> known;
};

/// How a pose came about.
enum class Method { scanner, automatic, group, hand };
std::string_view name(Method method);  ///< "scanner", "automatic", "group", "hand"

/// What lining up has found for one date.
struct DateAlignment {
  std::optional<RigidPose> pose;  ///< reference points to this date's points; none: refused
  Method method = Method::scanner;
  Verdict verdict;
};

/// The alignment of a date that cannot be lined up.
DateAlignment refused(const std::string& reason);

/// True: lined up so well that nobody need look at it.
inline bool surely_lined_up(const DateAlignment& alignment) {
  return alignment.pose && alignment.verdict.kind == VerdictKind::good;
}

/// Who wants to know how align_row() goes. Both functions may be empty; both are called on the
/// thread that runs align_row().
struct RowObserver {
  /// Called about every 20 ms with the pose so far, so that a picture can follow it.
  std::function<void(std::size_t date, const PoseSample&)> moving;
  /// Called once for every date, and again if its alignment gets better by what is found of others.
  std::function<void(std::size_t date, const DateAlignment&)> settled;
};

/// Aligns all dates. Takes about 0.3 s per date on two cores. Errors: the reference cannot be used;
/// cancelled; the metric's device failed.
Result<std::vector<DateAlignment>> align_row(std::shared_ptr<Metric> metric,
                                             const std::vector<RowScan>& scans,
                                             const RowOptions& options, const RowObserver& observer,
                                             const Progress& progress);

}  // namespace lv
