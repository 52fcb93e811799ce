// The table of commands. Each row: name, keys, title, number of words, what it does.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "app/session.h"

namespace lv {

using Words = std::span<const std::string>;

/// The members of Session that commands change, in one place.
struct SessionCommands {
  static Result<double> number(const std::string& word) {
    double value = 0;
    const auto end = word.data() + word.size();
    const auto [stop, failure] =
        std::from_chars(word.data() + (word.starts_with('+') ? 1 : 0), end, value);
    if (failure != std::errc() || stop != end || !std::isfinite(value)) {
      return Error{ErrorCode::usage, "a number is expected", word};
    }
    return value;
  }

  static Result<std::vector<double>> numbers(Words words) {
    std::vector<double> values;
    for (const std::string& word : words) {
      LV_ASSIGN(const double value, number(word));
      values.push_back(value);
    }
    return values;
  }

  static Result<Comparison*> comparison(Session& s) {
    if (!s.comparison_) return Error{ErrorCode::usage, "open a row first", ""};
    return &*s.comparison_;
  }

  /// One of the words of a list; -1: none.
  static int choice(const std::string& word, std::initializer_list<const char*> list) {
    const auto found = std::ranges::find(list, word);
    return found == list.end() ? -1 : static_cast<int>(found - list.begin());
  }

  static Error no_such(const std::string& word) {
    return {ErrorCode::usage, "is not one of the choices", word};
  }

  // Scans and rows
  // ----------------------------------------------------------------------------------

  static Result<void> open(Session& s, Words words) {
    s.demo_ = false;
    s.open_paths({words.begin(), words.end()});
    return {};
  }

  static Result<void> demo(Session& s, Words) {
    s.requests_.open_demo = true;
    return {};
  }

  static Result<void> open_demo_folder(Session& s, Words words) {
    s.paths_.clear();
    s.open_paths({words[0]});
    s.demo_ = true;
    return {};
  }

  static Result<void> scans(Session& s, Words) {
    s.close_comparison();
    s.screen_ = s.matrix_ || s.scan_ ? Screen::scans : Screen::start;
    return {};
  }

  static Result<void> row(Session& s, Words words) {
    if (!s.matrix_ || s.matrix_->rows.empty()) {
      return Error{ErrorCode::usage, "there are no rows yet", ""};
    }
    const int count = static_cast<int>(s.matrix_->rows.size());
    if (words[0] == "next" || words[0] == "previous") {
      const int target = s.row_ + (words[0] == "next" ? 1 : -1);
      if (s.row_ < 0 || target < 0 || target >= count) return {};
      s.open_comparison(target, std::nullopt);
      return {};
    }
    const std::vector<int> fitting = find_rows(*s.matrix_, words[0]);
    if (fitting.empty()) return Error{ErrorCode::not_found, "no row fits these words", words[0]};
    if (fitting.size() > 1)
      return Error{ErrorCode::usage, "several rows fit these words", words[0]};
    s.open_comparison(fitting.front(), std::nullopt);
    return {};
  }

  static Result<void> left_out(Session& s, Words) {
    s.left_out_shown_ = !s.left_out_shown_;
    return {};
  }

  // Time
  // --------------------------------------------------------------------------------------------

  static Result<void> date(Session& s, Words words) {
    LV_ASSIGN(Comparison* const row, comparison(s));
    const double last = static_cast<double>(row->dates.size() - 1);
    const double here = std::round(s.view_.position);
    double target = here;
    switch (choice(words[0], {"next", "previous", "oldest", "newest", "reference"})) {
      case 0:
        target = here + 1;
        break;
      case 1:
        target = here - 1;
        break;
      case 2:
        target = 0;
        break;
      case 3:
        target = last;
        break;
      case 4:
        target = static_cast<double>(row->reference);
        break;
      default: {
        LV_ASSIGN(const double wanted, number(words[0]));
        if (wanted < 1 || wanted > last + 1)
          return {};  // a digit beyond the last date does nothing
        target = std::round(wanted) - 1;
      }
    }
    s.view_.position = std::clamp(target, 0.0, last);
    s.view_.playing = false;
    return {};
  }

  static Result<void> fade(Session& s, Words words) {
    LV_ASSIGN(Comparison* const row, comparison(s));
    LV_ASSIGN(const double wanted, number(words[0]));
    s.view_.position = std::clamp(wanted, 0.0, static_cast<double>(row->dates.size() - 1));
    s.view_.playing = false;
    return {};
  }

  static Result<void> snap(Session& s, Words) {
    s.view_.position = std::round(s.view_.position);
    return {};
  }

