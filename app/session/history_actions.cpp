// Actions that take back what was done, and do it again.
#include <algorithm>

#include "app/session/action.h"
#include "app/session/hand.h"

namespace lv {
namespace {

enum class Way { back, forth };

template <class Change>
auto& side(Change& change, Way way) {
  return way == Way::back ? change.before : change.after;
}

void step(OpenRow& open, View&, const PoseChange& change, Way way) {
  ask(open, {});
  put(open.row.dates[change.date], side(change, way));
}

void step(OpenRow&, View& view, const ViewChange& change, Way way) {
  take_words(view, side(change, way));
  if (view.state.look != Look::cuts) view.state.playing = false;
}

void step(OpenRow& open, View& view, const FocusChange& change, Way way) {
  drop_focus(open);
  if (const auto& focus = side(change, way)) focus_again(open, view, *focus);
}

void step(OpenRow& open, View& view, const ReferenceChange& change, Way way) {
  if (way == Way::forth) return line_up_on(open, view, change.reference);
  const auto old = std::ranges::find(open.row.dates, change.before.reference, &ComparedDate::key);
  if (old == open.row.dates.end()) return;
  line_up_on(open, view, static_cast<std::size_t>(old - open.row.dates.begin()));
  restore(open.row, change.before);
}

/// One step in the row. What the hand holds is let go first, so that it is in the history, too.
Result<std::string> step_in_row(OpenRow& open, View& view, Way way) {
  const bool something = way == Way::back ? open.in_hand || open.history.can_undo()
                                          : !open.in_hand && open.history.can_redo();
  if (!something) return std::string();  // what the hand holds came after all that was undone
  let_go(open, view);
  const RowChange* const change = way == Way::back ? open.history.undo() : open.history.redo();
  if (change == nullptr) return std::string();  // what the hand held had not moved
  std::visit([&](const auto& one) { step(open, view, one, way); }, change->change);
  return change->what;
}

/// One step in what was said of the matrix.
Result<std::string> step_in_scans(Scans& scans, Way way) {
  if (scans.reading) return Error{ErrorCode::usage, "the scans are still being read"};
  const SaidChange* const change = way == Way::back ? scans.history.undo() : scans.history.redo();
  if (change == nullptr) return std::string();
  say_instead(scans, side(*change, way));
  return change->what;
}

/// What was said last of the matrix is the distance of the slices of a date of the open row: one of
/// the row's steps, too, before all that is in the row's own history.
std::optional<SeriesKey> date_to_read_again(const SessionState& s, Way way) {
  const OpenRow& open = *s.row;
  const SaidChange* const change =
      way == Way::back ? s.scans.history.last() : s.scans.history.next();
  const bool own_first =
      open.in_hand || open.history.can_undo() || (way == Way::forth && open.history.can_redo());
  if (change == nullptr || !change->of || own_first || s.scans.reading) return {};
  const auto& dates = open.row.dates;
  return std::ranges::find(dates, *change->of, &ComparedDate::key) == dates.end() ? std::nullopt
                                                                                  : change->of;
}

Result<void> step_in_history(SessionState& s, Way way) {
  if (s.row) {
    if (const auto series = date_to_read_again(s, way)) leave_to_read_again(s, *series);
  }
  LV_ASSIGN(const std::string what,
            s.row ? step_in_row(*s.row, s.view, way) : step_in_scans(s.scans, way));
  if (what.empty()) {
    return Error{ErrorCode::usage,
                 way == Way::back ? "there is nothing to undo" : "there is nothing to redo"};
  }
  note(s.program, (way == Way::back ? "undone: " : "done again: ") + what, s.view.now_s);
  return {};
}

Result<void> undo(SessionState& s) {
  return step_in_history(s, Way::back);
}

Result<void> redo(SessionState& s) {
  return step_in_history(s, Way::forth);
}

}  // namespace

std::vector<Action> history_actions() {
  return {
      action<undo>("undo", "", "take back what was done last", {{Key::z, with_control}}),
      action<redo>("redo", "", "do it again",
                   {{Key::y, with_control}, {Key::z, {true, true, false}}}),
  };
}

}  // namespace lv
