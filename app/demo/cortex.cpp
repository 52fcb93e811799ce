#include "app/demo/cortex.h"

#include <algorithm>
#include <cmath>

#include "app/demo/head_form.h"
#include "app/demo/noise.h"

namespace lv::demo {
namespace {

constexpr double fold_spacing = 15;  // size of one feature of the field, mm; gyri are half of it
constexpr double usual_sulcus_depth = 12;  // mm
constexpr double deepest_fold = 20;        // mm below the surface nothing is folded
constexpr double most_bend = 6;  // mm that points are moved by, so that nothing is straight

/// Distance to a sheet that is bounded: `off` across it, `beyond` along it (0 within its bounds).
double sheet(double off, double beyond_1, double beyond_2 = 0) {
  return std::sqrt(off * off + beyond_1 * beyond_1 + beyond_2 * beyond_2);
}
double beyond(double value, double low, double high) {
  return std::max({low - value, value - high, 0.0});
}

/// The place on the hull's ellipsoid that a point of a hemisphere is folded with.
struct Footprint {
  dvec3 place;    ///< mm, on the ellipsoid
  double shrink;  ///< how much shorter lengths along the surface are at the point itself
};
Footprint footprint(const dvec3& p) {
  const double side = p.x < 0 ? -1 : 1;
  const dvec3 centre(side * 31, 12 + 0.62 * (p.y - 12), 8 + 0.35 * (p.z - 8));
  const dvec3 radii(37, 40, 42), v = p - centre;
  const double k = std::max(glm::length(v / radii), 0.05);
  return {centre + v / k, std::min(k, 1.3)};
}

/// Distance to the nearest sulcus of the random pattern, less half its width. `bottom`: its depth;
/// `depth` below the surface; `core`: mm within what is never folded.
double random_sulcus(const dvec3& p, double bottom, double depth, double core) {
  const Footprint foot = footprint(p);
  const dvec3 place = foot.place * dvec3(1, 1, 0.65) / fold_spacing;
  const NoiseValue fold = gradient_noise(place + dvec3(p.x < 0 ? 41.3 : 7.7, 3.1, 5.9));
  const double slope = std::max(glm::length(fold.gradient), 0.35) / fold_spacing;
  const double across = std::abs(fold.value) / slope * foot.shrink;
  const double past = std::max({0.0, depth - bottom, core, 60 * (0.5 - foot.shrink)});
  return sheet(across, past) - 0.45 - 1.1 / (1 + 0.2 * depth * depth);
}

/// Height of the Sylvian fissure over y.
double sylvian_z(double y) {
  return -9 + 0.33 * (y + 22);
}

/// Distance to the named fissures of one side, `p` folded to the left, less half their width.
double named_sulcus(const dvec3& p, double below) {
  const double over = p.z - sylvian_z(p.y);
  const double opening = p.y < 0 ? 2.2 : 1.4;
  const double sylvian = sheet(0.95 * over, beyond(p.x, 36, 100), beyond(p.y, -26, 50)) - opening;
  const double bowed = 35.5 + 0.004 * (p.y - 6) * (p.y - 6);
  const double insula = sheet(p.x - bowed, beyond(over, -11, 17), beyond(p.y, -22, 36)) - 1.2;
  const double central_y = 24 - 0.44 * (74 - p.z) + 1.8 * wave(p.z / 35 + p.x / 57);
  const double central = sheet(0.9 * (p.y - central_y), beyond(below, -10, 16),
                               std::max(beyond(p.z, 14, 90), beyond(p.x, 6, 90))) -
                         0.9;
  const double parietooccipital =
      sheet(0.8 * (p.y - 66 - 0.45 * (p.z - 8)), beyond(p.x, 0, 15), beyond(p.z, 8, 60)) - 0.6;
  return std::min({sylvian, insula, central, parietooccipital});
}

double cortex_thickness(double depth) {
  return depth < 3 ? 3.0 : 2.5;
}

/// How a point lies in the cerebrum, mm: under its whole surface, and within its unfolded core.
struct Depths {
  double of_hull, of_surface, in_core;
};
Depths depths(const dvec3& p) {
  const double of_hull = -cerebrum_hull(p);
  const double off_middle = std::abs(p.x - midline_x(p)), edge = callosum_edge(p);
  const double gap = edge > 0 ? off_middle - 1.2 : 100.0;
  return {of_hull, std::min(of_hull, gap), std::min(7 - edge, 27 - off_middle)};
}

}  // namespace

Tissue cerebrum_at(const dvec3& p) {
  const Depths depth = depths(p);
  if (depth.of_hull < 0) return Tissue::none;
  if (depth.of_surface < 0) return Tissue::fluid;
  const NoiseValue bend = gradient_noise(p / 21.0);
  const dvec3 q = p + 3.4 * bend.gradient;
  const double named = named_sulcus({std::abs(q.x), q.y, q.z}, depth.of_hull);
  const double folded = depth.of_surface < deepest_fold
                            ? random_sulcus(q, usual_sulcus_depth * (1 + 0.6 * bend.value),
                                            depth.of_surface, depth.in_core)
                            : 100.0;
  const double under = std::min({depth.of_surface, named, folded});
  if (under < 0) return Tissue::fluid;
  return under < cortex_thickness(depth.of_surface) ? Tissue::grey_matter : Tissue::white_matter;
}

WholeTissue whole_cerebrum(const dvec3& centre, double radius) {
  if (radius > largest_ball) return std::nullopt;
  const Depths depth = depths(centre);
  const double reach = steepest * radius;
  if (depth.of_hull < -reach) return Tissue::none;
  // The named sulci keep to the sides and to the surface.
  const bool in_middle = std::abs(centre.x) + radius < 35 - 1.2 - 3 - most_bend;
  const bool deep = depth.of_surface > deepest_fold + 3 + reach;
  const bool beside_fissure = std::abs(callosum_edge(centre)) < reach;
  if (in_middle && deep && !beside_fissure) return Tissue::white_matter;
  return std::nullopt;
}

WholeTissue whole_cerebellum(const dvec3& centre, double radius) {
  const bool clear = radius <= largest_ball && cerebellum_hull(centre) > steepest * radius;
  return clear ? WholeTissue(Tissue::none) : std::nullopt;
}

Tissue cerebellum_at(const dvec3& p) {
  const double depth = -cerebellum_hull(p);
  if (depth < 0) return Tissue::none;
  // Folia fan out from the roof of the fourth ventricle, as circles around it from above.
  const dvec3 v = p + 2.0 * gradient_noise(p / 16.0).gradient - dvec3(0, 40, -33);
  const double back = std::sqrt(v.y * v.y + 0.55 * v.x * v.x) * (v.y < 0 ? -1 : 1);
  const double radius = std::sqrt(back * back + v.z * v.z);
  const double turns = (std::atan2(v.z, back) * 30 + 0.35 * radius + 0.8 * wave(v.x / 44)) / pi;
  const double nearest = std::round(turns);
  const double slope = std::sqrt(900 / (radius * radius) + 0.12);  // of the fan's phase, per mm
  const double across = std::abs(turns - nearest) * pi / slope;
  const double bottom =
      5 + 0.75 * static_cast<double>(mix(static_cast<std::uint64_t>(nearest + 1000)) % 16);
  const double fissure = sheet(across, std::max(0.0, depth - bottom)) - 0.35;
  const double under = std::min(depth, fissure);
  if (under < 0) return Tissue::fluid;
  return under < 1.7 && depth < 19 ? Tissue::grey_matter : Tissue::white_matter;
}

}  // namespace lv::demo
