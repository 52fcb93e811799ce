// The kernels that go over trials and climbs: maps from poses, scores from the regions'
// information, the way of a climb (climb_step.h).
#pragma once

#include "registration_cuda/block.h"
#include "registration_cuda/work.h"

namespace lv {

/// Calls body(i) for i of [0, count), spread over all threads of all blocks.
template <class Block, class Body>
LV_BODY void each_item(const Block& block, int count, const Body& body) {
  block.step([&](int thread) {
    for (int i = block.index() * block_threads + thread; i < count;
         i += block.count() * block_threads) {
      body(i);
    }
  });
}

LV_BODY void place_trial(const Work& work, int trial, int way) {
  Trial& t = work.trials[trial];
  if (t.active) t.target_from_sample[way] = target_from_sample(work.pair.ways[way].frames, t.pose);
}

template <class Block>
LV_BODY void place_trials(const Block& block, const Work& work) {
  each_item(block, 2 * work.trial_count, [&](int i) { place_trial(work, i / 2, i % 2); });
}

LV_BODY void join_trial(const Work& work, int trial, int way) {
  Trial& t = work.trials[trial];
  if (!t.active) return;
  const WayOnCard& w = work.pair.ways[way];
  const Information* const parts = work.informations + trial * work.pair.regions() +
                                   (way == 0 ? 0 : work.pair.ways[0].region_count);
  (way == 0 ? t.score.forward : t.score.backward) =
      joined(parts, w.regions, w.region_count, t.regions);
}

template <class Block>
LV_BODY void join_trials(const Block& block, const Work& work) {
  each_item(block, 2 * work.trial_count, [&](int i) { join_trial(work, i / 2, i % 2); });
}

/// The s-th length that a line search may try.
LV_BODY double step_length(int s) {
  return least_step * (1 << s);
}

/// The scores along a climb's motion, all known.
class ScoredLine {
 public:
  LV_BODY ScoredLine(const ClimbRules& rules, const Motion& motion, const Trial* trials)
      : rules_(rules), motion_(motion), trials_(trials) {}

  LV_BODY bool allows(double step) const { return lv::allows(rules_, motion_, step); }
  LV_BODY PoseScore score(double step) const { return trials_[index(step)].score; }
  LV_BODY static int index(double step) {
    int s = 0;
    while (s + 1 < step_count && step_length(s) < step) ++s;
    return s;
  }

