#include "engine/dicom/sniff.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace lv {
namespace {

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view what;
};

using namespace std::string_view_literals;

constexpr std::array magics = {
    Magic{0, "%PDF"sv, "PDF document"},
    Magic{0, "\xFF\xD8\xFF"sv, "JPEG picture"},
    Magic{0, "\x89PNG"sv, "PNG picture"},
    Magic{0, "GIF8"sv, "GIF picture"},
    Magic{0, "BM"sv, "BMP picture"},
    Magic{0, "II*\0"sv, "TIFF picture"},
    Magic{0, "MM\0*"sv, "TIFF picture"},
    Magic{0, "MZ"sv, "program"},
    Magic{0,
          "\x7F"
          "ELF"sv,
          "program"},
    Magic{0, "\x1F\x8B"sv, "file packed with gzip (unpack it first)"},
    Magic{0, "7z\xBC\xAF"sv, "7-Zip archive (unpack it first)"},
    Magic{0, "Rar!"sv, "RAR archive (unpack it first)"},
    Magic{257, "ustar"sv, "tar archive (unpack it first)"},
    Magic{0, "\x5C\x01\0\0"sv, "NIfTI volume (no date in it; longview register reads it)"},
    Magic{0, "\xD0\xCF\x11\xE0"sv, "Office or thumbnail file"},
    Magic{0, "<?xml"sv, "XML text"},
    Magic{0, "<!DOC"sv, "web page"},
    Magic{0, "<html"sv, "web page"},
    Magic{0, "<HTML"sv, "web page"},
};

std::uint16_t word(std::span<const std::uint8_t> bytes, std::size_t at, bool big_endian) {
  const unsigned first = bytes[at], second = bytes[at + 1];
  return static_cast<std::uint16_t>(big_endian ? first << 8 | second : second << 8 | first);
}

/// A data set without preamble begins with a small element of group 2 or 8 and, where explicit, two
/// capital letters; implicit ones with a short length.
bool starts_as_data_set(std::span<const std::uint8_t> start, bool big_endian) {
  if (start.size() < 12) return false;
  const unsigned group = word(start, 0, big_endian), element = word(start, 2, big_endian);
  if ((group != 0x0002 && group != 0x0008) || element > 0x0070) return false;
  const auto capital = [&](std::size_t at) { return start[at] >= 'A' && start[at] <= 'Z'; };
  if (capital(4) && capital(5)) return true;
  return !big_endian && word(start, 6, false) == 0 && word(start, 4, false) <= 512;
}

}  // namespace

Sniffed sniff(std::span<const std::uint8_t> start) {
  if (start.empty()) return {FileType::empty, "empty file"};
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  if (text.size() >= 132 && text.substr(128, 4) == "DICM") return {FileType::dicom, ""};
  if (starts_as_data_set(start, false) || starts_as_data_set(start, true)) {
    return {FileType::dicom, ""};
  }
  if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06")) {
    return {FileType::zip, "ZIP archive"};
  }
  for (const Magic& magic : magics) {
    if (text.size() >= magic.at && text.substr(magic.at).starts_with(magic.bytes)) {
      return {FileType::other, magic.what};
    }
  }
  return {};
}

}  // namespace lv
