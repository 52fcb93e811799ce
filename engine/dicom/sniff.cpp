#include "engine/dicom/sniff.h"

#include <algorithm>

namespace lv {
namespace {

constexpr std::string_view no_dicom = "it is no DICOM file";
constexpr std::string_view packed = "what is in it cannot be read here; unpack it first";
constexpr std::string_view disc_image =
    "it is a whole disc in one file, of a kind that cannot be read here; open it (double click, or "
    "7-Zip), then name its folder";

struct Magic {
  std::uint64_t at;
  std::string_view bytes;
  std::string_view what;
  std::string_view reason = no_dicom;
  FileType type = FileType::other;
};

using namespace std::string_view_literals;

constexpr Magic magics[] = {
    {0, "%PDF"sv, "PDF document"},
    {0, "\xFF\xD8\xFF"sv, "JPEG picture"},
    {0, "\x89PNG"sv, "PNG picture"},
    {0, "GIF8"sv, "GIF picture"},
    {0, "BM"sv, "BMP picture"},
    {0, "II*\0"sv, "TIFF picture"},
    {0, "MM\0*"sv, "TIFF picture"},
    {0, "\x1F\x8B"sv, "file packed with gzip", packed, FileType::archive},
    {0, "BZh"sv, "file packed with bzip2", packed, FileType::archive},
    {0,
     "\xFD"
     "7zXZ"sv,
     "file packed with xz", packed, FileType::archive},
    {0, "\x28\xB5\x2F\xFD"sv, "file packed with Zstandard", packed, FileType::archive},
    {0, "7z\xBC\xAF"sv, "7-Zip archive", packed, FileType::archive},
    {0, "Rar!"sv, "RAR archive", packed},
    {0, "MSCF"sv, "CAB archive", packed},
    {257, "ustar"sv, "tar archive", packed, FileType::archive},
    {0, "\x5C\x01\0\0"sv, "NIfTI volume", no_dicom, FileType::nifti},
    {344, "n+1\0"sv, "NIfTI volume", no_dicom, FileType::nifti},
    {0, "\xD0\xCF\x11\xE0"sv, "Office or thumbnail file"},
    {0, "<?xml"sv, "XML text"},
    {0, "<!DOC"sv, "web page"},
    {0, "<html"sv, "web page"},
    {0, "<HTML"sv, "web page"},
    {32769, "CD001"sv, "disc image", disc_image, FileType::archive},
    {32769, "BEA01"sv, "disc image", disc_image},
    {32769, "NSR0"sv, "disc image", disc_image},
    {37633, "CD001"sv, "disc image", disc_image},  // sectors of 2352 bytes: a .bin file
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

std::string_view text_at(Bytes& file, std::uint64_t place, std::size_t count) {
  const auto bytes = file.at(place, count);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::optional<std::size_t> first_element(std::span<const std::uint8_t> start) {
  constexpr std::size_t preamble = 128;
  const std::string_view letters = "DICM";
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  const auto behind = [&](std::size_t place) {
    return start.subspan(std::min(place, start.size()));
  };
  const auto meta_header = [&](std::size_t place) {
    return starts_as_data_set(behind(place), false) && word(start, place, false) == 0x0002;
  };
  if (text.substr(0, preamble + 4).ends_with(letters)) return preamble + letters.size();
  if (starts_as_data_set(start, false) || starts_as_data_set(start, true)) return 0;
  if (text.starts_with(letters) && starts_as_data_set(behind(4), false)) return letters.size();
  if (meta_header(preamble + letters.size())) return preamble + letters.size();
  return std::nullopt;
}

Sniffed sniff(Bytes& file) {
  const auto start = file.at(0, start_of_dicom);
  if (start.empty()) return {FileType::empty, "empty file"};
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  if (first_element(start)) return {FileType::dicom};
  if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06")) {
    return {FileType::zip, "ZIP archive"};
  }
  if (text.starts_with("MZ") || text.starts_with("\x7F\x45LF")) {
    return {FileType::program, "program"};
  }
  for (const Magic& magic : magics) {
    if (text_at(file, magic.at, magic.bytes.size()) == magic.bytes) {
      return {magic.type, magic.what, magic.reason};
    }
  }
  return {};
}

bool is_disc_directory(Bytes& file) {
  const std::string_view text = text_at(file, 0, start_of_dicom);
  return text.size() >= 132 && text.substr(128, 4) == "DICM" &&
         text.find("1.2.840.10008.1.3.10"sv) != std::string_view::npos;
}

Sniffed sniff_program(Bytes& file) {
  constexpr std::size_t step = 4096, overlap = 8;
  constexpr std::uint64_t longest_stub = 1 << 20;
  for (std::uint64_t place = 0; place < longest_stub && place < file.size();
       place += step - overlap) {
    const std::string_view text = text_at(file, place, step);
    if (text.find("7z\xBC\xAF\x27\x1C"sv) != std::string_view::npos ||
        text.find("Rar!\x1A\x07"sv) != std::string_view::npos) {
      return {FileType::other, "archive that unpacks itself", packed};
    }
  }
  return {FileType::other, "program"};
}

}  // namespace lv
