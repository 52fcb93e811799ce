#include "tests/support/emulated_card.h"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>

#include "engine/core/assert.h"
#include "registration_cuda/body_climb.h"
#include "registration_cuda/body_regions.h"
#include "registration_cuda/body_samples.h"

namespace lv::test {
namespace {

constexpr std::size_t page_bytes = 4096;

/// One block, as registration_cuda/block.h describes it.
class EmulatedBlock {
 public:
  EmulatedBlock(int index, const Emulation& emulation) : index_(index), emulation_(emulation) {}

  int index() const { return index_; }
  int count() const { return emulation_.blocks; }
  template <class Step>
  void step(const Step& work) const {
    for (int t = 0; t < block_threads; ++t) {
      work(emulation_.backwards ? block_threads - 1 - t : t);
    }
  }

 private:
  int index_;
  const Emulation& emulation_;
};

/// What a block finds in shared memory: something.
template <class Shared>
Shared garbage() {
  Shared shared;
  std::memset(static_cast<void*>(&shared), 0xa5, sizeof shared);
  return shared;
}

void run_block(Kernel kernel, const EmulatedBlock& block, const Work& work) {
  auto regions = garbage<RegionShared>();
  auto histogram = garbage<HistogramShared>();
  auto slope = garbage<SlopeShared>();
  auto solve = garbage<SolveShared>();
  switch (kernel) {
    case Kernel::place:
      return place_trials(block, work);
    case Kernel::histogram:
      return make_histograms(block, work, histogram);
    case Kernel::information:
      return measure_information(block, work, regions);
    case Kernel::join:
      return join_trials(block, work);
    case Kernel::accept:
      return accept_steps(block, work);
    case Kernel::table:
      return make_tables(block, work, regions);
    case Kernel::slope:
      return sum_scores(block, work, slope);
    case Kernel::solve:
      return solve_motions(block, work, solve);
  }
}

}  // namespace

EmulatedCard::EmulatedCard(const Emulation& emulation) : emulation_(emulation) {
  info_.name = "emulated card";
  info_.compute_capability = 90;
}

EmulatedCard::~EmulatedCard() {
  LV_ASSERT(pages_.empty());
}

Result<void*> EmulatedCard::allocate(std::size_t bytes, Memory kind) {
  ++allocations_;
  if (emulation_.allocations_left == 0) {
    return Error{ErrorCode::unavailable, "the graphics card has no room", info_.name};
  }
  if (emulation_.allocations_left > 0) --emulation_.allocations_left;
  if (kind == Memory::host) return std::malloc(bytes);
  // Aligned to 16, not to 256, so that the end is close to the closed page.
  const std::size_t used = (bytes + 15) / 16 * 16;
  const std::size_t whole = (used + page_bytes - 1) / page_bytes * page_bytes;
  void* const begin =
      mmap(nullptr, whole + page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  LV_ASSERT(begin != MAP_FAILED);
  std::memset(begin, 0xa5, whole);
  mprotect(begin, whole + page_bytes, PROT_NONE);
  auto* const first = static_cast<std::byte*>(begin);
  void* const memory = first + whole - used;
  pages_[memory] = {first, whole, used};
  return memory;
}

void EmulatedCard::release(void* memory, Memory kind) {
  if (kind == Memory::host) return std::free(memory);
  const auto pages = pages_.find(memory);
  LV_ASSERT(pages != pages_.end());
  munmap(pages->second.begin, pages->second.bytes + page_bytes);
  pages_.erase(pages);
}

std::size_t EmulatedCard::bytes() const {
  std::size_t sum = 0;
  for (const auto& [memory, pages] : pages_) sum += pages.used;
  return sum;
}

void EmulatedCard::open(bool opened) {
  for (const auto& [memory, pages] : pages_) {
    mprotect(pages.begin, pages.bytes, opened ? PROT_READ | PROT_WRITE : PROT_NONE);
  }
}

Result<void> EmulatedCard::upload(void* to, const void* from, std::size_t bytes) {
  open(true);
  std::memcpy(to, from, bytes);
  open(false);
  uploaded_bytes_ += bytes;
  return {};
}

Result<void> EmulatedCard::run(const Program& program, const Work* work, std::span<const Copy> in,
                               std::span<const Copy> out) {
  if (emulation_.programs_left == 0) {
    return Error{ErrorCode::unavailable, "the graphics card stopped working", info_.name};
  }
  if (emulation_.programs_left > 0) --emulation_.programs_left;
  open(true);
  for (const Copy& copy : in) std::memcpy(copy.to, copy.from, copy.bytes);
  for (const Kernel kernel : program) {
    for (int b = 0; b < emulation_.blocks; ++b) {
      const int index = emulation_.backwards ? emulation_.blocks - 1 - b : b;
      run_block(kernel, EmulatedBlock(index, emulation_), *work);
    }
  }
  for (const Copy& copy : out) std::memcpy(copy.to, copy.from, copy.bytes);
  open(false);
  return {};
}

}  // namespace lv::test
