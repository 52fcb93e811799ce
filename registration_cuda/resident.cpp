#include "registration_cuda/resident.h"

#include <algorithm>

namespace lv {
namespace {

/// Several arrays that travel into one piece of the card's memory.
class Freight {
 public:
  /// Where `values` will lie. They must stay until send().
  template <class T>
  std::size_t add(std::span<const T> values) {
    const std::size_t offset = bytes_;
    pieces_.push_back({offset, std::as_bytes(values)});
    bytes_ += (values.size_bytes() + alignment - 1) / alignment * alignment;
    return offset;
  }

  Result<CardMemory<std::byte>> send(const std::shared_ptr<Card>& card) const {
    LV_ASSIGN(auto memory, CardMemory<std::byte>::make(card, bytes_, Memory::card));
    for (const auto& [offset, bytes] : pieces_) {
      if (bytes.empty()) continue;
      LV_TRY(card->upload(memory.data() + offset, bytes.data(), bytes.size()));
    }
    return memory;
  }

 private:
  static constexpr std::size_t alignment = 256;
  struct Piece {
    std::size_t offset;
    std::span<const std::byte> bytes;
  };
  std::vector<Piece> pieces_;
  std::size_t bytes_ = alignment;  // what is read beyond the last value, as pairs are, is ours
};

template <class T>
const T* at(const CardMemory<std::byte>& memory, std::size_t offset) {
  return reinterpret_cast<const T*>(memory.data() + offset);
}

/// Forgets what is no longer on the card.
template <class Map>
void forget_freed(Map& map) {
  std::erase_if(map, [](const auto& entry) { return entry.second.expired(); });
}

WayOnCard way_of(Direction direction, const SideOnCard& source, const SideOnCard& target) {
  const LevelImage& image = *target.side->image;
  WayOnCard way = source.source;
  way.input = kernel_input(source.side->samples, image);
  way.input.x = source.source.input.x;
  way.input.y = source.source.input.y;
  way.input.z = source.source.input.z;
  way.input.bin = source.source.input.bin;
  way.input.target.samples = target.image->samples;
  way.input.slice_of_coordinate = target.image->slice_of_coordinate;
  way.frames = direction_frames(direction, *source.side, image);
  return way;
}

}  // namespace

std::vector<Chunk> chunks_of(const SampleList& samples) {
  std::vector<Chunk> chunks;
  for (std::uint32_t r = 0; r < samples.regions.size(); ++r) {
    const SampleRegion& region = samples.regions[r];
    for (std::uint32_t begin = region.begin; begin < region.end; begin += chunk_samples) {
      chunks.push_back({begin, std::min(begin + chunk_samples, region.end), r});
    }
  }
  return chunks;
}

std::vector<std::uint32_t> first_chunks(std::span<const Chunk> chunks, std::size_t regions) {
  std::vector<std::uint32_t> first;
  for (std::uint32_t r = 0; r <= regions; ++r) {
    const auto place = std::ranges::lower_bound(chunks, r, {}, &Chunk::region);
    first.push_back(static_cast<std::uint32_t>(place - chunks.begin()));
  }
  return first;
}

PairOnCard pair_of(const SideOnCard& fixed, const SideOnCard& moving) {
  PairOnCard pair{};
  pair.ways[0] = way_of(Direction::forward, fixed, moving);
  pair.ways[1] = way_of(Direction::backward, moving, fixed);
  pair.centroid = fixed.side->centroid;
  return pair;
}

Result<std::shared_ptr<const ImageOnCard>> Residents::image(
    std::shared_ptr<const LevelImage> image) {
  forget_freed(images_);
  auto& known = images_[image.get()];
  if (auto there = known.lock()) return there;
  const GridView grid = image->grid();
  const auto count = static_cast<std::size_t>(grid.nx) * static_cast<std::size_t>(grid.ny) *
                     static_cast<std::size_t>(grid.nz);
  Freight freight;
  const std::size_t samples = freight.add(std::span(grid.samples, count));
  const std::size_t slices = freight.add(std::span(image->slice_of_coordinate));
  auto resident = std::make_shared<ImageOnCard>();
  LV_ASSIGN(resident->memory, freight.send(card_));
  resident->samples = at<std::uint16_t>(resident->memory, samples);
  if (!image->slice_of_coordinate.empty()) {
    resident->slice_of_coordinate = at<float>(resident->memory, slices);
  }
  resident->image = std::move(image);
  known = resident;
  return std::shared_ptr<const ImageOnCard>(resident);
}

Result<std::shared_ptr<const SideOnCard>> Residents::side(std::shared_ptr<const MetricSide> side) {
  forget_freed(sides_);
  auto& known = sides_[side.get()];
  if (auto there = known.lock()) return there;
  auto resident = std::make_shared<SideOnCard>();
  LV_ASSIGN(resident->image, image(side->image));
  const SampleList& list = side->samples;
  const std::vector<Chunk> chunks = chunks_of(list);
  const std::vector<std::uint32_t> first = first_chunks(chunks, list.regions.size());
  Freight freight;
  const std::size_t x = freight.add(std::span(list.x)), y = freight.add(std::span(list.y)),
                    z = freight.add(std::span(list.z)), bin = freight.add(std::span(list.bin)),
                    regions = freight.add(std::span(list.regions)),
                    chunks_at = freight.add(std::span(chunks)),
                    first_at = freight.add(std::span(first));
  LV_ASSIGN(resident->memory, freight.send(card_));
  const CardMemory<std::byte>& memory = resident->memory;
  WayOnCard& source = resident->source;
  source.input.x = at<std::uint16_t>(memory, x);
  source.input.y = at<std::uint16_t>(memory, y);
  source.input.z = at<std::uint16_t>(memory, z);
  source.input.bin = at<std::uint8_t>(memory, bin);
  source.regions = at<SampleRegion>(memory, regions);
  source.chunks = at<Chunk>(memory, chunks_at);
  source.first_chunk = at<std::uint32_t>(memory, first_at);
  source.region_count = static_cast<int>(list.regions.size());
  source.chunk_count = static_cast<int>(chunks.size());
  resident->side = std::move(side);
  known = resident;
  return std::shared_ptr<const SideOnCard>(resident);
}

}  // namespace lv
