// Values by their rank: quantiles and medians of measured values and of counted samples.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace lv {

/// The value at place `rank`, counted from 0, of the sorted values; 0 where there are none.
template <class T>
T value_of_rank(std::vector<T> values, std::size_t rank) {
  if (values.empty()) return T{};
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank);
  std::ranges::nth_element(values, at);
  return *at;
}

/// The value at `fraction` of the way through the sorted values; 0 where there are none.
template <class T>
T quantile(std::vector<T> values, double fraction) {
  const auto rank = static_cast<std::size_t>(fraction * static_cast<double>(values.size() - 1));
  return value_of_rank(std::move(values), rank);
}

/// The value in the middle, of an even number of values the upper one of the two in the middle; 0
/// where there are none.
template <class T>
T median(std::vector<T> values) {
  const std::size_t rank = values.size() / 2;
  return value_of_rank(std::move(values), rank);
}

/// `histogram` holds how many samples have the value 0, 1, … Of those from `first` on: the least
/// value at or below which `fraction` of them lie.
inline std::size_t quantile_of_counts(const std::vector<std::size_t>& histogram, std::size_t first,
                                      double fraction) {
  std::size_t total = 0, seen = 0;
  for (std::size_t v = first; v < histogram.size(); ++v) total += histogram[v];
  for (std::size_t v = first; v < histogram.size(); ++v) {
    seen += histogram[v];
    if (static_cast<double>(seen) >= fraction * static_cast<double>(total)) return v;
  }
  return histogram.size() - 1;
}

}  // namespace lv
