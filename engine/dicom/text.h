// Texts of DICOM values as UTF-8, from every character set of the standard (PS3.3 C.12.1.1.2).
#pragma once

#include <string>
#include <string_view>

namespace lv {

/// `value` in the character sets that SpecificCharacterSet (0008,0005) names (joined with '\';
/// empty or unknown ones: UTF-8 where the bytes are UTF-8, else Latin-1) as UTF-8. It is
/// fit to be shown (shown_text.h), blanks at both ends are dropped, and what is longer than 256
/// bytes is cut.
std::string utf8_from_dicom(std::string_view value, const std::string& character_sets);

}  // namespace lv
