// The writing of addresses: "%20" for a blank.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace lv {

/// "%20" becomes a blank; empty: something else than two digits stands after a %.
inline std::optional<std::string> percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    int byte = 0;
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() < 2 || failure != std::errc() || end != digits.data() + 2 || byte < 0)
      return {};
    plain += static_cast<char>(byte);
    i += 2;
  }
  return plain;
}

}  // namespace lv
