#include "engine/video/format.h"

#include <algorithm>
#include <array>

#include "engine/core/file_name.h"

namespace lv {

FilmFormat FilmKind::format(int width_px, int height_px) const {
  const int odd = chroma_420 ? 1 : 0;
  return {width_px & ~odd, height_px & ~odd, frames_per_s};
}

std::span<const FilmKind> film_kinds() {
  using Writer = FilmKind::Writer;
  static constexpr std::array kinds{
      FilmKind{".mp4", "H.264 film (mp4)", Writer::libav, 30, true, "mp4", "libx264",
               "preset=fast:crf=17", "movflags=faststart"},  // the index stands in front
      FilmKind{".webm", "VP9 film (webm)", Writer::libav, 30, true, "webm", "libvpx-vp9",
               "deadline=good:cpu-used=5:crf=24:row-mt=1", ""},
      FilmKind{".gif", "GIF", Writer::libav, 25, false, "gif", "gif", "", ""},
      FilmKind{".png", "contact sheet", Writer::contact_sheet, 30, false, "", "", "", ""},
      FilmKind{".html", "page", Writer::page, 0, false, "", "", "", ""},
      FilmKind{".pdf", "sheet of paper", Writer::paper, 0, false, "", "", "", ""},
      FilmKind{"", "PNG pictures", Writer::png_folder, 30, false, "", "", "", ""},
  };
  return kinds;
}

Result<const FilmKind*> film_kind(const std::filesystem::path& path) {
  // "f.mp4/" asks for a film and for a folder; whoever writes it refuses.
  const auto named = path.has_filename() ? path : path.parent_path();
  const auto kind = std::ranges::find(film_kinds(), named.extension(), &FilmKind::extension);
  if (kind != film_kinds().end()) return &*kind;
  return Error{ErrorCode::usage,
               "longview writes .mp4, .webm, .gif, a contact sheet (.png), a page (.html), paper "
               "(.pdf) or a folder of PNGs",
               file_name(path)};
}

}  // namespace lv
