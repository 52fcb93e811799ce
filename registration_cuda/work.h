// What lies in the card's memory while a pair is scored or climbs: plain values and pointers into
// that memory. Nothing here is allocated or freed by kernels; workspace.h owns it.
#pragma once

#include "engine/registration/climb_step.h"
#include "engine/registration/metric_frames.h"

namespace lv {

/// What one block works on: samples of one region.
struct Chunk {
  std::uint32_t begin, end;
  std::uint32_t region;
};
inline constexpr std::uint32_t chunk_samples = 1024;

/// One direction of a pair.
struct WayOnCard {
  KernelInput input;  ///< all samples; target_from_sample is each trial's own
  DirectionFrames frames;
  const SampleRegion* regions;
  const Chunk* chunks;               ///< by region
  const std::uint32_t* first_chunk;  ///< of each region; one more number for the end
  int region_count, chunk_count;
};

struct PairOnCard {
  WayOnCard ways[2];  ///< forward, backward
  dvec3 centroid;     ///< of the fixed side's samples

  LV_HD int regions() const { return ways[0].region_count + ways[1].region_count; }
  LV_HD int chunks() const { return ways[0].chunk_count + ways[1].chunk_count; }
};

/// A pose that is scored.
struct Trial {
  RigidPose pose;
  RegionSet regions;
  int active;                      ///< 0: nothing is to be done for it
  Matrix34 target_from_sample[2];  ///< by direction
  PoseScore score;
};

/// A climb and what its next iteration needs. Its trials are the step_count ones from
/// index * step_count on, by length.
struct Climber {
  Climb climb;
  Slope slope;
  Motion motion;
  int has_motion;
  SlopeMaps maps[2];  ///< by direction, at the climb's pose
  int begun;          ///< 0 until its first pose, trial 0, is scored
  int has_moved;      ///< its tables and sums are of an earlier pose
  int winner;         ///< the trial at its pose, whose histograms make the tables
};

inline constexpr int counted_cells = source_bins * target_columns;  ///< all but the outside row

/// Everything that kernels see. First index first; regions and chunks of both directions, forward
/// first.
struct Work {
  PairOnCard pair;
  ClimbRules rules;
  int trial_count, climber_count;
  Trial* trials;
  Climber* climbers;
  std::uint32_t*
      histograms;  ///< trials * chunks * counted_cells; a region's sum in its first chunk
  Information* informations;  ///< trials * regions
  float* tables;              ///< climbers * regions * histogram_cells
  float* sums;                ///< climbers * chunks * slope_sums
};

// Written by the host's compiler and read by the card's: both must lay them out alike, and both
// compile this.
static_assert(sizeof(Work) == 1008 && sizeof(Trial) == 192 && sizeof(Climber) == 744);

/// The kernels, in the order in which a climb needs them.
enum class Kernel {
  place,        ///< trials: maps from their poses
  histogram,    ///< trials: a histogram of each chunk
  information,  ///< trials: a histogram and its information of each region
  join,         ///< trials: scores
  accept,       ///< climbers: the trials' scores; takes the best step
  table,        ///< climbers that have moved: score tables from the winner's histograms
  slope,        ///< climbers that have moved: sums of the samples' scores
  solve,        ///< climbers: a motion, and trials along it
};
inline constexpr int kernel_count = 8;

}  // namespace lv
