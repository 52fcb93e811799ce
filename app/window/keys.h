// Turns keys into commands, while no text field, menu or dialog owns the keyboard. Modifiers must
// match exactly.
#pragma once

#include <array>

#include "app/host/input.h"
#include "app/session/session.h"
#include "app/ui/keyboard_owner.h"

namespace lv {

class Keys {
 public:
  /// Other events are ignored. The release of a key counts even if something else owns the keyboard
  /// by then.
  void handle(Session& session, const InputEvent& event, KeyboardOwner owner, double now_s);

 private:
  void press(Session& session, const KeyEvent& key, KeyboardOwner owner, double now_s);
  void release(Session& session, Key key, double now_s);

  bool move_date(Session& session, const KeyEvent& key, double now_s);
  void let_go_of_date(Session& session, bool focus_lost, double now_s);

  double repeated_s_ = 0;    ///< when a key that is held has last done something
  double hand_since_s_ = 0;  ///< when A was pressed to take a date; 0: not held
  /// When each of 1…9 was pressed: a tap goes to the date, a longer hold only shows it.
  std::array<double, 10> pressed_s_{};
};

}  // namespace lv
