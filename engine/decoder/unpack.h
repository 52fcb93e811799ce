// The door to the decoders of compressed pictures: old code that reads strangers' bytes. They work
// in processes of their own (worker.h), one for each thread that reads pictures, started with the
// first compressed one. Whatever happens there costs one picture.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "engine/core/result.h"
#include "engine/decoder/packed_picture.h"

namespace lv {

/// Receives the samples as an uncompressed file would hold them, in the machine's order of bytes:
/// columns * rows, column fastest.
using TakeSamples = std::function<void(std::span<const std::uint8_t> samples)>;

/// Calls `take` once, where the picture can be unpacked. Where no process can be started, the
/// decoders work in this one. Errors: unreadable, in words for a person.
Result<void> unpack_picture(const PackedPicture& picture, const TakeSamples& take);

/// Where this machine's pictures are unpacked, as a sentence.
/// Errors: unavailable: no process can be started for them, and why.
Result<std::string> check_decoders();

}  // namespace lv
