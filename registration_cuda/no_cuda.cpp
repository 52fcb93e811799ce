// Stands in for cuda_card.cpp where longview was built without CUDA.
#include "registration_cuda/card.h"

namespace lv {

Result<std::vector<CardInfo>> list_cuda_cards() {
  return Error{ErrorCode::unavailable,
               "this longview was built without CUDA; build it where clang and nv-codec-headers "
               "are installed"};
}

Result<std::shared_ptr<Card>> open_cuda_card(const std::optional<CardId>&, const char*) {
  return list_cuda_cards().error();
}

}  // namespace lv
