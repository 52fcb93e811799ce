// Texts that come from files, from names of files and from the command line, made fit to be shown
// in a terminal, a window, a film or a page. Such a text may hold characters that cannot be seen
// but do something: they colour a terminal or change its title, turn the direction of writing, so
// that "exe.png" reads as "gnp.exe", or make two names look alike that are not.
#pragma once

#include <string>
#include <string_view>

namespace lv {

/// Valid UTF-8 in one line: control characters are blanks; characters that have no width of their
/// own or turn the direction of writing are left out; bytes that are no UTF-8 become U+FFFD.
std::string shown_text(std::string_view text);

/// The same, but line ends stay: for texts of our own that quote others.
std::string shown_lines(std::string_view text);

}  // namespace lv
