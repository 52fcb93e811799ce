// The kind of a series, in the words a radiologist uses: what a row of the matrix has in common.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/math.h"

namespace lv {

enum class Weighting : std::uint8_t {
  unknown,
  t1,
  t2,
  pd,
  flair,
  stir,
  t2_star,
  swi,
  dwi,
  adc,
  mra
};
/// How the slices of a series lie: in one of the standard planes (volume/standard_plane.h, whose
/// order this keeps), between them, or nobody can tell.
enum class Plane : std::uint8_t { axial, sagittal, coronal, oblique, unknown };
enum class Region : std::uint8_t { unknown, brain, cervical, thoracic, lumbar, spine, other };

/// Levels of the spine, as against the spine as a whole.
constexpr bool is_level(Region region) {
  return region == Region::cervical || region == Region::thoracic || region == Region::lumbar;
}

/// "T2*", "FLAIR", "unknown": as index --json writes them.
std::string_view name_of(Weighting weighting);
/// "axial".
std::string_view name_of(Plane plane);
/// "brain", "cervical spine", "spine", "unknown".
std::string_view name_of(Region region);

/// The plane whose axis is nearest to a slice normal (LPS, any length and sign); oblique where the
/// normal is more than 40° from every axis.
Plane plane_of_normal(const dvec3& normal);

/// The side of a part of the body that there is twice. Contradicted: header, words and place of the
/// pictures disagree.
enum class Side : std::uint8_t { unknown, left, right, contradicted };

/// What the pictures show. `contrast`: agent given, not given, or the headers contradict each other
/// (empty). Where nothing speaks of an agent it is false and `contrast_said` too: such pictures
/// stand in a row with those before agent, but nobody says that none was given.
struct Kind {
  Weighting weighting = Weighting::unknown;
  Plane plane = Plane::axial;
  Region region = Region::unknown;
  std::string other_region;  ///< Region::other: "knee"
  Side side = Side::unknown;
  std::optional<bool> contrast = false;
  bool contrast_said = false;  ///< something in the study tells it
  bool three_d = false;
  bool isotropic = false;  ///< 3D with voxels fit for any plane; its own plane then matters little
  bool fat_suppressed = false;
  bool heavily_t2 = false;  ///< fluid only: myelography, CISS, FIESTA
  bool operator==(const Kind&) const = default;
};

}  // namespace lv
