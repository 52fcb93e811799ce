#include "engine/registration/prepared_volume.h"

#include <algorithm>
#include <cmath>

#include "engine/registration/draw_samples.h"
#include "engine/registration/foreground.h"
#include "engine/registration/inside.h"
#include "engine/registration/pyramid.h"

namespace lv {
namespace {

constexpr double coarse_mm = 8.0, middle_mm = 4.0;
constexpr int search_samples = 3000, coarse_samples = 8000, middle_samples = 30'000,
              fine_samples = 100'000;
constexpr ivec3 fine_regions(3);
constexpr int spot_samples = 30'000, glance_samples = 8000;
constexpr ivec3 spot_regions(2);
constexpr double spot_region_mm = 12.0;
/// Width of a head from left to right: spines and knees are narrower, trunks wider.
constexpr double least_head_mm = 110.0, most_head_mm = 230.0;
constexpr int least_cells = 60;  // of about 4 mm: less cannot be aligned on

Result<void> check_scan(const Volume& volume) {
  const ivec3 size = volume.geometry.size;
  if (size.x < 2 || size.y < 2) {
    return Error{ErrorCode::unsupported, "the picture is too small to be aligned"};
  }
  if (size.z < 2) {
    return Error{ErrorCode::unsupported, "one slice alone cannot be aligned in space"};
  }
  const auto corners = volume.geometry.corners();
  const double diagonal_mm = glm::length(corners[7] - corners[0]);
  constexpr double least_mm = 20.0, most_mm = 4000.0;  // a few vertebrae; a whole body
  if (!(diagonal_mm >= least_mm && diagonal_mm <= most_mm)) {
    return Error{ErrorCode::unsupported, "the scan would be " + std::to_string(diagonal_mm) +
                                             " mm across; its header must be in the wrong unit"};
  }
  return {};
}

/// FNV-1a over the size and a few thousand samples.
std::uint64_t fingerprint_of(const Volume& volume) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto add = [&](std::uint64_t value) { hash = (hash ^ value) * 0x100000001b3ULL; };
  for (int a = 0; a < 3; ++a) add(static_cast<std::uint64_t>(volume.geometry.size[a]));
  const std::size_t stride = volume.samples.size() / 5000 + 1;
  for (std::size_t i = 0; i < volume.samples.size(); i += stride) add(volume.samples[i]);
  return hash;
}

std::shared_ptr<const MetricSide> make_side(std::shared_ptr<const LevelImage> image,
                                            const LevelImage& cells,
                                            const std::vector<float>& density,
                                            const GreyRange& range, const DrawRules& rules) {
  auto side = std::make_shared<MetricSide>();
  side->samples = draw_samples(*image, cells, density, range, rules);
  side->centroid = centroid(side->samples, *image);
  side->image = std::move(image);
  return side;
}

}  // namespace

Result<std::shared_ptr<const PreparedVolume>> PreparedVolume::prepare(VolumePtr volume,
                                                                      const std::stop_token& stop) {
  const Error stopped{ErrorCode::cancelled, "stopped"};
  LV_TRY(check_scan(*volume));
  auto prepared = std::shared_ptr<PreparedVolume>(new PreparedVolume);
  prepared->volume_ = volume;
  prepared->fingerprint_ = fingerprint_of(*volume);
  prepared->range_ = grey_range(*volume);
  if (!(prepared->range_.high > prepared->range_.low)) {
    return Error{ErrorCode::unsupported, "the picture is one grey everywhere"};
  }
  const GreyRange& range = prepared->range_;
  if (stop.stop_requested()) return stopped;
  const auto native = std::make_shared<const LevelImage>(native_image(volume, range));
  const auto middle = std::make_shared<const LevelImage>(coarser_image(*native, middle_mm));
  const auto coarse = std::make_shared<const LevelImage>(coarser_image(*middle, coarse_mm));
  if (stop.stop_requested()) return stopped;
  prepared->cells_ = middle;
  prepared->find_body();
  if (stop.stop_requested()) return stopped;
  const auto& body = prepared->foreground_;
  prepared->sides_ = {
      make_side(coarse, *middle, body, range, {search_samples, false, ivec3(1)}),
      make_side(coarse, *middle, body, range, {coarse_samples, false, ivec3(1)}),
      make_side(middle, *middle, body, range, {middle_samples, false, ivec3(1)}),
      make_side(native, *middle, prepared->inside_, range, {fine_samples, true, fine_regions})};
  if (prepared->side(Level::search)->samples.count == 0) {
    return Error{ErrorCode::unsupported, "there is nothing to see in the picture"};
  }
  return std::shared_ptr<const PreparedVolume>(prepared);
}

void PreparedVolume::find_body() {
  const std::vector<std::uint8_t> mask = body_mask(*cells_, range_);
  InsideWeights inside = inside_weights(*cells_, mask, body_depth(*cells_, range_));
  inside_ = std::move(inside.weights);
  foreground_.assign(mask.begin(), mask.end());
  dvec3 sum(0.0), low(1e9), high(-1e9);
  double weight = 0.0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (!mask[i]) continue;
    const dvec3 voxel = cells_->place(i);
    const double grey = std::max(0.0, cells_->grid().samples[i] - range_.low);
    sum += grey * voxel;
    weight += grey;
    low = glm::min(low, voxel);
    high = glm::max(high, voxel);
  }
  const dmat3 axes(cells_->scan_from_voxel.matrix);
  double across_mm = 0.0;
  for (int a = 0; a < 3; ++a) across_mm += std::abs(axes[a].x) * (high[a] - low[a]);
  head_ = inside.head && across_mm > least_head_mm && across_mm < most_head_mm;
  centre_of_mass_ = cells_->scan_from_voxel(weight > 0.0 ? sum / weight : 0.5 * (low + high));
}

std::shared_ptr<const MetricSide> PreparedVolume::weighted_side(
    Level level, Extent extent, const SampleWeight& weighting) const {
  std::vector<float> density(foreground_.size());
  int cells = 0;
  for (std::size_t i = 0; i < density.size(); ++i) {
    if (foreground_[i] <= 0.0F) continue;
    const dvec3 point = cells_->scan_from_voxel(cells_->place(i));
    density[i] = static_cast<float>(weighting(point));
    cells += density[i] > 0.0F;
  }
  if (cells < least_cells) return nullptr;
  DrawRules rules{fine_samples, true, fine_regions};
  if (level != Level::fine) rules = {middle_samples, false, ivec3(1)};
  if (extent != Extent::organ) {
    rules.count = extent == Extent::spot ? spot_samples : glance_samples;
    rules.most_regions = glm::min(rules.most_regions, spot_regions);
    rules.least_region_mm = spot_region_mm;
  }
  return make_side(side(level)->image, *cells_, density, range_, rules);
}

}  // namespace lv
