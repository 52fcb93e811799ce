// Turns a PaneInput into the numbers of the shaders' buffers. They are computed in double and
// rounded once. No Vulkan.
#pragma once

#include "engine/render/view.h"
#include "shaders/shared/bend.h"
#include "shaders/shared/pane.h"

namespace lv {

/// The cut of the pane's plane through one of its layers. `filtered`: the device interpolates this
/// volume by itself.
shared::CutData cut_data(const PaneInput& pane, const LayerInput& layer, const Volume& volume,
                         bool filtered);

/// `volumes`: those of the pane's layers; null where there is none.
shared::PaneData pane_data(const PaneInput& pane, const std::array<const Volume*, 2>& volumes,
                           float content_scale);

/// The bend of one layer, as the cut's shader takes it: in the place of the first layer.
shared::PaneBends cut_bend(const PaneInput& pane, const LayerInput& layer, const Volume& volume);

shared::PaneBends pane_bends(const PaneInput& pane, const std::array<const Volume*, 2>& volumes);

}  // namespace lv
