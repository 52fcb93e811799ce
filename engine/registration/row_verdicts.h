// How far each date of a row can be trusted, from all registrations of the row.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/registration/verdict.h"

namespace lv {

/// The verdict of a reference that nothing speaks against.
Verdict verdict_of_reference();

/// A registration of two dates, and how it agrees with the others.
struct JudgedLink {
  std::size_t from = 0, to = 0;
  Verdict verdict;
  bool kept = true;          ///< false: the others contradict it
  double residual_mm = 0.0;  ///< how far its pose is from the joined poses
};

/// A date is as good as the worst link of the best chain that leads to it from the reference. So
/// two dates of another person, or two flipped ones, are good with each other but not in the row.
/// The reference is good, unless most dates are flipped against it: then it is called flipped, not
/// they.
std::vector<Verdict> row_verdicts(std::span<const JudgedLink> links, std::size_t dates,
                                  std::size_t reference);

}  // namespace lv
