#include "engine/registration/suspicion.h"

#include <cmath>

#include "engine/registration/verdict.h"

namespace lv {
namespace {

// Value of the metric with one scan mirrored over the value as it is: one person's heads 0.2 to
// 0.85, two people's 0.86 to 1.05, flipped ones 1.4 to 4.
constexpr double one_person_to = 0.85, flipped_from = 1.15;

/// A flipped head lies on its mirror image with 0.0138 nats or more (SelfFindings::sharpness), a
/// wrong position has up to 0.0024 and any value mirrored.
constexpr double found_sharpness = 0.006;

// Two people's heads fit to 0.018 nats at most (SelfFindings::sharpness), their regions are shifted
// by 1.5 mm at least. One person's, after twenty years with an operation, in thick and noisy
// slices: 0.016 at 1.3 mm, 0.020 at 1.6 mm.
constexpr double two_people_sharpness = 0.0195, two_people_shift_mm = 1.35;

// Drawn out as it should be, a scan gains 0.1 to 1.0 of the metric's value where a header is wrong
// by 10 % or a head has grown by 4 %, and under 0.06 where either is right. Two people's heads,
// which are of two sizes, gain up to 0.2.
constexpr double least_gain = 0.08, least_gain_of_strangers = 0.3, least_change = 0.02;

/// The stretch that explains why the scans do not fit.
const StretchFinding* explaining(const Evidence& e) {
  const auto& [along, everywhere] = e.stretch;
  const StretchFinding& best = along.gain > everywhere.gain ? along : everywhere;
  const bool maybe_strangers = !e.mirrored || *e.mirrored >= one_person_to;
  const bool gains = best.gain >= (maybe_strangers ? least_gain_of_strangers : least_gain);
  return gains && std::abs(best.factor - 1.0) >= least_change ? &best : nullptr;
}

const char* patient_axis(const dvec3& direction) {
  const dvec3 size = glm::abs(direction);
  if (size.z >= size.x && size.z >= size.y) return "head to foot";
  return size.y >= size.x ? "front to back" : "left to right";
}

std::string percent(double part) {
  return std::to_string(std::lround(100.0 * std::abs(part))) + " %";
}

std::string size_reason(const StretchFinding& stretch) {
  const bool grows = stretch.factor > 1.0;
  if (stretch.direction == dvec3(0.0)) {
    return "the body seems " + percent(1.0 / stretch.factor - 1.0) +
           (grows ? " smaller" : " larger") +
           " than in the reference: it has changed, or a header gives a wrong size";
  }
  return "this scan seems " + percent(stretch.factor - 1.0) + (grows ? " longer " : " shorter ") +
         patient_axis(stretch.direction) + " than its header says, or the body has changed";
}

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
  if (e.self.sharpness < found_sharpness) return LeftRight::cannot_be_told;
  if (*e.mirrored > flipped_from) return LeftRight::flipped;
  const bool fits = e.self.sharpness >= least_sharpness;
  return fits && *e.mirrored < one_person_to ? LeftRight::agrees : LeftRight::cannot_be_told;
}

Suspected suspected(const Evidence& e) {
  if (left_right(e) == LeftRight::flipped) {
    return {Suspicion::flipped, "this date may be flipped left to right", 1.0};
  }
  if (const StretchFinding* stretch = explaining(e)) {
    const bool along_slices = stretch->direction != dvec3(0.0);
    return {Suspicion::size, size_reason(*stretch), along_slices ? stretch->factor : 1.0};
  }
  // Two people's heads share their outline, which fits mirrored as well, and nothing deep.
  const bool mirrored_fits = e.mirrored && *e.mirrored >= one_person_to;
  if (e.heads && mirrored_fits && e.self.sharpness < two_people_sharpness &&
      e.self.shift_mm >= two_people_shift_mm) {
    return {Suspicion::another_person, "these may not be the same person", 1.0};
  }
  return {};
}

}  // namespace lv
