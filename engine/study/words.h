// Texts of headers as words that rules can look for, whatever their spelling, case and accents.
#pragma once

#include <bitset>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace lv {

/// Lower case, accents of Latin letters folded ("é" -> "e", "ß" -> "ss"); every run of other
/// characters than a-z 0-9 + * . and letters of other scripts becomes one space, also the points at
/// the ends of words, and the borders of scripts without spaces. "+/-" in any spelling is
/// one word, and so is a minus ("KM-", "-Gd", "(-)"), but no hyphen or dash. Ends and begins with
/// no space. `text` is UTF-8; bytes that are not are treated as separators.
std::string normalised(std::string_view text);

/// Whether one normalised word fits one of the patterns: % stands for any characters, also none.
bool fits_any(std::string_view word, std::initializer_list<std::string_view> patterns);

/// The words of one or more texts. A word of mixed case counts whole and in its parts ("axT1":
/// axt1, ax, t1).
class Words {
 public:
  Words() = default;
  explicit Words(std::string_view text) { add(text); }
  void add(std::string_view text);

  /// Whether a word fits the pattern: % stands for any characters, also none. A pattern of several
  /// words ("dark fluid") asks for them one after the other; a minus between them is passed over.
  bool has(std::string_view pattern) const;
  /// The first of the patterns that is there; empty: none.
  std::string_view first_of(std::initializer_list<std::string_view> patterns) const;
  bool any(std::initializer_list<std::string_view> patterns) const {
    return !first_of(patterns).empty();
  }
  bool empty() const { return words_.empty(); }
  const std::vector<std::string>& list() const { return words_; }

 private:
  using Iterator = std::vector<std::string>::const_iterator;
  bool followed_by(Iterator word, std::string_view rest) const;

  void keep(std::string word);

  std::vector<std::string> words_;
  std::bitset<256> initials_;  ///< first bytes of the words: most patterns fail by theirs
};

}  // namespace lv
