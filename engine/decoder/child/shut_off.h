// What the worker gives up before it reads a stranger's first byte.
#pragma once

#include <cstdint>

namespace lv {

/// Ends this process when `parent` ends, whatever it does then; at once where that has happened.
void end_with(int parent);

/// No more memory than this, and no file of it where it crashes. Where a sanitizer holds memory of
/// its own, without the limit.
void limit_memory(std::uint64_t most_bytes);

/// From here on the kernel refuses this process files, the network and other processes. False: it
/// cannot, or a sanitizer is built in, which needs files when it reports.
bool shut_off();

}  // namespace lv
