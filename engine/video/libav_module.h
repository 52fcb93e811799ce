// The door to the film encoder, which lives in a module of its own (longview_libav): a program
// linked to libav takes 45 ms longer to start, and only a command that makes a film should pay
// that.
#pragma once

#include "engine/video/encoder.h"

namespace lv {

/// Where the module writes a film, and what a person calls it. Whose film it is and when it is
/// finished is the program's business (engine/core/unfinished.h): the module has its own copy of
/// that.
struct FilmPlace {
  std::filesystem::path written, named;
};
using OpenLibavEncoder = void(const FilmPlace& place, const FilmKind& kind,
                              const FilmFormat& format, Result<std::unique_ptr<Encoder>>& result);
using HasLibavEncoder = bool(const char* encoder);

inline constexpr const char* libav_module_name = "longview_libav";  ///< without its ending
inline constexpr const char* open_libav_encoder_name = "lv_open_libav_encoder";
inline constexpr const char* has_libav_encoder_name = "lv_has_libav_encoder";

/// Opens the module and in it an encoder of this kind. Errors: as open_encoder().
Result<std::unique_ptr<Encoder>> open_film(const std::filesystem::path& path, const FilmKind& kind,
                                           const FilmFormat& format);

}  // namespace lv
