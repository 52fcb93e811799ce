#include "app/demo/shape.h"

namespace lv::demo {
namespace {

/// A piece of a tube: radius linear along the segment.
Shape cone(Tissue tissue, const TubePoint& a, const TubePoint& b) {
  const dvec3 along = b.place - a.place;
  const double length = glm::length(along);
  const double per_length_squared = 1 / glm::dot(along, along);
  const auto inside = [=](const dvec3& point) {
    const dvec3 v = point - a.place;
    const double t = std::clamp(glm::dot(v, along) * per_length_squared, 0.0, 1.0);
    const dvec3 off = v - t * along;
    const double radius = a.radius + t * (b.radius - a.radius);
    return glm::dot(off, off) < radius * radius ? tissue : Tissue::none;
  };
  return {(a.place + b.place) * 0.5, length / 2 + std::max(a.radius, b.radius), inside, {}};
}

}  // namespace

dquat turned(const dvec3& turn_deg) {
  const dvec3 turn = turn_deg * (pi / 180);
  return glm::angleAxis(turn.z, dvec3(0, 0, 1)) * glm::angleAxis(turn.y, dvec3(0, 1, 0)) *
         glm::angleAxis(turn.x, dvec3(1, 0, 0));
}

double segment_distance(const dvec3& point, const dvec3& a, const dvec3& b) {
  const dvec3 v = point - a, along = b - a;
  const double t = std::clamp(glm::dot(v, along) / glm::dot(along, along), 0.0, 1.0);
  return glm::length(v - t * along);
}

Shape shape(const Solid& solid) {
  dmat3 unit_from_anatomy = glm::transpose(dmat3(turned(solid.turn_deg)));
  for (int column = 0; column < 3; ++column) unit_from_anatomy[column] /= solid.radii;
  const dvec3 r = solid.radii;
  const double reach = solid.squareness == 2 ? std::max({r.x, r.y, r.z}) : glm::length(r);
  const auto inside = [=, centre = solid.centre, tissue = solid.tissue,
                       squareness = solid.squareness](const dvec3& point) {
    dvec3 q = unit_from_anatomy * (point - centre);
    q *= q;
    for (int power = 2; power < squareness; power *= 2) q *= q;
    return q.x + q.y + q.z < 1 ? tissue : Tissue::none;
  };
  return {solid.centre, reach, inside, {}};
}

Solid mirrored(Solid solid) {
  solid.centre.x = -solid.centre.x;
  solid.turn_deg *= dvec3(1, -1, -1);
  return solid;
}

Tube mirrored(Tube tube) {
  for (TubePoint& point : tube.points) point.place.x = -point.place.x;
  return tube;
}

void Scene::add(const Tube& tube) {
  for (std::size_t i = 1; i < tube.points.size(); ++i) {
    add(cone(tube.tissue, tube.points[i - 1], tube.points[i]));
  }
}

LocalScene::LocalScene(const Scene& scene, const dvec3& centre, double radius) {
  for (auto shape = scene.shapes().rbegin(); shape != scene.shapes().rend(); ++shape) {
    if (!look_under(*shape, centre, radius)) return;
  }
}

LocalScene::LocalScene(const LocalScene& around, const dvec3& centre, double radius)
    : ground_(around.ground_) {
  shapes_.reserve(around.shapes_.size());
  for (const Shape* shape : around.shapes_) {
    if (!look_under(*shape, centre, radius)) return;
  }
}

bool LocalScene::look_under(const Shape& shape, const dvec3& centre, double radius) {
  const dvec3 apart = shape.centre - centre;
  const double reach = shape.radius + radius;
  if (glm::dot(apart, apart) > reach * reach) return true;
  const WholeTissue whole = shape.whole_tissue ? shape.whole_tissue(centre, radius) : std::nullopt;
  if (whole == Tissue::none) return true;
  if (whole) {
    ground_ = *whole;
    return false;
  }
  shapes_.push_back(&shape);
  return true;
}

}  // namespace lv::demo
