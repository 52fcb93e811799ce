// The door to the film encoder, which lives in a module of its own (longview_libav.so): a program
// linked to libav takes 45 ms longer to start, and only a command that makes a film should pay
// that.
#pragma once

#include "engine/video/encoder.h"

namespace lv {

using OpenLibavEncoder = void(const std::filesystem::path& path, const FilmFormat& format,
                              Result<std::unique_ptr<Encoder>>& result);
using ReportLibavEncoders = void(std::vector<EncoderReport>& reports);

inline constexpr const char* libav_module_file = "longview_libav.so";
inline constexpr const char* open_libav_encoder_name = "lv_open_libav_encoder";
inline constexpr const char* report_libav_encoders_name = "lv_report_libav_encoders";

}  // namespace lv
