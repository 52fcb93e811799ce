#include "app/demo/head_form.h"

#include <algorithm>
#include <cmath>

#include "app/demo/noise.h"

namespace lv::demo {
namespace {

constexpr double subarachnoid = 2.2;  // fluid between brain and skull, mm

dvec3 folded_left(const dvec3& p) {
  return {std::abs(p.x), p.y, p.z};
}

const Ellipsoid vault_egg({0, 0, 0}, {66, 85, 61});
const Ellipsoid temporal_lobe({40, 3, -20}, {26, 42, 27});
const Ellipsoid posterior_fossa({0, 57, -30}, {55, 44, 37});
const Ellipsoid callosum_arch({0, 6, 1}, {1000, 42, 27});

// The face, from brow to chin, left half where it has two.
const Ellipsoid mid_face({0, -36, -48}, {63, 52, 52});
const Ellipsoid jaw({0, -40, -98}, {48, 47, 34});
const Ellipsoid chin({0, -76, -116}, {17, 14, 13});
const Ellipsoid lower_lip({0, -87, -88}, {12, 9, 8});
const Ellipsoid upper_lip({0, -86, -78}, {15, 11, 11});
const Ellipsoid nose_tip({0, -100, -60}, {9, 9, 8});
const Ellipsoid nose_wing({10, -92, -62}, {6, 10, 7});
const Ellipsoid brow({18, -69, -13}, {26, 15, 14});
const Ellipsoid cheek({44, -58, -58}, {20, 20, 22});
const Ellipsoid neck_trunk({0, 0, 0}, {58, 60, 1000});

/// The upper part of cerebrum and skull: an egg, narrower in front, its left back a little longer
/// than its right (as most people's).
double vault(const dvec3& p) {
  const dvec3 v = p - dvec3(0, 16, 16);
  const double forward = std::max(0.0, -v.y) / 86, backward = std::max(0.0, v.y) / 86;
  const double narrow = 1 + 0.13 * forward * forward, longer = 1 - 0.0003 * v.x * backward;
  return vault_egg.distance({v.x * narrow, v.y * longer, v.z});
}

/// The floor of the front, where the brain lies on the orbits.
double floor_distance(const dvec3& p) {
  return -(p.z + 19 + 0.06 * (p.y + 40));
}

double supratentorial(const dvec3& p) {
  const double upper = smooth_intersection(vault(p), floor_distance(p), 10);
  return smooth_union(upper, temporal_lobe.distance(folded_left(p)), 10);
}

double face(const dvec3& p) {
  const dvec3 left = folded_left(p);
  const double bridge = segment_distance(p, {0, -82, -26}, {0, -100, -56}) - 6.5;
  double d = smooth_union(mid_face.distance(p), jaw.distance(p), 25);
  if (p.y > -25) return d;  // the rest is in front
  d = smooth_union(d, chin.distance(p), 12);
  d = smooth_union(d, upper_lip.distance(p), 12);
  d = smooth_union(d, cheek.distance(left), 12);
  d = smooth_union(d, lower_lip.distance(p), 7);
  d = smooth_union(d, bridge, 7);
  d = smooth_union(d, brow.distance(left), 7);
  d = smooth_union(d, nose_tip.distance(p), 6);
  return smooth_union(d, nose_wing.distance(left), 5);
}

double neck(const dvec3& p) {
  const double down = std::max(0.0, -60 - p.z);
  return std::max(neck_trunk.distance({p.x, p.y - 38 - 0.04 * down, 0}), p.z + 40);
}

double ear(const dvec3& p) {
  const dvec3 left = folded_left(p);
  const double leaf = std::abs(left.x - 76 - 0.3 * (p.y - 24)) - 3.5;
  const double outline = segment_distance(left, {76, 20, -38}, {78, 26, -8}) - 14;
  const double hollow = segment_distance(left, {82, 27, -28}, {82, 28, -14}) - 4;
  return std::max({leaf, outline, -hollow});
}

}  // namespace

double below_tentorium(const dvec3& p) {
  const double back = p.y - 32;
  const double tent = 8 - 0.42 * std::sqrt(p.x * p.x + 0.35 * back * back + 60) - p.z;
  const double petrous = tent - 2.6 * (31 - p.y);  // steep
  return std::min(0.92 * tent, 0.36 * petrous);
}

double midline_x(const dvec3& p) {
  return 0.9 * wave(p.y / 195 + 0.13) + 0.5 * wave(p.z / 107);
}

double callosum_edge(const dvec3& p) {
  const double arch = callosum_arch.distance({0, p.y, p.z});
  return std::max(arch, -(p.z + 5));
}

double cerebrum_hull(const dvec3& p) {
  return smooth_intersection(supratentorial(p), below_tentorium(p) + 1.5, 4);
}

double cerebellum_hull(const dvec3& p) {
  const double fossa =
      smooth_intersection(posterior_fossa.distance(p) + 2.5, 1.7 - below_tentorium(p), 6);
  const double front = 41 - 0.22 * std::abs(p.x) - p.y;
  const double notch = 9 - segment_distance(p, {0, 56, -67}, {0, 90, -67});
  return smooth_intersection(smooth_intersection(fossa, front, 8), notch, 8);
}

double cavity(const dvec3& p) {
  double d = smooth_union(supratentorial(p), posterior_fossa.distance(p), 6) - subarachnoid;
  if (p.z < -30) {
    d = smooth_union(d, segment_distance(p, {0, 40, -58}, {0, 48, -200}) - 11, 8);
  }
  return d;
}

double skin(const dvec3& p) {
  // Scalp and bone over the vault; face and neck hang on it.
  const double crown =
      std::max(smooth_union(vault(p), posterior_fossa.distance(p), 12) - 14.5, -p.z - 60);
  if (p.z > 25) return crown;  // face and neck are further away than their fillets reach
  double d = smooth_union(crown, face(p), 14);
  d = smooth_union(d, neck(p), 20);
  return std::abs(p.x) > 60 ? smooth_union(d, ear(p), 4) : d;
}

double flesh(const dvec3& p) {
  return std::min({mid_face.distance(p), jaw.distance(p), neck(p)}) + 7;
}

}  // namespace lv::demo