 private:
  const ClimbRules& rules_;
  const Motion& motion_;
  const Trial* trials_;
};

/// Scored: its first pose, or the trials along its motion.
LV_BODY void take_scores(const Work& work, int index, Climber& climber) {
  const Trial* const trials = work.trials + index * step_count;
  if (!climber.begun) {
    climber.begun = climber.has_moved = 1;
    climber.winner = 0;
    climber.climb.score = trials[0].score;
    return;
  }
  FoundStep found;
  ScoredLine line(work.rules, climber.motion, trials);
  if (climber.has_motion) found = search_line(line, climber.climb.step, climber.climb.score);
  finish_iteration(work.rules, climber.has_motion ? &climber.motion : nullptr, climber.slope.centre,
                   found, climber.climb);
  climber.has_moved = found.step > 0.0;
  if (climber.has_moved) climber.winner = ScoredLine::index(found.step);
}

template <class Block>
LV_BODY void accept_steps(const Block& block, const Work& work) {
  for (int c = block.index(); c < work.climber_count; c += block.count()) {
    Climber& climber = work.climbers[c];
    if (climber.climb.converged) continue;
    block.step([&](int thread) {
      if (thread < 2 * step_count) join_trial(work, c * step_count + thread / 2, thread % 2);
    });
    block.step([&](int thread) {
      if (thread == 0) take_scores(work, c, climber);
    });
    block.step([&](int thread) {
      if (thread >= 2 || !climber.has_moved) return;
      const RigidPose& pose = climber.climb.pose;
      climber.maps[thread] =
          slope_maps(work.pair.ways[thread].frames, pose, pose(work.pair.centroid));
    });
  }
}

struct SolveShared {
  static constexpr int parts = 4;
  double partial[2 * slope_sums * parts];
  double sums[2][slope_sums];
  double inside[2];
};

/// One part of one sum over a direction's chunks.
LV_BODY double add_chunks(const Work& work, int climber, int way, int sum, int part) {
  const WayOnCard& w = work.pair.ways[way];
  const int first = climber * work.pair.chunks() + (way == 0 ? 0 : work.pair.ways[0].chunk_count);
  const float* const sums = work.sums + static_cast<std::size_t>(first) * slope_sums + sum;
  const RegionSet set = work.climbers[climber].climb.regions;
  double total = 0.0;
  for (int k = part; k < w.chunk_count; k += SolveShared::parts) {
    if (set >> w.chunks[k].region & 1U) total += static_cast<double>(sums[k * slope_sums]);
  }
  return total;
}

/// Samples of a direction that fall inside at the climb's pose.
LV_BODY double samples_inside(const Work& work, int climber, int way) {
  const WayOnCard& w = work.pair.ways[way];
  const Climber& c = work.climbers[climber];
  const Information* const parts = work.informations +
                                   (climber * step_count + c.winner) * work.pair.regions() +
                                   (way == 0 ? 0 : work.pair.ways[0].region_count);
  double inside = 0.0;
  for (int s = 0; s < w.region_count; ++s) {
    if (c.climb.regions >> s & 1U) inside += parts[s].samples;
  }
  return inside;
}

/// The slope at the climb's pose, from its chunks' sums.
template <class Block>
LV_BODY void join_slope(const Block& block, const Work& work, int c, SolveShared& shared) {
  constexpr int parts = SolveShared::parts, sums = 2 * slope_sums;
  Climber& climber = work.climbers[c];
  block.step([&](int thread) {
    if (thread >= sums * parts) return;
    const int n = thread / parts;
    shared.partial[thread] = add_chunks(work, c, n / slope_sums, n % slope_sums, thread % parts);
  });
  block.step([&](int thread) {
    if (thread < sums) {
      double sum = 0.0;
      for (int p = 0; p < parts; ++p) sum += shared.partial[thread * parts + p];
      shared.sums[thread / slope_sums][thread % slope_sums] = sum;
    } else if (thread < sums + 2) {
      shared.inside[thread - sums] = samples_inside(work, c, thread - sums);
    }
  });
  block.step([&](int thread) {
    if (thread != 0) return;
    climber.slope = Slope{};
    climber.slope.score = climber.climb.score;
    climber.slope.centre = climber.climb.pose(work.pair.centroid);
    for (int way = 0; way < 2; ++way) {
      add_direction(shared.sums[way], shared.inside[way], climber.slope);
    }
  });
}

/// Trial s of a climb, in one direction. Each thread does both directions' pose for itself.
LV_BODY void set_trial(const Work& work, int c, int s, int way) {
  const Climber& climber = work.climbers[c];
  const double step = step_length(s);
  Trial& trial = work.trials[c * step_count + s];
  const bool active = climber.has_motion && allows(work.rules, climber.motion, step);
  if (way == 0) trial.active = active;
  if (!active) return;
  const RigidPose pose = moved(climber.climb.pose, climber.motion * step, climber.slope.centre);
  trial.target_from_sample[way] = target_from_sample(work.pair.ways[way].frames, pose);
  if (way != 0) return;
  trial.pose = pose;
  trial.regions = climber.climb.regions;
}

/// No motion, no trials; a climb that has converged has none either.
LV_BODY void clear_trials(const Work& work, int c) {
  for (int s = 0; s < step_count; ++s) work.trials[c * step_count + s].active = 0;
}

template <class Block>
LV_BODY void solve_motions(const Block& block, const Work& work, SolveShared& shared) {
  for (int c = block.index(); c < work.climber_count; c += block.count()) {
    Climber& climber = work.climbers[c];
    if (climber.climb.converged) {
      block.step([&](int thread) {
        if (thread == 0) clear_trials(work, c);
      });
      continue;
    }
    if (climber.has_moved) join_slope(block, work, c, shared);
    block.step([&](int thread) {
      if (thread != 0) return;
      climber.motion = Motion{};
      climber.has_motion =
          climb_motion(work.rules, climber.slope, climber.climb.damping, climber.motion);
    });
    block.step([&](int thread) {
      if (thread < 2 * step_count) set_trial(work, c, thread / 2, thread % 2);
    });
  }
}

}  // namespace lv
