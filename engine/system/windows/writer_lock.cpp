#include "engine/system/writer_lock.h"

#include <windows.h>

#include <functional>
#include <string>

namespace lv {
namespace {

/// A file that is open could not be renamed here, so what is locked is a name that only longview
/// uses.
HANDLE named_lock(const std::filesystem::path& path) {
  std::error_code failure;
  const auto whole = std::filesystem::absolute(path, failure);
  const std::size_t number = std::hash<std::wstring>{}((failure ? path : whole).native());
  const HANDLE lock =
      CreateMutexW(nullptr, FALSE, (L"longview-writes-" + std::to_wstring(number)).c_str());
  if (lock == nullptr || GetLastError() != ERROR_ALREADY_EXISTS) return lock;
  CloseHandle(lock);
  return nullptr;
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& path) {
  const HANDLE lock = named_lock(path);
  held_ = lock != nullptr;
  if (held_) handle_ = reinterpret_cast<std::intptr_t>(lock);
}

WriterLock::~WriterLock() {
  if (handle_ != none) CloseHandle(reinterpret_cast<HANDLE>(handle_));
}

bool WriterLock::still_at(const std::filesystem::path& path) const {
  std::error_code failure;
  return std::filesystem::exists(path, failure);
}

}  // namespace lv
