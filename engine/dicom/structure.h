// A look at how a DICOM file is built before DCMTK reads it. DCMTK descends into sequences by
// recursion and sorts elements into lists, so a damaged or hostile file that nests thousands of
// sequences, or holds very many elements in the wrong order, would overflow the stack or take
// minutes. This walk has no recursion, and reads only the header.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <vector>

#include "engine/core/result.h"

namespace lv {

/// Bytes of a file or of memory by their place; a file is read in pieces.
class Bytes {
 public:
  /// Not to outlive `memory`.
  explicit Bytes(std::span<const std::uint8_t> memory) : piece_(memory), size_(memory.size()) {}
  explicit Bytes(const std::filesystem::path& path);

  bool readable() const { return readable_; }
  std::uint64_t size() const { return size_; }
  /// Up to `count` bytes (at most 4096) from `at`; fewer at the end. Valid until the next call.
  std::span<const std::uint8_t> at(std::uint64_t place, std::size_t count);

 private:
  std::ifstream stream_;
  std::vector<std::uint8_t> buffer_;
  std::span<const std::uint8_t> piece_;
  std::uint64_t piece_begin_ = 0, size_ = 0;
  bool readable_ = true;
};

/// What check_structure() found out.
struct Structure {
  std::uint64_t end = 0;     ///< behind the pixel data, or behind the last element
  bool junk_behind = false;  ///< bytes behind the pixel data that are no higher elements
  /// The data set of a deflated file, explicit little endian, up to `end`; else empty.
  std::vector<std::uint8_t> inflated;
};

/// Error: unreadable: cut off, or built as no scanner builds files.
Result<Structure> check_structure(Bytes& file);

}  // namespace lv
