// The formats films, pages and sheets are written in: all that a name's extension decides stands
// here.
#pragma once

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
};

struct FilmKind {
  enum class Writer { libav, contact_sheet, png_folder, page, paper };

  const char* extension;  ///< with its dot; "": a folder
  const char* title;
  Writer writer;
  int frames_per_s;  ///< a GIF's delays are hundredths of a second, so 30 is none of its rates
  bool chroma_420;   ///< colour at half the resolution, which needs even sizes
  // For libav; options are key=value:key=value.
  const char *muxer, *encoder, *encoder_options, *muxer_options;

  /// The frame of about this size that the kind can hold: an odd edge is dropped where need be.
  FilmFormat format(int width_px, int height_px) const;
};

std::span<const FilmKind> film_kinds();

/// The kind of the file's extension. Error: longview cannot write such a file.
Result<const FilmKind*> film_kind(const std::filesystem::path& path);

}  // namespace lv
