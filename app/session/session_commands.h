// What the commands do: one function each, named as in the table (session_commands.cpp). They alone
// change a Session from outside.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/session/session.h"

namespace lv {

using Words = std::span<const std::string>;

struct SessionCommands {
  // Scans and rows
  static Result<void> open(Session& s, Words words);
  static Result<void> demo(Session& s, Words words);
  static Result<void> open_demo_folder(Session& s, Words words);
  static Result<void> scans(Session& s, Words words);
  static Result<void> row(Session& s, Words words);
  static Result<void> place(Session& s, Words words);
  static Result<void> bring_back(Session& s, Words words);
  static Result<void> one_person(Session& s, Words words);
  static Result<void> study_date(Session& s, Words words);
  static Result<void> save_session(Session& s, Words words);
  static Result<void> left_out(Session& s, Words words);

  // Time
  static Result<void> date(Session& s, Words words);
  static Result<void> fade(Session& s, Words words);
  static Result<void> snap(Session& s, Words words);
  static Result<void> hold(Session& s, Words words);
  static Result<void> release(Session& s, Words words);
  static Result<void> play(Session& s, Words words);

  // Space
  static Result<void> slice(Session& s, Words words);
  static Result<void> point(Session& s, Words words);
  static Result<void> pan(Session& s, Words words);
  static Result<void> zoom(Session& s, Words words);
  static Result<void> plane(Session& s, Words words);
  static Result<void> layout(Session& s, Words words);
  static Result<void> reset(Session& s, Words words);

  // Hand
  static Result<void> hand(Session& s, Words words);
  static Result<void> nudge(Session& s, Words words);
  static Result<void> turn(Session& s, Words words);
  static Result<void> scanner_position(Session& s, Words words);
  static Result<void> undo(Session& s, Words words);
  static Result<void> redo(Session& s, Words words);
  static Result<void> focus(Session& s, Words words);
  static Result<void> focus_radius(Session& s, Words words);
  static Result<void> focus_tube(Session& s, Words words);

  // Look
  static Result<void> window(Session& s, Words words);
  static Result<void> look(Session& s, Words words);
  static Result<void> seam(Session& s, Words words);
  static Result<void> invert(Session& s, Words words);
  static Result<void> nearest(Session& s, Words words);

  // Program
  static Result<void> film(Session& s, Words words);
  static Result<void> cancel_film(Session& s, Words words);
  static Result<void> fullscreen(Session& s, Words words);
  static Result<void> keys(Session& s, Words words);
  static Result<void> back(Session& s, Words words);
  static Result<void> dismiss(Session& s, Words words);
  static Result<void> quit(Session& s, Words words);

  // Reading words
  static Result<double> number(const std::string& word);
  static Result<std::vector<double>> numbers(Words words);
  /// One of the words of a list; -1: none.
  static int choice(const std::string& word, std::initializer_list<const char*> list);
  static Error no_such(const std::string& word);
  /// Asks the user, or no longer.
  static Result<void> ask(Session& s, Question question);
  /// The date that a hand would move. Errors: no row is open, or this date cannot be moved.
  static Result<std::size_t> movable(Session& s);
  static Result<void> move(Session& s, const Motion& world_motion);
  static void let_go(Session& s);
  static void look_at_focus(Session& s);
  /// The open row. Error: there is none.
  static Result<Comparison*> comparison(Session& s);
};

}  // namespace lv
