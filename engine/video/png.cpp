#include "engine/video/png.h"

#include <png.h>

#include <cerrno>
#include <cstdio>
#include <utility>

namespace lv {
namespace {

/// `final_path`: what a person is told of, where it fails.
Result<void> write_pixels(const std::filesystem::path& path,
                          const std::filesystem::path& final_path, const FrameView& frame) {
  std::vector<std::uint8_t> rgb;
  rgb.reserve(frame.rgba.size() / 4 * 3);
  for (std::size_t i = 0; i + 3 < frame.rgba.size(); i += 4) {
    rgb.insert(rgb.end(), frame.rgba.begin() + static_cast<std::ptrdiff_t>(i),
               frame.rgba.begin() + static_cast<std::ptrdiff_t>(i + 3));
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(frame.width_px);
  image.height = static_cast<png_uint_32>(frame.height_px);
  image.format = PNG_FORMAT_RGB;
  image.flags = PNG_IMAGE_FLAG_FAST;
  errno = 0;
  if (png_image_write_to_file(&image, path.string().c_str(), 0, rgb.data(), 0, nullptr) == 0) {
    return unwritable(final_path, errno);
  }
  return {};
}

class PngSequence : public Encoder {
 public:
  explicit PngSequence(PendingOutput folder) : folder_(std::move(folder)) {}

  Result<void> push(const FrameView& frame) override {
    char name[32];
    std::snprintf(name, sizeof name, "frame-%05d.png", ++count_);
    return write_pixels(folder_.path() / name, folder_.final_path(), frame);
  }

  Result<void> finish() override { return folder_.commit(); }

 private:
  PendingOutput folder_;
  int count_ = 0;
};

}  // namespace

Result<void> write_png(const std::filesystem::path& path, const FrameView& frame) {
  LV_ASSIGN(PendingOutput output, PendingOutput::file(path));
  LV_TRY(write_png(output, frame));
  return output.commit();
}

Result<void> write_png(const PendingOutput& output, const FrameView& frame) {
  return write_pixels(output.path(), output.final_path(), frame);
}

Result<std::unique_ptr<Encoder>> open_png_sequence(const std::filesystem::path& folder) {
  LV_ASSIGN(PendingOutput output, PendingOutput::folder(folder));
  return std::unique_ptr<Encoder>(std::make_unique<PngSequence>(std::move(output)));
}

}  // namespace lv
