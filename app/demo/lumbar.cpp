#include "app/demo/lumbar.h"

#include <algorithm>
#include <cmath>

#include "app/demo/noise.h"

namespace lv::demo {
namespace {

constexpr std::size_t origin_level = 4, degenerate_level = 5, sacrum_level = 7;

constexpr std::array<Vertebra, vertebra_count> sizes = {{
    // name, height, depth, width, disc below, tilt
    {"T11", 23, 29, 36, 5.5, -13},
    {"T12", 24.5, 30, 40, 6.5, -12},
    {"L1", 26, 31, 43, 8, -10},
    {"L2", 27, 32, 45, 9.5, -6},
    {"L3", 27.5, 33, 47, 10.5, 0},
    {"L4", 27.5, 34, 49, 11, 9},
    {"L5", 28, 34, 51, 10, 23},
    {"S1", 28, 30, 50, 3, 41},
    {"S2", 24, 20, 42, 1.5, 40},
    {"S3", 19, 14, 34, 1.0, 26},
    {"S4", 17, 10, 26, 1.0, 6},
}};

std::array<Vertebra, vertebra_count> placed() {
  auto chain = sizes;
  const auto step = [&](const Vertebra& upper, const Vertebra& lower) {
    return upper.up() * (upper.height / 2) + lower.up() * (lower.height / 2) +
           glm::normalize(upper.up() + lower.up()) * upper.disc_below;
  };
  for (std::size_t i = origin_level; i > 0; --i) {
    chain[i - 1].centre = chain[i].centre + step(chain[i - 1], chain[i]);
  }
  for (std::size_t i = origin_level; i + 1 < chain.size(); ++i) {
    chain[i + 1].centre = chain[i].centre - step(chain[i], chain[i + 1]);
  }
  return chain;
}

/// The middle of the canal behind a vertebra.
dvec3 canal(const Vertebra& v) {
  return v.centre + v.back() * (v.depth / 2 + 8.2);
}

/// A point given in a vertebra's own axes: to the left, to the back, up.
dvec3 at(const Vertebra& v, double left, double back, double up) {
  return v.centre + dvec3(left, 0, 0) + v.back() * back + v.up() * up;
}

/// y of the row of vertebrae at a height, linear between their centres.
double spine_y(double z) {
  const auto& chain = vertebrae();
  std::size_t i = 1;
  while (i + 1 < chain.size() && chain[i].centre.z > z) ++i;
  const dvec3 &upper = chain[i - 1].centre, &lower = chain[i].centre;
  const double t = std::clamp((upper.z - z) / (upper.z - lower.z), -1.5, 1.5);
  return upper.y + t * (lower.y - upper.y);
}

double trunk_distance(const dvec3& p) {
  static const Ellipsoid trunk({0, -28, 0}, {165, 118, 4000});
  const double z = (p.z + 10) / 70, hollow = 9 / (1 + z * z);  // of the back
  return trunk.distance({p.x, p.y - 8 + hollow, 0});
}

/// Skin, fat under it, muscle behind the spine, fat and bowel in front of it.
Tissue trunk_at(const dvec3& p) {
  const double skin = trunk_distance(p);
  if (skin > 0) return Tissue::air;
  if (skin > -2) return Tissue::skin;
  const double low = std::clamp((20 - p.z) / 120, 0.0, 1.0);
  if (skin > -11 - 12 * low) return Tissue::fat;
  const double behind = p.y - spine_y(p.z);
  const double noise = gradient_noise(p / dvec3(15, 12, 40)).value;
  if (behind > 4) {
    if (std::abs(p.x) < 2.5 + 2 * noise) return Tissue::fat;
    return std::abs(noise) < 0.05 ? Tissue::fat : Tissue::muscle;
  }
  if (behind > -40 + 12 * noise && std::abs(p.x) < 84) return Tissue::fat;
  const double loop = gradient_noise(p / dvec3(24, 17, 19) + 9.5).value;
  if (loop > 0.5) return Tissue::air;
  return std::abs(loop) > 0.1 ? Tissue::bowel : Tissue::fat;
}

WholeTissue whole_trunk(const dvec3& centre, double radius) {
  // The distance is that to an ellipse, over a slowly changing back: its slope stays under 1.5.
  return trunk_distance(centre) > 1.5 * radius ? WholeTissue(Tissue::air) : std::nullopt;
}

void add_body(Scene& scene, const Vertebra& v) {
  const dvec3 outer(v.width / 2, v.depth / 2, v.height / 2), turn(v.tilt_deg, 0, 0);
  scene.add(Solid{Tissue::cortical_bone, v.centre, outer, turn, 8});
  scene.add(Solid{Tissue::red_marrow, v.centre, outer - 1.1, turn, 8});
}

/// Marrow is uneven, and a vein leaves each body to the back.
void add_marrow(Scene& scene, const Vertebra& v, bool sacral) {
  using enum Tissue;
  const dvec3 turn(v.tilt_deg, 0, 0);
  const dvec3 core = dvec3(v.width, v.depth, v.height) * 0.15;
  scene.add(Solid{fatty_marrow, at(v, 3, 2, -2), core, turn});
  if (!sacral) scene.add(Solid{fluid, at(v, 0, v.depth / 2 - 4, 0), {5, 3.6, 0.9}, turn});
}

void add_arch(Scene& scene, const Vertebra& v) {
  using enum Tissue;
  const double back = v.depth / 2;
  const dvec3 turn(v.tilt_deg, 0, 0), down(v.tilt_deg + 16, 0, 0);
  const auto bone = [&](const dvec3& place, const dvec3& radii, const dvec3& turned, bool pair) {
    const Solid shell{cortical_bone, place, radii, turned, 4};
    const Solid marrow{fatty_marrow, place, radii - 1.1, turned, 4};
    for (const Solid& solid : {shell, marrow}) pair ? scene.add_pair(solid) : scene.add(solid);
  };
  bone(at(v, 0, back + 34, -9), {3.6, 15, 9}, down, false);     // spinous process
  bone(at(v, 7.5, back + 18.5, -5), {7, 3.2, 9}, turn, true);   // lamina
  bone(at(v, 13.5, back + 5, 4.5), {4.5, 9, 7.5}, turn, true);  // pedicle
  bone(at(v, 18, back + 15, -13), {6, 7, 13}, turn, true);      // joints
  bone(at(v, 34, back + 9, 3), {16, 3.5, 5}, turn, true);       // transverse process
  scene.add(Solid{ligament, at(v, 0, back + 33, -24), {2, 13, 6}, turn, 4});
  scene.add(Solid{ligament, at(v, 5, back + 15.5, -17), {6, 2.2, 9}, {v.tilt_deg, 0, 20}});
  scene.add(Solid{ligament, at(v, -5, back + 15.5, -17), {6, 2.2, 9}, {v.tilt_deg, 0, -20}});
}

void add_disc(Scene& scene, const Vertebra& upper, const Vertebra& lower, double bulge, bool dry) {
  using enum Tissue;
  const dvec3 turn((upper.tilt_deg + lower.tilt_deg) / 2, 0, 0);
  const dvec3 top = at(upper, 0, 0, -upper.height / 2), bottom = at(lower, 0, 0, lower.height / 2);
  const dvec3 back = glm::normalize(upper.back() + lower.back());
  const dvec3 centre = (top + bottom) / 2.0 + back * (bulge / 2);
  const dvec3 outer(upper.width / 2 + 0.5, upper.depth / 2 + 0.8 + bulge / 2,
                    upper.disc_below / 2 + 1.2);
  scene.add(Solid{cortical_bone, centre - back * (bulge / 2), outer + dvec3(-2, -2 - bulge / 2, 1),
                  turn, 4});
  scene.add(Solid{annulus, centre, outer, turn, 4});
  const dvec3 inner(outer.x * 0.74, outer.y * 0.70, outer.z - 1.0);
  scene.add(Solid{dry ? dry_disc : wet_disc, centre + back * 1.5, inner, turn});
}

/// The bodies above and below the thinning disc grow towards each other.
std::array<Vertebra, vertebra_count> filled(double loss) {
  auto chain = vertebrae();
  Vertebra& upper = chain[degenerate_level];
  Vertebra& lower = chain[degenerate_level + 1];
  upper.centre -= upper.up() * (loss / 4);
  lower.centre += lower.up() * (loss / 4);
  upper.height += loss / 2;
  lower.height += loss / 2;
  upper.disc_below -= loss;
  return chain;
}

void add_spine(Scene& scene, const LumbarState& state) {
  const auto chain = filled(state.disc_loss);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const Vertebra& unchanged = vertebrae()[i];
    add_body(scene, chain[i]);
    add_marrow(scene, unchanged, i >= sacrum_level);
    if (i < sacrum_level) add_arch(scene, unchanged);
  }
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
    const bool degenerate = i == degenerate_level;
    const double bulge = degenerate ? state.disc_bulge : i == degenerate_level + 1 ? 1.0 : 0.0;
    add_disc(scene, chain[i], chain[i + 1], bulge, degenerate || i >= sacrum_level);
  }
}

