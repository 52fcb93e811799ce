// The building blocks of the anatomy: solid shapes with a tissue, painted over each other in order,
// as analytic functions of a point. Nothing is ever rasterised.
// Frame: Anatomy (LPS axes, mm; see head.h and lumbar.h for the origins).
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <vector>

#include "app/demo/tissue.h"
#include "engine/core/frames.h"

namespace lv::demo {

struct Anatomy;  ///< frame tag: the invented body, the same at all dates

/// An ellipsoid along the axes, with about the distance to it: negative inside, first order at its
/// surface, never deeper than the smallest radius, exact for a ball (after Quilez).
class Ellipsoid {
 public:
  Ellipsoid(const dvec3& centre, const dvec3& radii)
      : centre_(centre),
        inverse_(1.0 / radii),
        inverse_squared_(inverse_ * inverse_),
        smallest_(std::min({radii.x, radii.y, radii.z})) {}

  double distance(const dvec3& point) const {
    const dvec3 v = point - centre_;
    const double k0 = glm::length(v * inverse_), k1 = glm::length(v * inverse_squared_);
    return std::max(k0 * (k0 - 1) / (k1 + 1e-9), -smallest_);
  }

 private:
  dvec3 centre_, inverse_, inverse_squared_;
  double smallest_;
};

/// Rotation about x, then y, then z, in degrees.
dquat turned(const dvec3& turn_deg);

/// Distance in mm to the segment a–b.
double segment_distance(const dvec3& point, const dvec3& a, const dvec3& b);

/// Union of two distances with a fillet of about `radius` mm.
inline double smooth_union(double a, double b, double radius) {
  const double h = std::max(radius - std::abs(a - b), 0.0);
  return std::min(a, b) - h * h / (4 * radius);
}

/// Intersection of two distances with a rounding of about `radius` mm.
inline double smooth_intersection(double a, double b, double radius) {
  return -smooth_union(-a, -b, radius);
}

/// What a shape is within a whole ball: one tissue, Tissue::none (it is not there), or mixed.
using WholeTissue = std::optional<Tissue>;

/// Something solid: where it is, and a tissue (or Tissue::none) for each point near it.
struct Shape {
  dvec3 centre;
  double radius;  ///< mm; the shape lies inside this ball
  std::function<Tissue(const dvec3& point)> tissue_at;
  /// Spares work: may always answer "mixed". Empty: always mixed.
  std::function<WholeTissue(const dvec3& centre, double radius)> whole_tissue;
};

/// |x|^n + |y|^n + |z|^n < 1 in its own axes: 2 is an ellipsoid, 8 a box with rounded edges.
struct Solid {
  Tissue tissue;
  dvec3 centre, radii;
  dvec3 turn_deg{0.0};  ///< about x, then y, then z
  int squareness = 2;   ///< 2, 4 or 8
};

/// A tube through points, each with a radius, linear between them.
struct TubePoint {
  dvec3 place;
  double radius;
};
struct Tube {
  Tissue tissue;
  std::vector<TubePoint> points;
};

Shape shape(const Solid& solid);
/// The mirror image at the middle plane (x = 0).
Solid mirrored(Solid solid);
Tube mirrored(Tube tube);

/// Shapes in order of painting: the last one that contains a point says what is there.
class Scene {
 public:
  void add(Shape shape) { shapes_.push_back(std::move(shape)); }
  void add(const Solid& solid) { add(shape(solid)); }
  void add(const Tube& tube);
  template <class T>
  void add_pair(const T& left) {
    add(left);
    add(mirrored(left));
  }

  const std::vector<Shape>& shapes() const { return shapes_; }

 private:
  std::vector<Shape> shapes_;
};

/// The part of a scene that can matter within `radius` mm of a point; the scene must outlive it.
class LocalScene {
 public:
  LocalScene(const Scene& scene, const dvec3& centre, double radius);
  /// The part of another part, which must hold the whole ball.
  LocalScene(const LocalScene& around, const dvec3& centre, double radius);

  /// All of it is one tissue.
  bool uniform() const { return shapes_.empty(); }
  Tissue tissue_at(const dvec3& point) const {
    for (const Shape* shape : shapes_) {
      if (const Tissue tissue = shape->tissue_at(point); tissue != Tissue::none) return tissue;
    }
    return ground_;
  }

 private:
  /// False: the shape hides all that is painted under it.
  bool look_under(const Shape& shape, const dvec3& centre, double radius);

  std::vector<const Shape*> shapes_;  ///< topmost first
  Tissue ground_ = Tissue::air;       ///< where there is none of them
};

}  // namespace lv::demo
