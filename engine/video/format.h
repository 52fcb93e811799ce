// The formats films, pages and sheets are written in: all that a name's extension decides stands
// here.
#pragma once

#include <algorithm>
#include <filesystem>
#include <span>

#include "engine/core/result.h"

namespace lv {

/// A film to be written.
struct FilmFormat {
  int width_px = 0, height_px = 0;  ///< of one frame
  int frames_per_s = 30;
  /// A GIF has 256 colours: all greys, exactly, or where this is set those that each picture holds
  /// most of. Other formats hold both.
  bool colour = false;
  int sheet_frames = 0;  ///< how many frames a contact sheet shows side by side
  bool live = false;     ///< it is recorded while it is seen: graphics cards may encode it
};

/// One of libav's encoders. Those that FFmpeg has here and that can be opened are tried in turn.
struct FilmEncoder {
  /// How it takes pictures: 4:2:0 in three planes, or in two (NV12), or in two on a graphics card
  /// that VAAPI reaches; or in this format's own way.
  enum class Pictures { own, three_planes, two_planes, on_vaapi_card };

  const char *name, *options;  ///< options are key=value:key=value
  Pictures pictures = Pictures::own;
  bool live_only = false;   ///< fast rather than small: for films that are recorded
  const char* remark = "";  ///< what is said of a film of this encoder; empty: it is the usual one
};

struct FilmKind {
  enum class Writer { libav, contact_sheet, png_folder, page, paper };

  const char* extension;  ///< with its dot; "": a folder
  const char* title;
  Writer writer;
  int frames_per_s;  ///< a GIF's delays are hundredths of a second, so 30 is none of its rates
  bool chroma_420;   ///< colour at half the resolution, which needs even sizes
  // For libav.
  const char* muxer;
  std::span<const FilmEncoder> encoders;  ///< the usual one is the first that is not live_only
  const char* muxer_options;

  const FilmEncoder& usual_encoder() const {
    return *std::ranges::find(encoders, false, &FilmEncoder::live_only);
  }

  /// The frame of about this size that the kind can hold: an odd edge is dropped where need be.
  FilmFormat format(int width_px, int height_px) const;
};

std::span<const FilmKind> film_kinds();

/// The kind of the file's extension. Error: longview cannot write such a file.
Result<const FilmKind*> film_kind(const std::filesystem::path& path);

}  // namespace lv
