#include "engine/system/text_encoding.h"

#include <windows.h>

#include <algorithm>
#include <array>

namespace lv {
namespace {

/// Windows' number of an encoding (Code Page Identifiers in the documentation of Win32).
struct CodePage {
  std::string_view encoding;
  UINT number;
};

constexpr std::array code_pages = {
    CodePage{"ASCII", 20127},      CodePage{"UTF-8", CP_UTF8},    CodePage{"ISO-8859-1", 28591},
    CodePage{"ISO-8859-2", 28592}, CodePage{"ISO-8859-3", 28593}, CodePage{"ISO-8859-4", 28594},
    CodePage{"ISO-8859-5", 28595}, CodePage{"ISO-8859-6", 28596}, CodePage{"ISO-8859-7", 28597},
    CodePage{"ISO-8859-8", 28598}, CodePage{"ISO-8859-9", 28599}, CodePage{"ISO-8859-15", 28605},
    CodePage{"TIS-620", 874},      CodePage{"SHIFT_JIS", 932},    CodePage{"ISO-2022-JP-2", 50221},
    CodePage{"EUC-KR", 51949},     CodePage{"EUC-CN", 936},       CodePage{"GB18030", 54936},
    CodePage{"GBK", 936},
};

/// These take no flag that asks for bytes which are of no character.
bool checks_bytes(UINT code_page) {
  return code_page != 50221 && code_page != 54936;
}

std::wstring wide_from(std::string_view bytes, UINT code_page) {
  const DWORD flags = checks_bytes(code_page) ? MB_ERR_INVALID_CHARS : 0;
  const int length = static_cast<int>(bytes.size());
  const int needed = MultiByteToWideChar(code_page, flags, bytes.data(), length, nullptr, 0);
  std::wstring wide(static_cast<std::size_t>(std::max(needed, 0)), L'\0');
  MultiByteToWideChar(code_page, flags, bytes.data(), length, wide.data(), needed);
  return wide;
}

}  // namespace

std::string utf8_from(std::string_view bytes, const char* encoding) {
  const auto page = std::ranges::find(code_pages, std::string_view(encoding), &CodePage::encoding);
  if (page == code_pages.end() || bytes.empty()) return {};
  const std::wstring wide = wide_from(bytes, page->number);
  const int length = static_cast<int>(wide.size());
  std::string text(4 * wide.size(), '\0');
  const int got = WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, text.data(),
                                      static_cast<int>(text.size()), nullptr, nullptr);
  text.resize(static_cast<std::size_t>(std::max(got, 0)));
  return text;
}

}  // namespace lv
