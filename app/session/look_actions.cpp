// Actions about how the picture looks.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/session/action.h"

namespace lv {
namespace {

Result<void> change_window(View& view, Words words) {
  LV_ASSIGN(const auto change, numbers_in(words));
  view.state.window_shift += change[0];
  view.state.window_stretch *= std::exp(change[1]);
  limit_window(view.state);
  return {};
}

void set_window_automatically(View& view, OpenRow&) {
  view.state.window_shift = 0;
  view.state.window_stretch = 1;
}

Result<void> choose_look(View& view, const OpenRow& open, Words words) {
  const auto wanted = std::ranges::find(looks, words[0], &LookRow::word);
  if (wanted == std::end(looks)) return no_choice(words[0]);
  if (wanted->both_seen || wanted->look == Look::cuts) LV_TRY(check_several_dates(open));
  ViewState& state = view.state;
  const Look before =
      std::exchange(state.look, state.look == wanted->look ? Look::fade : wanted->look);
  state.playing = false;
  if (state.look == Look::grid) state.layout = Layout::one;
  if (state.look == Look::grid || before == Look::grid) state.pan_mm = {};
  if (state.look == Look::cuts) {
    start_playing(view);
  } else if (before == Look::cuts) {
    state.position = nearest_date(state);
  }
  return {};
}

Result<void> move_seam(View& view, Words words) {
  LV_ASSIGN(const double share, number_in(words[0]));
  view.state.seam = std::clamp(share, 0.0, 1.0);
  return {};
}

void invert_grey(View& view, OpenRow&) {
  view.state.inverted = !view.state.inverted;
}

void take_nearest_slice(View& view, OpenRow&) {
  view.state.nearest_slice = !view.state.nearest_slice;
}

void equalise_greys(View& view, OpenRow&) {
  view.state.equalised = !view.state.equalised;
}

void match_sharpness(View& view, OpenRow&) {
  view.state.matched = !view.state.matched;
}

/// Where sharpness is not matched at all yet, it is from now on.
void match_in_plane(View& view, OpenRow&) {
  view.state.matched_in_plane = !view.state.matched_in_plane || !view.state.matched;
  view.state.matched = view.state.matched || view.state.matched_in_plane;
}

void hide_text(View& view, OpenRow&) {
  view.text_hidden = !view.text_hidden;
}

}  // namespace

std::vector<Action> look_actions() {
  std::string words, title, without_key;
  std::vector<KeyBinding> keys;
  for (const LookRow& row : looks) {
    words += (words.empty() ? "" : "|") + std::string(row.word);
    if (row.key != Key::unknown) {
      title += std::string(row.word) + ", ";  // in the order of the keys, which stand beside it
      keys.push_back({row.key, {}, row.word});
    } else if (row.look != Look::fade) {
      without_key += "; also " + std::string(row.word);
    }
  }
  return {
      recorded(action<change_window>("window", "LEVEL WIDTH",
                                     "brightness (level) and contrast (window)", {}, "left drag")),
      recorded(action<set_window_automatically>("window-auto", "",
                                                "brightness and contrast as at the beginning")),
      recorded(action<choose_look>("look", std::move(words), title + "again: fade" + without_key,
                                   std::move(keys))),
      recorded(action<move_seam>("seam", "SHARE", "")),
      recorded(action<invert_grey>("invert", "", "black on white", {{Key::i, {}}})),
      action<hide_text>("text", "", "hide what is written over the picture", {{Key::h, {}}}),
      recorded(action<take_nearest_slice>("nearest", "", "nearest acquired slice, no interpolation",
                                          {{Key::n, {}}})),
      recorded(action<equalise_greys>("equalise", "", "contrast equalised, or as scanned",
                                      {{Key::e, {}}})),
      recorded(action<match_sharpness>("match", "", "sharpness matched, or full", {{Key::m, {}}})),
      recorded(action<match_in_plane>("match-pixels", "",
                                      "sharpness matched to the largest pixels, too",
                                      {{Key::m, with_shift}})),
  };
}

}  // namespace lv
