// Memory of a card, freed with its owner.
#pragma once

#include <type_traits>
#include <utility>

#include "registration_cuda/card.h"

namespace lv {

/// Room for `size()` values of T, not initialised. Only a Memory::host one may be read or written
/// here. It keeps its card alive.
template <class T>
class CardMemory {
  // Copied byte by byte. GLM's copies are just that, but not trivial by the standard's words.
  static_assert(std::is_standard_layout_v<T> && std::is_trivially_destructible_v<T>);

 public:
  static Result<CardMemory> make(std::shared_ptr<Card> card, std::size_t size, Memory kind) {
    LV_ASSIGN(void* memory, card->allocate(size * sizeof(T), kind));
    return CardMemory(std::move(card), static_cast<T*>(memory), size, kind);
  }

  CardMemory() = default;
  CardMemory(CardMemory&& other) noexcept { *this = std::move(other); }
  CardMemory& operator=(CardMemory&& other) noexcept {
    std::swap(card_, other.card_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(kind_, other.kind_);
    return *this;
  }
  ~CardMemory() {
    if (data_) card_->release(data_, kind_);
  }

  T* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  CardMemory(std::shared_ptr<Card> card, T* data, std::size_t size, Memory kind)
      : card_(std::move(card)), data_(data), size_(size), kind_(kind) {}

  std::shared_ptr<Card> card_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
  Memory kind_ = Memory::card;
};

}  // namespace lv
