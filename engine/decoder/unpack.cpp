#include "engine/decoder/unpack.h"

#include <atomic>
#include <memory>
#include <vector>

#include "engine/core/log.h"
#include "engine/decoder/codecs.h"
#include "engine/decoder/worker.h"

namespace lv {
namespace {

/// True: pictures are unpacked in this process. Set for good once a worker could not be started.
#ifdef LV_DECODERS_INSIDE
std::atomic<bool> inside{true};
#else
std::atomic<bool> inside{false};
#endif

/// The worker of this thread, started where it is not there; it ends with the thread. Null: none
/// can be started.
DecoderWorker* worker_of_this_thread() {
  alignas(64) thread_local std::unique_ptr<DecoderWorker> worker;  // aligned as in parallel.cpp
  if (worker && worker->alive()) return worker.get();
  if (inside) return nullptr;
  auto started = DecoderWorker::start({});
  if (started) {
    worker = std::move(*started);
    return worker.get();
  }
  inside = true;
  log::warning("decoders", started.error().what);
  return nullptr;
}

Result<void> unpack_inside(const PackedPicture& picture, const TakeSamples& take) {
  std::vector<std::uint8_t> samples(picture.unpacked_bytes());
  LV_TRY(unpack_here(picture, samples));
  take(samples);
  return {};
}

}  // namespace

Result<void> unpack_picture(const PackedPicture& picture, const TakeSamples& take) {
  for (bool again = true;;) {
    DecoderWorker* const worker = worker_of_this_thread();
    if (worker == nullptr) return unpack_inside(picture, take);
    bool asked_in_vain = false;
    Result<void> outcome = worker->unpack(picture, take, asked_in_vain);
    if (!asked_in_vain || !again) return outcome;
    again = false;
  }
}

Result<std::string> check_decoders() {
  LV_ASSIGN(const auto worker, DecoderWorker::start({}));
  const std::string where = "compressed pictures are unpacked in processes of their own";
  return where + (worker->shut_off() ? ", shut off from files and the network"
                                     : "; this system cannot shut them off from files");
}

}  // namespace lv
