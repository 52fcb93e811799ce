#include "engine/video/encoder.h"

#include <dlfcn.h>

#include "engine/video/libav_module.h"
#include "engine/video/png.h"

namespace lv {
namespace {

/// Beside the program, where it was built, or in ../lib/longview, where it was installed; by its
/// bare name where the system does not say where the program is.
std::filesystem::path module_path() {
  std::error_code failure;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
  if (failure) return libav_module_file;
  const auto beside = program.parent_path() / libav_module_file;
  if (std::filesystem::exists(beside, failure)) return beside;
  return program.parent_path().parent_path() / "lib/longview" / libav_module_file;
}

/// The module stays loaded until the program ends: libav keeps threads and tables of its own.
template <class Function>
Result<Function*> from_module(const char* name) {
  static void* module = dlopen(module_path().c_str(), RTLD_NOW | RTLD_LOCAL);
  void* symbol = module != nullptr ? dlsym(module, name) : nullptr;
  if (symbol == nullptr) {
    return Error{
        ErrorCode::unavailable,
        "films cannot be written here because FFmpeg's libraries are missing; a folder of PNG "
        "pictures can",
        ""};
  }
  return reinterpret_cast<Function*>(symbol);
}

bool is_film(const std::filesystem::path& path) {
  const auto extension = path.extension();
  return extension == ".mp4" || extension == ".webm" || extension == ".gif";
}

}  // namespace

Result<int> frames_per_s_for(const std::filesystem::path& path) {
  if (path.extension() == ".gif") return 25;
  if (is_film(path) || !path.has_extension()) return 30;
  return Error{ErrorCode::usage,
               "longview writes .mp4, .webm, .gif, a contact sheet (.png) or a folder of PNGs",
               path.filename().string()};
}

Result<std::unique_ptr<Encoder>> open_encoder(const std::filesystem::path& path,
                                              const FilmFormat& format) {
  LV_TRY(frames_per_s_for(path));
  if (!is_film(path)) return open_png_sequence(path, format);
  LV_ASSIGN(auto* open, from_module<OpenLibavEncoder>(open_libav_encoder_name));
  Result<std::unique_ptr<Encoder>> result = std::unique_ptr<Encoder>();
  open(path, format, result);
  return result;
}

std::vector<EncoderReport> encoder_reports() {
  std::vector<EncoderReport> reports{{"PNG pictures", true, "libpng"}};
  auto report = from_module<ReportLibavEncoders>(report_libav_encoders_name);
  if (report) {
    (*report)(reports);
  } else {
    reports.push_back({"films", false, report.error().what});
  }
  return reports;
}

}  // namespace lv