  static Result<void> hold(Session& s, Words words) {
    LV_ASSIGN(Comparison* const row, comparison(s));
    LV_ASSIGN(const double wanted, number(words[0]));
    if (wanted >= 1 && wanted <= static_cast<double>(row->dates.size())) {
      s.held_position_ = std::round(wanted) - 1;
    }
    return {};
  }

  static Result<void> release(Session& s, Words) {
    s.held_position_.reset();
    return {};
  }

  static Result<void> play(Session& s, Words) {
    LV_TRY(comparison(s));
    s.view_.playing = !s.view_.playing;
    s.playback_.start_s = s.view_.cuts ? s.now_s_ : Playback::start_for(s.now_s_, s.view_.position);
    if (!s.view_.playing) s.view_.position = std::round(s.view_.position);
    return {};
  }

  // Space
  // -------------------------------------------------------------------------------------------

  static Result<void> slice(Session& s, Words words) {
    LV_ASSIGN(Comparison* const row, comparison(s));
    LV_ASSIGN(const double steps, number(words[0]));
    PlaneKind plane = s.view_.plane;
    if (words.size() > 1) {
      const int named = choice(words[1], {"native", "axial", "sagittal", "coronal"});
      if (named < 0) return no_such(words[1]);
      plane = static_cast<PlaneKind>(named);
    }
    scroll(*row, s.view_, plane, static_cast<int>(std::lround(steps)));
    s.view_is_home_ = false;
    return {};
  }

  static Result<void> point(Session& s, Words words) {
    LV_ASSIGN(const auto xyz, numbers(words));
    s.view_.point = {xyz[0], xyz[1], xyz[2]};
    s.view_is_home_ = false;
    return {};
  }

  static Result<void> pan(Session& s, Words words) {
    LV_ASSIGN(const auto mm, numbers(words));
    s.view_.pan_mm += dvec2(mm[0], mm[1]);
    return {};
  }

  static Result<void> zoom(Session& s, Words words) {
    LV_ASSIGN(const double factor, number(words[0]));
    s.view_.zoom = std::clamp(s.view_.zoom * factor, 0.25, 20.0);
    return {};
  }

  static Result<void> plane(Session& s, Words words) {
    const int named = choice(words[0], {"native", "axial", "sagittal", "coronal"});
    if (named < 0) return no_such(words[0]);
    s.view_.plane = static_cast<PlaneKind>(named);
    s.view_.pan_mm = {};
    if (s.view_.layout == Layout::three) s.view_.layout = Layout::one;
    return {};
  }

  static Result<void> layout(Session& s, Words words) {
    const int named = choice(words[0], {"one", "three", "grid"});
    if (named < 0) return no_such(words[0]);
    const auto wanted = static_cast<Layout>(named);
    s.view_.layout = s.view_.layout == wanted ? Layout::one : wanted;
    s.view_.pan_mm = {};
    return {};
  }

  static Result<void> reset(Session& s, Words) {
    LV_ASSIGN(Comparison* const row, comparison(s));
    const ViewState old = s.view_;
    s.view_ = home_view(*row);
    s.view_.position = old.position;
    s.view_.layout = old.layout;
    s.view_.plane = old.plane;
    s.view_is_home_ = true;
    return {};
  }

  // Look
  // --------------------------------------------------------------------------------------------

  static Result<void> window(Session& s, Words words) {
    LV_ASSIGN(const auto change, numbers(words));
    s.view_.window_shift += change[0];
    s.view_.window_stretch *= std::exp(change[1]);
    limit_window(s.view_);
    return {};
  }

  static Result<void> look(Session& s, Words words) {
    LV_TRY(comparison(s));
    const int named = choice(words[0], {"fade", "switch", "swipe", "difference"});
    if (named < 0) return no_such(words[0]);
    const bool was_cuts = s.view_.cuts;
    const Blend blend = named == 2   ? Blend::swipe
                        : named == 3 ? Blend::difference
                                     : Blend::crossfade;
    const bool again = named > 0 && (named == 1 ? was_cuts : s.view_.blend == blend);
    s.view_.blend = again ? Blend::crossfade : blend;
    s.view_.cuts = named == 1 && !again;
    s.view_.playing = s.view_.cuts;
    s.playback_.start_s = s.now_s_;
    if (was_cuts && !s.view_.cuts) s.view_.position = std::round(s.view_.position);
    return {};
  }

  static Result<void> seam(Session& s, Words words) {
    LV_ASSIGN(const double share, number(words[0]));
    s.view_.seam = std::clamp(share, 0.0, 1.0);
    return {};
  }

  static Result<void> invert(Session& s, Words) {
    s.view_.inverted = !s.view_.inverted;
    return {};
  }

  static Result<void> nearest(Session& s, Words) {
    s.view_.nearest_slice = !s.view_.nearest_slice;
    return {};
  }

  // Program
  // -----------------------------------------------------------------------------------------

