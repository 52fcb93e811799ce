#include "app/session/open_row.h"

#include <algorithm>

namespace lv {

OpenRow row_to_read(const Matrix& matrix, int index, std::optional<std::size_t> first_seen) {
  OpenRow open;
  open.index = index;
  open.row = compared_row(matrix, index);
  const std::size_t last = open.row.dates.size() - 1;
  open.first_seen = std::min(first_seen.value_or(last), last);
  open.read_wanted = true;
  open.loading = WorkProgress{};
  return open;
}

std::vector<std::size_t> waiting_for_texture(const OpenRow& open) {
  std::vector<std::size_t> waiting;
  for (std::size_t d = 0; d < open.row.dates.size(); ++d) {
    const ComparedDate& date = open.row.dates[d];
    if (date.volume && date.texture == 0 && date.problem.empty()) waiting.push_back(d);
  }
  return waiting;
}

Result<void> check_several_dates(const OpenRow& open) {
  if (open.row.dates.size() > 1) return {};
  return Error{ErrorCode::usage, "this row has one date only: there is none to compare it with",
               ""};
}

}  // namespace lv
