// What hands have done to poses: one bounded list, back and forth. Main thread only.
#pragma once

#include <cstddef>
#include <deque>
#include <string>

#include "app/row/compared_row.h"

namespace lv {

/// Where a date lies and what is said about it.
struct DatePlace {
  RigidPose pose;  ///< reference points to this date's points
  AlignmentState state = AlignmentState::from_scanner;
  DateAlignment alignment;
};

struct PoseChange {
  std::size_t date = 0;
  DatePlace before, after;
  std::string what;  ///< "2011 nudge, 1.2 mm"
};

class PoseHistory {
 public:
  /// What was undone before is forgotten; so is the oldest of more than a hundred.
  void add(PoseChange change) {
    changes_.resize(done_);
    changes_.push_back(std::move(change));
    if (changes_.size() > most) changes_.pop_front();
    done_ = changes_.size();
  }
  /// The date of the last change was refined since and lies elsewhere: redo shall lead there. Does
  /// nothing where that change was undone meanwhile.
  void amend(std::size_t date, const DatePlace& after) {
    if (done_ > 0 && changes_[done_ - 1].date == date) changes_[done_ - 1].after = after;
  }
  bool can_undo() const { return done_ > 0; }
  bool can_redo() const { return done_ < changes_.size(); }
  /// The change to take back, or to do again; null: there is none.
  const PoseChange* undo() { return can_undo() ? &changes_[--done_] : nullptr; }
  const PoseChange* redo() { return can_redo() ? &changes_[done_++] : nullptr; }

 private:
  static constexpr std::size_t most = 100;
  std::deque<PoseChange> changes_;
  std::size_t done_ = 0;  ///< of changes_; those after it are undone
};

}  // namespace lv
