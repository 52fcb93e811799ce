// The page's own text: HTML, style and script, which lie in the program as they stand in this
// folder, with a policy that lets a browser run them and nothing else, and ask for nothing.
#pragma once

#include <string>

namespace lv {

struct PageText {
  std::string before, after;  ///< the pictures stand between them
};

/// `json`: page_json().
PageText page_text(const std::string& name, std::string json);

/// One of the pictures, by the name that the script knows it by.
std::string picture_element(const std::string& name, const std::string& packed);

}  // namespace lv
