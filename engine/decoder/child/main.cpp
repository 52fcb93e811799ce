// longview_decoder: unpacks pictures for the process that starts it, one after the other. Nobody
// else has a use for it.
// usage: longview_decoder PARENT MOST_MEMORY_BYTES, with descriptors as in message.h
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "engine/decoder/child/shut_off.h"
#include "engine/decoder/codecs.h"
#include "engine/decoder/message.h"

namespace lv {
namespace {

void say(WorkerAnswer::Said said, bool is_shut_off = false) {
  const WorkerAnswer answer{said, is_shut_off};
  if (send(worker_requests, &answer, sizeof answer, MSG_NOSIGNAL) < 0) _exit(0);
}

/// The memory that both see, as large as the other side has made it.
class Shared {
 public:
  std::uint8_t* at_least(std::size_t bytes) {
    if (bytes <= bytes_) return begin_;
    if (begin_ != nullptr) munmap(begin_, bytes_);
    void* const at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, worker_memory, 0);
    if (at == MAP_FAILED) throw std::bad_alloc();
    begin_ = static_cast<std::uint8_t*>(at);
    bytes_ = bytes;
    return begin_;
  }

 private:
  std::uint8_t* begin_ = nullptr;
  std::size_t bytes_ = 0;
};

PackedPicture picture_of(const WorkerRequest& request, const std::uint8_t* memory) {
  PackedPicture picture;
  picture.transfer_syntax_uid = request.transfer_syntax_uid;
  picture.is_signed = request.is_signed;
  picture.columns = request.columns;
  picture.rows = request.rows;
  picture.bits_allocated = request.bits_allocated;
  picture.bits_stored = request.bits_stored;
  picture.high_bit = request.high_bit;
  const std::uint8_t* fragment = memory + request.fragments * sizeof(std::uint64_t);
  for (std::uint64_t i = 0; i < request.fragments; ++i) {
    std::uint64_t length = 0;
    std::memcpy(&length, memory + i * sizeof length, sizeof length);
    picture.fragments.emplace_back(fragment, length);
    fragment += length;
  }
  return picture;
}

WorkerAnswer::Said unpack_into(Shared& shared, const WorkerRequest& request) {
  try {
    std::uint8_t* const memory = shared.at_least(request.room_bytes);
    const PackedPicture picture = picture_of(request, memory);
    const auto unpacked =
        unpack_here(picture, {memory + request.samples_at, picture.unpacked_bytes()});
    return unpacked ? WorkerAnswer::unpacked : WorkerAnswer::damaged;
  } catch (const std::bad_alloc&) {
    return WorkerAnswer::no_memory;
  } catch (...) {
    return WorkerAnswer::damaged;
  }
}

void serve() {
  Shared shared;
  WorkerRequest request;
  while (recv(worker_requests, &request, sizeof request, 0) == sizeof request) {
    say(unpack_into(shared, request));
  }
}

}  // namespace
}  // namespace lv

int main(int argument_count, char** arguments) {
  if (argument_count != 3) return EXIT_FAILURE;
  lv::end_with(std::atoi(arguments[1]));
  lv::prepare_codecs();
  lv::limit_memory(std::strtoull(arguments[2], nullptr, 10));
  lv::say(lv::WorkerAnswer::ready, lv::shut_off());
  lv::serve();
  _exit(EXIT_SUCCESS);  // nothing is left to be tidied up, and nobody waits for it
}
