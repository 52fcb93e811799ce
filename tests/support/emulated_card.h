// A card that is not there: the kernels' bodies, block by block and thread by thread on this
// processor. Its memory is closed to the host outside of copies and programs, ends at a closed
// page, and begins with garbage; blocks find garbage in what they share. Threads and blocks may be
// run in any order, which must not matter.
#pragma once

#include <map>

#include "registration_cuda/card.h"

namespace lv::test {

struct Emulation {
  int blocks = 5;             ///< of every launch
  bool backwards = false;     ///< the last block first, and in each step the last thread first
  int allocations_left = -1;  ///< then there is no room; -1: there always is
  int programs_left = -1;     ///< then the card is lost; -1: never
};

class EmulatedCard final : public Card {
 public:
  explicit EmulatedCard(const Emulation& emulation = {});
  ~EmulatedCard() override;

  const CardInfo& info() const override { return info_; }
  Result<void*> allocate(std::size_t bytes, Memory kind) override;
  void release(void* memory, Memory kind) override;
  Result<void> upload(void* to, const void* from, std::size_t bytes) override;
  Result<void> run(const Program& program, const Work* work, std::span<const Copy> in,
                   std::span<const Copy> out) override;
  double worked_s() const override { return 0.0; }

  /// Bytes of Memory::card in use, and how often something was allocated.
  std::size_t bytes() const;
  int allocations() const { return allocations_; }
  std::size_t uploaded_bytes() const { return uploaded_bytes_; }

 private:
  struct Pages {
    std::byte* begin;
    std::size_t bytes;  ///< whole pages, without the closed one at the end
    std::size_t used;
  };
  void open(bool opened);

  CardInfo info_;
  Emulation emulation_;
  std::map<void*, Pages> pages_;  ///< by what allocate() gave
  int allocations_ = 0;
  std::size_t uploaded_bytes_ = 0;
};

}  // namespace lv::test
