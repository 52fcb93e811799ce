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

void set_window(shared::LayerData& data, const Volume& volume, const Window& window) {
  LV_ASSERT(window.width > 0);
  const double black = window.level - window.width / 2;
  data.grey_scale = static_cast<float>(most_sample * volume.scale / window.width);
  data.grey_offset = static_cast<float>((volume.offset - black) / window.width);
}

shared::LayerData layer_data(const PaneInput& pane, const LayerInput& layer, const Volume& volume) {
  const Geometry& geometry = volume.geometry;
  shared::LayerData data{};
  set_rows(
      data.voxel_from_pane,
      (inverse(geometry.scan_from_voxel) * layer.scan_from_world * pane.world_from_pane).matrix);
  set_window(data, volume, layer.window);
  data.columns = geometry.size.x;
  data.rows = geometry.size.y;
  data.slices = geometry.size.z;
  data.half_thickness = static_cast<float>(0.5 * geometry.thickness_mm() / geometry.spacing_mm().z);
  data.nearest_slice = layer.nearest_slice;
  data.irregular = !geometry.regular();
  const auto& places = geometry.slice_coordinates;
  for (std::size_t k = 0; k < places.size(); ++k) {
    data.places[k / 4][static_cast<int>(k % 4)] = static_cast<float>(places[k]);
  }
  return data;
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

shared::PaneBends pane_bends(const PaneInput& pane, const std::array<const Volume*, 2>& volumes) {
  shared::PaneBends data{};
  for (std::size_t l = 0; l < volumes.size(); ++l) {
    if (volumes[l]) data.layers[l] = bend_data(pane, pane.layers[l], *volumes[l]);
  }
  data.beside = pane.beside_bend;
  return data;
}

shared::PaneData pane_data(const PaneInput& pane, const std::array<const Volume*, 2>& volumes,
                           float content_scale, bool filtered) {
  shared::PaneData data{};
  for (std::size_t l = 0; l < volumes.size(); ++l) {
    if (volumes[l]) data.layers[l] = layer_data(pane, pane.layers[l], *volumes[l]);
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
  data.hatch_period_px =
      std::max(3, static_cast<int>(std::lround(hatch_period_px * content_scale)));
  data.interpolate_by_hand = !filtered || pane.blend == Blend::difference;
  return data;
}

}  // namespace lv
