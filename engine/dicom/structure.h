// A look at how a DICOM file is built before DCMTK reads it. DCMTK descends into sequences by
// recursion and sorts elements into lists, so a damaged or hostile file that nests thousands of
// sequences, or holds very many elements in the wrong order, would overflow the stack or take
// minutes. This walk has no recursion, and reads only the header.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/result.h"
#include "engine/dicom/bytes.h"

namespace lv {

/// What check_structure() found out. Places are those of the file, or of `inflated`.
struct Structure {
  std::uint64_t end = 0;  ///< behind the pixel data, or behind the last element
  /// The file ends inside the pixel data. `end` is then behind the last whole fragment, or of what
  /// there is; these four bytes at `length_at` are the length of that.
  bool cut = false;
  std::uint64_t length_at = 0;
  std::array<std::uint8_t, 4> length{};

  /// DCMTK is not to see what stands before: half of a preamble; or the header whose transfer
  /// syntax lies, so that it goes by what it sees.
  std::uint64_t unread_before = 0;
  bool junk_behind = false;  ///< bytes behind the pixel data that are no higher elements

  std::uint64_t pixels_at = 0;    ///< where the element of the pixel data begins; 0: there is none
  bool packed = false;            ///< compressed: in fragments
  std::uint64_t pixel_bytes = 0;  ///< of uncompressed pixel data
  std::size_t fragments = 0;      ///< of compressed pixel data, the offset table not counted

  /// The data set of a deflated file, explicit little endian, up to `end`; else empty.
  std::vector<std::uint8_t> inflated;

  /// The wanted elements before the pixel data, sequences whole; neighbours are one range.
  struct Range {
    std::uint64_t begin = 0, end = 0;
  };
  std::vector<Range> wanted;

  std::uint64_t header_end() const { return pixels_at > 0 ? pixels_at : end; }
};

/// Of the elements outside of all sequences; group and element.
using WantedTag = bool (*)(std::uint32_t tag);

/// Error: unreadable: cut off, or built as no scanner builds files.
Result<Structure> check_structure(Bytes& file, WantedTag wanted = nullptr);

}  // namespace lv
