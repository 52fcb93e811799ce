#include "engine/registration/mapped_side.h"

namespace lv {

std::shared_ptr<const MetricSide> mapped_side(const MetricSide& side,
                                              const Affine<Scan, Scan>& mapped_from_scan) {
  auto image = std::make_shared<LevelImage>(*side.image);
  image->scan_from_voxel = mapped_from_scan * image->scan_from_voxel;
  auto mapped = std::make_shared<MetricSide>(side);
  mapped->image = std::move(image);
  mapped->centroid = mapped_from_scan(side.centroid);
  return mapped;
}

}  // namespace lv
