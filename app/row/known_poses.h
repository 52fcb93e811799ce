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
  /// Takes in the poses of the dates that are surely lined up, and the levels of those whose spine
  /// was lined up level by level; not the levels that another row has guided, which say nothing of
  /// their own.
  void remember(const ComparedRow& row);

  /// Points in frame of reference `from` to points in frame `to`, of a spine that bends those of
  /// its middle level; empty: no row knows both. A frame is named by its FrameOfReferenceUID
  /// (0020,0052).
  std::optional<RigidPose> between(const std::string& from, const std::string& to) const;

  /// The good levels of a spine, points in frame `from` to points in frame `to`, as rows with
  /// another name than `asking` have found them: a row confirms nothing of its own. Empty: no row
  /// knows both.
  std::vector<SpineLevel> levels_between(const std::string& from, const std::string& to,
                                         const std::string& asking = {}) const;

 private:
  struct Row {
    std::string name;
    std::string reference;  ///< its frame
    /// By frame: World to that frame.
    std::map<std::string, RigidPose> poses;
    std::map<std::string, std::vector<SpineLevel>> levels;

    std::vector<SpineLevel> levels_of(const std::string& frame, const std::string& other) const;
  };
  std::vector<Row> rows_;
};

/// Notes in a row's dates what is known of its frames of reference; what they know already stays.
void take_known(ComparedRow& row, const KnownPoses& poses);

}  // namespace lv
