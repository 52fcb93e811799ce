// PNG pictures through libpng.
#pragma once

#include <filesystem>

#include "engine/core/output.h"
#include "engine/video/encoder.h"

namespace lv {

/// Writes an 8-bit RGB picture; complete or not at all.
Result<void> write_png(const std::filesystem::path& path, const FrameView& frame);
/// The same into a file that is not committed yet.
Result<void> write_png(const PendingOutput& output, const FrameView& frame);

/// An Encoder that fills a folder with frame-00001.png, …
Result<std::unique_ptr<Encoder>> open_png_sequence(const std::filesystem::path& folder);

}  // namespace lv
