// The structs that GLSL and C++ share lie alike in memory: member offsets and array strides as the
// compiled shader has them (SPIR-V specification, Decoration) against those of C++.
#include <doctest/doctest.h>

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "shaders/shared/bend.h"
#include "shaders/shared/pane.h"
#include "shaders/shared/spirv.h"
#include "shaders/shared/ui.h"

using namespace lv;

namespace {

using Offsets = std::vector<std::size_t>;

struct Layout {
  std::set<Offsets> structs;
  std::set<std::size_t> strides;
};

Layout layout_of(std::span<const std::uint32_t> spirv) {
  constexpr std::uint32_t op_decorate = 71, op_member_decorate = 72;
  constexpr std::uint32_t array_stride = 6, offset = 35;
  std::map<std::uint32_t, Offsets> structs;
  Layout layout;
  for (std::size_t word = 5; word < spirv.size(); word += spirv[word] >> 16) {
    const std::uint32_t operation = spirv[word] & 0xFFFFU;
    if (operation == op_decorate && spirv[word + 2] == array_stride) {
      layout.strides.insert(spirv[word + 3]);
    }
    if (operation == op_member_decorate && spirv[word + 3] == offset) {
      structs[spirv[word + 1]].push_back(spirv[word + 4]);  // members come in order
    }
  }
  for (const auto& [id, offsets] : structs) layout.structs.insert(offsets);
  return layout;
}

}  // namespace

TEST_CASE("cut_data_lies_alike_in_glsl_and_cpp") {
  using shared::CutData;
  const Layout layout = layout_of(shaders::cut_frag());
  const Offsets cut = {offsetof(CutData, voxel_from_pane),
                       offsetof(CutData, average_steps),
                       offsetof(CutData, deep_step),
                       offsetof(CutData, columns),
                       offsetof(CutData, rows),
                       offsetof(CutData, slices),
                       offsetof(CutData, irregular),
                       offsetof(CutData, half_thickness),
                       offsetof(CutData, nearest_slice),
                       offsetof(CutData, interpolate_by_hand),
                       offsetof(CutData, averaged),
                       offsetof(CutData, places)};
  CHECK(layout.structs.contains(cut));
  CHECK(layout.strides ==
        std::set<std::size_t>{sizeof(vec4), sizeof(shared::BendNode), sizeof(shared::BendData)});
}

TEST_CASE("pane_data_lies_alike_in_glsl_and_cpp") {
  using shared::LayerData;
  using shared::PaneData;
  const Layout layout = layout_of(shaders::pane_frag());
  const Offsets layer = {offsetof(LayerData, present),     offsetof(LayerData, grey_scale),
                         offsetof(LayerData, grey_offset), offsetof(LayerData, unused),
                         offsetof(LayerData, knee_at),     offsetof(LayerData, knee_by)};
  const Offsets pane = {offsetof(PaneData, layers),     offsetof(PaneData, spot_from_px),
                        offsetof(PaneData, spot_to_px), offsetof(PaneData, slow_from_pane),
                        offsetof(PaneData, slow),       offsetof(PaneData, mixture),
                        offsetof(PaneData, seam_px),    offsetof(PaneData, blend),
                        offsetof(PaneData, inverted),   offsetof(PaneData, origin_x),
                        offsetof(PaneData, origin_y),   offsetof(PaneData, spot_radius_px),
                        offsetof(PaneData, brightness), offsetof(PaneData, hatch_period_px),
                        offsetof(PaneData, band_px),    offsetof(PaneData, noise),
                        offsetof(PaneData, black),      offsetof(PaneData, full_change),
                        offsetof(PaneData, around_px),  offsetof(PaneData, unused_a),
                        offsetof(PaneData, unused_b)};
  CHECK(layout.structs.contains(layer));
  CHECK(layout.structs.contains(pane));
  CHECK(layout.strides == std::set<std::size_t>{sizeof(vec4), sizeof(LayerData),
                                                sizeof(shared::BendNode),
                                                sizeof(shared::BendData)});
}

TEST_CASE("bends_lie_alike_in_glsl_and_cpp") {
  using shared::BendData;
  using shared::BendNode;
  using shared::PaneBends;
  const Layout layout = layout_of(shaders::pane_frag());
  CHECK(layout.structs.contains(Offsets{offsetof(BendNode, point), offsetof(BendNode, along),
                                        offsetof(BendNode, turn), offsetof(BendNode, velocity)}));
  CHECK(layout.structs.contains(Offsets{
      offsetof(BendData, place_from_pane), offsetof(BendData, voxel_from_shift),
      offsetof(BendData, count), offsetof(BendData, spread_mm), offsetof(BendData, full_mm),
      offsetof(BendData, end_full_mm), offsetof(BendData, fade_mm), offsetof(BendData, unused_a),
      offsetof(BendData, unused_b), offsetof(BendData, unused_c), offsetof(BendData, nodes)}));
  CHECK(layout.structs.contains(Offsets{
      offsetof(PaneBends, layers), offsetof(PaneBends, beside), offsetof(PaneBends, unused_a),
      offsetof(PaneBends, unused_b), offsetof(PaneBends, unused_c)}));
}

TEST_CASE("ui_push_constants_lie_alike_in_glsl_and_cpp") {
  const Layout layout = layout_of(shaders::ui_vert());
  CHECK(layout.structs.contains(Offsets{offsetof(shared::UiPush, clip_from_px)}));
  CHECK(sizeof(shared::UiPush) == 8);
}
