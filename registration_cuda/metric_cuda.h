// The metric on a card: the same text per sample, region and pose as the CPU's, so the same bits
// for a histogram; sums and logarithms differ in their last bits, and poses by far less than 0.01
// mm.
#pragma once

#include "engine/registration/metric.h"
#include "registration_cuda/workspace.h"

namespace lv {

/// Errors: no room for the workspace; the card failed.
Result<std::shared_ptr<Metric>> make_card_metric(std::shared_ptr<Card> card,
                                                 const Capacity& capacity = {});

}  // namespace lv
