// Frames in, a film out. The format is the name's: .mp4 (H.264), .webm (VP9), .gif, or a folder of
// PNGs. A film is written under a temporary name, verified, and renamed; one that is abandoned
// leaves nothing. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace lv {

/// A picture of 8-bit R, G, B, A (alpha is not looked at); rows follow each other without a gap.
struct FrameView {
  int width_px = 0;
  int height_px = 0;
  std::span<const std::uint8_t> rgba;  ///< 4 * width_px * height_px
};

class Encoder {
 public:
  virtual ~Encoder() = default;
  /// The next frame, of the size the encoder was opened with.
  virtual Result<void> push(const FrameView& frame) = 0;
  /// Writes what is left, verifies the film and gives it its name.
  virtual Result<void> finish() = 0;
};

struct FilmFormat {
  int width_px = 0;
  int height_px = 0;
  int frames_per_s = 30;
  /// A GIF has 256 colours: all greys, exactly, or where this is set those that each picture holds
  /// most of. Other formats hold both.
  bool colour = false;
};

/// Frames per second that suit the format the name asks for: 30, or 25 for a GIF, whose delays are
/// hundredths of a second. Error: an extension longview cannot write.
Result<int> frames_per_s_for(const std::filesystem::path& path);

/// Errors: unknown extension; no libav in this build; no such encoder; unwritable.
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
