#include "engine/video/encoder.h"

#include "engine/core/output.h"
#include "engine/system/shared_library.h"
#include "engine/system/this_process.h"
#include "engine/video/contact_sheet.h"
#include "engine/video/libav_module.h"
#include "engine/video/png.h"

namespace lv {
namespace {

/// What the module writes becomes a film when it is complete.
class FilmFile : public Encoder {
 public:
  FilmFile(PendingOutput output, std::unique_ptr<Encoder> module)
      : output_(std::move(output)), module_(std::move(module)) {}

  Result<void> push(const FrameView& frame) override { return module_->push(frame); }
  Result<void> finish() override {
    LV_TRY(module_->finish());
    return output_.commit();
  }
  std::string remark() const override { return module_->remark(); }

 private:
  PendingOutput output_;
  std::unique_ptr<Encoder> module_;  // ends first: it still has the file open
};

/// The module lies beside a program that was built, and in ../lib/longview of one that was
/// installed. Only its name, where the system does not say where the program is.
std::filesystem::path module_path() {
  std::error_code failure;
  const auto program = program_file();
  const std::string name = std::string(libav_module_name) + library_ending;
  if (program.empty()) return name;
  const auto beside = program.parent_path() / name;
  if (std::filesystem::exists(beside, failure)) return beside;
  return program.parent_path().parent_path() / "lib/longview" / name;
}

template <class Function>
Result<Function*> from_module(const char* name) {
  static void* module = load_library(module_path());
  void* symbol = module != nullptr ? library_symbol(module, name) : nullptr;
  if (symbol == nullptr) {
    return Error{
        ErrorCode::unavailable,
        "films cannot be written here because FFmpeg's libraries are missing; a folder of PNG "
        "pictures can"};
  }
  return reinterpret_cast<Function*>(symbol);
}

}  // namespace

Result<void> check_film_output(const std::filesystem::path& output) {
  LV_ASSIGN(const FilmKind* const kind, film_kind(output));
  const bool folder = kind->writer == FilmKind::Writer::png_folder;
  LV_TRY(folder ? PendingOutput::folder(output) : PendingOutput::file(output));
  return {};
}

Result<std::unique_ptr<Encoder>> open_encoder(const std::filesystem::path& path,
                                              const FilmFormat& format) {
  LV_ASSIGN(const FilmKind* const kind, film_kind(path));
  switch (kind->writer) {
    case FilmKind::Writer::png_folder:
      return open_png_sequence(path);
    case FilmKind::Writer::contact_sheet:
      return open_contact_sheet(path, format);
    default:
      return open_film(path, *kind, format);
  }
}

Result<std::unique_ptr<Encoder>> open_film(const std::filesystem::path& path, const FilmKind& kind,
                                           const FilmFormat& format) {
  LV_ASSIGN(auto* open, from_module<OpenLibavEncoder>(open_libav_encoder_name));
  LV_ASSIGN(PendingOutput output, PendingOutput::file(path));
  Result<std::unique_ptr<Encoder>> module = std::unique_ptr<Encoder>();
  open({output.path(), path}, kind, format, module);
  LV_ASSIGN(std::unique_ptr<Encoder> encoder, std::move(module));
  return std::unique_ptr<Encoder>(
      std::make_unique<FilmFile>(std::move(output), std::move(encoder)));
}

std::vector<EncoderReport> encoder_reports() {
  std::vector<EncoderReport> reports{{"PNG pictures", true, "libpng"}};
  const auto has = from_module<HasLibavEncoder>(has_libav_encoder_name);
  if (!has) {
    reports.push_back({"films", false, has.error().what});
    return reports;
  }
  for (const FilmKind& kind : film_kinds()) {
    if (kind.writer != FilmKind::Writer::libav) continue;
    std::string there;
    for (const FilmEncoder& encoder : kind.encoders) {
      if ((*has)(encoder.name)) there += (there.empty() ? "" : ", ") + std::string(encoder.name);
    }
    reports.push_back(
        {kind.title, !there.empty(),
         there.empty() ? std::string("FFmpeg here lacks ") + kind.usual_encoder().name : there});
  }
  return reports;
}

}  // namespace lv
