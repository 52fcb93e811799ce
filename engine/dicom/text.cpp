#include "engine/dicom/text.h"

#include <algorithm>
#include <array>
#include <memory>

#include "engine/core/shown_text.h"
#include "engine/system/text_encoding.h"

namespace lv {
namespace {

constexpr std::size_t longest_bytes = 256;
constexpr char escape = '\x1B';

/// A character set of the standard, its escape sequence where it has one, and its name for iconv.
/// DCMTK's own conversion lacks the Japanese, Chinese and Korean ones where it is built on glibc.
struct CharacterSet {
  std::string_view term;      ///< without "ISO_IR " or "ISO 2022 IR "
  std::string_view sequence;  ///< behind the escape character
  const char* encoding;
  bool two_bytes_of_seven_bits = false;  ///< its bytes look like ASCII
};

constexpr std::array sets = {
    CharacterSet{"100", "-A", "ISO-8859-1"},
    CharacterSet{"101", "-B", "ISO-8859-2"},
    CharacterSet{"109", "-C", "ISO-8859-3"},
    CharacterSet{"110", "-D", "ISO-8859-4"},
    CharacterSet{"144", "-L", "ISO-8859-5"},
    CharacterSet{"127", "-G", "ISO-8859-6"},
    CharacterSet{"126", "-F", "ISO-8859-7"},
    CharacterSet{"138", "-H", "ISO-8859-8"},
    CharacterSet{"148", "-M", "ISO-8859-9"},
    CharacterSet{"203", "-b", "ISO-8859-15"},
    CharacterSet{"166", "-T", "TIS-620"},
    CharacterSet{"13", ")I", "SHIFT_JIS"},  // half-width katakana
    CharacterSet{"14", "(J", "SHIFT_JIS"},
    CharacterSet{"87", "$B", "ISO-2022-JP-2", true},
    CharacterSet{"159", "$(D", "ISO-2022-JP-2", true},
    CharacterSet{"149", "$)C", "EUC-KR"},
    CharacterSet{"58", "$)A", "EUC-CN"},
    CharacterSet{"6", "(B", "ASCII"},
    CharacterSet{"192", "", "UTF-8"},
    CharacterSet{"GB18030", "", "GB18030"},
    CharacterSet{"GBK", "", "GBK"},
};

/// The set that a value is in until it escapes: the first one named; null: none, or not known.
const CharacterSet* initial_set(std::string_view character_sets) {
  std::string_view first = character_sets.substr(0, character_sets.find('\\'));
  first = first.substr(0, first.find_last_not_of(' ') + 1);
  for (const std::string_view prefix : {"ISO_IR ", "ISO 2022 IR "}) {
    if (first.starts_with(prefix)) first.remove_prefix(prefix.size());
  }
  const auto set = std::ranges::find(sets, first, &CharacterSet::term);
  return set == sets.end() ? nullptr : &*set;
}

const CharacterSet* escaped_set(std::string_view behind_escape) {
  const auto set = std::ranges::find_if(sets, [&](const CharacterSet& s) {
    return !s.sequence.empty() && behind_escape.starts_with(s.sequence);
  });
  return set == sets.end() ? nullptr : &*set;
}

bool plain_ascii(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != escape; });
}

/// What lies between two escapes.
std::string segment_text(std::string_view bytes, const CharacterSet* set) {
  if (set != nullptr && set->two_bytes_of_seven_bits) {
    return utf8_from(std::string(1, escape) + std::string(set->sequence) + std::string(bytes),
                     set->encoding);
  }
  if (plain_ascii(bytes)) return std::string(bytes);
  std::string text = set != nullptr ? utf8_from(bytes, set->encoding) : "";
  if (text.empty()) text = utf8_from(bytes, "UTF-8");  // valid UTF-8 that nobody announced
  return text.empty() ? utf8_from(bytes, "ISO-8859-1") : text;
}

/// Walks through the escapes (PS3.5 6.1.2.5.3); delimiters lead back to the first set.
std::string converted(std::string_view value, const CharacterSet* initial) {
  std::string out;
  const CharacterSet* set = initial;
  while (!value.empty()) {
    if (value.front() == escape) {
      value.remove_prefix(1);
      set = escaped_set(value);
      if (set != nullptr) value.remove_prefix(set->sequence.size());
      continue;
    }
    const bool seven_bits = set != nullptr && set->two_bytes_of_seven_bits;
    std::size_t end = value.find_first_of(seven_bits ? "\x1B" : "\x1B^=");
    const bool delimiter = end < value.size() && value[end] != escape;
    end = std::min(end, value.size()) + (delimiter ? 1 : 0);
    out += segment_text(value.substr(0, end), set);
    value.remove_prefix(end);
    if (delimiter) set = initial;
  }
  return out;
}

}  // namespace

std::string utf8_from_dicom(std::string_view value, const std::string& character_sets) {
  const bool printable = std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
  std::string text =
      printable
          ? std::string(value)
          : shown_text(converted(value.substr(0, 4 * longest_bytes), initial_set(character_sets)));
  if (text.size() > longest_bytes) {
    std::size_t end = longest_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
  }
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace lv
