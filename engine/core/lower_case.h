// Latin letters in lower case, for names that may be typed either way: of keys, devices, endings.
#pragma once

#include <cctype>
#include <string>

namespace lv {

inline std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace lv
