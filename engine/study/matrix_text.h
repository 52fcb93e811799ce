// Texts about a matrix that several screens and commands print.
#pragma once

#include <string>

#include "engine/study/matrix.h"

namespace lv {

/// "2,300 pictures: 2,180 used, 96 set aside, 24 unreadable".
std::string counts_text(const Counts& counts);

/// "9 pictures"; of what holds none: "1 file".
std::string count_text(const LeftOut& left_out);

}  // namespace lv
