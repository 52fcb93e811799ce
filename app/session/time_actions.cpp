// Actions about where the picture is in time.
#include <algorithm>
#include <cmath>

#include "app/session/action.h"

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

Result<void> go_to_date(View& view, const OpenRow& open, Words words) {
  LV_ASSIGN(const double place, date_place(words[0], open.row, std::round(view.state.position)));
  if (place < 0) return {};  // a digit beyond the last date does nothing
  view.state.position = place;
  view.state.playing = false;
  return {};
}

Result<void> hold_date(View& view, const OpenRow& open, Words words) {
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
  view.state.position = std::clamp(wanted, 0.0, static_cast<double>(open.row.dates.size() - 1));
  view.state.playing = false;
  return {};
}

void snap_to_date(View& view) {
  view.state.position = std::round(view.state.position);
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
      action<hold_date>("hold", "DATE", "see a date while the key is held", {}, "1…9 held"),
      action<release_date>("release", "", ""),
      action<fade_to>("fade", "POSITION", "mix two dates"),
      action<snap_to_date>("snap", "", ""),
      action<play_or_pause>("play", "", "play through the dates, pause", {{Key::space, {}}}),
  };
}

}  // namespace lv