void add_canal(Scene& scene) {
  using enum Tissue;
  const auto& chain = vertebrae();
  const auto along = [&](Tissue tissue, double radius, std::size_t last) {
    Tube tube{tissue, {}};
    const Vertebra& top = chain[0];
    tube.points.push_back({canal(top) + top.up() * 40.0, radius});
    for (std::size_t i = 0; i <= last; ++i) {
      tube.points.push_back({canal(chain[i]), i < sacrum_level ? radius : radius * 0.7});
    }
    scene.add(tube);
  };
  along(fat, 9.6, sacrum_level + 2);
  along(ligament, 8.4, sacrum_level + 1);
  along(fluid, 7.7, sacrum_level + 1);
}

void add_nerves(Scene& scene) {
  const auto& chain = vertebrae();
  const auto in_canal = [&](std::size_t i, double left, double back) {
    return canal(chain[i]) + dvec3(left, 0, 0) + chain[i].back() * back;
  };
  scene.add(Tube{Tissue::nerve,
                 {{in_canal(0, 0, 0.5) + chain[0].up() * 40.0, 4.4},
                  {in_canal(0, 0, 1), 4.5},
                  {in_canal(1, 0, 1.5), 4.8},
                  {in_canal(2, 0, 2.4) + chain[2].up() * 9.0, 4.2},
                  {in_canal(2, 0, 3.2) - chain[2].up() * 8.0, 1.0},
                  {in_canal(sacrum_level, 0, 2.0), 0.6}}});
  for (int root = 0; root < 7; ++root) {  // cauda equina: each root leaves at its own level
    const double side = 0.9 + 0.75 * root, lie = 4.6 - 0.55 * root;
    const std::size_t exit =
        std::min<std::size_t>(sacrum_level, 9 - static_cast<std::size_t>(root));
    for (const double mirror : {1.0, -1.0}) {
      Tube tube{Tissue::nerve, {{in_canal(2, 0.4 * mirror * side, 2.5), 0.7}}};
      for (std::size_t i = 3; i <= exit; ++i) {
        const double wander = 0.5 * normal(mix(static_cast<std::uint64_t>(root * 100 + int(i))));
        tube.points.push_back({in_canal(i, mirror * side + wander, lie + wander), 0.7});
      }
      scene.add(tube);
    }
  }
}

