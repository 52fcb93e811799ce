#include "app/page/paper.h"

#include <cairo-pdf.h>

#include <mutex>
#include <utility>

#include "engine/system/advice.h"

namespace lv {
namespace {

cairo_status_t keep(void* text, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

}  // namespace

struct Paper::Parts {
  std::string pdf;
  Surface surface{cairo_pdf_surface_create_for_stream(keep, &pdf, Paper::width, Paper::height),
                  cairo_surface_destroy};
  Context context{cairo_create(surface.get()), cairo_destroy};

  void choose(const Ink& ink) {
    cairo_select_font_face(context.get(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           ink.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(context.get(), ink.size);
    cairo_set_source_rgb(context.get(), ink.grey, ink.grey, ink.grey);
  }
};

Paper::Paper(const std::string& title) : parts_(std::make_unique<Parts>()) {
  static std::once_flag once;
  std::call_once(once, make_fonts_known);
  cairo_pdf_surface_set_metadata(parts_->surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(parts_->surface.get(), CAIRO_PDF_METADATA_CREATOR, "longview");
}

Paper::~Paper() = default;
Paper::Paper(Paper&&) noexcept = default;

void Paper::text(double x, double y, const std::string& text, const Ink& ink) {
  parts_->choose(ink);
  cairo_move_to(parts_->context.get(), x, y);
  cairo_show_text(parts_->context.get(), text.c_str());
}

double Paper::width_of(const std::string& text, const Ink& ink) {
  parts_->choose(ink);
  cairo_text_extents_t extents;
  cairo_text_extents(parts_->context.get(), text.c_str(), &extents);
  return extents.x_advance;
}

std::size_t Paper::fitting_bytes(const std::string& word, double most_width, const Ink& ink) {
  std::size_t fits = 0;
  for (std::size_t end = 1; end <= word.size(); ++end) {
    const bool inside = end < word.size() && (word[end] & 0xc0) == 0x80;  // of a character
    if (inside) continue;
    if (fits > 0 && width_of(word.substr(0, end), ink) > most_width) break;
    fits = end;
  }
  return fits;
}

std::vector<std::string> Paper::lines_of(const std::string& text, double most_width,
                                         const Ink& ink) {
  std::vector<std::string> lines(1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    std::string word = text.substr(at, end - at);
    const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
    at = end + 1;
    if (width_of(longer, ink) <= most_width) {
      lines.back() = longer;
      continue;
    }
    if (!lines.back().empty()) lines.emplace_back();
    while (width_of(word, ink) > most_width && word.size() > 1) {
      const std::size_t fits = fitting_bytes(word, most_width, ink);
      if (fits == word.size()) break;
      lines.back() = word.substr(0, fits);
      lines.emplace_back();
      word.erase(0, fits);
    }
    lines.back() = word;
  }
  return lines;
}

void Paper::rectangle(double x, double y, double wide, double high, double grey) {
  cairo_set_source_rgb(parts_->context.get(), grey, grey, grey);
  cairo_rectangle(parts_->context.get(), x, y, wide, high);
  cairo_fill(parts_->context.get());
}

void Paper::picture(double x, double y, double wide, ExtentPx size,
                    std::span<const std::uint8_t> rgba) {
  const Surface image(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height),
                      cairo_surface_destroy);
  unsigned char* const bytes = cairo_image_surface_get_data(image.get());
  if (bytes == nullptr) return;  // out of memory; finish() says so
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(image.get()));
  const auto columns = static_cast<std::size_t>(size.width);
  for (std::size_t i = 0; i < rgba.size() / 4; ++i) {
    const std::uint8_t* const from = &rgba[4 * i];
    const std::uint32_t pixel = static_cast<std::uint32_t>(from[0]) << 16 |
                                static_cast<std::uint32_t>(from[1]) << 8 | from[2];
    *reinterpret_cast<std::uint32_t*>(bytes + i / columns * stride + i % columns * 4) = pixel;
  }
  cairo_surface_mark_dirty(image.get());
  cairo_t* const context = parts_->context.get();
  cairo_save(context);
  cairo_translate(context, x, y);
  cairo_scale(context, wide / size.width, wide / size.width);
  cairo_set_source_surface(context, image.get(), 0, 0);
  cairo_paint(context);
  cairo_restore(context);
}

void Paper::next_page() {
  cairo_show_page(parts_->context.get());
}

Result<std::string> Paper::finish() {
  cairo_surface_finish(parts_->surface.get());
  const cairo_status_t status = cairo_status(parts_->context.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    return Error{ErrorCode::unavailable,
                 std::string("the sheet could not be made: ") + cairo_status_to_string(status)};
  }
  return std::move(parts_->pdf);
}

}  // namespace lv
