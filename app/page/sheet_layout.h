// A sheet of paper with the dates of a row side by side, and under them what is known of each and
// what else changed between them.
#pragma once

#include "app/page/paper.h"
#include "app/view/film_request.h"

namespace lv {

/// One date's picture with what is written about it.
struct SheetPicture {
  PaneAnnotation said;
  ExtentPx size_px;
  std::vector<std::uint8_t> rgba;
};

struct SheetText {
  std::string name, person;
  bool demo = false;
  std::vector<std::string> dates;    ///< date_lines()
  std::vector<std::string> changes;  ///< "From 2004 to 2007: 1.5 T → 3 T"
};

/// The PDF.
Result<std::string> sheet_pdf(const SheetText& text, std::span<const SheetPicture> pictures);

}  // namespace lv
