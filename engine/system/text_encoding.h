// Texts in the encodings of the world's languages.
#pragma once

#include <string>
#include <string_view>

namespace lv {

/// These bytes, which are of that encoding (IANA's name: "ISO-8859-1", "EUC-KR"), in UTF-8. Empty:
/// they are not of that encoding, or this system does not know it.
std::string utf8_from(std::string_view bytes, const char* encoding);

}  // namespace lv
