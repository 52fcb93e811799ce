// How far small blocks of the body lie from where they belong, once two scans are lined up: finer
// than the metric's regions, so that a cavity or a ventricle has blocks of its own. In a block, the
// values of one scan are explained as a parabola of the other's, which needs no common contrast and
// no even brightness; a shift of the block is what explains them best. The samples of either scan
// ask for it by themselves. What both find is there; noise, slices and contrast mislead each
// differently.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "engine/registration/level_image.h"
#include "engine/registration/verdict.h"

namespace lv {

class BlockShifts {
 public:
  BlockShifts() = default;
  /// `pose` maps points of the first side's scan to the second's. Both sides must be there.
  BlockShifts(const RigidPose& pose, std::shared_ptr<const MetricSide> first,
              std::shared_ptr<const MetricSide> second);

  /// Does a part of the work, some 10 ms. False: nothing is left to do.
  bool step();

  /// How far tissue has moved in each block, judged with its neighbours, in the first side's scan.
  /// Empty: there are too few blocks.
  std::vector<PartShift> parts() const;

 private:
  /// The samples of one scan in one block.
  struct Block {
    int cell;
    SampleRegion samples;  ///< of Way::samples
    dvec3 shift{0.0};      ///< along the axes of the second side's scan, mm
    dvec3 certainty{0.0};  ///< how sharply it fits along them, nats per mm²
  };
  /// One scan asks the other.
  struct Way {
    std::shared_ptr<const MetricSide> source, target;
    DirectionFrames frames;
    SampleList samples;  ///< the source's, block by block
    std::vector<Block> blocks;
  };
  /// What both scans say of a block.
  struct Agreed {
    ivec3 place;
    dvec3 product{0.0};  ///< of the two shifts along each axis, times the weight
    dvec3 weight{0.0};
  };

  Way way(Direction direction, std::shared_ptr<const MetricSide> source,
          std::shared_ptr<const MetricSide> target) const;
  double fit(const Way& way, const Block& block, const dvec3& shift) const;
  void refine(const Way& way, Block& block) const;
  void agree();
  double moved_mm(const dvec3& products, const dvec3& weights) const;

  RigidPose pose_;
  dvec3 origin_{0.0};       ///< of the grid of blocks, in the first side's scan
  double misled_mm_ = 0.0;  ///< by so much blocks shift that have not moved
  std::array<Way, 2> ways_;
  std::vector<Agreed> agreed_;
  int steps_ = 0;
};

/// 0: there are none.
double root_mean_square_mm(std::span<const PartShift> parts);

}  // namespace lv
