// OpenRow: the row that is being compared. Plain values: actions say what shall be read and refined
// next, and the session's desk (row_desk.h) does it in the background.
#pragma once

#include <optional>
#include <vector>

#include "app/row/stacks.h"
#include "app/session/history.h"
#include "app/session/scans.h"

namespace lv {

/// Which dates shall be lined up again from where they lie, and why. A newer wish replaces an older
/// one.
struct Refinement {
  enum class Kind {
    none,   ///< stop what is being refined
    moved,  ///< a hand has moved a date
    focus,  ///< a focus was set, or other dates are shown while there is one
  };
  Kind kind = Kind::none;
  RowWish wish;
  bool asked = true;  ///< the desk has taken it in
};

/// A date that a hand has moved, and how badly it fitted before: as if what belongs together lay so
/// far apart (ContrastRest).
struct MovedDate {
  std::size_t date = 0;
  double apart_mm = 0;
};

struct OpenRow {
  int index = 0;  ///< of the matrix
  ComparedRow row;
  std::size_t first_seen = 0;           ///< the date that is read first
  bool read_wanted = false;             ///< the desk shall begin to read it
  std::optional<WorkProgress> loading;  ///< empty: every date is read, or cannot be
  bool reading_further = false;         ///< further stacks of its dates are being read
  bool align_wanted = false;            ///< the desk shall line it up anew
  bool aligning = false;
  bool refining = false;
  bool equalising = false;
  std::vector<bool> movable;  ///< of each date, once the row is lined up; empty: not yet

  bool hand = false;                  ///< drags move and turn the shown date, not the view
  std::optional<PoseChange> in_hand;  ///< what the hand moves, until it lets go
  std::optional<MovedDate> moved;     ///< it is to be said how well this fits now
  History<RowChange> history;
  Refinement refinement;
};

/// A row of the matrix that nobody has read yet.
OpenRow row_to_read(const Matrix& matrix, int index, std::optional<std::size_t> first_seen);

/// Error: the row has a single date, so that nothing can be switched, mixed or compared.
Result<void> check_several_dates(const OpenRow& open);

/// Stacks that wait for the renderer to take in their volumes.
std::vector<StackPlace> waiting_for_texture(const OpenRow& open);

}  // namespace lv
