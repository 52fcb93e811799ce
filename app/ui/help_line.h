// One line of help for the state that one is in.
#pragma once

#include <string>

#include "app/session/session.h"

namespace lv::ui {

std::string help_line(const Session& session);

}  // namespace lv::ui
