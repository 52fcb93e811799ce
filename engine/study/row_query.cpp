#include "engine/study/row_query.h"

#include <algorithm>
#include <charconv>

#include "engine/study/rules.h"
#include "engine/study/words.h"

namespace lv {
namespace {

/// "ax", "tra" -> "axial"; "hws" -> "cervical spine"; other words stay.
std::vector<std::string> in_words_of_rows(const std::string& word) {
  const Words one(word);
  for (const PlaneWords& entry : plane_words()) {
    if (one.any(entry.patterns)) return {std::string(name_of(entry.plane))};
  }
  for (const RegionWords& entry : region_words()) {
    if (!one.any(entry.patterns) || entry.region == Region::spine) continue;
    const bool other = entry.region == Region::other;
    return Words(other ? entry.other_name : name_of(entry.region)).list();
  }
  return {word};
}

std::vector<std::string> words_of_query(const std::string& query) {
  const Words asked(normalised(query));
  std::vector<std::string> words;
  for (const std::string& word : asked.list()) {
    for (std::string& w : in_words_of_rows(word)) {
      if (std::ranges::find(words, w) == words.end()) words.push_back(std::move(w));
    }
  }
  return words;
}

bool has_all(const std::vector<std::string>& words, const std::vector<std::string>& wanted) {
  return std::ranges::all_of(
      wanted, [&](const std::string& w) { return std::ranges::find(words, w) != words.end(); });
}

}  // namespace

std::vector<int> find_rows(const Matrix& matrix, const std::string& query) {
  int number = 0;
  const auto [end, error] = std::from_chars(query.data(), query.data() + query.size(), number);
  if (error == std::errc() && end == query.data() + query.size()) {
    if (number < 1 || number > static_cast<int>(matrix.rows.size())) return {};
    return {number - 1};
  }
  const std::vector<std::string> wanted = words_of_query(query);
  std::vector<int> fitting;
  for (std::size_t i = 0; i < matrix.rows.size() && !wanted.empty(); ++i) {
    const std::vector<std::string> words = Words(normalised(matrix.rows[i].name)).list();
    if (!has_all(words, wanted)) continue;
    if (has_all(wanted, words)) return {static_cast<int>(i)};
    fitting.push_back(static_cast<int>(i));
  }
  return fitting;
}

}  // namespace lv
