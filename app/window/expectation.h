// What a script can expect of the session.
#pragma once

#include "app/session/session.h"

namespace lv {

/// `expect NAME RELATION VALUE`: =, < and > compare numbers (= text too, where one of both is no
/// number), ~ says that the value is a part of the text. Error: it does not hold, or it cannot be
/// asked.
Result<void> expect(const Session& session, const Command& command);

}  // namespace lv
