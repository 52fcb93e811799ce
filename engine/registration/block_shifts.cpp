#include "engine/registration/block_shifts.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "engine/core/parallel.h"
#include "engine/registration/linear_solve.h"
#include "engine/registration/metric_kernels.h"

namespace lv {
namespace {

// Blocks of 16 mm tell where an operation has displaced the brain: per block, what was found and
// what is true correlate with 0.8 to 0.9, where the metric's regions of 50 mm come to 0.2 to 0.8.
constexpr double block_mm = 16.0;
constexpr int grid_side = 32;
constexpr std::uint32_t least_samples = 80;
constexpr std::size_t least_blocks = 20;
constexpr int rounds = 2;
constexpr double block_probe_mm = 1.0, most_step_mm = 1.5;
constexpr double settled_mm = 0.4;       ///< a block that has moved less is not asked again
constexpr double weak_certainty = 0.25;  ///< nats per mm²: as if shifts of 2 mm were usual
constexpr double half_sure = 2.0;        ///< nats per mm²
/// Blocks that have not moved shift by this part of a slice where contrasts or slices differ (55
/// pairs with known truth, slices of 3 to 6.5 mm).
constexpr double misled_by_slice = 0.13;
constexpr int neighbours_apart = 2;  ///< of a block's neighbours, which count by distance

int cell_of(const ivec3& place) {
  return place.x + grid_side * (place.y + grid_side * place.z);
}

ivec3 place_of(int cell) {
  return {cell % grid_side, cell / grid_side % grid_side, cell / grid_side / grid_side};
}

double slice_mm(const MetricSide& side) {
  const dmat3 steps(side.image->scan_from_voxel.matrix);
  return std::max({glm::length(steps[0]), glm::length(steps[1]), glm::length(steps[2])});
}

/// The part of the variance of m that a parabola of f leaves.
double left(const Moments& sums) {
  constexpr double ridge = 1e-4, least_left = 1e-3;
  constexpr double unit = source_bins / 2.0, middle = target_last_bin / 2.0;
  double f[5], solved[3], matrix[9], power = 1.0;  // f from -1 to 1, m from 0
  for (int p = 0; p < 5; ++p, power /= unit) f[p] = sums.f[p] * power;
  power = 1.0;
  for (int p = 0; p < 3; ++p, power /= unit) solved[p] = sums.mf[p] * power + middle * f[p];
  const double n = f[0], m = solved[0];
  const double mm = sums.mm + 2.0 * middle * sums.mf[0] + middle * middle * n;
  const double mf[3] = {solved[0], solved[1], solved[2]};
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 3; ++c) matrix[r * 3 + c] = f[r + c] + (r == c ? ridge * n : 0.0);
  }
  const double variance = mm - m * m / std::max(n, 1.0);
  if (variance <= 0.0 || !solve_symmetric(matrix, solved, 3)) return 1.0;
  double explained = 0.0;
  for (int r = 0; r < 3; ++r) explained += solved[r] * mf[r];
  return std::clamp((mm - explained) / variance, least_left, 1.0);
}

/// Samples that count, by cell; those of cells with few of them are left out.
struct ByCell {
  std::vector<int> cells;  ///< that have samples
  SampleList samples;      ///< a region for each cell
};

ByCell by_cell(const SampleList& from, const std::vector<int>& cell_of_sample) {
  ByCell to;
  std::vector<std::uint32_t> counts(grid_side * grid_side * grid_side), next(counts.size());
  for (const int cell : cell_of_sample) {
    if (cell >= 0) ++counts[static_cast<std::size_t>(cell)];
  }
  std::uint32_t end = 0;
  for (std::size_t cell = 0; cell < counts.size(); ++cell) {
    if (counts[cell] < least_samples) continue;
    to.cells.push_back(static_cast<int>(cell));
    next[cell] = end;
    to.samples.regions.push_back({end, end + (counts[cell] + 7) / 8 * 8, counts[cell]});
    end = to.samples.regions.back().end;
  }
  for (auto* values : {&to.samples.x, &to.samples.y, &to.samples.z}) values->resize(end);
  to.samples.bin.assign(end, outside_row);
  for (std::size_t i = 0; i < cell_of_sample.size(); ++i) {
    const int cell = cell_of_sample[i];
    if (cell < 0 || counts[static_cast<std::size_t>(cell)] < least_samples) continue;
    const std::uint32_t at = next[static_cast<std::size_t>(cell)]++;
    to.samples.x[at] = from.x[i];
    to.samples.y[at] = from.y[i];
    to.samples.z[at] = from.z[i];
    to.samples.bin[at] = from.bin[i];
  }
  return to;
}

}  // namespace

BlockShifts::BlockShifts(const RigidPose& pose, std::shared_ptr<const MetricSide> first,
                         std::shared_ptr<const MetricSide> second)
    : pose_(pose),
      origin_(first->centroid - block_mm * grid_side / 2.0),
      misled_mm_(misled_by_slice * std::hypot(slice_mm(*first), slice_mm(*second)) /
                 std::numbers::sqrt2) {
  ways_ = {way(Direction::forward, first, second), way(Direction::backward, second, first)};
}

