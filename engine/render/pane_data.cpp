#include "engine/render/pane_data.h"

#include <algorithm>
#include <cmath>

#include "engine/core/assert.h"

namespace lv {
namespace {

constexpr double most_sample = 65535.0;   // a texel of 1.0
constexpr float hatch_period_px = 16.0F;  // at usual content scale

void set_map(shared::LayerData& data, const Affine<Voxel, Pane>& voxel_from_pane) {
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      data.voxel_from_pane[row][column] = static_cast<float>(voxel_from_pane.matrix[column][row]);
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
  set_map(data, inverse(geometry.scan_from_voxel) * layer.scan_from_world * pane.world_from_pane);
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

}  // namespace

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
