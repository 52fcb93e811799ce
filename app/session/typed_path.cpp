#include "app/session/typed_path.h"

#include "engine/core/percent.h"
#include "engine/system/this_process.h"

namespace lv {
namespace {

constexpr std::string_view file_scheme = "file://";

std::string_view trimmed(std::string_view text, std::string_view around) {
  const auto first = text.find_first_not_of(around);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(around) - first + 1);
}

/// On Windows "file:///C:/scans" names C:/scans.
bool names_a_drive(std::string_view path) {
  return path.size() > 2 && path[0] == '/' && path[2] == ':';
}

}  // namespace

std::string path_of_typed(std::string_view text) {
  text = trimmed(trimmed(text, " \t\r\n"), "\"'");
  if (text == "~" || text.starts_with("~/")) {
    return home_folder().string() + std::string(text.substr(1));
  }
  if (!text.starts_with(file_scheme)) return std::string(text);
  text.remove_prefix(file_scheme.size());
  if (names_a_drive(text)) text.remove_prefix(1);
  return percent_decoded(text).value_or(std::string(text));
}

}  // namespace lv
