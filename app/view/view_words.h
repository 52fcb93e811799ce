// The view as words, for session files and for the history. The table in view_words.cpp has a row
// for each member of View that is kept; a member without a row is not kept.
#pragma once

#include <map>
#include <string>

#include "app/view/view.h"

namespace lv {

/// "zoom" -> "1.25", "plane" -> "axial".
using ViewWords = std::map<std::string, std::string>;

ViewWords words_of(const View& view);

/// Sets the members that are named and whose words can be read; all others stay. Numbers are
/// limited as they are for actions.
void take_words(View& view, const ViewWords& words);

/// The members of `words` that differ from those of `than`.
ViewWords changed_words(const ViewWords& words, const ViewWords& than);

}  // namespace lv
