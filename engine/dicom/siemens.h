// The private "CSA" header of Siemens scanners, as far as a mosaic needs it: how many slices it
// holds and which way they are stacked. Layout after dcm2niix and NiBabel's documentation ("CSA
// header"): names, items of text, padded to four bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/study/header.h"

namespace lv {

struct SiemensHeader {
  int images_in_mosaic = 0;  ///< 0: not said
  std::optional<dvec3> slice_normal;
};

/// Reads (0029,xx10). Damaged headers give as much as could be read.
SiemensHeader read_siemens_header(std::span<const std::uint8_t> bytes);

/// Where the tiles of a mosaic lie (LPS mm, centre of the first voxel of each). `mosaic` is a
/// picture with a plane whose position is that of the whole mosaic's corner, as if it were one
/// large slice (dcm2niix documents this); sizes in pixels.
std::vector<dvec3> siemens_tile_positions(const Picture& mosaic,
                                          const std::optional<dvec3>& slice_normal,
                                          ivec2 mosaic_size, ivec2 tile_size, int tiles);

}  // namespace lv
