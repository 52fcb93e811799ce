// libstdc++ lists folders by mingw-w64's _wopendir, which has room for a path of 260 characters.
// The linker puts this in its place (engine/CMakeLists.txt); _wreaddir and _wclosedir go on with
// it.
#include <dirent.h>
#include <windows.h>

#include <cerrno>
#include <cstdlib>
#include <cwchar>
#include <new>
#include <string>

namespace {

std::wstring whole_path(const wchar_t* path) {
  std::wstring whole(GetFullPathNameW(path, 0, nullptr, nullptr), L'\0');
  whole.resize(GetFullPathNameW(path, static_cast<DWORD>(whole.size()), whole.data(), nullptr));
  return whole;
}

/// Why this is no folder that can be listed; 0: it is one.
int failure_of(const wchar_t* path) {
  const DWORD attributes = GetFileAttributesW(path);
  if (attributes != INVALID_FILE_ATTRIBUTES) {
    return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? 0 : ENOTDIR;
  }
  return GetLastError() == ERROR_ACCESS_DENIED ? EACCES : ENOENT;
}

}  // namespace

extern "C" _WDIR* __wrap__wopendir(const wchar_t* path) {
  errno = failure_of(path);
  if (errno != 0) return nullptr;
  std::wstring pattern = whole_path(path);
  if (!pattern.ends_with(L'\\')) pattern += L'\\';
  pattern += L'*';
  // _wclosedir frees it; the pattern lies behind it.
  void* const room = std::malloc(sizeof(_WDIR) + pattern.size() * sizeof(wchar_t));
  if (room == nullptr) {
    errno = ENOMEM;
    return nullptr;
  }
  auto* const folder = new (room) _WDIR{};
  folder->dd_handle = -1;
  std::wmemcpy(folder->dd_name, pattern.c_str(), pattern.size() + 1);
  return folder;
}
