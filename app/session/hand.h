// A date in the user's hand, and the focus: what both do to the row, besides the actions.
#pragma once

#include "app/session/open_row.h"
#include "app/view/view.h"

namespace lv {

/// Remembers where the date lies, so that the view does not move with it while a hand moves it.
void keep_view(ComparedDate& date);

/// What is known of a date that lies where a hand has put it.
DatePlace put_by_hand(const RigidPose& pose, const std::string& reason);

/// Asks for these dates to be refined, in place of what was asked before. A date whose refinement
/// is stopped by this stays where the hand has put it. Does nothing before the row is lined up.
void ask(OpenRow& open, Refinement wish);

/// The date that a hand would move. Errors: it cannot be moved, or not yet.
Result<std::size_t> movable_date(const OpenRow& open, const View& view);

/// How far the hand has moved the picture, as a pane with these axes shows it: "2.1 mm right, 0.4
/// mm up, 0.4°". Empty: it has moved nothing yet.
std::string moved_text(const OpenRow& open, const View& view, const PlaneAxes& axes);

/// How much better or worse a date that a hand has moved fits now, once that is known: "2011 fits
/// 0.3 mm more closely than before". Empty: it is not known, or was said already.
std::string fits_text(OpenRow& open);

/// Drags move the view again. What was in the hand goes into the history, and is refined from where
/// it was put.
void let_go(OpenRow& open, const View& view);

/// Lines the row up on another of its dates; the picture stays where it is.
void line_up_on(OpenRow& open, View& view, std::size_t reference);

/// Lines up at a focus, all anew.
void focus_again(OpenRow& open, const View& view, const RowFocus& focus);

/// Ends the focus: every date is shown as it lies by its whole alignment.
void drop_focus(OpenRow& open);

/// Asks for the shown dates to be lined up at the focus, where they have not been yet.
void ask_focus(OpenRow& open, const View& view);

/// A date that a hand has moved was refined: what the alignment does not confirm stays where the
/// hand has put it.
void take_moved(OpenRow& open, std::size_t date, const DateAlignment& found);

/// A date was lined up at the focus.
void take_focused(OpenRow& open, std::size_t date, const DateAlignment& found);

}  // namespace lv
