// What kind of file this is, from its first bytes, whatever its name says.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lv {

enum class FileType : std::uint8_t { dicom, zip, empty, other };

/// How many bytes from the start sniff() wants to see.
inline constexpr std::size_t sniff_bytes = 160;

struct Sniffed {
  FileType type = FileType::other;
  std::string_view what = "file that is no scan";  ///< "PDF document": for people, where other
};

/// DICOM: the letters DICM after the preamble, or, in old files, a data set from the first byte on.
Sniffed sniff(std::span<const std::uint8_t> start);

}  // namespace lv
