#include "engine/decoder/child/channel.h"

#include <sys/mman.h>
#include <sys/socket.h>

#include <cstdlib>
#include <new>

#include "engine/decoder/child/posix/shut_off.h"

namespace lv {

/// Descriptors as in message.h; arguments: PARENT MOST_MEMORY_BYTES
bool open_channel(std::span<char* const> arguments) {
  if (arguments.size() != 2) return false;
  end_with(std::atoi(arguments[0]));
  return true;
}

bool give_up_all_else(std::span<char* const> arguments) {
  limit_memory(std::strtoull(arguments[1], nullptr, 10));
  return shut_off();
}

bool hear(WorkerRequest& request) {
  return recv(worker_requests, &request, sizeof request, 0) == sizeof request;
}

bool say(const WorkerAnswer& answer) {
  return send(worker_requests, &answer, sizeof answer, MSG_NOSIGNAL) >= 0;
}

/// As large as the other side has made it.
std::uint8_t* shared_memory(std::size_t bytes) {
  static std::uint8_t* begin = nullptr;
  static std::size_t size = 0;
  if (bytes <= size) return begin;
  if (begin != nullptr) munmap(begin, size);
  size = 0;
  void* const at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, worker_memory, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  begin = static_cast<std::uint8_t*>(at);
  size = bytes;
  return begin;
}

}  // namespace lv
