#include "engine/system/this_process.h"

#include <windows.h>
#include <winternl.h>

#include <cstdlib>
#include <string>

namespace lv {
namespace {

namespace fs = std::filesystem;

fs::path from_environment(const wchar_t* name) {
  const wchar_t* value = _wgetenv(name);
  return value != nullptr ? fs::path(value) : fs::path();
}

}  // namespace

fs::path program_file() {
  std::wstring path(32768, L'\0');  // no path is longer
  path.resize(GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
  return path;
}

long process_number() {
  return static_cast<long>(GetCurrentProcessId());
}

fs::path home_folder() {
  return from_environment(L"USERPROFILE");
}

fs::path users_cache_folder() {
  return from_environment(L"LOCALAPPDATA");
}

fs::path users_state_folder() {
  return from_environment(L"LOCALAPPDATA");
}

fs::path users_config_folder() {
  return from_environment(L"APPDATA");
}

// Windows takes them from a program that says so in its manifest, but only on a computer where an
// administrator has allowed it. The two together are one bit of the process, in the byte behind
// BeingDebugged, which the program may set itself, as each program in Go does since Go 1.21
// (runtime/os_windows.go, initLongPathSupport).
void allow_long_paths() {
  constexpr BYTE is_long_path_aware = 0x80;
  auto* const first_bytes = reinterpret_cast<BYTE*>(NtCurrentTeb()->ProcessEnvironmentBlock);
  first_bytes[3] |= is_long_path_aware;
}

bool process_runs(long number) {
  const HANDLE process =
      OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(number));
  if (process == nullptr) return false;
  DWORD code = 0;
  const bool runs = GetExitCodeProcess(process, &code) != 0 && code == STILL_ACTIVE;
  CloseHandle(process);
  return runs;
}

}  // namespace lv
