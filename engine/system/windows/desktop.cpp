#include "engine/system/desktop.h"

#include <process.h>
#include <windows.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

namespace lv {

// The format "PNG", which offices, browsers and painting programs read.
bool copy_png(const std::filesystem::path& png) {
  std::ifstream file(png, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (bytes.empty() || OpenClipboard(nullptr) == 0) return false;
  EmptyClipboard();
  HGLOBAL const memory = GlobalAlloc(GMEM_MOVEABLE, bytes.size());
  if (void* const place = memory != nullptr ? GlobalLock(memory) : nullptr) {
    std::memcpy(place, bytes.data(), bytes.size());
    GlobalUnlock(memory);
  }
  const bool done =
      memory != nullptr && SetClipboardData(RegisterClipboardFormatA("PNG"), memory) != nullptr;
  CloseClipboard();
  return done;
}

bool show_in_folder(const std::filesystem::path& file) {
  const std::wstring shown = L"/select,\"" + std::filesystem::absolute(file).wstring() + L"\"";
  return _wspawnlp(_P_NOWAIT, L"explorer.exe", L"explorer.exe", shown.c_str(), nullptr) != -1;
}

}  // namespace lv
