// SeriesKey: the name of one volume, which stays the same whenever the same files are read.
#pragma once

#include <compare>
#include <string>

namespace lv {

/// SeriesInstanceUID, and 1, 2, … where a series was split into several.
struct SeriesKey {
  std::string series_uid;
  int part = 1;
  auto operator<=>(const SeriesKey&) const = default;
};

}  // namespace lv
