// What was done and can be taken back: one bounded list, back and forth. Main thread only.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <variant>

#include "app/row/saved_row.h"
#include "app/view/view_words.h"
#include "engine/study/corrections.h"

namespace lv {

template <class Change>
class History {
 public:
  /// What was undone before is forgotten; so is the oldest of more than a hundred.
  void add(Change change) {
    changes_.resize(done_);
    changes_.push_back(std::move(change));
    if (changes_.size() > most) changes_.pop_front();
    done_ = changes_.size();
  }
  /// The change done last, which may still grow; null: there is none, or it was undone meanwhile.
  Change* last() { return done_ > 0 ? &changes_[done_ - 1] : nullptr; }
  const Change* last() const { return done_ > 0 ? &changes_[done_ - 1] : nullptr; }
  /// The change that was undone last; null: there is none.
  const Change* next() const { return can_redo() ? &changes_[done_] : nullptr; }
  bool can_undo() const { return done_ > 0; }
  bool can_redo() const { return done_ < changes_.size(); }
  /// The change to take back, or to do again; null: there is none.
  const Change* undo() { return can_undo() ? &changes_[--done_] : nullptr; }
  const Change* redo() { return can_redo() ? &changes_[done_++] : nullptr; }

 private:
  static constexpr std::size_t most = 100;
  std::deque<Change> changes_;
  std::size_t done_ = 0;  ///< of changes_; those after it are undone
};

/// A date was moved.
struct PoseChange {
  std::size_t date = 0;
  DatePlace before, after;
};
/// Something of the view was changed, by the action `by`. Only words that differ are in it.
struct ViewChange {
  std::string by;
  double when_s = 0;
  ViewWords before, after;
};
/// The focus was set, moved or ended. Its `dates` are empty: their poses are looked for anew.
struct FocusChange {
  std::optional<RowFocus> before, after;
};

/// Another date became the reference. Back: the row as it was; forth: it is lined up anew.
struct ReferenceChange {
  SavedRow before;
  std::size_t reference = 0;
};

/// One step in a row.
struct RowChange {
  std::string what;  ///< "2011 nudge, 1.2 mm"
  std::variant<PoseChange, ViewChange, FocusChange, ReferenceChange> change;
};

/// One step in the matrix: what the user has said of it.
struct SaidChange {
  std::string what;
  Corrections before, after;
  std::optional<SeriesKey> of;  ///< the volume whose distance of slices was said; empty: none was
};

}  // namespace lv
