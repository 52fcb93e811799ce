#include "engine/video/format.h"

#include <algorithm>
#include <array>

#include "engine/core/file_name.h"

namespace lv {

FilmFormat FilmKind::format(int width_px, int height_px) const {
  const int odd = chroma_420 ? 1 : 0;
  return {width_px & ~odd, height_px & ~odd, frames_per_s};
}

namespace {

using Pictures = FilmEncoder::Pictures;
constexpr const char* vp9_options = "deadline=good:cpu-used=5:crf=24:row-mt=1";
// 8 Mbit/s for encoders that know no constant quality: enough for greys of 1080p.
constexpr std::array mp4_encoders{
    FilmEncoder{"h264_nvenc", "preset=p4:rc=vbr:cq=19:b=0", Pictures::three_planes, true,
                "encoded by the NVIDIA card"},
    FilmEncoder{"h264_vaapi", "rc_mode=CQP:qp=20", Pictures::on_vaapi_card, true,
                "encoded by the graphics card (VAAPI)"},
    FilmEncoder{"h264_qsv", "global_quality=20", Pictures::two_planes, true,
                "encoded by the Intel processor's graphics"},
    FilmEncoder{"libx264", "preset=fast:crf=17", Pictures::three_planes},
    FilmEncoder{"libopenh264", "b=8000000", Pictures::three_planes, false,
                "encoded by OpenH264, because FFmpeg here lacks libx264"},
    FilmEncoder{"h264_videotoolbox", "b=8000000", Pictures::two_planes, false,
                "encoded by VideoToolbox, because FFmpeg here lacks libx264"},
    FilmEncoder{"h264_mf", "b=8000000", Pictures::two_planes, false,
                "encoded by Media Foundation, because FFmpeg here lacks libx264"},
    FilmEncoder{"libvpx-vp9", vp9_options, Pictures::three_planes, false,
                "in VP9, because FFmpeg here can encode no H.264; some players cannot show it"}};
constexpr std::array webm_encoders{FilmEncoder{"libvpx-vp9", vp9_options, Pictures::three_planes}};
constexpr std::array gif_encoders{FilmEncoder{"gif", ""}};

}  // namespace

std::span<const FilmKind> film_kinds() {
  using Writer = FilmKind::Writer;
  static constexpr std::array kinds{
      FilmKind{".mp4", "H.264 film (mp4)", Writer::libav, 30, true, "mp4", mp4_encoders,
               "movflags=faststart"},  // the index stands in front
      FilmKind{".webm", "VP9 film (webm)", Writer::libav, 30, true, "webm", webm_encoders, ""},
      FilmKind{".gif", "GIF", Writer::libav, 25, false, "gif", gif_encoders, ""},
      FilmKind{".png", "contact sheet", Writer::contact_sheet, 30, false, "", {}, ""},
      FilmKind{".html", "page", Writer::page, 0, false, "", {}, ""},
      FilmKind{".pdf", "sheet of paper", Writer::paper, 0, false, "", {}, ""},
      FilmKind{"", "PNG pictures", Writer::png_folder, 30, false, "", {}, ""},
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
