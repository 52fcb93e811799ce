#include "engine/registration/remaining.h"

#include <cmath>

namespace lv {

double remaining_mm_at(const Verdict& verdict, const dvec3& place) {
  constexpr double near_mm = 16.0;  // no parts lie nearer to each other
  double squares = 0.0, weights = 0.0;
  for (const PartShift& part : verdict.parts) {
    const dvec3 away = place - part.place;
    const double nearness = 1.0 / (glm::dot(away, away) + near_mm * near_mm);
    squares += nearness * nearness * part.mm * part.mm;
    weights += nearness * nearness;
  }
  return verdict.parts.empty() ? verdict.remaining_mm : std::sqrt(squares / weights);
}

}  // namespace lv
