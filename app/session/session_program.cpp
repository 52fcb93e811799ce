// Commands about films, screens and the program itself.
#include "app/film/film.h"
#include "app/session/session_commands.h"

namespace lv {

Result<void> SessionCommands::film(Session& s, Words words) {
  LV_TRY(comparison(s));
  if (s.film.running) return Error{ErrorCode::usage, "a film is being made already", ""};
  if (words.empty()) return ask(s, Question::film);
  if (s.load_ || s.align_ || !s.waiting_for_texture().empty()) {
    return Error{ErrorCode::usage,
                 "the dates are still being read and lined up; the film can be made right after",
                 ""};
  }
  const int audience = words.size() > 1 ? choice(words[1], {"others", "doctor"}) : 0;
  if (audience < 0) return no_such(words[1]);
  LV_TRY(check_film_output(words[0]));
  s.requests_.film = FilmWish{words[0], audience == 1};
  s.question_ = Question::none;
  return {};
}

Result<void> SessionCommands::cancel_film(Session& s, Words) {
  s.requests_.cancel_film = true;
  return {};
}

Result<void> SessionCommands::fullscreen(Session& s, Words) {
  s.requests_.toggle_fullscreen = true;
  return {};
}

Result<void> SessionCommands::keys(Session& s, Words) {
  s.keys_shown_ = !s.keys_shown_;
  return {};
}

Result<void> SessionCommands::back(Session& s, Words) {
  if (s.keys_shown_) {
    s.keys_shown_ = false;
  } else if (s.question_ != Question::none) {
    s.question_ = Question::none;
  } else if (s.left_out_shown_) {
    s.left_out_shown_ = false;
  } else if (!s.message_.empty()) {
    s.message_.clear();
  } else if (s.hand_) {
    return hand(s, std::array<std::string, 1>{"off"});
  } else if (s.comparison_ && s.comparison_->focus) {
    s.drop_focus();
  } else if (s.view_.blend != Blend::crossfade || s.view_.cuts) {
    s.view_.blend = Blend::crossfade;
    s.view_.cuts = s.view_.playing = false;
  } else if (s.view_.layout != Layout::one) {
    s.view_.layout = Layout::one;
  }
  return {};
}

Result<void> SessionCommands::dismiss(Session& s, Words) {
  s.message_.clear();
  return {};
}

Result<void> SessionCommands::quit(Session& s, Words) {
  s.requests_.quit = true;
  return {};
}

}  // namespace lv
