#include "app/row/known_poses.h"

#include <algorithm>

namespace lv {
namespace {

/// The same levels, from the space of `first` to that of `second`. Both lie on the same points of
/// the row's reference.
std::vector<SpineLevel> levels_from(const std::vector<SpineLevel>& first,
                                    const std::vector<SpineLevel>& second) {
  constexpr double same_place_mm = 1.0;
  std::vector<SpineLevel> levels;
  for (const SpineLevel& from : first) {
    if (from.verdict.kind != VerdictKind::good) continue;
    const SpineLevel* const to = good_level_near(second, from.point);
    if (to == nullptr || glm::length(to->point - from.point) > same_place_mm) continue;
    SpineLevel& level = levels.emplace_back(*to);
    level.point = from.pose(from.point);
    level.pose = to->pose * inverse(from.pose);
  }
  return levels;
}

}  // namespace

/// A date's levels; the reference has the identity at each level of `other`.
std::vector<SpineLevel> KnownPoses::Row::levels_of(const std::string& frame,
                                                   const std::string& other) const {
  const auto found = levels.find(frame == reference ? other : frame);
  if (found == levels.end()) return {};
  std::vector<SpineLevel> all = found->second;
  if (frame != reference) return all;
  for (SpineLevel& level : all) level.pose = {};
  return all;
}

void KnownPoses::remember(const ComparedRow& row) {
  Row known{row.name, row.dates[row.reference].frame_of_reference, {}, {}};
  for (const ComparedDate& date : row.dates) {
    if (date.frame_of_reference.empty() || date.state != AlignmentState::settled) continue;
    if (surely_lined_up(date.alignment)) known.poses[date.frame_of_reference] = date.pose;
    if (!date.levels.empty() && !date.levels_guided)
      known.levels[date.frame_of_reference] = date.levels;
  }
  if (known.poses.size() > 1 || !known.levels.empty()) rows_.push_back(std::move(known));
}

std::optional<RigidPose> KnownPoses::between(const std::string& from, const std::string& to) const {
  for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {  // the latest counts
    const auto first = row->poses.find(from), second = row->poses.find(to);
    if (first == row->poses.end() || second == row->poses.end()) continue;
    return second->second * inverse(first->second);
  }
  const std::vector<SpineLevel> levels = levels_between(from, to);
  if (levels.empty()) return std::nullopt;
  return levels[levels.size() / 2].pose;
}

std::vector<SpineLevel> KnownPoses::levels_between(const std::string& from, const std::string& to,
                                                   const std::string& asking) const {
  for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
    if (!asking.empty() && row->name == asking) continue;
    std::vector<SpineLevel> levels =
        levels_from(row->levels_of(from, to), row->levels_of(to, from));
    if (!levels.empty()) return levels;
  }
  return {};
}

void take_known(ComparedRow& row, const KnownPoses& poses) {
  const std::string& reference = row.dates[row.reference].frame_of_reference;
  for (ComparedDate& date : row.dates) {
    const std::string& own = date.frame_of_reference;
    if (!date.known) date.known = poses.between(reference, own);
    if (date.known_levels.empty() && own != reference) {
      date.known_levels = poses.levels_between(reference, own, row.name);
    }
  }
}

}  // namespace lv
