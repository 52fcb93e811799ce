// Frames in, a film out; the name's extension says of which kind (format.h). A film is written
// under a temporary name, verified, and renamed; one that is abandoned leaves nothing. One thread
// at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/video/format.h"

namespace lv {

/// A picture of 8-bit R, G, B, A (alpha is not looked at); rows follow each other without a gap.
struct FrameView {
  int width_px = 0;
  int height_px = 0;
  std::span<const std::uint8_t> rgba;  ///< 4 * width_px * height_px
  int wait = 0;  ///< in a film: for so many frames more the one before it is seen
};

class Encoder {
 public:
  virtual ~Encoder() = default;
  /// The next frame, of the size the encoder was opened with.
  virtual Result<void> push(const FrameView& frame) = 0;
  /// Writes what is left, verifies the film and gives it its name.
  virtual Result<void> finish() = 0;
  /// What there is to say about how it encodes, to complete "film written, …"; empty where nothing.
  virtual std::string remark() const { return {}; }
};

/// Whether a film can be written there, before long work begins. Errors: an extension longview does
/// not write; unwritable.
Result<void> check_film_output(const std::filesystem::path& output);

/// `format`: as the kind's format() makes it. Errors: unknown extension; no libav in this build; no
/// such encoder; unwritable.
Result<std::unique_ptr<Encoder>> open_encoder(const std::filesystem::path& path,
                                              const FilmFormat& format);

/// The film formats that can be written here ("H.264 (mp4)", …), and why others cannot; for
/// `doctor`.
struct EncoderReport {
  std::string name;
  bool available = false;
  std::string reason;  ///< the encoder's name, or why there is none
};
std::vector<EncoderReport> encoder_reports();

}  // namespace lv
