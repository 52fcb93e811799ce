#include "app/view/film_request.h"

#include <fmt/format.h>

#include <algorithm>

namespace lv {

std::vector<std::string> date_lines(const ComparedRow& row, DateStyle style) {
  std::vector<std::string> lines;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const DateFacts& facts = row.dates[d].facts;
    const std::string& problem = row.dates[d].problem;
    lines.push_back(
        fmt::format("{}: {}; {}", name_of_date(facts, style), facts.scanner, facts.slices));
    if (facts.contrast != agent_not_known) lines.back() += "; " + facts.contrast;
    if (!problem.empty()) {
      lines.back() += "; left out: " + problem;
    } else if (d != row.reference || needs_attention(row, d)) {
      lines.back() += "; " + chip_text(row, d);
    }
  }
  return lines;
}

std::vector<std::string> change_lines(const ComparedRow& row, DateStyle style) {
  std::vector<std::string> lines;
  for (std::size_t d = 0; d + 1 < row.dates.size(); ++d) {
    const DateFacts &first = row.dates[d].facts, &second = row.dates[d + 1].facts;
    const std::string changes = differences_text(first, second);
    if (changes.empty()) continue;
    lines.push_back(fmt::format("From {} to {}: {}", name_of_date(first, style),
                                name_of_date(second, style), changes));
  }
  return lines;
}

Result<void> keep_shown_dates(ComparedRow& row) {
  if (!row.shown(row.reference)) {
    const ComparedDate& reference = row.dates[row.reference];
    return Error{ErrorCode::unavailable, "the reference cannot be shown: " + reference.problem,
                 row.name};
  }
  const auto left_out = [](const ComparedDate& date) { return date.texture == 0; };
  const auto first = row.dates.begin();
  row.reference -= static_cast<std::size_t>(
      std::count_if(first, first + static_cast<std::ptrdiff_t>(row.reference), left_out));
  std::erase_if(row.dates, left_out);
  return {};
}

}  // namespace lv
