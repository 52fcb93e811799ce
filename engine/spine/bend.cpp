#include "engine/spine/bend.h"

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

constexpr std::size_t least_levels = 3;
constexpr double least_bend_mm = 0.5;   ///< less cannot be seen
constexpr double gap_step_mm = 10.0;    ///< gaps are filled in the distance in which levels lie
constexpr double most_gap_mm = 45.0;    ///< wider gaps are not filled: nothing is known there
constexpr double most_slope = 0.6;      ///< of the fading motion; from 1 on the map would fold
constexpr std::size_t most_nodes = 64;  ///< the shader takes no more (shaders/shared/bend.h)

using Node = PolyRigid::Node;

/// The node of a level at `point`. `against`: its pose relative to that of the whole.
Node node_at(const dvec3& point, const RigidPose& against) {
  Node node;
  node.point = point;
  node.turn = vector_from_rotation(against.rotation);
  const dmat3 carried_by(carried(node.turn, {1, 0, 0}), carried(node.turn, {0, 1, 0}),
                         carried(node.turn, {0, 0, 1}));
  node.velocity = glm::inverse(carried_by) * (against(point) - point);
  return node;
}

Node between(const Node& a, const Node& b, double share) {
  Node node;
  node.point = glm::mix(a.point, b.point, share);
  node.turn = glm::mix(a.turn, b.turn, share);
  const auto velocity = [&](const Node& of) {
    return of.velocity + glm::cross(of.turn, node.point - of.point);
  };
  node.velocity = glm::mix(velocity(a), velocity(b), share);
  return node;
}

/// The nodes, with interpolated ones in the gaps where levels are missing.
std::vector<Node> filled(const std::vector<Node>& nodes) {
  std::vector<Node> all;
  for (const Node& node : nodes) {
    const double gap_mm = all.empty() ? 0.0 : glm::length(node.point - all.back().point);
    const int steps =
        gap_mm > most_gap_mm ? 1 : static_cast<int>(std::lround(gap_mm / gap_step_mm));
    const Node before = all.empty() ? node : all.back();
    for (int i = 1; i < steps; ++i) all.push_back(between(before, node, double(i) / steps));
    all.push_back(node);
  }
  return all;
}

/// How far two neighbours disagree about the edge of a body between them.
double disagreement_mm(const SpineLevel& a, const SpineLevel& b) {
  constexpr double edge_mm = 18.0;
  const dvec3 middle = 0.5 * (a.point + b.point);
  double most = 0.0;
  for (const double y : {-edge_mm, edge_mm}) {
    const dvec3 edge = middle + dvec3(0.0, y, 0.0);
    most = std::max(most, glm::length(a.pose(edge) - b.pose(edge)));
  }
  return most;
}

void thin_out(std::vector<Node>& nodes) {
  while (nodes.size() > most_nodes) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < nodes.size(); i += 2) nodes[kept++] = nodes[i];
    nodes.resize(kept);
  }
}

void set_directions(std::vector<Node>& nodes) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const dvec3 above = nodes[i > 0 ? i - 1 : 0].point;
    const dvec3 below = nodes[std::min(i + 1, nodes.size() - 1)].point;
    nodes[i].along = glm::normalize(below - above);
  }
}

bool is_good(const std::vector<SpineLevel>& levels, std::size_t i) {
  return i < levels.size() && levels[i].verdict.kind == VerdictKind::good;
}

/// Indices of the good levels that have a good neighbour.
std::vector<std::size_t> counted(const std::vector<SpineLevel>& levels) {
  std::vector<std::size_t> counting;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const bool in_company = is_good(levels, i + 1) || (i > 0 && is_good(levels, i - 1));
    if (is_good(levels, i) && in_company) counting.push_back(i);
  }
  return counting;
}

}  // namespace

Motion shift_of(const SpineLevel& level, const RigidPose& whole) {
  return motion_between(whole, level.pose, whole(level.point));
}

Bend bend_of(const RigidPose& whole, const std::vector<SpineLevel>& levels) {
  Bend bend;
  bend.whole = whole;
  std::vector<Node> nodes;
  double reach_mm = 0.0;
  const SpineLevel* before = nullptr;
  const std::vector<std::size_t> counting = counted(levels);
  for (const std::size_t i : counting) {
    const SpineLevel& level = levels[i];
    const RigidPose against = inverse(whole) * level.pose;
    double off_mm = level.verdict.uncertainty_mm;
    if (before != nullptr) off_mm = std::hypot(off_mm, 0.5 * disagreement_mm(*before, level));
    before = &level;
    bend.within_mm = std::max(bend.within_mm, off_mm);
    nodes.push_back(node_at(level.point, against));
    const double mm = glm::length(against(level.point) - level.point);
    const double turn_rad = glm::length(nodes.back().turn);
    bend.most_mm = std::max(bend.most_mm, mm);
    bend.most_rad = std::max(bend.most_rad, turn_rad);
    reach_mm = std::max(reach_mm, mm + PolyRigid::full_mm * turn_rad);
  }
  bend.complete = !counting.empty() && counting.back() - counting.front() + 1 == counting.size();
  if (nodes.size() < least_levels || bend.most_mm < least_bend_mm) return bend;
  bend.about_whole.nodes = filled(nodes);
  thin_out(bend.about_whole.nodes);
  set_directions(bend.about_whole.nodes);
  // The motion fades as a smoothstep, which is up to 1.5 times as steep as a straight line.
  bend.about_whole.fade_mm = std::max(PolyRigid::least_fade_mm, 1.5 * reach_mm / most_slope);
  return bend;
}

}  // namespace lv
