// What is asked for when a row shall leave the program: a film, a page or a sheet of paper. Plain
// values.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/view/annotation.h"

namespace lv {

struct FilmRequest {
  std::filesystem::path output;  ///< its extension says what is made (engine/video/format.h)
  /// Size of a film's frame, or of one picture of a contact sheet or page. Empty: what suits.
  std::optional<ExtentPx> size_px;
  Look look = Look::fade;  ///< used by films only
  /// Name and birth date, where the film is for a doctor; dates are then exact. Empty: it is for
  /// others, and shows years only.
  std::optional<std::string> person;
  bool demo = false;

  DateStyle dates() const { return person ? DateStyle::exact : DateStyle::year; }
};

/// One line for each date: scanner, slices, contrast agent, and how it is lined up or why it is
/// left out.
std::vector<std::string> date_lines(const ComparedRow& row, DateStyle style);

/// "From 2011 to 2017: 1.5 T → 3 T": a line for each two neighbours between which anything besides
/// the time has changed.
std::vector<std::string> change_lines(const ComparedRow& row, DateStyle style);

/// Takes out the dates that the renderer has no picture of. Error: there is none at all.
Result<void> keep_shown_dates(ComparedRow& row);

}  // namespace lv
