// One picture with the key frames of a film side by side.
#pragma once

#include <memory>

#include "engine/video/encoder.h"

namespace lv {

/// An Encoder that collects format.sheet_frames frames and writes them as one PNG when finished.
Result<std::unique_ptr<Encoder>> open_contact_sheet(const std::filesystem::path& path,
                                                    const FilmFormat& format);

}  // namespace lv
