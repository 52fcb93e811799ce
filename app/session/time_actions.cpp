// Actions about where the picture is in time.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/session/action.h"
#include "app/view/lens_view.h"

namespace lv {
namespace {

/// The place of the date that a word names. A number beyond the last date names the date `here`.
Result<double> date_place(const std::string& word, const ComparedRow& row, double here) {
  const double last = static_cast<double>(row.dates.size() - 1);
  if (word == "next") return std::min(here + 1, last);
  if (word == "previous") return std::max(here - 1, 0.0);
  if (word == "oldest") return 0.0;
  if (word == "newest") return last;
  if (word == "reference") return static_cast<double>(row.reference);
  LV_ASSIGN(const double wanted, number_in(word));
  return wanted < 1 || wanted > last + 1 ? -1.0 : std::round(wanted) - 1;
}

/// Going to one of a pair keeps it, and the next date is chosen to that one; going elsewhere ends
/// it.
void leave_pair(ViewState& view, std::size_t date) {
  if (!view.pair) return;
  if (date == view.pair->to) {
    std::swap(view.pair->from, view.pair->to);
  } else if (date != view.pair->from) {
    view.pair.reset();
  }
}

Result<void> go_to_date(View& view, const OpenRow& open, Words words) {
  const bool forth = words[0] == "next";
  if (view.state.pair && (forth || words[0] == "previous")) {
    const DatePair& pair = *view.state.pair;
    view.state.position = static_cast<double>(forth ? pair.second() : pair.first());
    view.state.playing = false;
    return {};
  }
  LV_ASSIGN(const double place, date_place(words[0], open.row, nearest_date(view.state)));
  if (place < 0) return {};  // a digit beyond the last date does nothing
  leave_pair(view.state, static_cast<std::size_t>(place));
  view.state.position = place;
  view.state.playing = false;
  return {};
}

/// The ends of a new pair. One word: that date, and the one that the last pair began with or that
/// is seen; two: both. Below 0: there is no such date.
Result<std::array<double, 2>> pair_ends(const ViewState& state, const ComparedRow& row,
                                        Words words) {
  const double seen = nearest_date(state);
  std::array<double, 2> ends{seen, seen};
  if (state.pair) {
    ends = {static_cast<double>(state.pair->from), static_cast<double>(state.pair->to)};
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    double& end = ends[ends.size() - words.size() + i];
    LV_ASSIGN(end, date_place(words[i], row, end));
  }
  return ends;
}

Result<void> choose_pair(View& view, const OpenRow& open, Words words) {
  LV_TRY(check_several_dates(open));
  ViewState& state = view.state;
  LV_ASSIGN(const auto ends, pair_ends(state, open.row, words));
  if (ends[0] < 0 || ends[1] < 0) return {};  // a digit beyond the last date does nothing
  state.position = words.empty() ? nearest_date(state) : ends[1];
  state.pair.reset();
  if (!words.empty() && ends[0] != ends[1]) {
    state.pair = {static_cast<std::size_t>(ends[0]), static_cast<std::size_t>(ends[1])};
  }
  state.playing = false;
  if (state.look == Look::cuts) start_playing(view);
  return {};
}

Result<void> hold_date(View& view, const OpenRow& open, Words words) {
  if (words[0] == "other") {
    view.held = static_cast<double>(date_in_lens(fade_pair(open.row, view.state)));
    return {};
  }
  LV_ASSIGN(const double wanted, number_in(words[0]));
  if (wanted >= 1 && wanted <= static_cast<double>(open.row.dates.size())) {
    view.held = std::round(wanted) - 1;
  }
  return {};
}

void release_date(View& view) {
  view.held.reset();
}

Result<void> fade_to(View& view, const OpenRow& open, Words words) {
  LV_ASSIGN(const double wanted, number_in(words[0]));
  const auto& pair = view.state.pair;
  const auto first = static_cast<double>(pair ? pair->first() : 0);
  const auto last = static_cast<double>(pair ? pair->second() : open.row.dates.size() - 1);
  view.state.position = std::clamp(wanted, first, last);
  view.state.playing = false;
  return {};
}

void snap_to_date(View& view) {
  view.state.position = nearest_date(view.state);
}

Result<void> play_or_pause(View& view, const OpenRow& open) {
  LV_TRY(check_several_dates(open));
  if (view.state.playing) {
    view.state.playing = false;
    snap_to_date(view);
  } else {
    start_playing(view);
  }
  return {};
}

}  // namespace

std::vector<Action> time_actions() {
  return {
      action<go_to_date>("date", "DATE", "go to a date; 0: the reference",
                         {{Key::left, {}, "previous", Repeat::slow},
                          {Key::right, {}, "next", Repeat::slow},
                          {Key::home, {}, "oldest"},
                          {Key::end, {}, "newest"},
                          {Key::digit_0, {}, "reference"}},
                         "1…9"),
      recorded(action<choose_pair>("pair", "[DATE] [DATE]",
                                   "compare any two dates; none: neighbours again",
                                   {{Key::left, with_shift, "previous", Repeat::slow},
                                    {Key::right, with_shift, "next", Repeat::slow}},
                                   "Shift + click on a date, Shift + 1…9")),
      action<hold_date>("hold", "DATE", "see a date, or the other of two, while the key is held",
                        {}, "1…9 held, X held"),
      action<release_date>("release", "", ""),
      action<fade_to>("fade", "POSITION", "mix two dates"),
      action<snap_to_date>("snap", "", ""),
      action<play_or_pause>("play", "", "play through the dates, pause", {{Key::space, {}}}),
  };
}

}  // namespace lv
