#include "app/row/known_poses.h"

#include <algorithm>

namespace lv {

void KnownPoses::remember(const ComparedRow& row) {
  Row known;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const ComparedDate& date = row.dates[d];
    const bool sure = date.state == AlignmentState::settled && surely_lined_up(date.alignment);
    if (sure && !date.frame_of_reference.empty()) known[date.frame_of_reference] = date.pose;
  }
  if (known.size() > 1) rows_.push_back(std::move(known));
}

std::optional<RigidPose> KnownPoses::between(const std::string& from, const std::string& to) const {
  for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {  // the latest counts
    const auto first = row->find(from), second = row->find(to);
    if (first == row->end() || second == row->end()) continue;
    return second->second * inverse(first->second);
  }
  return std::nullopt;
}

}  // namespace lv
