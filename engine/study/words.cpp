#include "engine/study/words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "engine/core/utf8.h"

namespace lv {
namespace {

/// The character at `i`, which moves behind it; 0 for a byte that is no UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& i) {
  const Character character = first_character(text.substr(i));
  i += std::max<std::size_t>(1, character.bytes);
  return character.code;
}

/// Latin letters U+00C0 to U+017F without their accents (what NFKD and dropping marks would leave).
constexpr std::array<std::string_view, 192> latin = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c",  "e",  "e", "e", "e", "i",  "i",  "i", "i", "d", "n",
    "o", "o", "o",  "o",  "o", " ", "o",  "u",  "u",  "u", "u", "y", "th", "ss", "a", "a", "a", "a",
    "a", "a", "ae", "c",  "e", "e", "e",  "e",  "i",  "i", "i", "i", "d",  "n",  "o", "o", "o", "o",
    "o", " ", "o",  "u",  "u", "u", "u",  "y",  "th", "y", "a", "a", "a",  "a",  "a", "a", "c", "c",
    "c", "c", "c",  "c",  "c", "c", "d",  "d",  "d",  "d", "e", "e", "e",  "e",  "e", "e", "e", "e",
    "e", "e", "g",  "g",  "g", "g", "g",  "g",  "g",  "g", "h", "h", "h",  "h",  "i", "i", "i", "i",
    "i", "i", "i",  "i",  "i", "i", "ij", "ij", "j",  "j", "k", "k", "k",  "l",  "l", "l", "l", "l",
    "l", "l", "l",  "l",  "l", "n", "n",  "n",  "n",  "n", "n", "n", "n",  "n",  "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r",  "r",  "r",  "r", "s", "s", "s",  "s",  "s", "s", "s", "s",
    "t", "t", "t",  "t",  "t", "t", "u",  "u",  "u",  "u", "u", "u", "u",  "u",  "u", "u", "u", "u",
    "w", "w", "y",  "y",  "y", "z", "z",  "z",  "z",  "z", "z", "s"};

/// How many bytes of "+/-", "-/+", "+-", "-+" or "±" stand at `i`.
std::size_t plus_or_minus(std::string_view text, std::size_t i) {
  for (const std::string_view sign : {"+/-", "-/+", "+-", "-+", "±"}) {
    if (text.substr(i, sign.size()) == sign) return sign.size();
  }
  return 0;
}

bool is_separator(std::string_view text, std::size_t i) {
  return i >= text.size() || std::string_view(" _/,;:()").find(text[i]) != std::string_view::npos;
}

/// "KM-", "-Gd", "contrast (-)" and "Gd -" say without; a hyphen between words and a dash between
/// spaces say nothing.
bool is_minus(std::string_view text, std::size_t i) {
  if (text[i] != '-' || text.substr(i, 2) == "--" || (i > 0 && text[i - 1] == '-')) return false;
  const bool begins = i == 0 || is_separator(text, i - 1), ends = is_separator(text, i + 1);
  const bool bracketed = i > 0 && text[i - 1] == '(';
  return begins != ends || (bracketed && ends) || (ends && i + 1 >= text.size());
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// Greek and Cyrillic capitals to small letters, Greek ones without accents; other scripts have no
/// case or keep theirs.
char32_t small_letter(char32_t code) {
  static constexpr std::array<std::pair<char32_t, char32_t>, 20> accented = {
      {{0x386, 0x3B1}, {0x388, 0x3B5}, {0x389, 0x3B7}, {0x38A, 0x3B9}, {0x38C, 0x3BF},
       {0x38E, 0x3C5}, {0x38F, 0x3C9}, {0x390, 0x3B9}, {0x3AC, 0x3B1}, {0x3AD, 0x3B5},
       {0x3AE, 0x3B7}, {0x3AF, 0x3B9}, {0x3B0, 0x3C5}, {0x3C2, 0x3C3}, {0x3CA, 0x3B9},
       {0x3CB, 0x3C5}, {0x3CC, 0x3BF}, {0x3CD, 0x3C5}, {0x3CE, 0x3C9}, {0x451, 0x435}}};
  if (code >= 0x391 && code <= 0x3A9) return code + 32;
  if (code >= 0x400 && code <= 0x40F) return small_letter(code + 80);
  if (code >= 0x410 && code <= 0x42F) return code + 32;
  for (const auto& [from, to] : accented) {
    if (code == from) return to;
  }
  return code;
}

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x800) {
    out += static_cast<char>(0xC0U | (code >> 6));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | (code >> 12));
    out += static_cast<char>(0x80U | ((code >> 6) & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (code >> 18));
    out += static_cast<char>(0x80U | ((code >> 12) & 0x3FU));
    out += static_cast<char>(0x80U | ((code >> 6) & 0x3FU));
  }
  out += static_cast<char>(0x80U | (code & 0x3FU));
}

/// Chinese, Japanese and Korean.
bool without_spaces(char32_t code) {
  return code >= 0x2E80;
}

