#include "app/session/recording.h"

namespace lv {
namespace {

constexpr double one_drag_s = 1.0;  // a longer pause begins another step

bool same_place(const std::optional<RowFocus>& a, const std::optional<RowFocus>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->point == b->point && a->radius_mm == b->radius_mm &&
         a->half_length_mm == b->half_length_mm;
}

std::optional<RowFocus> without_dates(std::optional<RowFocus> focus) {
  if (focus) focus->dates.clear();
  return focus;
}

/// "look swipe", "zoom", "black on white", "seam".
std::string told(const Action& action, const Command& command) {
  const bool choice = action.words.find('|') != std::string::npos;
  if (choice && !command.arguments.empty()) return command.name + " " + command.arguments[0];
  if (action.title.empty()) return command.name;
  return action.title.substr(0, action.title.find(';'));
}

/// Zooming about the pointer also moves the picture: one drag does both.
std::string drag_of(std::string_view action) {
  return std::string(action == "pan" ? "zoom" : action);
}

void record_view(OpenRow& open, const View& view, const std::string& what, ViewChange change) {
  RowChange* const last = open.history.last();
  ViewChange* const same = last != nullptr ? std::get_if<ViewChange>(&last->change) : nullptr;
  if (same != nullptr && same->by == change.by && view.now_s < same->when_s + one_drag_s) {
    same->before.merge(change.before);  // what the drag has changed before stays
    for (const auto& [name, text] : change.after) same->after[name] = text;
    same->when_s = view.now_s;
    return;
  }
  open.history.add({what, std::move(change)});
}

void record_focus(OpenRow& open, const std::string& what, FocusChange change) {
  RowChange* const last = open.history.last();
  FocusChange* const same = last != nullptr ? std::get_if<FocusChange>(&last->change) : nullptr;
  if (same != nullptr && same->after && change.before && change.after) {
    same->after = change.after;
    return;
  }
  open.history.add({what, std::move(change)});
}

}  // namespace

std::optional<BeforeAction> before(const Action& action, const SessionState& state) {
  if (!action.recorded || !state.row) return std::nullopt;
  return BeforeAction{words_of(state.view), without_dates(state.row->row.focus)};
}

void record(SessionState& state, const Action& action, const Command& command,
            const BeforeAction& before) {
  OpenRow& open = *state.row;
  const ViewWords now = words_of(state.view);
  ViewChange change{drag_of(action.name), state.view.now_s, changed_words(before.view, now),
                    changed_words(now, before.view)};
  if (!change.after.empty()) {
    record_view(open, state.view, told(action, command), std::move(change));
  }
  if (!same_place(before.focus, open.row.focus)) {
    record_focus(open, told(action, command), {before.focus, without_dates(open.row.focus)});
  }
}

}  // namespace lv
