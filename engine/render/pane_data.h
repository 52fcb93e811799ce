// From a PaneInput to the numbers of its buffer: composed in double, rounded once. No
// Vulkan.
#pragma once

#include "engine/render/view.h"
#include "shaders/shared/bend.h"
#include "shaders/shared/pane.h"

namespace lv {

/// `volumes`: those of the pane's layers; null where there is none. `filtered`: the device
/// interpolates all of them by itself.
shared::PaneData pane_data(const PaneInput& pane, const std::array<const Volume*, 2>& volumes,
                           float content_scale, bool filtered);

shared::PaneBends pane_bends(const PaneInput& pane, const std::array<const Volume*, 2>& volumes);

}  // namespace lv
