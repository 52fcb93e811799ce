#include "app/demo/tissue.h"

#include <array>
#include <cmath>

#include "engine/core/assert.h"
#include "engine/core/math.h"

namespace lv::demo {
namespace {

struct Relaxation {
  Tissue tissue;
  double density;          // of protons, water 1
  double t1_ms, t1_3t_ms;  // at 1.5 and 3 tesla
  double t2_ms;
  double uptake_mmol;  // contrast agent after injection, mmol per litre
};

constexpr double relaxivity = 4.5;  // of a gadolinium agent, per second and mmol/l

constexpr std::array<Relaxation, static_cast<std::size_t>(Tissue::count)> table = {{
    {Tissue::none, 0, 1000, 1000, 50, 0},
    {Tissue::air, 0, 1000, 1000, 50, 0},
    {Tissue::skin, .55, 700, 850, 35, .2},
    {Tissue::fat, .74, 290, 370, 125, 0},
    {Tissue::muscle, .75, 950, 1300, 42, .1},
    {Tissue::cortical_bone, .06, 900, 1000, 20, 0},
    {Tissue::fatty_marrow, .60, 320, 400, 95, 0},
    {Tissue::red_marrow, .62, 560, 700, 75, .1},
    {Tissue::ligament, .22, 900, 1100, 25, .3},
    {Tissue::mucosa, .80, 1100, 1400, 95, .9},
    {Tissue::fluid, 1.0, 4200, 4300, 1900, 0},
    {Tissue::grey_matter, .80, 1080, 1450, 100, .03},
    {Tissue::white_matter, .70, 580, 830, 76, .01},
    {Tissue::deep_grey, .80, 880, 1200, 84, .03},
    {Tissue::thalamus, .77, 800, 1100, 82, .02},
    {Tissue::pallidum, .73, 720, 980, 64, .02},
    {Tissue::brainstem, .73, 700, 950, 82, .01},
    {Tissue::spot, .88, 1150, 1500, 170, .02},
    {Tissue::plexus, .80, 1400, 1800, 88, 1.0},
    {Tissue::artery, .30, 1400, 1650, 30, .3},
    {Tissue::vein, .90, 1500, 1750, 40, 1.1},
    {Tissue::vitreous, .98, 3600, 3700, 1200, 0},
    {Tissue::lens, .55, 900, 1100, 28, 0},
    {Tissue::wet_disc, .85, 1150, 1350, 120, 0},
    {Tissue::dry_disc, .62, 1000, 1200, 55, 0},
    {Tissue::annulus, .45, 850, 1050, 32, 0},
    {Tissue::nerve, .76, 850, 1050, 90, 0},
    {Tissue::bowel, .72, 900, 1150, 70, .3},
}};

double t1_of(const Relaxation& r, const Sequence& s) {
  const double t1 = s.field_tesla > 2 ? r.t1_3t_ms : r.t1_ms;
  if (!s.contrast_agent) return t1;
  return 1 / (1 / t1 + relaxivity * r.uptake_mmol / 1000);
}

double spin_echo(double t1, const Sequence& s) {
  return 1 - std::exp(-s.repetition_ms / t1);
}

double inversion_recovery(double t1, const Sequence& s) {
  return std::abs(1 - 2 * std::exp(-s.inversion_ms / t1) + std::exp(-s.repetition_ms / t1));
}

double gradient_echo(double t1, const Sequence& s) {
  const double e1 = std::exp(-s.repetition_ms / t1), flip = radians_from_degrees(s.flip_deg);
  return std::sin(flip) * (1 - e1) / (1 - std::cos(flip) * e1);
}

}  // namespace

double signal(Tissue tissue, const Sequence& s) {
  const Relaxation& r = table[static_cast<std::size_t>(tissue)];
  LV_ASSERT(r.tissue == tissue);
  const double t1 = t1_of(r, s);
  double recovered = 0;
  switch (s.kind) {
    case Sequence::Kind::spin_echo:
      recovered = spin_echo(t1, s);
      break;
    case Sequence::Kind::inversion_recovery:
    case Sequence::Kind::prepared_gradient_echo:
      recovered = inversion_recovery(t1, s);
      break;
    case Sequence::Kind::gradient_echo:
      recovered = gradient_echo(t1, s);
      break;
  }
  return r.density * recovered * std::exp(-s.echo_ms / r.t2_ms);
}

}  // namespace lv::demo
