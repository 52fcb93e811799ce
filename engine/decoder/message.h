// Messages between a thread that reads pictures and its worker. The picture itself lies in memory
// that both see: the lengths of its fragments, then the fragments, and from `samples_at` on room
// for the samples.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lv {

struct WorkerRequest {
  char transfer_syntax_uid[65] = {};
  bool is_signed = false;
  std::int32_t columns = 0, rows = 0, bits_allocated = 0, bits_stored = 0, high_bit = 0;
  std::uint64_t fragments = 0;
  std::uint64_t samples_at = 0;
  std::uint64_t room_bytes = 0;  ///< of the whole memory
};

struct WorkerAnswer {
  enum Said : std::int32_t { ready, unpacked, damaged, no_memory } said = damaged;
  bool shut_off = false;  ///< from files, network and other processes; said with `ready`
};

/// Where the system has descriptors, the worker's: where requests come from, and the memory.
inline constexpr int worker_requests = 3, worker_memory = 4;
/// Where it has none, messages lie in the shared memory, too, and the picture behind them.
inline constexpr std::size_t worker_picture_at = 4096;
static_assert(sizeof(WorkerRequest) <= worker_picture_at);

}  // namespace lv
