// What the worker gives up before it reads a stranger's first byte.
#pragma once

#include <cstdint>

namespace lv {

/// From now on the kernel ends this process when `parent` ends. Exits where that has happened.
void end_with(int parent);

/// Limits the memory of this process, and lets it leave no core file where it crashes. A build with
/// a sanitizer, which needs memory of its own, has no limit.
void limit_memory(std::uint64_t most_bytes);

/// From here on the kernel refuses this process files, the network and other processes. False: it
/// cannot, or a sanitizer is built in, which needs files when it reports.
bool shut_off();

}  // namespace lv
