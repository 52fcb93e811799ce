// A4 pages as PDF: texts that stay texts, and pictures. Lengths and places in points (1/72 inch)
// from the upper left corner. Drawn by cairo.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/extent.h"
#include "engine/core/result.h"

namespace lv {

struct Ink {
  double grey = 0;  ///< 0 black, 1 white
  double size = 9;  ///< of letters
  bool bold = false;
};

class Paper {
 public:
  static constexpr double width = 595.28, height = 841.89;

  /// `title`: of the document, as programs show it.
  explicit Paper(const std::string& title);
  ~Paper();
  Paper(Paper&&) noexcept;

  /// `y`: of the line that the letters stand on.
  void text(double x, double y, const std::string& text, const Ink& ink);
  double width_of(const std::string& text, const Ink& ink);
  /// The text in lines of at most this width, parted between words, and within one that is longer.
  std::vector<std::string> lines_of(const std::string& text, double most_width, const Ink& ink);
  void rectangle(double x, double y, double width, double height, double grey);
  /// Rows of RGBA from the top, stretched to this width; no blurring between pixels is added.
  void picture(double x, double y, double width, ExtentPx size, std::span<const std::uint8_t> rgba);
  void next_page();
  /// The PDF. Nothing can be drawn after it. Error: cairo could not make it.
  Result<std::string> finish();

 private:
  /// Of the longest start of a word that is no wider, at least one character.
  std::size_t fitting_bytes(const std::string& word, double most_width, const Ink& ink);

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace lv
