// The only include of GLM: its configuration is decided here once.
#pragma once

#define GLM_FORCE_CTOR_INIT
#define GLM_FORCE_DEPTH_ZERO_TO_ONE
#define GLM_FORCE_EXPLICIT_CTOR
#define GLM_FORCE_SILENT_WARNINGS

#include <glm/glm.hpp>
#include <glm/gtc/matrix_inverse.hpp>
#include <glm/gtc/quaternion.hpp>

namespace lv {

using glm::dmat3;
using glm::dmat4;
using glm::dquat;
using glm::dvec2;
using glm::dvec3;
using glm::dvec4;
using glm::ivec2;
using glm::ivec3;
using glm::vec2;
using glm::vec3;
using glm::vec4;

inline constexpr double pi = 3.14159265358979323846;

constexpr double radians_from_degrees(double degrees) {
  return degrees * pi / 180.0;
}
constexpr double degrees_from_radians(double radians) {
  return radians * 180.0 / pi;
}

}  // namespace lv
