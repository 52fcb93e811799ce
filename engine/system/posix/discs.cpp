#include "engine/system/discs.h"

#include <fstream>
#include <sstream>

#include "engine/system/posix/mounts.h"

namespace lv {
namespace {

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

/// A blank in a name is written as \040, and so on.
std::string unescaped(std::string_view word) {
  std::string text;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool escaped = word[i] == '\\' && i + 3 < word.size() && is_octal(word[i + 1]) &&
                         is_octal(word[i + 2]) && is_octal(word[i + 3]);
    if (!escaped) {
      text += word[i];
      continue;
    }
    text +=
        static_cast<char>((word[i + 1] - '0') * 64 + (word[i + 2] - '0') * 8 + word[i + 3] - '0');
    i += 3;
  }
  return text;
}

}  // namespace

std::vector<std::filesystem::path> discs_in(std::string_view mounts) {
  std::vector<std::filesystem::path> discs;
  std::istringstream lines{std::string(mounts)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string device, place;
    if (!(words >> device >> place)) continue;
    const bool plugged_in = place.starts_with("/media/") || place.starts_with("/run/media/");
    if (plugged_in) discs.emplace_back(unescaped(place));
  }
  return discs;
}

std::vector<std::filesystem::path> plugged_in_discs() {
  std::ifstream file("/proc/self/mounts");
  std::ostringstream text;
  text << file.rdbuf();
  return discs_in(text.str());
}

}  // namespace lv
