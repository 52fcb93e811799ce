#include "engine/core/result.h"

#include "engine/core/shown_text.h"

namespace lv {

std::string Error::text() const {
  return shown_lines(where.empty() ? what : where + ": " + what);
}

}  // namespace lv
