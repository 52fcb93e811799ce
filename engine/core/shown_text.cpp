#include "engine/core/shown_text.h"

#include <algorithm>
#include <cstdint>

#include "engine/core/utf8.h"

namespace lv {
namespace {

struct Range {
  char32_t first, last;
  bool has_width;  ///< a blank takes its place
};

/// Unicode's control and format characters, and the others that are drawn as nothing, in order.
constexpr Range unseen[] = {
    {0x0000, 0x001F, true},     // C0 controls
    {0x007F, 0x009F, true},     // delete, C1 controls
    {0x00AD, 0x00AD, false},    // soft hyphen
    {0x034F, 0x034F, false},    // grapheme joiner
    {0x061C, 0x061C, false},    // Arabic letter mark
    {0x115F, 0x1160, false},    // Hangul fillers
    {0x17B4, 0x17B5, false},    // Khmer inherent vowels
    {0x180B, 0x180F, false},    // Mongolian selectors and separator
    {0x200B, 0x200F, false},    // zero-width space and joiners, direction marks
    {0x2028, 0x2029, true},     // line and paragraph separators
    {0x202A, 0x202E, false},    // embedding and override of the direction
    {0x2060, 0x206F, false},    // word joiner, invisible operators, isolates
    {0x3164, 0x3164, false},    // Hangul filler
    {0xFE00, 0xFE0F, false},    // variation selectors
    {0xFEFF, 0xFEFF, false},    // byte order mark
    {0xFFA0, 0xFFA0, false},    // half-width Hangul filler
    {0xFFF9, 0xFFFB, false},    // annotations between the lines
    {0x1BCA0, 0x1BCA3, false},  // shorthand controls
    {0x1D173, 0x1D17A, false},  // musical controls
    {0xE0000, 0xE0FFF, false},  // tags, more variation selectors
};

const Range* unseen_range(char32_t c) {
  const auto range = std::ranges::lower_bound(unseen, c, {}, &Range::last);
  return range != std::end(unseen) && range->first <= c ? range : nullptr;
}

/// How many plain letters, digits and signs a text begins with: nearly all texts are nothing else.
std::size_t plain_at_start(std::string_view text) {
  const auto special = [](char c) { return c < ' ' || c > '~'; };
  return static_cast<std::size_t>(std::ranges::find_if(text, special) - text.begin());
}

std::string cleaned(std::string_view text, bool keep_line_ends) {
  std::string shown;
  shown.reserve(text.size());
  while (true) {
    const std::size_t plain = plain_at_start(text);
    shown += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return shown;
    const Character c = first_character(text);
    const std::size_t bytes = std::max<std::size_t>(1, c.bytes);
    if (c.bytes == 0) {
      shown += "\xEF\xBF\xBD";
    } else if (const Range* range = unseen_range(c.code);
               range == nullptr || (keep_line_ends && c.code == '\n')) {
      shown += text.substr(0, bytes);
    } else if (range->has_width) {
      shown += ' ';
    }
    text.remove_prefix(bytes);
  }
}

}  // namespace

std::string shown_text(std::string_view text) {
  return cleaned(text, false);
}

std::string shown_lines(std::string_view text) {
  return cleaned(text, true);
}

}  // namespace lv
