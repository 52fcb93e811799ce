// A card that hands everything to another one; tests watch or count by overriding run().
#pragma once

#include <memory>
#include <utility>

#include "registration_cuda/card.h"

namespace lv::test {

class ForwardingCard : public Card {
 public:
  explicit ForwardingCard(std::shared_ptr<Card> card) : card_(std::move(card)) {}

  const CardInfo& info() const override { return card_->info(); }
  double worked_s() const override { return card_->worked_s(); }
  Result<void*> allocate(std::size_t bytes, Memory kind) override {
    return card_->allocate(bytes, kind);
  }
  void release(void* memory, Memory kind) override { card_->release(memory, kind); }
  Result<void> upload(void* to, const void* from, std::size_t bytes) override {
    return card_->upload(to, from, bytes);
  }
  Result<void> run(const Program& program, const Work* work, std::span<const Copy> in,
                   std::span<const Copy> out) override {
    return card_->run(program, work, in, out);
  }

 private:
  std::shared_ptr<Card> card_;
};

}  // namespace lv::test
