// How far the body reaches in a scan: what a picture of it must hold.
#pragma once

#include <vector>

#include "engine/volume/volume.h"

namespace lv {

/// The body's voxels that lie farthest out in each of 98 directions, Scan mm, within about 4 mm.
/// Empty: no body stands out from the background.
std::vector<dvec3> body_outline(const VolumePtr& volume);

}  // namespace lv
