// longview_decoder: unpacks pictures for the process that starts it, one after the other. Nobody
// else has a use for it.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "engine/decoder/child/channel.h"
#include "engine/decoder/codecs.h"

namespace lv {
namespace {

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

WorkerAnswer::Said unpack(const WorkerRequest& request) {
  try {
    std::uint8_t* const memory = shared_memory(request.room_bytes);
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
  WorkerRequest request;
  while (hear(request) && say({unpack(request), false})) continue;
}

}  // namespace
}  // namespace lv

int main(int argument_count, char** arguments) {
  const std::span<char* const> words(arguments + 1, arguments + std::max(argument_count, 1));
  if (!lv::open_channel(words)) return EXIT_FAILURE;
  lv::prepare_codecs();
  if (lv::say({lv::WorkerAnswer::ready, lv::give_up_all_else(words)})) lv::serve();
  std::_Exit(EXIT_SUCCESS);  // nothing is left to be tidied up, and nobody waits for it
}