void append_folded(std::string& out, char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;  // Latin letters of full width
  const char c = code < 0x80 ? static_cast<char>(code) : '\0';
  if (is_lower(c) || (c >= '0' && c <= '9') || c == '+' || c == '*' || c == '.') {
    out += c;
  } else if (is_upper(c)) {
    out += static_cast<char>(c - 'A' + 'a');
  } else if (code >= 0xC0 && code < 0x180) {
    out += latin[code - 0xC0];
  } else if (code >= 0x370 && (code < 0x2000 || code >= 0x3040)) {
    append_utf8(out, small_letter(code));
  } else if (code < 0x300 || code > 0x36F) {  // else it is an accent of its own
    out += ' ';
  }
}

/// The text in small letters without accents. Scripts without spaces stand apart from Latin ones:
/// "造影T1" is two words; the Cyrillic and the Greek T of "T1" are Latin ones.
std::string folded(std::string_view text) {
  std::string out;
  bool spaceless = false;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t sign = plus_or_minus(text, i); sign > 0) {
      i += sign;
      out += " +/- ";
      continue;
    }
    if (is_minus(text, i)) {
      ++i;
      out += " - ";
      continue;
    }
    const char32_t code = next_code_point(text, i);
    const bool digit = code == '1' || code == '2';
    if (digit && (out.ends_with("т") || out.ends_with("τ"))) out.replace(out.size() - 2, 2, "t");
    const bool now = without_spaces(code) && !(code >= 0xFF01 && code <= 0xFF5E);
    if (now != spaceless && !out.empty()) out += ' ';
    spaceless = now;
    append_folded(out, code);
  }
  return out;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    std::string_view word = text.substr(begin, end - begin);
    while (word.size() > 1 && word.ends_with('.')) word.remove_suffix(1);  // "li. Knie"
    if (!word.empty()) words.emplace_back(word);
    begin = end + 1;
  }
  return words;
}

/// "axT1" -> "ax T1".
std::string with_gaps_at_capitals(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && is_lower(text[i - 1]) && is_upper(text[i])) out += ' ';
    out += text[i];
  }
  return out;
}

bool fits_throughout(std::string_view word, std::string_view pattern);

/// Wildcard match; % stands for any characters. Most words fail at their first letter, so that is
/// compared here, where the compiler can put it into the callers' loops.
bool fits(std::string_view word, std::string_view pattern) {
  if (word.empty() || pattern.empty()) return fits_throughout(word, pattern);
  return (pattern.front() == word.front() || pattern.front() == '%') &&
         fits_throughout(word, pattern);
}

bool fits_throughout(std::string_view word, std::string_view pattern) {
  std::size_t plain = 0;  // characters before the first %
  for (; plain < pattern.size() && pattern[plain] != '%'; ++plain) {
    if (plain == word.size() || word[plain] != pattern[plain]) return false;
  }
  if (plain == pattern.size()) return word.size() == plain;
  const std::string_view rest = pattern.substr(plain + 1);
  if (rest.empty()) return true;
  for (std::size_t skip = plain; skip <= word.size(); ++skip) {
    if (fits(word.substr(skip), rest)) return true;
  }
  return false;
}

}  // namespace

std::string normalised(std::string_view text) {
  std::string out;
  for (const std::string& word : split(folded(text))) out += (out.empty() ? "" : " ") + word;
  return out == "-" ? std::string() : out;
}

bool fits_any(std::string_view word, std::initializer_list<std::string_view> patterns) {
  return std::ranges::any_of(patterns, [&](std::string_view p) { return fits(word, p); });
}

void Words::add(std::string_view text) {
  for (std::string& word : split(normalised(text))) keep(std::move(word));
  const std::string spaced = with_gaps_at_capitals(text);
  if (spaced.size() == text.size()) return;
  words_.emplace_back();  // no pattern of several words reaches over an empty one
  for (std::string& word : split(normalised(spaced))) keep(std::move(word));
}

void Words::keep(std::string word) {
  initials_.set(static_cast<unsigned char>(word.front()));
  words_.push_back(std::move(word));
}

bool Words::has(std::string_view pattern) const {
  if (pattern.empty() || words_.empty()) return false;
  const auto initial = static_cast<unsigned char>(pattern.front());
  if (initial != '%' && !initials_.test(initial)) return false;
  const std::size_t gap = std::min(pattern.find(' '), pattern.size());
  const std::string_view first = pattern.substr(0, gap);
  for (auto word = words_.begin(); word != words_.end() && !first.empty(); ++word) {
    if (fits(*word, first) && followed_by(word, pattern.substr(gap))) return true;
  }
  return false;
}

/// Whether the words behind `word` fit the rest of a pattern (" fluid").
bool Words::followed_by(Iterator word, std::string_view rest) const {
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t gap = std::min(rest.find(' '), rest.size());
    if (++word != words_.end() && *word == "-") ++word;
    if (word == words_.end() || !fits(*word, rest.substr(0, gap))) return false;
    rest.remove_prefix(gap);
  }
  return true;
}

std::string_view Words::first_of(std::initializer_list<std::string_view> patterns) const {
  const auto found = std::ranges::find_if(patterns, [&](std::string_view p) { return has(p); });
  return found == patterns.end() ? std::string_view() : *found;
}

}  // namespace lv
