// Actions about the film of a row.
#include <array>

#include "app/session/action.h"
#include "engine/core/file_name.h"
#include "engine/core/free_path.h"
#include "engine/system/desktop.h"
#include "engine/system/this_process.h"
#include "engine/video/encoder.h"

namespace lv {
namespace {

/// True: with exact dates, for a doctor.
Result<bool> for_doctor(Words words) {
  if (words.size() < 2) return false;
  LV_ASSIGN(const int audience,
            choice_in(words[1], std::array<std::string_view, 2>{"others", "doctor"}));
  return audience == 1;
}

std::filesystem::path free_recording() {
  const std::filesystem::path home = home_folder(), videos = home / "Videos";
  std::error_code failure;
  return free_path(std::filesystem::is_directory(videos, failure) ? videos : home,
                   "longview-recording", ".mp4");
}

Result<void> record_or_end(const OpenRow&, Films& films, ProgramState& program, Words words) {
  if (films.live) {
    films.end_live = true;
    return {};
  }
  LV_ASSIGN(const bool doctor, for_doctor(words));
  const std::filesystem::path path =
      words.empty() ? free_recording() : std::filesystem::path(words[0]);
  LV_TRY(check_film_output(path));
  films.live_wish = FilmWish{path, doctor};
  program.question = Question::none;
  return {};
}

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
  LV_ASSIGN(const bool doctor, for_doctor(words));
  LV_TRY(check_film_output(words[0]));
  films.wish = FilmWish{words[0], doctor};
  program.question = Question::none;
  return {};
}

void cancel_film(Films& films) {
  films.cancel = true;
}

Result<void> show_made_file(ProgramState& program) {
  if (program.made.empty()) return Error{ErrorCode::usage, "no film has been made yet"};
  if (show_in_folder(program.made)) return {};
  return Error{ErrorCode::unavailable, "nothing here can show a folder (xdg-open is missing)",
               file_name(program.made)};
}

void copy_picture(ProgramState& program, OpenRow&) {
  program.copy_picture = true;
}

}  // namespace

std::vector<Action> film_actions() {
  return {
      action<make_film>("film", "[PATH] [others|doctor]", "make the film of this row",
                        {{Key::e, with_control}}),
      action<record_or_end>("record", "[PATH] [others|doctor]",
                            "record what the picture shows; again: end", {{Key::r, with_control}}),
      action<copy_picture>("copy", "", "copy the picture as it is shown", {{Key::c, with_control}}),
      action<show_made_file>("show-file", "", "show the last film in its folder"),
      action<cancel_film>("cancel-film", "", "stop making the film"),
  };
}

}  // namespace lv
