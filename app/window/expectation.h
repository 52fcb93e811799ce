// What a script can expect of the session.
#pragma once

#include "app/session/session.h"

namespace lv {

/// `expect NAME RELATION VALUE`: =, < and > compare numbers; = compares texts where one of the two
/// is no number; ~ holds where VALUE is a part of the text. Error: it does not hold, or there is
/// nothing of that name.
Result<void> expect(const Session& session, const Command& command);

}  // namespace lv
