#include "app/page/page_text.h"

#include <array>
#include <cstdint>
#include <string_view>

#include <page_assets.inc>  // page_html, page_css, page_js and the SHA-256 of the last two
#include "app/page/packed.h"
#include "app/view/annotation.h"
#include "engine/core/shown_text.h"

namespace lv {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string escaped(const std::string& text) {
  return replaced(replaced(shown_text(text), "&", "&amp;"), "<", "&lt;");
}

/// 'sha256-…' as a policy writes it, from the 64 hexadecimal digits.
std::string source_of(std::string_view hexadecimal) {
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(
        std::stoi(std::string(hexadecimal.substr(2 * i, 2)), nullptr, 16));
  }
  return "'sha256-" + base64(bytes) + "'";
}

}  // namespace

PageText page_text(const std::string& name, std::string json) {
  const std::string policy = "default-src 'none'; script-src " + source_of(page_js_sha256) +
                             "; style-src " + source_of(page_css_sha256) +
                             "; base-uri 'none'; form-action 'none'";
  std::string html = page_html;
  html = replaced(html, "{{policy}}", policy);
  html = replaced(html, "{{style}}", page_css);
  html = replaced(html, "{{script}}", page_js);
  html = replaced(html, "{{notice}}", notice);
  html = replaced(html, "{{name}}", escaped(name));
  constexpr std::string_view pictures = "{{pictures}}";
  const std::size_t middle = html.find(pictures);
  // Nothing that a scan is called can end the element that it stands in.
  const std::string data = replaced(std::move(json), "<", "\\u003c");
  return {replaced(html.substr(0, middle), "{{row}}", data), html.substr(middle + pictures.size())};
}

std::string picture_element(const std::string& name, const std::string& packed) {
  return "<script type=\"text/plain\" id=\"" + name + "\">" + packed + "</script>\n";
}

}  // namespace lv
