#include "engine/system/memory.h"

#include <windows.h>

#include <cstdint>

namespace lv {

void give_back(std::span<const std::byte> bytes) {
  SYSTEM_INFO system{};
  GetSystemInfo(&system);
  const std::uintptr_t page = system.dwPageSize;
  const auto begin = reinterpret_cast<std::uintptr_t>(bytes.data());
  const std::uintptr_t first = (begin + page - 1) / page * page;
  const std::uintptr_t end = (begin + bytes.size()) / page * page;
  if (first >= end) return;
  VirtualAlloc(reinterpret_cast<void*>(first), end - first, MEM_RESET, PAGE_READWRITE);
}

}  // namespace lv
