// The kernels that go over samples: histograms of trials, sums of scores at a climb's pose.
// Integer histograms do not depend on the order of samples; sums are added in a fixed order.
#pragma once

#include "registration_cuda/block.h"
#include "registration_cuda/work.h"

namespace lv {

/// A chunk and the direction it belongs to.
struct ChunkOfWay {
  int way;
  Chunk chunk;
};

LV_BODY ChunkOfWay chunk_of(const PairOnCard& pair, int index) {
  const int forward = pair.ways[0].chunk_count;
  if (index < forward) return {0, pair.ways[0].chunks[index]};
  return {1, pair.ways[1].chunks[index - forward]};
}

/// Where a chunk's region lies among those of both directions of all climbers.
LV_BODY std::size_t region_index(const PairOnCard& pair, int climber, const ChunkOfWay& part) {
  const int region = part.way * pair.ways[0].region_count + static_cast<int>(part.chunk.region);
  return static_cast<std::size_t>(climber * pair.regions() + region);
}

LV_BODY bool counts(RegionSet set, std::uint32_t region) {
  return (set >> region & 1U) != 0;
}

/// Calls body(i) for this thread's samples of a chunk.
template <class Body>
LV_BODY void each_sample(const Chunk& chunk, int thread, const Body& body) {
  for (std::size_t i = chunk.begin + static_cast<std::size_t>(thread); i < chunk.end;
       i += block_threads) {
    body(i);
  }
}

/// Copies, because neighbouring threads often add to the same cells.
inline constexpr int histogram_copies = 2;

struct HistogramShared {
  std::uint32_t cells[histogram_copies][counted_cells];
};

LV_BODY void add_sample(const KernelInput& in, std::size_t i, std::uint32_t* histogram) {
  const auto place = histogram_place<ScalarLanes>(in, i, target_place<ScalarLanes>(in, i));
  if (place.cell >= counted_cells) return;
  const Taps taps = spline_taps(place.fraction);
  for (int k = 0; k < 4; ++k) add_together(histogram + place.cell + k, taps.weight[k]);
}

template <class Block>
LV_BODY void make_histograms(const Block& block, const Work& work, HistogramShared& shared) {
  const int chunks = work.pair.chunks();
  for (int item = block.index(); item < work.trial_count * chunks; item += block.count()) {
    const Trial& trial = work.trials[item / chunks];
    const ChunkOfWay part = chunk_of(work.pair, item % chunks);
    if (!trial.active || !counts(trial.regions, part.chunk.region)) continue;
    KernelInput in = work.pair.ways[part.way].input;
    in.target_from_sample = trial.target_from_sample[part.way];
    block.step([&](int thread) {
      for (int c = thread; c < counted_cells; c += block_threads) {
        for (auto& copy : shared.cells) copy[c] = 0;
      }
    });
    block.step([&](int thread) {
      std::uint32_t* const cells = shared.cells[thread % histogram_copies];
      each_sample(part.chunk, thread, [&](std::size_t i) { add_sample(in, i, cells); });
    });
    block.step([&](int thread) {
      std::uint32_t* const out = work.histograms + static_cast<std::size_t>(item) * counted_cells;
      for (int c = thread; c < counted_cells; c += block_threads) {
        out[c] = 0;
        for (const auto& copy : shared.cells) out[c] += copy[c];
      }
    });
  }
}

struct SlopeShared {
  /// A row per sum. 8 more than threads, so that 32 threads that add up meet 32 memory banks.
  static constexpr int row = block_threads + 8;
  static constexpr int parts = 8;
  float table[histogram_cells];
  float sums[slope_sums * row];
  float partial[slope_sums * parts];
};

/// Adds up shared.sums over the threads, into `out`.
template <class Block>
LV_BODY void reduce_sums(const Block& block, SlopeShared& shared, float* out) {
  constexpr int parts = SlopeShared::parts;
  block.step([&](int thread) {
    if (thread >= slope_sums * parts) return;
    const float* const row = shared.sums + thread / parts * SlopeShared::row;
    float sum = 0.0F;
    for (int t = thread % parts; t < block_threads; t += parts) sum += row[t];
    shared.partial[thread] = sum;
  });
  block.step([&](int thread) {
    if (thread >= slope_sums) return;
    float sum = 0.0F;
    for (int p = 0; p < parts; ++p) sum += shared.partial[thread * parts + p];
    out[thread] = sum;
  });
}

template <class Block>
LV_BODY void sum_scores(const Block& block, const Work& work, SlopeShared& shared) {
  const int chunks = work.pair.chunks();
  for (int item = block.index(); item < work.climber_count * chunks; item += block.count()) {
    const int c = item / chunks;
    const Climber& climber = work.climbers[c];
    const ChunkOfWay part = chunk_of(work.pair, item % chunks);
    if (climber.climb.converged || !climber.has_moved) continue;
    if (!counts(climber.climb.regions, part.chunk.region)) continue;
    const WayOnCard& way = work.pair.ways[part.way];
    KernelInput in = way.input;
    in.target_from_sample =
        work.trials[c * step_count + climber.winner].target_from_sample[part.way];
    const float* const table = work.tables + region_index(work.pair, c, part) * histogram_cells;
    block.step([&](int thread) {
      for (int n = thread; n < histogram_cells; n += block_threads) shared.table[n] = table[n];
    });
    block.step([&](int thread) {
      float sums[slope_sums] = {};
      each_sample(part.chunk, thread, [&](std::size_t i) {
        float score[6];
        sample_score<ScalarLanes>(in, climber.maps[part.way], shared.table, i,
                                  target_place<ScalarLanes>(in, i), score);
        add_score(score, sums);
      });
      for (int n = 0; n < slope_sums; ++n) shared.sums[n * SlopeShared::row + thread] = sums[n];
    });
    reduce_sums(block, shared, work.sums + static_cast<std::size_t>(item) * slope_sums);
  }
}

}  // namespace lv
