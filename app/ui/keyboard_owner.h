// Who has the keyboard: the interface says it in one frame, the keys of the next go by it.
#pragma once

namespace lv {

enum class KeyboardOwner {
  picture,
  dialog,  ///< a window over the picture: Esc and F1 only
  widget,  ///< a text field or a menu: nothing is for the picture
};

}  // namespace lv
