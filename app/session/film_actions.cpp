// Actions about the film of a row.
#include <array>

#include "app/session/action.h"
#include "engine/video/encoder.h"

namespace lv {
namespace {

Result<void> make_film(OpenRow& open, Films& films, ProgramState& program, Words words) {
  if (films.running) return Error{ErrorCode::usage, "a film is being made already"};
  if (words.empty()) {
    program.question = program.question == Question::film ? Question::none : Question::film;
    return {};
  }
  if (open.loading || open.aligning || !waiting_for_texture(open).empty()) {
    return Error{ErrorCode::usage,
                 "the dates are still being read and lined up; the film can be made right after"};
  }
  int audience = 0;
  if (words.size() > 1) {
    LV_ASSIGN(audience, choice_in(words[1], std::array<std::string_view, 2>{"others", "doctor"}));
  }
  LV_TRY(check_film_output(words[0]));
  films.wish = FilmWish{words[0], audience == 1};
  program.question = Question::none;
  return {};
}

void cancel_film(Films& films) {
  films.cancel = true;
}

}  // namespace

std::vector<Action> film_actions() {
  return {
      action<make_film>("film", "[PATH] [others|doctor]", "make the film of this row",
                        {{Key::e, with_control}}),
      action<cancel_film>("cancel-film", "", "stop making the film"),
  };
}

}  // namespace lv
