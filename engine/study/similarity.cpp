#include "engine/study/similarity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

/// Beyond the factors, how much of the similarity the measured parameters decide. Small enough that
/// a T1 by inversion (TR 2000) still matches a T1 spin echo (TR 500) in the same row.
constexpr double parameter_share = 0.10, geometry_share = 0.05;

bool is(Weighting a, Weighting b, Weighting x, Weighting y) {
  return (a == x && b == y) || (a == y && b == x);
}

double weighting_factor(Weighting a, Weighting b) {
  using enum Weighting;
  if (a == unknown || b == unknown) return 0;
  if (a == b) return 1;
  if (is(a, b, pd, t2)) return 0.5;
  if (is(a, b, t2, stir)) return 0.45;
  if (is(a, b, t2, flair)) return 0.25;
  if (is(a, b, t1, pd) || is(a, b, t2, t2_star)) return 0.2;
  if (is(a, b, t2_star, swi)) return 0.6;
  return 0;
}

bool other_side(const Kind& a, const Kind& b) {
  return (a.side == Side::left && b.side == Side::right) ||
         (a.side == Side::right && b.side == Side::left);
}

double region_factor(const Kind& a, const Kind& b) {
  if (a.region == Region::unknown || b.region == Region::unknown) return 0.6;
  if (other_side(a, b)) return 0;
  if (a.region == b.region && a.other_region == b.other_region) return 1;
  if ((a.region == Region::spine && is_level(b.region)) ||
      (b.region == Region::spine && is_level(a.region))) {
    return 0.65;
  }
  return 0;
}

/// Voxels fit for any plane show a row's own plane, too: they may stand in for thick slices in it.
double plane_factor(const Kind& a, const Kind& b) {
  if (a.isotropic && b.isotropic) return 1;
  if (a.plane == b.plane) return a.plane == Plane::unknown ? 0.3 : 1;
  return a.isotropic || b.isotropic ? 0.84 : 0.3;
}

double contrast_factor(const Kind& a, const Kind& b) {
  if (a.contrast == b.contrast) return 1;
  if (a.weighting != Weighting::t1) return 0.84;
  return a.contrast.has_value() && b.contrast.has_value() ? 0.25 : 0.6;
}

/// Fat lies around the brain but inside the spine: there, suppressing it changes the picture.
bool fat_matters(const Kind& a, const Kind& b) {
  return a.fat_suppressed != b.fat_suppressed &&
         !(a.region == Region::brain && b.region == Region::brain);
}

double bell(double ratio, double width) {
  const double x = std::log(ratio) / width;
  return std::exp(-0.5 * x * x);
}

/// Parameters that one side does not know count as equal: they neither help nor harm.
double bell_or_one(double a, double b, double width) {
  return a > 0 && b > 0 ? bell(a / b, width) : 1.0;
}

double field_of_view_mm(const Series& s) {
  return s.pixel_spacing_mm.x * std::max(s.geometry.size.x, s.geometry.size.y);
}

std::string contrast_text(const std::optional<bool>& contrast) {
  return !contrast   ? "contrast agent not known"
         : *contrast ? "after contrast agent"
                     : "without contrast agent";
}

}  // namespace

bool same_kind(const Kind& a, const Kind& b) {
  return a.weighting != Weighting::unknown && a.weighting == b.weighting &&
         a.region != Region::unknown && a.region == b.region && a.other_region == b.other_region &&
         plane_factor(a, b) == 1 && a.contrast == b.contrast && a.three_d == b.three_d &&
         a.heavily_t2 == b.heavily_t2 && !fat_matters(a, b) && !other_side(a, b);
}

double similarity(const Series& a, const Series& b) {
  const Kind &ka = a.kind, &kb = b.kind;
  const double factors = region_factor(ka, kb) * weighting_factor(ka.weighting, kb.weighting) *
                         plane_factor(ka, kb) * contrast_factor(ka, kb) *
                         (fat_matters(ka, kb) ? 0.84 : 1) * (ka.three_d != kb.three_d ? 0.84 : 1) *
                         (ka.heavily_t2 != kb.heavily_t2 ? 0.8 : 1);
  const double parameters = bell_or_one(a.echo_time_ms, b.echo_time_ms, 0.6) *
                            bell_or_one(a.repetition_time_ms, b.repetition_time_ms, 0.8);
  const double geometry =
      bell_or_one(a.slice_spacing_mm.value_or(0), b.slice_spacing_mm.value_or(0), 0.7) *
      bell_or_one(a.pixel_spacing_mm.x, b.pixel_spacing_mm.x, 0.7) *
      bell_or_one(field_of_view_mm(a), field_of_view_mm(b), 0.4);
  return factors * (1 - parameter_share - geometry_share + parameter_share * parameters +
                    geometry_share * geometry);
}

std::string differences(const Series& series, const Series& other) {
  const Kind &a = series.kind, &b = other.kind;
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (a.weighting != b.weighting) {
    add(fmt::format("{} instead of {}", name_of(b.weighting), name_of(a.weighting)));
  }
  if (a.region == Region::unknown || b.region == Region::unknown) add("body part not known");
  if (a.three_d != b.three_d) add(b.three_d ? "3D instead of 2D" : "2D instead of 3D");
  if (a.plane != b.plane) add(fmt::format("{} instead of {}", name_of(b.plane), name_of(a.plane)));
  if (a.contrast != b.contrast) add(contrast_text(b.contrast));
  if (a.fat_suppressed != b.fat_suppressed) {
    add(b.fat_suppressed ? "fat suppressed" : "fat not suppressed");
  }
  const double za = series.slice_spacing_mm.value_or(0), zb = other.slice_spacing_mm.value_or(0);
  if (za > 0 && zb > 0 && std::abs(std::log(za / zb)) > 0.2) {
    add(fmt::format("slices every {:.1f} instead of {:.1f} mm", zb, za));
  }
  if (a.side != b.side) {
    add(b.side == Side::left ? "left" : b.side == Side::right ? "right" : "side not known");
  }
  if (series.flat != other.flat) {
    add(other.flat ? "its position is not known" : "its position is known");
  }
  return text;
}

}  // namespace lv
