// The decoders themselves (DCMTK's of JPEG and JPEG-LS, OpenJPEG, our own of RLE), called where the
// call stands.
#pragma once

#include <span>

#include "engine/core/result.h"
#include "engine/decoder/packed_picture.h"

namespace lv {

/// What a decoder needs at once: done by the first picture at the latest. Any thread.
void prepare_codecs();

/// Fills `samples`, which has picture.unpacked_bytes(). Errors: unreadable. May throw what the
/// decoders throw, and do whatever damaged bytes make of old code.
Result<void> unpack_here(const PackedPicture& picture, std::span<std::uint8_t> samples);

}  // namespace lv
