// What may be behind two scans that do not fit: one is flipped left to right, they are of two
// people, a header lies about its spacing, the head has grown.
#pragma once

#include <string>
#include <string_view>

namespace lv {

struct Evidence;

enum class Suspicion { none, flipped, another_person, size };
std::string_view words(Suspicion suspicion);  ///< of a date: "may be flipped left to right"

/// Whether left is on the same side in both scans. It cannot be told of a body that is its own
/// mirror image.
enum class LeftRight { cannot_be_told, agrees, flipped };
std::string_view name(LeftRight sides);  ///< "cannot be told", "agrees", "flipped"
LeftRight left_right(const Evidence& evidence);

struct Suspected {
  Suspicion suspicion = Suspicion::none;
  std::string reason;  ///< a sentence; empty: none
  /// Of the moving scan: true distance of its slices over the one that its header states, where
  /// that would explain why it does not fit; 1: it would not.
  double slice_spacing_factor = 1.0;
};
Suspected suspected(const Evidence& evidence);

}  // namespace lv
