// Actions about what is on the screen, and the program itself.
#include "app/session/action.h"
#include "app/session/hand.h"

namespace lv {
namespace {

void toggle_fullscreen(ProgramState& program) {
  program.toggle_fullscreen = true;
}

Result<void> choose_folder(ProgramState& program) {
  if (!program.has_chooser) {
    return Error{ErrorCode::unavailable,
                 "this desktop has neither zenity nor kdialog to choose a folder with; type its "
                 "path, or drop it onto the window"};
  }
  program.choose_folder = true;
  return {};
}

void show_palette(ProgramState& program) {
  const bool shown = program.question == Question::palette;
  program.question = shown ? Question::none : Question::palette;
}

void show_keys(ProgramState& program) {
  program.keys_shown = !program.keys_shown;
}

/// What Esc ends in the picture, one after the other: hand, measuring, rulers, focus, look, pair,
/// layout.
void back_in_picture(SessionState& s) {
  ViewState& view = s.view.state;
  if (s.row && s.row->hand) {
    let_go(*s.row, s.view);
  } else if (view.measuring) {
    view.measuring = false;
  } else if (!view.rulers.empty()) {
    view.rulers.clear();
  } else if (s.row && s.row->row.focus) {
    drop_focus(*s.row);
  } else if (view.look != Look::fade) {
    view.look = Look::fade;
    view.playing = false;
  } else if (view.pair) {
    view.position = nearest_date(view);
    view.pair.reset();
  } else {
    view.layout = Layout::one;
  }
}

/// Ends the one thing that was begun last.
void one_step_back(SessionState& s) {
  ProgramState& program = s.program;
  if (program.keys_shown) {
    program.keys_shown = false;
  } else if (program.question != Question::none) {
    program.question = Question::none;
  } else if (program.left_out_shown) {
    program.left_out_shown = false;
  } else if (!program.message.empty()) {
    tell(program, "");
  } else {
    back_in_picture(s);
  }
}

void dismiss_message(ProgramState& program) {
  tell(program, "");
}

void quit_program(ProgramState& program) {
  program.quit = true;
}

}  // namespace

std::vector<Action> program_actions() {
  return {
      action<toggle_fullscreen>("fullscreen", "", "full screen", {{Key::f11, {}}}),
      action<choose_folder>("choose-folder", "", "choose a folder or disc of scans"),
      action<show_keys>("keys", "", "overview of keys and mouse", {{Key::f1, {}}}, "?"),
      action<show_palette>("palette", "", "find an action by its name",
                           {{Key::p, {true, true, false}}}),
      action<one_step_back>("back", "", "one step back", {{Key::escape, {}}}),
      action<dismiss_message>("dismiss", "", ""),
      action<quit_program>("quit", "", "leave", {{Key::q, with_control}}),
  };
}

}  // namespace lv
