#include "engine/decoder/worker.h"

#include <algorithm>
#include <cstring>

#include "engine/decoder/message.h"

namespace lv {
namespace {

constexpr const char* program = "longview_decoder";
constexpr std::chrono::seconds patience_for_starting{20};

template <class Message>
std::span<std::byte> bytes_of(Message& message) {
  return std::as_writable_bytes(std::span(&message, 1));
}

/// The error of a picture that could not be unpacked.
Error lost(const char* what) {
  return {ErrorCode::unreadable, what};
}

/// Where fragments and samples lie in the memory that both processes see.
struct Layout {
  std::size_t samples_at = 0, room = 0;

  explicit Layout(const PackedPicture& picture) {
    constexpr std::size_t alignment = 64;
    samples_at = picture.fragments.size() * sizeof(std::uint64_t);
    for (const auto& fragment : picture.fragments) samples_at += fragment.size();
    samples_at = (samples_at + alignment - 1) / alignment * alignment;
    room = samples_at + picture.unpacked_bytes();
  }
};

void lay_fragments(const PackedPicture& picture, std::uint8_t* to) {
  for (const auto& fragment : picture.fragments) {
    const std::uint64_t length = fragment.size();
    std::memcpy(to, &length, sizeof length);
    to += sizeof length;
  }
  for (const auto& fragment : picture.fragments) to = std::ranges::copy(fragment, to).out;
}

WorkerRequest request_of(const PackedPicture& p, const Layout& layout, std::size_t room) {
  WorkerRequest request;
  p.transfer_syntax_uid.copy(request.transfer_syntax_uid, sizeof request.transfer_syntax_uid - 1);
  request.is_signed = p.is_signed;
  request.columns = p.columns;
  request.rows = p.rows;
  request.bits_allocated = p.bits_allocated;
  request.bits_stored = p.bits_stored;
  request.high_bit = p.high_bit;
  request.fragments = p.fragments.size();
  request.samples_at = layout.samples_at;
  request.room_bytes = room;
  return request;
}

}  // namespace

Result<std::unique_ptr<DecoderWorker>> DecoderWorker::start(const DecoderLimits& limits) {
  std::unique_ptr<DecoderWorker> worker(new DecoderWorker);
  worker->limits_ = limits;
  LV_ASSIGN(worker->process_, HelperProcess::start(program, limits.memory_bytes));
  WorkerAnswer answer;
  const auto outcome = worker->process_->hear(bytes_of(answer), patience_for_starting);
  if (outcome != HelperProcess::Outcome::answered || answer.said != WorkerAnswer::ready) {
    return Error{ErrorCode::unavailable, "their process ends as soon as it is started"};
  }
  worker->shut_off_ = answer.shut_off;
  return worker;
}

Result<void> DecoderWorker::unpack(const PackedPicture& picture, const TakeSamples& take,
                                   bool& asked_in_vain) {
  const Layout layout(picture);
  const std::span<std::uint8_t> memory = process_->memory(layout.room);
  if (memory.empty()) return Error{ErrorCode::unavailable, "there is not enough memory"};
  lay_fragments(picture, memory.data());
  WorkerRequest request = request_of(picture, layout, memory.size());
  WorkerAnswer answer;
  const auto more = std::chrono::milliseconds(picture.samples() / 1000);
  const auto outcome = process_->ask(bytes_of(request), bytes_of(answer), limits_.patience + more);
  if (outcome != HelperProcess::Outcome::answered) process_.reset();
  if (outcome == HelperProcess::Outcome::too_slow) {
    return lost("its picture cannot be unpacked: that takes too long, so the file is damaged");
  }
  asked_in_vain = outcome == HelperProcess::Outcome::was_ended;
  if (process_ && answer.said == WorkerAnswer::no_memory) {
    return lost("its picture cannot be unpacked: that takes too much memory");
  }
  if (!process_ || answer.said != WorkerAnswer::unpacked) {
    return lost("its picture cannot be unpacked: the file is damaged");
  }
  take(memory.subspan(layout.samples_at, picture.unpacked_bytes()));
  return {};
}

}  // namespace lv
