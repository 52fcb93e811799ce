#include "app/view/view_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

namespace lv {
namespace {

/// Numbers with blanks between them; true: all were there, and finite.
bool read_numbers(std::string_view text, std::span<double> numbers) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (double& number : numbers) {
    while (at != end && *at == ' ') ++at;
    const auto [stop, failure] = std::from_chars(at, end, number);
    if (failure != std::errc() || !std::isfinite(number)) return false;
    at = stop;
  }
  return at == end;
}

/// "0 4": the first chosen first. Empty: these are no two dates.
std::optional<DatePair> pair_in(std::string_view text) {
  std::array<double, 2> ends{};
  constexpr double most = 1e6;  // far beyond any row
  if (!read_numbers(text, ends) || ends[0] == ends[1]) return std::nullopt;
  for (const double end : ends) {
    if (end < 0 || end > most || end != std::floor(end)) return std::nullopt;
  }
  return DatePair{static_cast<std::size_t>(ends[0]), static_cast<std::size_t>(ends[1])};
}

struct Member {
  const char* name;
  std::string (*text)(const View&);
  void (*take)(View&, const std::string&);
};

// The shortest text that gives the very number back.
template <auto member>
constexpr Member number(const char* name) {
  return {name, [](const View& view) { return fmt::format("{}", view.state.*member); },
          [](View& view, const std::string& text) {
            double value = 0;
            if (read_numbers(text, {&value, 1})) view.state.*member = value;
          }};
}

template <auto member>
constexpr Member flag(const char* name) {
  return {name, [](const View& view) { return std::string(view.state.*member ? "yes" : "no"); },
          [](View& view, const std::string& text) { view.state.*member = text == "yes"; }};
}

template <auto member, int size>
constexpr Member vector(const char* name) {
  return {name,
          [](const View& view) {
            std::string text;
            for (int i = 0; i < size; ++i) {
              text += fmt::format("{}{}", i > 0 ? " " : "", (view.state.*member)[i]);
            }
            return text;
          },
          [](View& view, const std::string& text) {
            std::array<double, size> numbers{};
            if (!read_numbers(text, numbers)) return;
            for (int i = 0; i < size; ++i) {
              (view.state.*member)[i] = numbers[static_cast<std::size_t>(i)];
            }
          }};
}

constexpr Member members[] = {
    {"layout",
     [](const View& v) {
       return std::string(layout_words[static_cast<std::size_t>(v.state.layout)]);
     },
     [](View& v, const std::string& text) {
       const auto found = std::ranges::find(layout_words, text);
       if (found == layout_words.end()) return;
       v.state.layout = static_cast<Layout>(found - layout_words.begin());
     }},
    {"plane", [](const View& v) { return std::string(word_of(v.state.plane)); },
     [](View& v, const std::string& text) {
       const auto found = std::ranges::find(shown_planes, text, word_of);
       if (found != shown_planes.end()) v.state.plane = *found;
     }},
    {"look", [](const View& v) { return std::string(row_of(v.state.look).word); },
     [](View& v, const std::string& text) {
       const auto found = std::ranges::find(looks, text, &LookRow::word);
       if (found != std::end(looks)) v.state.look = found->look;
     }},
    number<&ViewState::position>("position"),
    {"pair",
     [](const View& v) {
       const auto& pair = v.state.pair;
       return pair ? fmt::format("{} {}", pair->from, pair->to) : std::string("none");
     },
     [](View& v, const std::string& text) { v.state.pair = pair_in(text); }},
    number<&ViewState::seam>("seam"),
    vector<&ViewState::point, 3>("point"),
    number<&ViewState::zoom>("zoom"),
    vector<&ViewState::pan_mm, 2>("pan"),
    number<&ViewState::window_shift>("window-shift"),
    number<&ViewState::window_stretch>("window-stretch"),
    flag<&ViewState::inverted>("inverted"),
    flag<&ViewState::nearest_slice>("nearest-slice"),
    flag<&ViewState::equalised>("equalised"),
    flag<&ViewState::matched>("matched"),
    flag<&ViewState::matched_in_plane>("matched-in-plane"),
    flag<&ViewState::rigid>("rigid"),
    flag<&ViewState::levels_shown>("levels"),
    {"text", [](const View& v) { return std::string(v.text_hidden ? "hidden" : "shown"); },
     [](View& v, const std::string& text) { v.text_hidden = text == "hidden"; }},
};

}  // namespace

ViewWords words_of(const View& view) {
  ViewWords words;
  for (const Member& member : members) words[member.name] = member.text(view);
  return words;
}

void take_words(View& view, const ViewWords& words) {
  for (const Member& member : members) {
    if (const auto word = words.find(member.name); word != words.end()) {
      member.take(view, word->second);
    }
  }
  ViewState& state = view.state;
  limit_window(state);
  limit_zoom(state);
  state.seam = std::clamp(state.seam, 0.0, 1.0);
  state.position = std::max(0.0, state.position);
}

ViewWords changed_words(const ViewWords& words, const ViewWords& than) {
  ViewWords changed;
  for (const auto& [name, text] : words) {
    const auto other = than.find(name);
    if (other == than.end() || other->second != text) changed[name] = text;
  }
  return changed;
}

}  // namespace lv
