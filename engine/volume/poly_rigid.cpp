#include "engine/volume/poly_rigid.h"

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

/// What the nodes say of a point: their mean motion, and how much it counts.
struct MeanMotion {
  dvec3 turn{0.0}, velocity{0.0};  ///< of the point itself
  double strength = 0.0;
};

MeanMotion mean_motion(const PolyRigid& map, const dvec3& point) {
  MeanMotion mean;
  double sum = 0.0, around_mm = 0.0, least_mm = 1e9;
  for (const PolyRigid::Node& node : map.nodes) {
    const dvec3 off = point - node.point;
    const double along_mm = glm::dot(off, node.along);
    const double steps = along_mm / PolyRigid::spread_mm;
    const double weight = std::exp(-0.5 * steps * steps);
    sum += weight;
    mean.turn += weight * node.turn;
    mean.velocity += weight * (node.velocity + glm::cross(node.turn, off));
    around_mm += weight * glm::length(off - along_mm * node.along);
    least_mm = std::min(least_mm, std::abs(along_mm));
  }
  if (least_mm >= PolyRigid::end_full_mm + map.fade_mm) return {};
  const auto left = [&](double mm, double full_mm) {
    return 1.0 - glm::smoothstep(full_mm, full_mm + map.fade_mm, mm);
  };
  mean.strength =
      left(around_mm / sum, PolyRigid::full_mm) * left(least_mm, PolyRigid::end_full_mm);
  mean.turn *= mean.strength / sum;
  mean.velocity *= mean.strength / sum;
  return mean;
}

}  // namespace

dvec3 carried(const dvec3& turn, const dvec3& velocity) {
  const double angle_rad = glm::length(turn), square = angle_rad * angle_rad;
  // Below 1e-3 rad the series' next terms are under the rounding of a double.
  const bool small = angle_rad < 1e-3;
  const double a = small ? 0.5 - square / 24.0 : (1.0 - std::cos(angle_rad)) / square;
  const double b =
      small ? 1.0 / 6.0 - square / 120.0 : (angle_rad - std::sin(angle_rad)) / (square * angle_rad);
  const dvec3 across = glm::cross(turn, velocity);
  return velocity + a * across + b * glm::cross(turn, across);
}

dvec3 PolyRigid::operator()(const dvec3& point) const {
  const MeanMotion mean = mean_motion(*this, point);
  return point + carried(mean.turn, mean.velocity);
}

double PolyRigid::strength(const dvec3& point) const {
  return mean_motion(*this, point).strength;
}

}  // namespace lv
