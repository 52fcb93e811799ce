#include "engine/system/discs.h"

#include <windows.h>

namespace lv {

std::vector<std::filesystem::path> plugged_in_discs() {
  std::vector<std::filesystem::path> discs;
  const DWORD letters = GetLogicalDrives();
  for (int i = 0; i < 26; ++i) {
    if ((letters >> i & 1U) == 0) continue;
    const std::wstring root = {static_cast<wchar_t>(L'A' + i), L':', L'\\'};
    const UINT kind = GetDriveTypeW(root.c_str());
    if (i >= 2 && (kind == DRIVE_CDROM || kind == DRIVE_REMOVABLE)) discs.emplace_back(root);
  }
  return discs;
}

}  // namespace lv
