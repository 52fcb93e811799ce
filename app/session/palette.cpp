#include "app/session/palette.h"

#include <algorithm>
#include <optional>

#include "engine/core/lower_case.h"

namespace lv {
namespace {

constexpr std::size_t apart = 1000;  // a place behind every text that has the letters side by side

/// Smaller is better; empty: the letters are not there in this order. Both in lower case.
std::optional<std::size_t> fit(std::string_view text, std::string_view typed) {
  if (const auto place = text.find(typed); place != std::string_view::npos) return place;
  std::size_t at = 0;
  for (const char letter : typed) {
    at = text.find(letter, at);
    if (at == std::string_view::npos) return std::nullopt;
    ++at;
  }
  return apart + at;
}

/// The words with which an action can be done in one step; an empty one: without words.
std::vector<std::string> single_words(const Action& action) {
  if (!needs_words(action)) return {""};
  std::vector<std::string> words;
  const bool one_of_several =
      action.words.find('|') != std::string::npos && action.words.find(' ') == std::string::npos;
  if (!one_of_several) {
    for (const KeyBinding& binding : action.keys) words.emplace_back(binding.word);
    return words;
  }
  for (std::size_t at = 0; at < action.words.size();) {
    const std::size_t end = std::min(action.words.find('|', at), action.words.size());
    words.push_back(action.words.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

PaletteEntry entry_of(const Action& action, const std::string& word) {
  Command command{std::string(action.name), {}};
  if (!word.empty()) command.arguments.push_back(word);
  std::string text = word.empty() ? action.title : std::string(action.name) + ": " + word;
  std::string keys = keys_of(command);
  return {std::move(command), std::move(text), std::move(keys)};
}

}  // namespace

std::vector<PaletteEntry> palette(const SessionState& state, std::string_view typed) {
  const std::string wanted = lower_case(std::string(typed));
  std::vector<std::pair<std::size_t, PaletteEntry>> found;
  for (const Action& action : actions()) {
    if (action.title.empty() || action.name == "palette" || !can_be_done(action, state)) continue;
    for (const std::string& word : single_words(action)) {
      PaletteEntry entry = entry_of(action, word);
      const auto place = fit(lower_case(entry.text), wanted);
      if (place) found.emplace_back(*place, std::move(entry));
    }
  }
  std::ranges::stable_sort(found, {}, [](const auto& one) { return one.first; });
  std::vector<PaletteEntry> entries;
  for (auto& [place, entry] : found) entries.push_back(std::move(entry));
  return entries;
}

}  // namespace lv
