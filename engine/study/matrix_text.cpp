#include "engine/study/matrix_text.h"

#include <fmt/format.h>

namespace lv {

std::string count_text(const LeftOut& left_out) {
  const bool pictures = left_out.pictures > 0;
  const int n = pictures ? left_out.pictures : left_out.files;
  return fmt::format("{} {}{}", n, pictures ? "picture" : "file", n == 1 ? "" : "s");
}

std::string counts_text(const Counts& counts) {
  const auto grouped = [](int n) {
    std::string text = std::to_string(n);
    for (int i = static_cast<int>(text.size()) - 3; i > 0; i -= 3) {
      text.insert(static_cast<std::size_t>(i), 1, ',');
    }
    return text;
  };
  return fmt::format("{} picture{}: {} used, {} set aside, {} unreadable", grouped(counts.pictures),
                     counts.pictures == 1 ? "" : "s", grouped(counts.used),
                     grouped(counts.set_aside), grouped(counts.unreadable));
}

}  // namespace lv
