// The kernels that go over regions: the information of a finished histogram, and the score table of
// the one that a climb stands on. As mutual_information() and score_table() of metric_math.h, with
// the cells spread over threads: counts are whole numbers, so that only the order in which
// logarithms are added differs.
#pragma once

#include "registration_cuda/block.h"
#include "registration_cuda/work.h"

namespace lv {

/// A region of one of the directions, and where its chunks are among those of both.
struct RegionOfWay {
  std::uint32_t region;
  int first_chunk, chunk_count;
};

LV_BODY RegionOfWay region_of(const PairOnCard& pair, int index) {
  const int forward = pair.ways[0].region_count;
  const WayOnCard& way = pair.ways[index < forward ? 0 : 1];
  const int region = index < forward ? index : index - forward;
  const int before = index < forward ? 0 : pair.ways[0].chunk_count;
  const auto first = static_cast<int>(way.first_chunk[region]);
  const auto end = static_cast<int>(way.first_chunk[region + 1]);
  return {static_cast<std::uint32_t>(region), before + first, end - first};
}

struct RegionShared {
  double cells[counted_cells];
  double totals[block_threads];  ///< of rows, or of columns
  double parts[block_threads];
};

/// Row r of the cells, or column c.
LV_BODY double row_total(const RegionShared& shared, int r) {
  double sum = 0.0;
  for (int c = 0; c < target_columns; ++c) sum += shared.cells[r * target_columns + c];
  return sum;
}
LV_BODY double column_total(const RegionShared& shared, int c) {
  double sum = 0.0;
  for (int r = 0; r < source_bins; ++r) sum += shared.cells[r * target_columns + c];
  return sum;
}

/// Sum of the first `count` totals.
LV_BODY double sum_of_totals(const RegionShared& shared, int count) {
  double sum = 0.0;
  for (int i = 0; i < count; ++i) sum += shared.totals[i];
  return sum;
}

/// Adds up shared.parts over the threads, into parts[0].
template <class Block>
LV_BODY void reduce_parts(const Block& block, RegionShared& shared) {
  for (int half = block_threads / 2; half > 0; half /= 2) {
    block.step([&](int thread) {
      if (thread < half) shared.parts[thread] += shared.parts[thread + half];
    });
  }
}

/// Sums the histograms of a region's chunks into that of its first one; parts: joint entropy.
LV_BODY void join_chunks(std::uint32_t* histograms, int chunk_count, int thread,
                         RegionShared& shared) {
  shared.parts[thread] = 0.0;
  for (int c = thread; c < counted_cells; c += block_threads) {
    std::uint32_t sum = 0;
    for (int k = 0; k < chunk_count; ++k) sum += histograms[k * counted_cells + c];
    if (chunk_count > 0) histograms[c] = sum;
    shared.cells[c] = sum;
    shared.parts[thread] += x_log_x(sum);
  }
}

template <class Block>
LV_BODY void measure_information(const Block& block, const Work& work, RegionShared& shared) {
  const int regions = work.pair.regions();
  for (int item = block.index(); item < work.trial_count * regions; item += block.count()) {
    const int t = item / regions;
    const RegionOfWay part = region_of(work.pair, item % regions);
    if (!work.trials[t].active || !(work.trials[t].regions >> part.region & 1U)) continue;
    std::uint32_t* const histograms =
        work.histograms +
        static_cast<std::size_t>(t * work.pair.chunks() + part.first_chunk) * counted_cells;
    block.step([&](int thread) { join_chunks(histograms, part.chunk_count, thread, shared); });
    block.step([&](int thread) {
      if (thread < source_bins) {
        shared.totals[thread] = row_total(shared, thread);
        shared.parts[thread] -= x_log_x(shared.totals[thread]);
      } else if (thread < source_bins + target_columns) {
        shared.parts[thread] -= x_log_x(column_total(shared, thread - source_bins));
      }
    });
    reduce_parts(block, shared);
    block.step([&](int thread) {
      if (thread != 0) return;
      const double total = sum_of_totals(shared, source_bins);
      work.informations[item] = information_of(shared.parts[0], total);
    });
  }
}

/// Count to share, where the totals are those of the columns.
LV_BODY double scale_of(const RegionShared& shared) {
  const double total = sum_of_totals(shared, target_columns);
  return total > 0.0 ? 1.0 / total : 0.0;
}

template <class Block>
LV_BODY void make_tables(const Block& block, const Work& work, RegionShared& shared) {
  const int regions = work.pair.regions();
  for (int item = block.index(); item < work.climber_count * regions; item += block.count()) {
    const int c = item / regions;
    const Climber& climber = work.climbers[c];
    const RegionOfWay part = region_of(work.pair, item % regions);
    if (climber.climb.converged || !climber.has_moved) continue;
    if (!(climber.climb.regions >> part.region & 1U) || part.chunk_count == 0) continue;
    const int trial = c * step_count + climber.winner;
    const std::uint32_t* const histogram =
        work.histograms +
        static_cast<std::size_t>(trial * work.pair.chunks() + part.first_chunk) * counted_cells;
    float* const table = work.tables + static_cast<std::size_t>(item) * histogram_cells;
    block.step([&](int thread) {
      for (int n = thread; n < counted_cells; n += block_threads) shared.cells[n] = histogram[n];
    });
    block.step([&](int thread) {
      if (thread < target_columns) shared.totals[thread] = column_total(shared, thread);
    });
    block.step([&](int thread) {
      if (thread < target_columns)
        shared.parts[thread] = log_share(shared.totals[thread] * scale_of(shared));
    });
    block.step([&](int thread) {
      const double scale = scale_of(shared);
      for (int n = thread; n < counted_cells; n += block_threads) {
        table[n] = static_cast<float>(log_share(shared.cells[n] * scale) -
                                      shared.parts[n % target_columns]);
      }
      if (thread < target_columns) table[counted_cells + thread] = 0.0F;
    });
  }
}

}  // namespace lv
