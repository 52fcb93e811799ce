// A card that counts the work given to another one: what a running time's floor is reckoned from.
#pragma once

#include <cstring>

#include "tests/support/forwarding_card.h"

namespace lv::test {

/// Operations and bytes of some programs, from above: chunks are counted as full.
struct CardWork {
  double histogram_samples = 0.0;  ///< times poses
  double slope_samples = 0.0;      ///< times climbs and iterations
  double list_bytes = 0.0;         ///< sample lists, once a program
  double kernels = 0.0;            ///< one after the other

  /// Seconds below which no kernels could do it, by these throughputs: 16 integer adds
  /// in shared memory a clock and processor, 128 operations a clock and processor (none are fused),
  /// and the card's memory for what is read once.
  double floor_s(const CardInfo& card) const {
    if (card.processors == 0 || card.clock_hz == 0.0 || card.memory_bytes_per_s == 0.0) return 0.0;
    const double clocks = card.processors * card.clock_hz;
    const double adds_s = 4.0 * histogram_samples / (16.0 * clocks);
    // Counted in metric_sample.h: 3 x 4 map, 8 fetches and 7 blends of 3, 4 weights; with gradient,
    // table, lever and 27 sums of 2.
    const double operations_s =
        (120.0 * histogram_samples + 260.0 * slope_samples) / (128.0 * clocks);
    return std::max({adds_s, operations_s, list_bytes / card.memory_bytes_per_s});
  }
};

class CountingCard final : public ForwardingCard {
 public:
  using ForwardingCard::ForwardingCard;

  Result<void> run(const Program& program, const Work* work, std::span<const Copy> in,
                   std::span<const Copy> out) override {
    const Work& given = *static_cast<const Work*>(in[0].from);
    const int before = iterations(in[2].from, given.climber_count);
    LV_TRY(ForwardingCard::run(program, work, in, out));
    const double samples = static_cast<double>(given.pair.chunks()) * chunk_samples;
    double poses = given.trial_count;
    if (given.climber_count > 0) {
      const int done = iterations(out[0].to, given.climber_count) - before;
      poses = given.climber_count + done * step_count;
      work_.slope_samples += done * samples;
    }
    work_.histogram_samples += poses * samples;
    work_.list_bytes += 7.0 * samples;
    work_.kernels += static_cast<double>(program.size());
    return {};
  }

  /// Since the last call.
  CardWork take() { return std::exchange(work_, {}); }

 private:
  static int iterations(const void* climbers, int count) {
    int sum = 0;
    for (int c = 0; c < count; ++c) {
      sum += static_cast<const Climber*>(climbers)[c].climb.iterations;
    }
    return sum;
  }

  CardWork work_;
};

}  // namespace lv::test
