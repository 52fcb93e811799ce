#include "engine/video/contact_sheet.h"

#include <algorithm>
#include <cmath>

#include "engine/core/assert.h"
#include "engine/core/output.h"
#include "engine/video/png.h"

namespace lv {
namespace {

constexpr int gap_px = 6;

class ContactSheet : public Encoder {
 public:
  ContactSheet(PendingOutput output, const FilmFormat& format)
      : output_(std::move(output)),
        columns_(static_cast<int>(std::ceil(std::sqrt(format.sheet_frames)))) {
    const int rows = (format.sheet_frames + columns_ - 1) / columns_;
    width_px_ = columns_ * (format.width_px + gap_px) - gap_px;
    height_px_ = rows * (format.height_px + gap_px) - gap_px;
    rgba_.assign(4 * static_cast<std::size_t>(width_px_) * static_cast<std::size_t>(height_px_),
                 24);
  }

  Result<void> push(const FrameView& frame) override {
    const int left = pushed_ % columns_ * (frame.width_px + gap_px);
    const int top = pushed_ / columns_ * (frame.height_px + gap_px);
    ++pushed_;
    const auto row_bytes = 4 * static_cast<std::size_t>(frame.width_px);
    for (int y = 0; y < frame.height_px; ++y) {
      const auto target =
          4 * (static_cast<std::size_t>(top + y) * static_cast<std::size_t>(width_px_) +
               static_cast<std::size_t>(left));
      const auto source = frame.rgba.subspan(static_cast<std::size_t>(y) * row_bytes, row_bytes);
      std::ranges::copy(source, rgba_.begin() + static_cast<std::ptrdiff_t>(target));
    }
    return {};
  }

  Result<void> finish() override {
    LV_TRY(write_png(output_, {width_px_, height_px_, rgba_}));
    return output_.commit();
  }

 private:
  PendingOutput output_;
  int columns_;
  int width_px_ = 0, height_px_ = 0, pushed_ = 0;
  std::vector<std::uint8_t> rgba_;
};

}  // namespace

Result<std::unique_ptr<Encoder>> open_contact_sheet(const std::filesystem::path& path,
                                                    const FilmFormat& format) {
  LV_ASSERT(format.sheet_frames > 0);
  LV_ASSIGN(PendingOutput output, PendingOutput::file(path));
  return std::unique_ptr<Encoder>(std::make_unique<ContactSheet>(std::move(output), format));
}

}  // namespace lv
