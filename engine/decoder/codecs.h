// The decoders themselves (DCMTK's of JPEG and JPEG-LS, OpenJPEG, our own of RLE), which work in
// the calling process.
#pragma once

#include <span>

#include "engine/core/result.h"
#include "engine/decoder/packed_picture.h"

namespace lv {

/// Registers the decoders; the first picture does it too. A process calls it early so that this is
/// done before it gives up its rights. Any thread.
void prepare_codecs();

/// Fills `samples`, which has picture.unpacked_bytes(). Errors: unreadable. Damaged bytes may make
/// old decoders throw, crash or hang.
Result<void> unpack_here(const PackedPicture& picture, std::span<std::uint8_t> samples);

}  // namespace lv
