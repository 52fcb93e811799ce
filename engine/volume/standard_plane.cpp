#include "engine/volume/standard_plane.h"

#include <algorithm>
#include <cmath>

namespace lv {

PlaneAxes standard_axes(StandardPlane plane) {
  switch (plane) {
    case StandardPlane::axial:
      return {{1, 0, 0}, {0, 1, 0}};
    case StandardPlane::sagittal:
      return {{0, 1, 0}, {0, 0, -1}};
    case StandardPlane::coronal:
      return {{1, 0, 0}, {0, 0, -1}};
  }
  return {};
}

StandardPlane nearest_standard(const dvec3& normal) {
  return *std::ranges::max_element(standard_planes, {}, [&](StandardPlane plane) {
    return std::abs(glm::dot(normal, standard_axes(plane).away()));
  });
}

}  // namespace lv
