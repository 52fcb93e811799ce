#include "registration_cuda/workspace.h"

#include <algorithm>

#include "engine/core/assert.h"

namespace lv {
namespace {

constexpr std::size_t most_regions = 2 * 32;  // both directions; RegionSet has 32 bits

std::size_t count_of(int number) {
  return static_cast<std::size_t>(number);
}

/// A climb as the kernels begin with it.
Climber climber_of(const Climb& climb) {
  Climber climber{};
  climber.climb = climb;
  return climber;
}

/// What is scored first: the climb's pose itself.
Trial first_trial(const Climb& climb) {
  Trial trial{};
  trial.pose = climb.pose;
  trial.regions = climb.regions;
  trial.active = !climb.converged;
  return trial;
}

}  // namespace

Result<Workspace> Workspace::make(std::shared_ptr<Card> card, const Capacity& capacity) {
  Workspace space;
  space.card_ = std::move(card);
  LV_TRY(space.take(capacity));
  return space;
}

Result<void> Workspace::take(const Capacity& capacity) {
  capacity_ = capacity;
  const auto trials = count_of(capacity.trials), climbers = count_of(capacity.climbers),
             histograms = count_of(capacity.histograms);
  LV_ASSIGN(work_, CardMemory<Work>::make(card_, 1, Memory::card));
  LV_ASSIGN(host_work_, CardMemory<Work>::make(card_, 1, Memory::host));
  LV_ASSIGN(trials_, CardMemory<Trial>::make(card_, trials, Memory::card));
  LV_ASSIGN(host_trials_, CardMemory<Trial>::make(card_, trials, Memory::host));
  LV_ASSIGN(climbers_, CardMemory<Climber>::make(card_, climbers, Memory::card));
  LV_ASSIGN(host_climbers_, CardMemory<Climber>::make(card_, climbers, Memory::host));
  LV_ASSIGN(histograms_,
            CardMemory<std::uint32_t>::make(card_, histograms * counted_cells, Memory::card));
  LV_ASSIGN(informations_,
            CardMemory<Information>::make(card_, trials * most_regions, Memory::card));
  LV_ASSIGN(tables_, CardMemory<float>::make(card_, climbers * most_regions * histogram_cells,
                                             Memory::card));
  // A climb has step_count trials, so its chunks are at most that part of the histograms.
  LV_ASSIGN(sums_,
            CardMemory<float>::make(card_, histograms / step_count * slope_sums, Memory::card));
  return {};
}

int Workspace::trials_at_once(const PairOnCard& pair) const {
  return std::min(capacity_.trials, capacity_.histograms / std::max(1, pair.chunks()));
}

int Workspace::climbs_at_once(const PairOnCard& pair) const {
  return std::min(capacity_.climbers, trials_at_once(pair) / step_count);
}

Result<void> Workspace::run(const PairOnCard& pair, const ClimbRules& rules, const Program& program,
                            std::size_t trials, std::size_t climbers) {
  *host_work_.data() = {pair,
                        rules,
                        static_cast<int>(trials),
                        static_cast<int>(climbers),
                        trials_.data(),
                        climbers_.data(),
                        histograms_.data(),
                        informations_.data(),
                        tables_.data(),
                        sums_.data()};
  const std::size_t trial_bytes = trials * sizeof(Trial), climb_bytes = climbers * sizeof(Climber);
  const Copy in[] = {{work_.data(), host_work_.data(), sizeof(Work)},
                     {trials_.data(), host_trials_.data(), trial_bytes},
                     {climbers_.data(), host_climbers_.data(), climb_bytes}};
  // Of climbs only the climbers are wanted back, of trials alone their scores.
  const Copy out = climbers > 0 ? Copy{host_climbers_.data(), climbers_.data(), climb_bytes}
                                : Copy{host_trials_.data(), trials_.data(), trial_bytes};
  return card_->run(program, work_.data(), in, {&out, 1});
}

Result<void> Workspace::score(const PairOnCard& pair, std::span<Trial> trials) {
  LV_ASSERT(trials.size() <= count_of(trials_at_once(pair)));
  std::ranges::copy(trials, host_trials_.data());
  LV_TRY(run(pair, {}, score_program(), trials.size(), 0));
  std::copy_n(host_trials_.data(), trials.size(), trials.begin());
  return {};
}

Result<void> Workspace::climb(const PairOnCard& pair, const ClimbRules& rules,
                              const Program& program, std::span<Climb> climbs, Slope* slopes) {
  LV_ASSERT(climbs.size() <= count_of(climbs_at_once(pair)));
  for (std::size_t c = 0; c < climbs.size(); ++c) {
    host_climbers_.data()[c] = climber_of(climbs[c]);
    Trial* const trials = host_trials_.data() + c * step_count;
    std::fill_n(trials, step_count, Trial{});
    trials[0] = first_trial(climbs[c]);
  }
  LV_TRY(run(pair, rules, program, climbs.size() * step_count, climbs.size()));
  for (std::size_t c = 0; c < climbs.size(); ++c) {
    climbs[c] = host_climbers_.data()[c].climb;
    if (slopes) slopes[c] = host_climbers_.data()[c].slope;
  }
  return {};
}

}  // namespace lv
