#include "engine/render/pane_data.h"

#include <algorithm>
#include <cmath>

#include "engine/core/assert.h"

namespace lv {
namespace {

constexpr double most_sample = 65535.0;   // a texel of 1.0
constexpr float hatch_period_px = 16.0F;  // at usual content scale

void set_rows(vec4 (&rows)[3], const dmat4& matrix) {
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      rows[row][column] = static_cast<float>(matrix[column][row]);
    }
  }
}

/// Evenly spread places along a line, no farther apart than ¾ of a voxel along any axis; w: how
/// many.
vec4 averaged_steps(const dvec3& line_voxels) {
  constexpr double apart = 0.75, most = 16;
  const dvec3 across = glm::abs(line_voxels);
  const double longest = std::max({across.x, across.y, across.z});
  if (longest == 0) return {0, 0, 0, 1};
  const double places = std::clamp(std::ceil(longest / apart), 2.0, most);
  return {line_voxels / places, places};
}

void set_average(shared::CutData& data, const LayerInput& layer,
                 const Affine<Voxel, World>& voxel_from_world) {
  const dvec3 lines[] = {layer.averaged_mm, layer.averaged_in_plane_mm[0],
                         layer.averaged_in_plane_mm[1]};
  for (std::size_t l = 0; l < 3; ++l) {
    data.average_steps[l] = averaged_steps(voxel_from_world.direction(lines[l]));
    data.averaged |= data.average_steps[l].w > 1;
  }
}

/// The map from samples (0..1) to greys: through the curve, if there is one, then the window.
void set_greys(shared::LayerData& data, const Volume& volume, const LayerInput& layer) {
  LV_ASSERT(layer.window.width > 0);
  const double black = layer.window.level - layer.window.width / 2;
  const double value_per_sample = most_sample * volume.scale;
  const double grey_per_sample = value_per_sample / layer.window.width;
  const auto sample_of = [&](double value) { return (value - volume.offset) / value_per_sample; };
  const ContrastCurve curve = layer.curve.value_or(ContrastCurve{{dvec2(0, 0), dvec2(1, 1)}});
  const dvec2 first = curve.knots.front();
  data.grey_scale = static_cast<float>(grey_per_sample * curve.slope(0));
  data.grey_offset = static_cast<float>(
      (first.y + curve.slope(0) * (volume.offset - first.x) - black) / layer.window.width);
  if (!layer.curve) return;
  for (std::size_t k = 1; k + 1 < ContrastCurve::knot_count; ++k) {
    const int place = static_cast<int>(k - 1) % 4;
    data.knee_at[(k - 1) / 4][place] = static_cast<float>(sample_of(curve.knots[k].x));
    data.knee_by[(k - 1) / 4][place] =
        static_cast<float>(grey_per_sample * (curve.slope(k) - curve.slope(k - 1)));
  }
}

void set_doubt(shared::PaneData& data, const PaneInput& pane) {
  const DifferenceDoubt& doubt = pane.doubt;
  const double mm_per_px = glm::length(dvec3(pane.world_from_pane.matrix[0]));
  const Window& window = pane.layers[1].window;
  data.noise = static_cast<float>(doubt.noise / window.width);
  data.black = static_cast<float>(window.level / window.width - 0.5);
  data.full_change = static_cast<float>(doubt.full_change / window.width);
  data.around_px = static_cast<float>(doubt.around_mm / mm_per_px);
  set_rows(data.slow_from_pane, (doubt.shading_from_world * pane.world_from_pane).matrix);
  static_assert(sizeof data.slow >= sizeof doubt.shading.darker + sizeof doubt.misplaced_mm);
  for (std::size_t i = 0; i < doubt.misplaced_mm.size(); ++i) {
    const int first = static_cast<int>(2 * (i % 2));
    data.slow[i / 2][first] = doubt.shading.darker[i];
    data.slow[i / 2][first + 1] = doubt.misplaced_mm[i] / static_cast<float>(mm_per_px);
  }
}

