#include <algorithm>

#include "registration_cuda/card.h"

namespace lv {

Result<std::size_t> choose_card(std::span<const CardInfo> cards, const std::optional<CardId>& id) {
  const auto usable = [](const CardInfo& card) { return card.rejected.empty(); };
  const auto same = [&](const CardInfo& card) { return id && card.id == *id; };
  const auto wanted = std::ranges::find_if(cards, same);
  if (wanted != cards.end() && usable(*wanted)) {
    return static_cast<std::size_t>(wanted - cards.begin());
  }
  const auto first = std::ranges::find_if(cards, usable);
  if (first != cards.end()) return static_cast<std::size_t>(first - cards.begin());
  if (cards.empty()) return Error{ErrorCode::unavailable, "there is no NVIDIA graphics card"};
  return Error{ErrorCode::unavailable, cards.front().rejected, cards.front().name};
}

}  // namespace lv
