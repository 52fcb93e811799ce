#include "app/window/keys.h"

#include <algorithm>

#include "app/session/action.h"

namespace lv {
namespace {

constexpr double tap_s = 0.3;
constexpr double slow_s = 1.0 / 3;

constexpr Modifiers none{};

int digit_of(Key key) {
  const int digit = static_cast<int>(key) - static_cast<int>(Key::digit_0);
  return digit >= 1 && digit <= 9 ? digit : 0;
}

/// The keys of the overview and the palette work whatever has the keyboard.
bool is_for_all(const KeyEvent& key) {
  return key.key == Key::f1 || (key.key == Key::p && key.modifiers == Modifiers{true, true, false});
}

}  // namespace

void Keys::handle(Session& session, const InputEvent& event, KeyboardOwner owner, double now_s) {
  if (const auto* text = std::get_if<TextEvent>(&event);
      text && owner != KeyboardOwner::widget && text->code_point == '?') {
    session.act({"keys", {}});
  }
  if (std::get_if<FocusLostEvent>(&event)) {
    session.act({"release", {}});
    let_go_of_date(session, true, now_s);
  }
  const auto* key = std::get_if<KeyEvent>(&event);
  if (key == nullptr) return;
  if (!key->down) {
    release(session, key->key, now_s);
  } else if (owner != KeyboardOwner::widget || is_for_all(*key)) {
    press(session, *key, owner, now_s);
  }
}

void Keys::press(Session& session, const KeyEvent& key, KeyboardOwner owner, double now_s) {
  if (owner == KeyboardOwner::dialog && key.key != Key::escape && !is_for_all(key)) return;
  if (const int digit = digit_of(key.key); digit > 0 && key.modifiers == none) {
    if (key.repeated || session.screen() != Screen::compare) return;
    pressed_s_[static_cast<std::size_t>(digit)] = now_s;
    session.act({"hold", {std::to_string(digit)}});
    return;
  }
  if (const int digit = digit_of(key.key); digit > 0 && key.modifiers == with_shift) {
    if (!key.repeated && session.row() != nullptr) session.act({"pair", {std::to_string(digit)}});
    return;
  }
  if (key.key == Key::x && key.modifiers == none) {
    if (!key.repeated && session.row() != nullptr) session.act({"hold", {"other"}});
    return;
  }
  if (move_date(session, key, now_s)) return;
  for (const Action& action : actions()) {
    for (const KeyBinding& binding : action.keys) {
      if (binding.key != key.key || binding.modifiers != key.modifiers) continue;
      if (key.repeated && binding.repeat == Repeat::none) return;
      if (key.repeated && binding.repeat == Repeat::slow && now_s < repeated_s_ + slow_s) return;
      if (!can_be_done(action, session.state())) return;
      repeated_s_ = now_s;
      Command command{std::string(action.name), {}};
      if (!binding.word.empty()) command.arguments.emplace_back(binding.word);
      return session.act(command);
    }
  }
}

/// The key A takes the shown date into the hand, and arrows then move it. True: this key was one of
/// them.
bool Keys::move_date(Session& session, const KeyEvent& key, double now_s) {
  if (session.screen() != Screen::compare || session.row() == nullptr) return false;
  if (key.key == Key::a && key.modifiers == none) {
    if (key.repeated) return true;
    hand_since_s_ = session.open()->hand ? 0 : now_s;
    session.act({"hand", {}});
    return true;
  }
  if (!session.open()->hand || key.modifiers.control || key.modifiers.alt) return false;
  const int right = (key.key == Key::right) - (key.key == Key::left);
  const int down = (key.key == Key::down) - (key.key == Key::up);
  if (right == 0 && down == 0) return false;
  const double mm = key.modifiers.shift ? 1.0 : 0.1;
  session.act({"nudge", {std::to_string(right * mm), std::to_string(down * mm)}});
  return true;
}

/// After a tap the date stays in the hand; after a longer hold it is let go with the key. When the
/// window loses the focus it is let go in any case.
void Keys::let_go_of_date(Session& session, bool focus_lost, double now_s) {
  if (hand_since_s_ <= 0) return;
  if (focus_lost || now_s - hand_since_s_ >= tap_s) session.act({"hand", {"off"}});
  hand_since_s_ = 0;
}

void Keys::release(Session& session, Key key, double now_s) {
  if (key == Key::a) let_go_of_date(session, false, now_s);
  const int digit = digit_of(key);
  if (key == Key::x) session.act({"release", {}});
  if (digit == 0) return;
  session.act({"release", {}});
  double& pressed_s = pressed_s_[static_cast<std::size_t>(digit)];
  if (pressed_s > 0 && now_s - pressed_s < tap_s) session.act({"date", {std::to_string(digit)}});
  pressed_s = 0;
}

}  // namespace lv
