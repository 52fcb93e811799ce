// Poses between frames of reference that rows have found. Another row of the same studies starts
// from them (RowOptions::known). Main thread only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/row/compared_row.h"

namespace lv {

class KnownPoses {
 public:
  /// Takes in the poses of the dates that are surely lined up.
  void remember(const ComparedRow& row);

  /// Points in frame of reference `from` to points in frame `to`; empty: no row knows both. A frame
  /// is named by its FrameOfReferenceUID (0020,0052).
  std::optional<RigidPose> between(const std::string& from, const std::string& to) const;

 private:
  using Row = std::map<std::string, RigidPose>;  ///< frame -> pose: the row's World to that frame
  std::vector<Row> rows_;
};

}  // namespace lv
