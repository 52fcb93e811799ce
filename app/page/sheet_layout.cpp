#include "app/page/sheet_layout.h"

#include <algorithm>

#include "engine/core/shown_text.h"

namespace lv {
namespace {

constexpr double margin = 36, gap = 12;
constexpr double content_width = Paper::width - 2 * margin;
constexpr double content_end = Paper::height - margin - 24;  // the notice stands below
constexpr Ink big{0, 15, true}, heading{0, 10.5, true}, plain{0, 9, false}, quiet{0.3, 8, false};

class Sheet {
 public:
  explicit Sheet(const SheetText& text)
      : text_(text), paper_("longview: " + shown_text(text.name)) {
    begin_page();
  }

  void pictures(std::span<const SheetPicture> all) {
    if (all.empty()) return;
    const Columns columns = columns_for(all);
    for (std::size_t first = 0; first < all.size(); first += columns.count) {
      const auto row = all.subspan(first, std::min(columns.count, all.size() - first));
      const double high = columns.picture * row[0].size_px.height / row[0].size_px.width;
      const double needed = high + tallest_text(row, columns.wide) + row_margin;
      make_room(needed);
      double x = margin;
      for (const SheetPicture& picture : row) {
        put_picture(picture, x, columns, high);
        x += columns.wide + gap;
      }
      y_ += needed;
    }
  }

  void paragraph(const std::string& text, const Ink& ink) {
    for (const std::string& line : paper_.lines_of(shown_text(text), content_width, ink)) {
      make_room(line_step(ink));
      y_ += line_step(ink);
      paper_.text(margin, y_, line, ink);
    }
  }
  /// Stands above at least two lines.
  void title_above(const std::string& text) {
    make_room(line_step(heading) + 2 * line_step(plain));
    paragraph(text, heading);
  }
  void space() { y_ += 6; }

  Result<std::string> finish() {
    end_page();
    return paper_.finish();
  }

 private:
  static constexpr double row_margin = 26;  ///< the date above, and air below

  struct Columns {
    std::size_t count;
    double wide, picture;  ///< a column; a picture in it
  };

  double tallest_text(std::span<const SheetPicture> row, double wide) {
    std::size_t most = 0;
    for (const SheetPicture& picture : row) most = std::max(most, below(picture, wide).size());
    return line_step(quiet) * static_cast<double>(most);
  }

  /// Side by side: all dates on this page, with what is said of them, in pictures as large as can
  /// be; where they would be too small to see anything, on as many pages as it takes.
  Columns columns_for(std::span<const SheetPicture> all) {
    constexpr double widest = 340, least = 140, most_text = 180;
    const std::size_t count = all.size() == 4 ? 2 : std::min<std::size_t>(3, all.size());
    const auto columns = static_cast<double>(count);
    const double wide = (content_width - gap * (columns - 1)) / columns;
    const std::size_t lines = text_.dates.size() + text_.changes.size() + 4;
    const double room =
        content_end - y_ - std::min(most_text, line_step(plain) * static_cast<double>(lines));
    const auto rows = static_cast<double>((all.size() + count - 1) / count);
    const double high = room / rows - tallest_text(all, wide) - row_margin;
    const double fitting = high * all[0].size_px.width / all[0].size_px.height;
    return {count, wide, std::min({widest, wide, fitting < least ? wide : fitting})};
  }

  static double line_step(const Ink& ink) { return 1.35 * ink.size; }

  void begin_page() {
    y_ = margin;
    paragraph(text_.name, big);
    if (!text_.person.empty()) paragraph(text_.person, plain);
    if (text_.demo) paragraph("DEMO: an invented patient", heading);
    space();
  }

  void end_page() {
    const std::string foot =
        std::string(notice) +
        ". Different scanners and settings change greys, too. Made by longview.";
    paper_.text(margin, Paper::height - margin, foot, quiet);
    const std::string number = "page " + std::to_string(page_);
    paper_.text(Paper::width - margin - paper_.width_of(number, quiet), Paper::height - margin,
                number, quiet);
    paper_.next_page();
    ++page_;
  }

  void make_room(double needed) {
    if (y_ + needed <= content_end) return;
    end_page();
    begin_page();
  }

  /// What stands under a picture: how it is lined up, then how it is cut and where it comes from.
  std::vector<std::string> below(const SheetPicture& picture, double wide) {
    std::vector<std::string> lines;
    const auto add = [&](const std::string& text) {
      const auto parts = paper_.lines_of(shown_text(text), wide, quiet);
      lines.insert(lines.end(), parts.begin(), parts.end());
    };
    if (!picture.said.chip.empty()) add(picture.said.chip);
    for (const std::string& line : picture.said.lines) add(line);
    return lines;
  }

  void put_picture(const SheetPicture& picture, double x, const Columns& columns, double high) {
    const double wide = columns.picture;
    paper_.text(x, y_ + 12, shown_text(picture.said.date), heading);
    const double top = y_ + 17;
    paper_.picture(x, top, wide, picture.size_px, picture.rgba);
    if (!picture.said.letters.left.empty()) {
      put_letters(picture.said.letters, x, top, wide, high);
      put_bar(picture, x, top, wide, high);
    }
    double y = top + high + 2;
    for (const std::string& line : below(picture, columns.wide)) {
      y += line_step(quiet);
      paper_.text(x, y, line, quiet);
    }
  }

  /// White on a dark ground, readable on any grey.
  void put_label(double x, double y, const std::string& text, double align) {
    constexpr Ink label{1, 8, true};
    const double wide = paper_.width_of(text, label), left = x - align * wide;
    paper_.rectangle(left - 1.5, y - 7, wide + 3, 9, 0.1);
    paper_.text(left, y, text, label);
  }

  void put_letters(const EdgeLetters& letters, double x, double top, double wide, double high) {
    put_label(x + 4, top + high / 2 + 3, letters.left, 0);
    put_label(x + wide - 4, top + high / 2 + 3, letters.right, 1);
    put_label(x + wide / 2, top + 10, letters.top, 0.5);
    put_label(x + wide / 2, top + high - 5, letters.bottom, 0.5);
  }

  void put_bar(const SheetPicture& picture, double x, double top, double wide, double high) {
    const ScaleBar bar = scale_bar(picture.said.mm_per_px, picture.size_px.height);
    const double length = bar.mm / picture.said.mm_per_px * wide / picture.size_px.width;
    const double right = x + wide - 5, bottom = top + high - 8;
    paper_.rectangle(right - 3, bottom - length - 1, 4, length + 2, 0.1);
    paper_.rectangle(right - 2, bottom - length, 2, length, 1);
    put_label(right - 7, bottom - length / 2 + 3, bar.text, 1);
  }

  const SheetText& text_;
  Paper paper_;
  double y_ = margin;
  int page_ = 1;
};

}  // namespace

Result<std::string> sheet_pdf(const SheetText& text, std::span<const SheetPicture> pictures) {
  Sheet sheet(text);
  sheet.pictures(pictures);
  sheet.title_above("The dates");
  for (const std::string& line : text.dates) sheet.paragraph(line, plain);
  if (!text.changes.empty()) {
    sheet.space();
    sheet.title_above("What else changed between them");
  }
  for (const std::string& line : text.changes) sheet.paragraph(line, plain);
  return sheet.finish();
}

}  // namespace lv
