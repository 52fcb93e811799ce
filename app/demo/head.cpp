#include "app/demo/head.h"

#include <algorithm>
#include <cmath>

#include "app/demo/cortex.h"
#include "app/demo/head_form.h"
#include "app/demo/noise.h"

namespace lv::demo {

const std::array<dvec3, spot_count> spot_places = {{{24, -30, 22},
                                                    {-22, -24, 26},
                                                    {-27, 14, 30},
                                                    {26, 34, 28},
                                                    {-30, 46, 20},
                                                    {22, 6, 36},
                                                    {-20, 38, 34},
                                                    {31, 52, 10},
                                                    {-38, -18, 32}}};

namespace {

/// What lies under the skin: fat, and muscle in the depth of face and neck.
Tissue soft_tissue_at(const dvec3& p) {
  if (p.z > -25) return Tissue::fat;
  const double fascia = gradient_noise(p / dvec3(11, 13, 26)).value;
  return flesh(p) < 0 && std::abs(fascia) > 0.05 ? Tissue::muscle : Tissue::fat;
}

constexpr double skin_thickness = 2.0, dura_thickness = 0.7, bone_table = 1.7;

double bone_thickness(const dvec3& p) {
  return p.z < -30 ? 5.0 : 6.8 - 2.2 * (p.x / 70) * (p.x / 70);
}

/// Air, skin, bone and fluid, by their depth under two surfaces.
Tissue shell_at(const dvec3& p) {
  const double inside = cavity(p);
  if (inside < 0) return inside > -dura_thickness ? Tissue::ligament : Tissue::fluid;
  const double under_skin = skin(p);
  if (under_skin > 0) return Tissue::air;
  if (under_skin > -skin_thickness) return Tissue::skin;
  const double bone = bone_thickness(p);
  if (inside > bone || p.z < -62) return Tissue::none;
  return inside > bone_table && inside < bone - bone_table ? Tissue::fatty_marrow
                                                           : Tissue::cortical_bone;
}

WholeTissue whole_shell(const dvec3& centre, double radius) {
  if (radius > largest_ball) return std::nullopt;
  const double reach = steepest * radius, inside = cavity(centre);
  if (inside < -dura_thickness - reach) return Tissue::fluid;
  if (inside < reach) return std::nullopt;
  const double under_skin = skin(centre);
  if (under_skin > reach) return Tissue::air;
  return inside > 7 + reach && under_skin < -skin_thickness - reach ? WholeTissue(Tissue::none)
                                                                    : std::nullopt;
}

Tissue callosum_at(const dvec3& p) {
  const double edge = callosum_edge(p), ends = std::abs(p.y - 8) / 36;
  const double thickness = 5.0 + 5.0 * ends * ends, across = p.x / 20;
  const double height = (edge + thickness / 2) / (thickness / 2);
  return height * height + across * across < 1 && p.z > -4 ? Tissue::white_matter : Tissue::none;
}

constexpr double dura_half = 0.45;  // half the thickness of falx and tentorium

Tissue falx_at(const dvec3& p) {
  const bool thin = std::abs(p.x - midline_x(p)) < dura_half;
  return thin && callosum_edge(p) > 5 && below_tentorium(p) < 0 && p.z > -15 && cavity(p) < 0
             ? Tissue::ligament
             : Tissue::none;
}

Tissue tentorium_at(const dvec3& p) {
  const bool thin = std::abs(below_tentorium(p)) < dura_half;
  const double from_middle = std::sqrt(p.x * p.x + (p.y - 34) * (p.y - 34));
  return thin && p.y > 20 && from_middle > 19 && cavity(p) < 0 ? Tissue::ligament : Tissue::none;
}

/// Tissue::none where a ball is clear of something within `half` of distance 0.
WholeTissue none_beyond(double distance, double half, double radius) {
  const bool clear = radius <= largest_ball && std::abs(distance) > half + steepest * radius;
  return clear ? WholeTissue(Tissue::none) : std::nullopt;
}

WholeTissue whole_callosum(const dvec3& centre, double radius) {
  return none_beyond(callosum_edge(centre), 11, radius);
}

WholeTissue whole_falx(const dvec3& centre, double radius) {
  return none_beyond(centre.x, 2, radius);
}

WholeTissue whole_tentorium(const dvec3& centre, double radius) {
  return none_beyond(below_tentorium(centre), dura_half, radius);
}

/// What skin, skull and fluid are painted over.
void add_under_skin(Scene& scene) {
  using enum Tissue;
  const Solid pairs[] = {
      {muscle, {64, -8, -2}, {6, 26, 30}, {0, 8, 0}},       // temporalis
      {muscle, {56, -20, -78}, {8, 18, 34}, {10, 6, 0}},    // masseter
      {fat, {44, -50, -66}, {9, 14, 20}},                   // of the cheek
      {fat, {27, 4, -80}, {6, 14, 30}},                     // beside the throat
      {fat, {4, 92, -88}, {2.5, 30, 60}},                   // in the middle of the neck
      {muscle, {50, 26, -110}, {11, 20, 70}, {-14, 0, 0}},  // sternomastoid
  };
  for (const Solid& solid : pairs) scene.add_pair(solid);
  scene.add(Solid{cortical_bone, {0, -64, -13}, {36, 15.5, 15}});  // brow
  scene.add(Solid{fatty_marrow, {0, -64, -13}, {34.5, 14, 13.5}});
}

void add_face(Scene& scene) {
  using enum Tissue;
  const Solid pairs[] = {
      {cortical_bone, {44, -6, -104}, {5, 16, 34}, {16, 6, 0}},  // jaw, its branches
      {fatty_marrow, {44, -6, -104}, {3, 13, 31}, {16, 6, 0}},
      {cortical_bone, {31, -54, -36}, {18, 24, 17}},  // orbit
      {fat, {31, -60, -36}, {16, 26, 15}},
  };
  const Solid singles[] = {
      {muscle, {0, -46, -96}, {24, 32, 17}, {-18, 0, 0}},        // tongue
      {muscle, {0, -40, -112}, {22, 26, 9}},                     // floor of the mouth
      {cortical_bone, {0, -56, -74}, {25, 32, 3.4}, {4, 0, 0}},  // hard palate
      {cortical_bone, {0, -74, -110}, {15, 8, 12}},              // chin
      {fatty_marrow, {0, -75, -111}, {12, 5, 9}},
      {cortical_bone, {0, -80, -88}, {19, 4.5, 9}, {}, 4},  // teeth
      {muscle, {0, 2, -76}, {14, 5, 14}, {-20, 0, 0}},      // soft palate
      {cortical_bone, {0, -40, -35}, {16, 34, 15}},         // middle of the skull's base
      {mucosa, {0, -50, -58}, {15, 32, 17}},                // nose
      {cortical_bone, {0, -52, -56}, {0.9, 30, 18}},        // its septum
  };
  for (const Solid& solid : pairs) scene.add_pair(solid);
  for (const Solid& solid : singles) scene.add(solid);
}

/// Cavities with air; each frontal and maxillary sinus has a size of its own.
void add_airways(Scene& scene, double sinus_fold) {
  using enum Tissue;
  const Solid pairs[] = {
      {air, {6, -46, -34}, {4.5, 20, 8}, {}, 4},  // ethmoid cells
      {air, {5.5, -62, -50}, {2.2, 24, 7}},       // nose
      {air, {5.0, -52, -66}, {3.0, 30, 3.5}},
  };
  const Solid singles[] = {
      {cortical_bone, {7, -72, -11}, {10, 6.5, 11}},  // frontal sinuses: left small,
      {mucosa, {7, -72, -11}, {8, 4.5, 9}},
      {air, {7, -72, -11}, {7, 3.5, 8}},
      {cortical_bone, {-13, -72, -9}, {16, 7.5, 14}},  // right large
      {mucosa, {-13, -72, -9}, {14, 5.5, 12}},
      {air, {-13, -72, -9}, {13, 4.5, 11}},
      {cortical_bone, {31, -48, -66}, {16, 17, 16}, {}, 4},  // maxillary sinuses
      {mucosa, {31, -48, -66}, {14.5, 15.5, 14.5}, {}, 4},
      {air, {31, -48, -66}, {13.5, 14.5, 13.5}, {}, 4},
      {cortical_bone, {-32, -48, -65}, {18, 19, 17}, {}, 4},
      {mucosa, {-32, -48, -65}, {16.5, 17.5, 15.5}, {}, 4},
      {air, {-32, -48, -65}, {15.5, 16.5, 14.5}, {}, 4},
      {mucosa, {0, -12, -37}, {14, 12, 10}, {}, 4},  // sphenoid sinus
      {air, {1, -12, -37}, {13, 11, 9}, {}, 4},
      {ligament, {3, -12, -37}, {0.7, 11, 9}, {}, 4},
  };
  for (const Solid& solid : pairs) scene.add_pair(solid);
  for (const Solid& solid : singles) scene.add(solid);
  scene.add(Solid{mucosa, {33, -46, -80 + sinus_fold}, dvec3(sinus_fold)});
  scene.add(Tube{air,
                 {{{0, -8, -56}, 8},
                  {{0, 8, -66}, 7},
                  {{0, 11, -84}, 5},
                  {{0, 4, -110}, 8},
                  {{0, 0, -150}, 8},
                  {{0, 0, -200}, 8}}});
}

void add_eyes(Scene& scene) {
  using enum Tissue;
  const Solid pairs[] = {
      {ligament, {32, -66, -35}, {12.4, 12.4, 12.4}},
      {vitreous, {32, -66, -35}, {11.6, 11.6, 11.6}},
      {lens, {32, -74.5, -35}, {4.6, 2.2, 4.6}},
      {skin, {32, -79.5, -35}, {12, 2.4, 10}},
  };
  for (const Solid& solid : pairs) scene.add_pair(solid);
  const Tube tubes[] = {
      {muscle, {{{43, -62, -35}, 1.6}, {{37, -44, -34}, 2.4}, {{20, -22, -29}, 1.2}}},
      {muscle, {{{21, -62, -35}, 1.6}, {{22, -44, -34}, 2.6}, {{17, -22, -29}, 1.2}}},
      {muscle, {{{31, -62, -24}, 1.6}, {{29, -44, -25}, 2.2}, {{18, -22, -27}, 1.2}}},
      {muscle, {{{31, -62, -46}, 1.6}, {{29, -44, -43}, 2.4}, {{18, -22, -31}, 1.2}}},
      {fluid, {{{30.5, -55, -35}, 2.6}, {{24, -36, -33}, 2.4}, {{17, -20, -28}, 2.0}}},
      {white_matter,
       {{{30.5, -55, -35}, 1.7},
        {{17, -20, -28}, 1.7},
        {{8, -6, -19}, 2.0},
        {{0, 1, -17}, 2.2},
        {{-9, 10, -14}, 1.8}}},
  };
  for (const Tube& tube : tubes) scene.add_pair(tube);
}

void add_neck_bones(Scene& scene) {
  using enum Tissue;
  scene.add(Solid{cortical_bone, {0, 14, -44}, {13, 5.5, 22}, {-32, 0, 0}});  // clivus
  scene.add(Solid{fatty_marrow, {0, 14, -44}, {11, 4.0, 20}, {-32, 0, 0}});
  scene.add(Solid{cortical_bone, {0, 26, -79}, {6.5, 6.5, 17}, {}, 4});  // dens
  scene.add(Solid{red_marrow, {0, 26, -79}, {5.3, 5.2, 15.8}, {}, 4});
  scene.add(Solid{cortical_bone, {0, 16, -73}, {9, 4, 6}, {}, 4});  // atlas, front
  scene.add(Solid{red_marrow, {0, 16, -73}, {8, 2.6, 4.6}, {}, 4});
  scene.add_pair(Solid{cortical_bone, {21, 32, -72}, {10, 10, 10}, {}, 4});
  scene.add_pair(Solid{red_marrow, {21, 32, -72}, {8.5, 8.5, 8.5}, {}, 4});
  for (int level = 0; level < 6; ++level) {  // C2 to C7
    const double z = -96 - 18.0 * level, y = 28 + 0.5 * level;
    scene.add(Solid{annulus, {0, y, z - 9}, {9.5, 9, 3.5}, {}, 8});
    scene.add(Solid{cortical_bone, {0, y, z}, {9, 8.5, 7}, {}, 8});
    scene.add(Solid{red_marrow, {0, y, z}, {8.2, 7.6, 6.0}, {}, 8});
    scene.add(Solid{cortical_bone, {0, y + 41, z - 9}, {4, 16, 5}, {-25, 0, 0}, 4});
    scene.add(Solid{fatty_marrow, {0, y + 41, z - 9}, {2.6, 14, 3.6}, {-25, 0, 0}, 4});
    scene.add_pair(Solid{cortical_bone, {18, y + 8, z}, {6, 10, 6}, {}, 4});
  }
}

void add_brain(Scene& scene) {
  using enum Tissue;
  scene.add({{0, 16, 10}, 110, cerebrum_at, whole_cerebrum});
  scene.add({{0, 60, -30}, 75, cerebellum_at, whole_cerebellum});
  scene.add_pair(Solid{cortical_bone, {38, 26, -36}, {30, 7, 15}, {-14, 0, 24}});  // petrous bone
  scene.add_pair(Solid{air, {60, 36, -46}, {7, 8, 11}});                           // mastoid cells
  scene.add_pair(Tube{fluid, {{{12, 26, -31}, 2.0}, {{27, 28, -32}, 1.6}}});       // of hearing
  scene.add({{0, 16, 20}, 110, falx_at, whole_falx});
  scene.add({{0, 60, 0}, 95, tentorium_at, whole_tentorium});
  scene.add({{0, 8, 5}, 55, callosum_at, whole_callosum});
  scene.add(Solid{fluid, {0, 25, -12}, {24, 22, 14}});  // cisterns
  scene.add(Solid{fluid, {0, 4, -19}, {13, 14, 8}});
  scene.add(Solid{fluid, {0, 43, 0}, {9, 7, 8}});
}

void add_deep_grey(Scene& scene) {
  using enum Tissue;
  const Solid pairs[] = {
      {deep_grey, {26, 0, 3}, {5.5, 19, 11}, {0, -8, 6}},  // putamen
      {pallidum, {19.5, 2, 1}, {4.2, 10, 7}, {0, -8, 14}},
      {grey_matter, {32.6, 2, 4}, {0.8, 17, 12}, {0, -4, 4}},  // claustrum
      {thalamus, {10.5, 17, 7}, {8.5, 15, 10}, {0, 0, -16}},
      {grey_matter, {25, -3, -17}, {8, 8, 8}},  // amygdala
  };
  for (const Solid& solid : pairs) scene.add_pair(solid);
  scene.add_pair(
      Tube{grey_matter, {{{25, 4, -19}, 5.5}, {{28, 22, -14}, 5.0}, {{24, 37, -4}, 3.5}}});
}

void add_brainstem(Scene& scene) {
  using enum Tissue;
  scene.add(Solid{brainstem, {0, 23, -12}, {14, 10, 11}, {-20, 0, 0}});      // midbrain
  scene.add_pair(Solid{brainstem, {9.5, 14, -10}, {5, 9, 7}, {30, 0, 25}});  // its legs
  scene.add_pair(Solid{brainstem, {4.5, 33, -7}, {4.5, 4, 6.5}});            // colliculi
  scene.add_pair(Solid{pallidum, {5, 18, -10}, {3.4, 3.6, 4}});              // red nuclei
  scene.add(Solid{brainstem, {0, 24, -29}, {17, 13.5, 13}, {-14, 0, 0}});    // pons
  scene.add_pair(Tube{brainstem, {{{10, 28, -28}, 7}, {{22, 46, -36}, 7}}});
  scene.add(
      Tube{brainstem,
           {{{0, 30, -38}, 9}, {{0, 38, -58}, 6.5}, {{0, 42, -74}, 5.2}, {{0, 48, -200}, 5.0}}});
  scene.add(Solid{fluid, {0, 40, -34}, {7, 5, 11}, {-16, 0, 0}, 2});  // fourth ventricle
  scene.add(Tube{fluid, {{{0, 29, -5}, 1.1}, {{0, 36, -24}, 1.3}}});  // aqueduct
}

/// `grow`: mm added to every radius.
void add_ventricles(Scene& scene, double grow) {
  using enum Tissue;
  const auto wide = [grow](Tube tube) {
    for (TubePoint& point : tube.points) point.radius += grow;
    return tube;
  };
  scene.add_pair(wide({fluid, {{{11, 20, 17}, 4.0}, {{16, 31, 16}, 5.4}, {{23, 43, 11}, 6.6}}}));
  scene.add_pair(Solid{fluid, dvec3{9.5, 6, 17}, dvec3{7.5, 25, 5} + grow, {-3, 24, -7}});
  scene.add_pair(Solid{fluid, dvec3{8.5, -17, 10}, dvec3{4, 14, 8.5} + grow, {14, 12, 8}});
  scene.add_pair(wide({fluid, {{{23, 43, 11}, 5.5}, {{30, 33, -5}, 3.2}, {{31, 10, -14}, 2.2}}}));
  // The occipital horns: the left one is longer.
  scene.add(wide({fluid, {{{23, 43, 11}, 5.5}, {{25, 60, 8}, 3.6}, {{23, 72, 8}, 1.6}}}));
  scene.add(wide({fluid, {{{-23, 43, 11}, 5.5}, {{-25, 56, 8}, 2.8}}}));
  scene.add_pair(Solid{deep_grey, {15, -17, 8}, {6.5, 13, 9}, {0, 0, -10}});  // caudate, head
  scene.add_pair(Tube{deep_grey, {{{16, -8, 14}, 4.5}, {{18, 12, 20}, 3.0}, {{23, 28, 19}, 2.0}}});
  scene.add(Solid{white_matter, {0, -4, 15}, {0.8, 30, 12}, {}, 4});  // septum
  scene.add_pair(Tube{
      white_matter,
      {{{2, -4, 4}, 1.8}, {{2.2, 8, 13}, 2.2}, {{6, 28, 14}, 2.2}, {{18, 38, 4}, 2.0}}});  // fornix
  scene.add(Solid{fluid, {0, 14, 0}, {1.4 + 0.8 * grow, 16, 9}, {}, 4});  // third ventricle
  scene.add(Solid{thalamus, {0, 13, 4}, {3, 3.2, 3}});
  scene.add_pair(Tube{plexus, {{{10, 12, 14}, 1.4}, {{20, 38, 9}, 2.6}, {{24, 44, 8}, 3.6}}});
}

void add_vessels(Scene& scene) {
  using enum Tissue;
  Tube sagittal_sinus{vein, {}};  // along the inside of the vault, wider to the back
  for (int deg = -70; deg <= 105; deg += 7) {
    const double angle = radians_from_degrees(deg);
    sagittal_sinus.points.push_back(
        {{-0.012 * deg, 16 + 83.5 * std::sin(angle), 16 + 59.5 * std::cos(angle)},
         3.2 + 0.016 * deg});
  }
  scene.add(sagittal_sinus);
  scene.add(Tube{vein, {{{0, 40, 6}, 1.8}, {{0, 52, 2}, 2.6}, {{-1, 98, -6}, 3.6}}});
  scene.add(Tube{vein,
                 {{{-2, 100, -4}, 4.4},
                  {{-34, 88, -14}, 4.6},
                  {{-54, 50, -22}, 4.4},
                  {{-48, 38, -46}, 4.2}}});  // right: wide
  scene.add(Tube{vein,
                 {{{-2, 100, -4}, 2.4},
                  {{34, 88, -14}, 2.4},
                  {{54, 50, -22}, 2.6},
                  {{48, 38, -46}, 2.8}}});  // left: narrow
  scene.add_pair(Tube{vein, {{{0.8, -24, 0}, 0.8}, {{1.5, 4, 15}, 1.0}, {{2, 34, 9}, 1.4}}});
  scene.add(Tube{artery, {{{3, 24, -56}, 1.6}, {{1, 9, -40}, 1.7}, {{0, 9, -20}, 1.6}}});
  const Tube pairs[] = {
      {artery,
       {{{22, 6, -60}, 2.4},
        {{24, 6, -42}, 2.4},
        {{12, 4, -36}, 2.4},
        {{11, -8, -30}, 2.4},
        {{11, -2, -21}, 2.2},
        {{24, -6, -17}, 1.7},
        {{37, -10, -8}, 1.6},
        {{38, 6, 0}, 1.2}}},
      {artery,
       {{{11, -2, -21}, 1.5},
        {{1.8, -18, -15}, 1.4},
        {{1.5, -36, -6}, 1.3},
        {{1.4, -43, 8}, 1.2},
        {{1.3, -34, 24}, 1.1},
        {{1.2, -12, 33}, 1.0}}},
      {artery, {{{0, 9, -20}, 1.4}, {{14, 14, -18}, 1.3}, {{20, 34, -4}, 1.1}}},
      {artery, {{{3, 24, -56}, 1.7}, {{22, 28, -72}, 1.9}, {{22, 26, -190}, 1.9}}},
      {artery, {{{22, 6, -60}, 2.6}, {{28, 4, -110}, 3.0}, {{30, 6, -200}, 3.4}}},
      {vein, {{{48, 38, -46}, 3.6}, {{34, 16, -62}, 4.5}, {{38, 10, -200}, 5.5}}},
  };
  for (const Tube& tube : pairs) scene.add_pair(tube);
  scene.add(Solid{cortical_bone, {0, -3, -28}, {11, 9, 5.5}, {}, 4});  // sella
  scene.add(Solid{plexus, {0, -3, -27}, {6.5, 5, 3.6}});               // pituitary
  scene.add(Tube{plexus, {{{0, -3, -25}, 1.2}, {{0, 3, -15}, 1.2}}});
  scene.add(Solid{plexus, {0, 36, 2}, {2.4, 3.6, 2.2}});  // pineal
}

}  // namespace

Scene head(const HeadState& state) {
  Scene scene;
  scene.add({{0, 10, -40}, 260, soft_tissue_at, {}});
  add_under_skin(scene);
  scene.add({{0, 10, -40}, 260, shell_at, whole_shell});
  add_face(scene);
  add_neck_bones(scene);
  add_airways(scene, state.sinus_fold);
  add_eyes(scene);
  add_brain(scene);
  add_brainstem(scene);
  add_deep_grey(scene);
  add_ventricles(scene, state.ventricle_growth);
  add_vessels(scene);
  for (std::size_t i = 0; i < spot_count; ++i) {
    const double r = state.spot_radius[i];
    if (r > 0)
      scene.add(Solid{Tissue::spot, spot_places[i], {r, 1.3 * r, r}, {0, 0, 20.0 * double(i)}});
  }
  return scene;
}

}  // namespace lv::demo
