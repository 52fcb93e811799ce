#include "app/session/words.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lv {

Result<double> number_in(const std::string& word) {
  double value = 0;
  const auto end = word.data() + word.size();
  const bool plus = word.starts_with('+') && !word.starts_with("+-");
  const auto [stop, failure] = std::from_chars(word.data() + (plus ? 1 : 0), end, value);
  if (failure != std::errc() || stop != end || !std::isfinite(value)) {
    return Error{ErrorCode::usage, "a number is expected", word};
  }
  return value;
}

Result<std::vector<double>> numbers_in(Words words) {
  std::vector<double> values;
  for (const std::string& word : words) {
    LV_ASSIGN(const double value, number_in(word));
    values.push_back(value);
  }
  return values;
}

Result<int> choice_in(const std::string& word, std::span<const std::string_view> list) {
  const auto found = std::ranges::find(list, word);
  if (found == list.end()) return no_choice(word);
  return static_cast<int>(found - list.begin());
}

Result<ShownPlane> plane_in(const std::string& word) {
  const auto found = std::ranges::find(shown_planes, word, word_of);
  if (found == shown_planes.end()) return no_choice(word);
  return *found;
}

Result<std::size_t> place_in(const std::string& word, std::size_t size) {
  LV_ASSIGN(const double n, number_in(word));
  if (n < 1 || n > static_cast<double>(size) || n != std::floor(n)) return no_choice(word);
  return static_cast<std::size_t>(n) - 1;
}

Error no_choice(const std::string& word) {
  return {ErrorCode::usage, "is not one of the choices", word};
}

}  // namespace lv