void add_front(Scene& scene) {
  using enum Tissue;
  const auto& chain = vertebrae();
  const auto before = [&](std::size_t i, double left, double gap) {
    return chain[i].centre - chain[i].back() * (chain[i].depth / 2 + gap) + dvec3(left, 0, 0);
  };
  Tube psoas{muscle, {}}, aorta{artery, {}}, cava{vein, {}};
  for (std::size_t i = 1; i < sacrum_level; ++i) {
    psoas.points.push_back(
        {chain[i].centre + dvec3(27.0 + 4.0 * double(i), 2, 0), 4 + 3.0 * double(i)});
  }
  for (std::size_t i = 0; i <= degenerate_level; ++i) {
    aorta.points.push_back({before(i, 9, 11), 8.5});
    cava.points.push_back({before(i, -15, 10), 9.5});
  }
  scene.add(Solid{bowel, {62, -8, 62}, {23, 19, 50}, {-8, 10, 0}});  // kidneys, the right one lower
  scene.add(Solid{bowel, {-62, -8, 46}, {23, 19, 48}, {-8, -10, 0}});
  scene.add_pair(psoas);
  scene.add(aorta);
  scene.add(cava);
  scene.add(Tube{artery, {{before(5, 8, 11), 6}, {before(6, 26, 12), 5}, {before(7, 46, 20), 5}}});
  scene.add(
      Tube{artery, {{before(5, 8, 11), 6}, {before(6, -14, 14), 5}, {before(7, -40, 24), 5}}});
  scene.add(Tube{vein, {{before(5, -15, 10), 7}, {before(6, 8, 8), 6}, {before(7, 40, 14), 6}}});
}

}  // namespace

dvec3 Vertebra::up() const {
  const double tilt = radians_from_degrees(tilt_deg);
  return {0, -std::sin(tilt), std::cos(tilt)};
}

dvec3 Vertebra::back() const {
  const double tilt = radians_from_degrees(tilt_deg);
  return {0, std::cos(tilt), std::sin(tilt)};
}

const std::array<Vertebra, vertebra_count>& vertebrae() {
  static const std::array<Vertebra, vertebra_count> chain = placed();
  return chain;
}

Scene lumbar(const LumbarState& state) {
  Scene scene;
  scene.add({{0, 0, 0}, 1000, trunk_at, whole_trunk});
  add_front(scene);
  add_canal(scene);
  add_spine(scene, state);
  add_nerves(scene);
  return scene;
}

}  // namespace lv::demo