  static Result<void> film(Session& s, Words words) {
    LV_TRY(comparison(s));
    if (s.film.running) return Error{ErrorCode::usage, "a film is being made already", ""};
    const std::filesystem::path home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : ".";
    s.requests_.film = words.empty() ? home / "longview-film.mp4" : std::filesystem::path(words[0]);
    return {};
  }

  static Result<void> cancel_film(Session& s, Words) {
    s.requests_.cancel_film = true;
    return {};
  }

  static Result<void> fullscreen(Session& s, Words) {
    s.requests_.toggle_fullscreen = true;
    return {};
  }

  static Result<void> keys(Session& s, Words) {
    s.keys_shown_ = !s.keys_shown_;
    return {};
  }

  static Result<void> back(Session& s, Words) {
    if (s.keys_shown_) {
      s.keys_shown_ = false;
    } else if (s.left_out_shown_) {
      s.left_out_shown_ = false;
    } else if (!s.message_.empty()) {
      s.message_.clear();
    } else if (s.view_.blend != Blend::crossfade || s.view_.cuts) {
      s.view_.blend = Blend::crossfade;
      s.view_.cuts = s.view_.playing = false;
    } else if (s.view_.layout != Layout::one) {
      s.view_.layout = Layout::one;
    }
    return {};
  }

  static Result<void> dismiss(Session& s, Words) {
    s.message_.clear();
    return {};
  }

  static Result<void> quit(Session& s, Words) {
    s.requests_.quit = true;
    return {};
  }
};

std::span<const CommandInfo> commands() {
  using C = SessionCommands;
  static constexpr int many = 1 << 20;
  static constexpr std::array table{
      CommandInfo{"open", "Ctrl+O", "add folders, ZIP archives or files", 1, many, C::open},
      CommandInfo{"demo", "", "look at the demo patient", 0, 0, C::demo},
      CommandInfo{"open-demo-folder", "", "", 1, 1, C::open_demo_folder},
      CommandInfo{"scans", "", "back to the matrix of scans", 0, 0, C::scans},
      CommandInfo{"row", "[, ]", "previous, next row", 1, 1, C::row},
      CommandInfo{"left-out", "", "what was set aside, and why", 0, 0, C::left_out},
      CommandInfo{"date", "Left, Right, Home, End, 1…9, 0", "go to a date; 0: the reference", 1, 1,
                  C::date},
      CommandInfo{"hold", "1…9 held", "see a date while the key is held", 1, 1, C::hold},
      CommandInfo{"release", "", "", 0, 0, C::release},
      CommandInfo{"fade", "", "mix two dates", 1, 1, C::fade},
      CommandInfo{"snap", "", "", 0, 0, C::snap},
      CommandInfo{"play", "Space", "play through the dates, pause", 0, 0, C::play},
      CommandInfo{"slice", "Up, Down, PgUp, PgDn, wheel", "next, previous slice", 1, 2, C::slice},
      CommandInfo{"point", "Shift + move", "the same point in every pane", 3, 3, C::point},
      CommandInfo{"pan", "middle drag, Shift + left drag", "move the picture", 2, 2, C::pan},
      CommandInfo{"zoom", "right drag, Ctrl + wheel", "zoom", 1, 1, C::zoom},
      CommandInfo{"window", "left drag", "brightness (level) and contrast (window)", 2, 2,
                  C::window},
      CommandInfo{"plane", "", "native, axial, sagittal or coronal", 1, 1, C::plane},
      CommandInfo{"layout", "G: grid, T: three planes", "one pane, three planes, all dates", 1, 1,
                  C::layout},
      CommandInfo{"look", "S, W, D", "switch, swipe line, difference; again: fade", 1, 1, C::look},
      CommandInfo{"seam", "", "", 1, 1, C::seam},
      CommandInfo{"invert", "I", "black on white", 0, 0, C::invert},
      CommandInfo{"nearest", "N", "nearest acquired slice, no interpolation", 0, 0, C::nearest},
      CommandInfo{"reset", "R", "reset the picture", 0, 0, C::reset},
      CommandInfo{"film", "Ctrl+E", "make the film of this row", 0, 1, C::film},
      CommandInfo{"cancel-film", "", "stop making the film", 0, 0, C::cancel_film},
      CommandInfo{"fullscreen", "F11", "full screen", 0, 0, C::fullscreen},
      CommandInfo{"keys", "F1, ?", "this overview", 0, 0, C::keys},
      CommandInfo{"back", "Esc", "one step back", 0, 0, C::back},
      CommandInfo{"dismiss", "", "", 0, 0, C::dismiss},
      CommandInfo{"quit", "Ctrl+Q", "leave", 0, 0, C::quit},
  };
  return table;
}

}  // namespace lv
