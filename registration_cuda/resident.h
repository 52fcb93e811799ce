// Images and sample lists in a card's memory: uploaded once, shared by all pairs that use them,
// freed with the last of these.
#pragma once

#include <map>

#include "engine/registration/level_image.h"
#include "registration_cuda/card_memory.h"

namespace lv {

/// An image on the card.
struct ImageOnCard {
  std::shared_ptr<const LevelImage> image;  ///< what it was made of
  CardMemory<std::byte> memory;
  const std::uint16_t* samples = nullptr;
  const float* slice_of_coordinate = nullptr;  ///< null: regular
};

/// A sample list on the card, and the image of the same side.
struct SideOnCard {
  std::shared_ptr<const MetricSide> side;  ///< what it was made of
  std::shared_ptr<const ImageOnCard> image;
  CardMemory<std::byte> memory;
  WayOnCard source{};  ///< what a direction needs of the side that is sampled
};

/// The regions' samples in pieces of at most chunk_samples, by region.
std::vector<Chunk> chunks_of(const SampleList& samples);
/// Index of each region's first chunk, and the number of all: regions + 1 numbers.
std::vector<std::uint32_t> first_chunks(std::span<const Chunk> chunks, std::size_t regions);

/// How two sides on the card meet.
PairOnCard pair_of(const SideOnCard& fixed, const SideOnCard& moving);

/// One thread at a time.
class Residents {
 public:
  explicit Residents(std::shared_ptr<Card> card) : card_(std::move(card)) {}

  /// The side on the card, uploaded where it is not there yet. Errors: no room; the card failed.
  Result<std::shared_ptr<const SideOnCard>> side(std::shared_ptr<const MetricSide> side);

 private:
  Result<std::shared_ptr<const ImageOnCard>> image(std::shared_ptr<const LevelImage> image);

  std::shared_ptr<Card> card_;
  // By address: what is on the card keeps its original alive, so an address is not used twice.
  std::map<const LevelImage*, std::weak_ptr<const ImageOnCard>> images_;
  std::map<const MetricSide*, std::weak_ptr<const SideOnCard>> sides_;
};

}  // namespace lv
