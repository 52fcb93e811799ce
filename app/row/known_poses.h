// Poses that rows have found, by frame of reference: another row of the same studies starts from
// them (RowOptions::known). Main thread only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/row/compared_row.h"

namespace lv {

class KnownPoses {
 public:
  /// Takes in what is surely lined up.
  void remember(const ComparedRow& row);

  /// Points in frame of reference `from` to points in frame `to`; empty: no row knows both. A frame
  /// is named by its FrameOfReferenceUID (0020,0052).
  std::optional<RigidPose> between(const std::string& from, const std::string& to) const;

 private:
  using Row = std::map<std::string, RigidPose>;  ///< frame -> World of the row to its points
  std::vector<Row> rows_;
};

}  // namespace lv
