// What someone types or pastes where a folder is asked for.
#pragma once

#include <string>
#include <string_view>

namespace lv {

/// The path that is meant: without the blanks and quotation marks around it, the path of a
/// "file:///…" that a file manager copies, and with "~" for the user's own folder. An archive's
/// address stays as it is.
std::string path_of_typed(std::string_view text);

}  // namespace lv
