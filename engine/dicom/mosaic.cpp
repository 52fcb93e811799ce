#include "engine/dicom/mosaic.h"

#include <cmath>

#include "engine/dicom/siemens.h"

namespace lv {

bool says_tiled(const SeriesHeader& h) {
  return h.image_type.find("MOSAIC") != std::string::npos ||
         h.image_type.find("VFRAME") != std::string::npos;
}

Result<std::vector<Picture>> tiles_of(const Record& r) {
  // UIH says where each tile lies and leaves out the last rows of tiles where they would be empty;
  // a mosaic of Siemens is a square and says where its first slice lies.
  const bool siemens = r.tile_positions.empty();
  const int across = static_cast<int>(std::ceil(std::sqrt(r.tiles)));
  const int down = siemens ? across : (r.tiles + across - 1) / across;
  SeriesHeader header = r.header;
  if (header.columns % across != 0 || header.rows % down != 0 || header.frames != 1) {
    return Error{ErrorCode::unsupported,
                 "it holds many slices side by side in a layout that is not known"};
  }
  header.tiles_across = across;
  header.columns /= across;
  header.rows /= down;
  const auto shared = std::make_shared<const SeriesHeader>(std::move(header));
  std::vector<dvec3> positions = r.tile_positions;
  if (siemens && r.picture.plane) {
    const ivec2 mosaic(r.header.columns, r.header.rows), tile(shared->columns, shared->rows);
    positions = siemens_tile_positions(r.picture, r.slice_normal, mosaic, tile, r.tiles);
  }
  std::vector<Picture> tiles;
  for (int i = 0; i < r.tiles; ++i) {
    Picture tile = r.picture;
    tile.header = shared;
    tile.frame = i;
    tile.slice_location.reset();
    const auto n = static_cast<std::size_t>(i);
    if (r.directions && n < positions.size()) {
      tile.plane = PicturePlane{positions[n], (*r.directions)[0], (*r.directions)[1]};
    }
    tiles.push_back(std::move(tile));
  }
  return tiles;
}

}  // namespace lv
