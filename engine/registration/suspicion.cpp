#include "engine/registration/suspicion.h"

#include "engine/registration/verdict.h"

namespace lv {
namespace {

// Value of the metric with one scan mirrored over the value as it is: one person's heads 0.2 to
// 0.85, two people's 0.86 to 1.05, flipped ones 1.4 to 4.
constexpr double one_person_to = 0.85, flipped_from = 1.15;

}  // namespace

std::string_view words(Suspicion suspicion) {
  switch (suspicion) {
    case Suspicion::none:
      return "";
    case Suspicion::flipped:
      return "may be flipped left to right";
    case Suspicion::another_person:
      return "may be another person";
    default:
      return "its size may be wrong";
  }
}

std::string_view name(LeftRight sides) {
  switch (sides) {
    case LeftRight::agrees:
      return "agrees";
    case LeftRight::flipped:
      return "flipped";
    default:
      return "cannot be told";
  }
}

LeftRight left_right(const Evidence& e) {
  if (!e.mirrored) return LeftRight::cannot_be_told;
  if (*e.mirrored > flipped_from) return LeftRight::flipped;
  const bool fits = e.self.sharpness >= least_sharpness;  // a wrong pose can have any value
  return fits && *e.mirrored < one_person_to ? LeftRight::agrees : LeftRight::cannot_be_told;
}

Suspected suspected(const Evidence& e) {
  if (left_right(e) == LeftRight::flipped) {
    return {Suspicion::flipped, "this date may be flipped left to right"};
  }
  // Two people's heads share their outline, which fits mirrored as well, and nothing deep.
  if (e.heads && e.mirrored && *e.mirrored >= one_person_to && e.self.sharpness < least_sharpness) {
    return {Suspicion::another_person, "these may not be the same person"};
  }
  return {};
}

}  // namespace lv
