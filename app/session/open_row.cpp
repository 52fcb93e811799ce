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

std::vector<StackPlace> waiting_for_texture(const OpenRow& open) {
  std::vector<StackPlace> waiting;
  const auto waits = [](const ComparedDate& stack) {
    return stack.volume && stack.texture == 0 && stack.problem.empty();
  };
  for (std::size_t d = 0; d < open.row.dates.size(); ++d) {
    const ComparedDate& date = open.row.dates[d];
    if (waits(date)) waiting.push_back({d});
    for (std::size_t i = 0; i < date.further.size(); ++i) {
      if (waits(date.further[i])) waiting.push_back({d, i});
    }
  }
  return waiting;
}

Result<void> check_several_dates(const OpenRow& open) {
  if (open.row.dates.size() > 1) return {};
  return Error{ErrorCode::usage, "this row has one date only: there is none to compare it with"};
}

}  // namespace lv
