// What kind of file this is, from its bytes, whatever its name says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/dicom/bytes.h"

namespace lv {

/// An archive that is no ZIP archive may turn out to be something else, packed.
enum class FileType : std::uint8_t { dicom, nifti, zip, archive, program, empty, other };

struct Sniffed {
  FileType type = FileType::other;
  std::string_view what = "file that is no scan";   ///< "PDF document": for people
  std::string_view reason = "it is no DICOM file";  ///< why nothing is read, where none is
};

/// Where the first element of a DICOM file stands: behind the preamble and the letters DICM, or
/// behind either of them where the other was lost; in old files at the first byte. `start`: its
/// first bytes, at least start_of_dicom where it has as many. Empty: it is no DICOM file.
std::optional<std::size_t> first_element(std::span<const std::uint8_t> start);
inline constexpr std::size_t start_of_dicom = 512;

/// A program may be an archive that unpacks itself.
Sniffed sniff(Bytes& file);

/// Whether this is the table of contents of a disc (DICOMDIR).
bool is_disc_directory(Bytes& file);

/// What a program holds that is no ZIP archive: another archive, or nothing.
Sniffed sniff_program(Bytes& file);

}  // namespace lv
