// What is looked at as words: in session files, and for what can be taken back. One row of the
// table in view_words.cpp for each thing; a member of View that is not there is forgotten.
#pragma once

#include <map>
#include <string>

#include "app/view/view.h"

namespace lv {

/// "zoom" -> "1.25", "plane" -> "axial".
using ViewWords = std::map<std::string, std::string>;

ViewWords words_of(const View& view);

/// What is named and can be read takes its place; all else stays. Numbers are limited as a hand's
/// are.
void take_words(View& view, const ViewWords& words);

/// The members of `words` that are others in `than`.
ViewWords changed_words(const ViewWords& words, const ViewWords& than);

}  // namespace lv
