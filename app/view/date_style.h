// How much of a date is written.
#pragma once

#include <string>

#include "app/row/facts.h"

namespace lv {

enum class DateStyle {
  exact,  ///< "4 Mar 2011"
  year,   ///< "2011": for others
};

/// "2011" or "4 Mar 2011".
inline const std::string& name_of_date(const DateFacts& facts, DateStyle style) {
  return style == DateStyle::year ? facts.year : facts.date;
}

}  // namespace lv
