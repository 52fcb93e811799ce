#include "engine/dicom/text.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcspchrs.h>

#include <algorithm>

namespace lv {
namespace {

constexpr std::size_t longest_bytes = 256;
constexpr char escape = '\x1B';

bool plain_ascii(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != escape; });
}

/// Length of the UTF-8 sequence at the front; 0: none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0x80   ? 1
                             : byte(0) < 0xC2 ? 0
                             : byte(0) < 0xE0 ? 2
                             : byte(0) < 0xF0 ? 3
                             : byte(0) < 0xF5 ? 4
                                              : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string from_latin1(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0U | (byte >> 6));
      out += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return out;
}

std::string converted(std::string_view value, const std::string& character_sets) {
  if (plain_ascii(value)) return std::string(value);
  DcmSpecificCharacterSet sets;
  OFString out;
  if (!character_sets.empty() && sets.selectCharacterSet(character_sets.c_str()).good() &&
      sets.convertString(value.data(), value.size(), out, "\\^=").good()) {
    std::string text(out.c_str(), out.size());
    if (valid_utf8(text)) return text;
  }
  return valid_utf8(value) ? std::string(value) : from_latin1(value);
}

}  // namespace

std::string utf8_from_dicom(std::string_view value, const std::string& character_sets) {
  std::string text = converted(value, character_sets);
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F') c = ' ';
  }
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