shared::BendData bend_data(const PaneInput& pane, const LayerInput& layer, const Volume& volume) {
  shared::BendData data{};
  const PolyRigid& bend = layer.bend;
  if (bend.empty()) return data;
  LV_ASSERT(bend.nodes.size() <= shared::most_bend_nodes);
  const dvec3 origin = bend.nodes[bend.nodes.size() / 2].point;
  dmat4 place_from_pane = pane.world_from_pane.matrix;
  place_from_pane[3] -= dvec4(origin, 0.0);
  set_rows(data.place_from_pane, place_from_pane);
  set_rows(data.voxel_from_shift,
           (inverse(volume.geometry.scan_from_voxel) * layer.scan_from_world).matrix);
  data.count = static_cast<shared::uint>(bend.nodes.size());
  data.spread_mm = static_cast<float>(PolyRigid::spread_mm);
  data.full_mm = static_cast<float>(PolyRigid::full_mm);
  data.end_full_mm = static_cast<float>(PolyRigid::end_full_mm);
  data.fade_mm = static_cast<float>(bend.fade_mm);
  for (std::size_t n = 0; n < bend.nodes.size(); ++n) {
    const PolyRigid::Node& node = bend.nodes[n];
    data.nodes[n] = {vec4(dvec4(node.point - origin, 0.0)), vec4(dvec4(node.along, 0.0)),
                     vec4(dvec4(node.turn, 0.0)), vec4(dvec4(node.velocity, 0.0))};
  }
  return data;
}

}  // namespace

shared::CutData cut_data(const PaneInput& pane, const LayerInput& layer, const Volume& volume,
                         bool filtered) {
  const Geometry& geometry = volume.geometry;
  const Affine<Voxel, World> voxel_from_world =
      inverse(geometry.scan_from_voxel) * layer.scan_from_world;
  shared::CutData data{};
  set_rows(data.voxel_from_pane, (voxel_from_world * pane.world_from_pane).matrix);
  set_average(data, layer, voxel_from_world);
  if (pane.blend == Blend::difference) {
    data.deep_step = vec4(voxel_from_world.direction(pane.doubt.half_slice_mm), 0.0);
  }
  data.columns = geometry.size.x;
  data.rows = geometry.size.y;
  data.slices = geometry.size.z;
  data.half_thickness = static_cast<float>(0.5 * geometry.thickness_mm() / geometry.spacing_mm().z);
  data.nearest_slice = layer.nearest_slice;
  data.interpolate_by_hand = !filtered || pane.blend == Blend::difference;
  data.irregular = !geometry.regular();
  const auto& places = geometry.slice_coordinates;
  for (std::size_t k = 0; k < places.size(); ++k) {
    data.places[k / 4][static_cast<int>(k % 4)] = static_cast<float>(places[k]);
  }
  return data;
}

shared::PaneBends cut_bend(const PaneInput& pane, const LayerInput& layer, const Volume& volume) {
  shared::PaneBends data{};
  data.layers[0] = bend_data(pane, layer, volume);
  return data;
}

shared::PaneBends pane_bends(const PaneInput& pane, const std::array<const Volume*, 2>& volumes) {
  shared::PaneBends data{};
  for (std::size_t l = 0; l < volumes.size(); ++l) {
    if (volumes[l]) data.layers[l] = bend_data(pane, pane.layers[l], *volumes[l]);
  }
  data.beside = pane.beside_bend;
  return data;
}

shared::PaneData pane_data(const PaneInput& pane, const std::array<const Volume*, 2>& volumes,
                           float content_scale) {
  shared::PaneData data{};
  for (std::size_t l = 0; l < volumes.size(); ++l) {
    data.layers[l].present = volumes[l] != nullptr;
    if (volumes[l]) set_greys(data.layers[l], *volumes[l], pane.layers[l]);
  }
  data.mixture = pane.mixture;
  data.seam_px = pane.seam_px;
  data.blend = static_cast<shared::uint>(pane.blend);
  data.inverted = pane.inverted;
  data.spot_from_px = vec4(pane.spot.from_px, 0.0F);
  data.spot_to_px = vec4(pane.spot.to_px, 0.0F);
  data.spot_radius_px = pane.spot.radius_px;
  data.brightness = pane.brightness;
  data.origin_x = pane.rect_px.x;
  data.origin_y = pane.rect_px.y;
  const auto scaled = [&](auto length_px) {
    return static_cast<int>(std::lround(static_cast<float>(length_px) * content_scale));
  };
  data.hatch_period_px = std::max(3, scaled(hatch_period_px));
  data.band_px = std::max(1, scaled(shared::hatch_band_px));
  set_doubt(data, pane);
  return data;
}

}  // namespace lv
