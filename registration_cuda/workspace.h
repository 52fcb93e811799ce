// The memory in which pairs are scored and climb: taken once, used by all pairs of a card in turn.
// Nothing is allocated while a program runs.
#pragma once

#include "registration_cuda/card_memory.h"
#include "registration_cuda/programs.h"

namespace lv {

/// How much fits at once. The defaults take about 60 MB and hold a search of 1024 poses, or 16
/// climbs of a whole head at 4 mm, or 8 at full resolution.
struct Capacity {
  int trials = 1024;
  int climbers = 16;
  int histograms = 12288;  ///< trials times chunks
};

class Workspace {
 public:
  /// Errors: no room; the card failed.
  static Result<Workspace> make(std::shared_ptr<Card> card, const Capacity& capacity);

  /// Most trials, and most climbs, of a pair that fit at once; 0: its lists are too long.
  int trials_at_once(const PairOnCard& pair) const;
  int climbs_at_once(const PairOnCard& pair) const;

  /// Scores the trials, of which pose, regions and active are given; fills in their scores.
  Result<void> score(const PairOnCard& pair, std::span<Trial> trials);

  /// Runs a program on climbs, whose state is brought up to date. `slopes`: null, or one per climb,
  /// filled in with the last slope that was computed.
  Result<void> climb(const PairOnCard& pair, const ClimbRules& rules, const Program& program,
                     std::span<Climb> climbs, Slope* slopes);

 private:
  Workspace() = default;
  Result<void> take(const Capacity& capacity);
  Result<void> run(const PairOnCard& pair, const ClimbRules& rules, const Program& program,
                   std::size_t trials, std::size_t climbers);

  std::shared_ptr<Card> card_;
  Capacity capacity_;
  CardMemory<Work> work_, host_work_;
  CardMemory<Trial> trials_, host_trials_;
  CardMemory<Climber> climbers_, host_climbers_;
  CardMemory<std::uint32_t> histograms_;
  CardMemory<Information> informations_;
  CardMemory<float> tables_, sums_;
};

}  // namespace lv