BlockShifts::Way BlockShifts::way(Direction direction, std::shared_ptr<const MetricSide> source,
                                  std::shared_ptr<const MetricSide> target) const {
  const SampleList& samples = source->samples;
  const DirectionFrames frames = direction_frames(direction, *source, *target->image);
  const bool forward = direction == Direction::forward;
  const dmat4 first_from_position =
      scan_from_world(forward ? RigidPose{} : inverse(pose_)).matrix * frames.scan_from_position;
  std::vector<int> cells(samples.bin.size(), -1);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (samples.bin[i] == outside_row) continue;
    const dvec4 position(samples.x[i], samples.y[i], samples.z[i], 1.0);
    const ivec3 place(glm::floor((dvec3(first_from_position * position) - origin_) / block_mm));
    if (place == glm::clamp(place, 0, grid_side - 1)) cells[i] = cell_of(place);
  }
  ByCell sorted = by_cell(samples, cells);
  std::vector<Block> blocks;
  for (std::size_t b = 0; b < sorted.cells.size(); ++b) {
    blocks.push_back({sorted.cells[b], sorted.samples.regions[b]});
  }
  return {std::move(source), std::move(target), frames, std::move(sorted.samples),
          std::move(blocks)};
}

/// Log likelihood of the block's values where the second scan's place is moved by `shift`.
double BlockShifts::fit(const Way& way, const Block& block, const dvec3& shift) const {
  KernelInput in = kernel_input(way.samples, *way.target->image);
  in.begin = block.samples.begin;
  in.end = block.samples.end;
  RigidPose shifted = pose_;
  shifted.translation += shift;
  in.target_from_sample = target_from_sample(way.frames, shifted);
  Moments sums{};
  best_kernels().moments(in, sums);
  if (sums.f[0] < least_samples / 2.0) return 0.0;
  return -0.5 * block.samples.count * std::log(left(sums));
}

void BlockShifts::refine(const Way& way, Block& block) const {
  if (steps_ >= 2 && glm::length(block.shift) < settled_mm) return;
  const double here = fit(way, block, block.shift);
  dvec3 step(0.0);
  for (int axis = 0; axis < 3; ++axis) {
    dvec3 aside(0.0);
    aside[axis] = block_probe_mm;
    const double above = fit(way, block, block.shift + aside);
    const double below = fit(way, block, block.shift - aside);
    const double rise = (above - below) / (2.0 * block_probe_mm);
    block.certainty[axis] =
        std::max(0.0, (2.0 * here - above - below) / (block_probe_mm * block_probe_mm));
    step[axis] = rise / (block.certainty[axis] + weak_certainty);
  }
  step = glm::clamp(step, -most_step_mm, most_step_mm);
  block.shift += step;
}

bool BlockShifts::step() {
  Way& way = ways_[static_cast<std::size_t>(steps_ % 2)];
  parallel_for(way.blocks.size(), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) refine(way, way.blocks[i]);
  });
  if (++steps_ < 2 * rounds) return true;
  agree();
  return false;
}

void BlockShifts::agree() {
  for (const Block& forward : ways_[0].blocks) {
    const auto& others = ways_[1].blocks;
    const auto backward = std::ranges::lower_bound(others, forward.cell, {}, &Block::cell);
    if (backward == others.end() || backward->cell != forward.cell) continue;
    const double samples = forward.samples.count + backward->samples.count;
    const dvec3 certainty = glm::min(forward.certainty, backward->certainty);
    Agreed& agreed = agreed_.emplace_back(Agreed{place_of(forward.cell)});
    agreed.weight = samples * certainty / (certainty + half_sure);
    agreed.product = agreed.weight * forward.shift * backward->shift;
  }
  if (agreed_.size() < least_blocks) agreed_.clear();
}

/// How far tissue has moved, from weighted products of its blocks' shifts along three axes. A block
/// that has moved shifts by less, for it holds tissue that moves in other directions, too.
double BlockShifts::moved_mm(const dvec3& products, const dvec3& weights) const {
  constexpr double moved_by_shift = 1.4;
  double square = -misled_mm_ * misled_mm_;
  for (int axis = 0; axis < 3; ++axis) {
    if (weights[axis] > 0.0) square += products[axis] / weights[axis];
  }
  return moved_by_shift * std::sqrt(std::max(0.0, square));
}

std::vector<PartShift> BlockShifts::parts() const {
  std::vector<PartShift> parts;
  for (const Agreed& block : agreed_) {
    dvec3 products(0.0), weights(0.0);
    for (const Agreed& other : agreed_) {
      const ivec3 away = glm::abs(other.place - block.place);
      if (std::max({away.x, away.y, away.z}) > neighbours_apart) continue;
      const double near = std::exp(-0.5 * (away.x * away.x + away.y * away.y + away.z * away.z));
      products += near * other.product;
      weights += near * other.weight;
    }
    parts.push_back({origin_ + (dvec3(block.place) + 0.5) * block_mm, moved_mm(products, weights)});
  }
  return parts;
}

double root_mean_square_mm(std::span<const PartShift> parts) {
  double squares = 0.0;
  for (const PartShift& part : parts) squares += part.mm * part.mm;
  return parts.empty() ? 0.0 : std::sqrt(squares / static_cast<double>(parts.size()));
}

}  // namespace lv
