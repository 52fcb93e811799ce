#include "engine/system/text_encoding.h"

#include <iconv.h>

namespace lv {

std::string utf8_from(std::string_view bytes, const char* encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) return {};
  std::string in(bytes), out(4 * bytes.size() + 16, '\0');
  char *from = in.data(), *to = out.data();
  std::size_t left = in.size(), room = out.size();
  const bool failed = iconv(converter, &from, &left, &to, &room) == static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (failed) return {};
  out.resize(out.size() - room);
  return out;
}

}  // namespace lv
