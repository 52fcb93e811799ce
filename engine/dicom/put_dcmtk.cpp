#include "engine/dicom/put_dcmtk.h"

#include <dcmtk/dcmdata/dcostrmb.h>

#include <array>
#include <fstream>
#include <memory>
#include <vector>

namespace lv {
namespace {

/// The bytes of the file. In memory, because DCMTK's own file stream does not report what a full
/// disk loses at closing.
std::vector<char> bytes_of(DcmFileFormat& file, E_TransferSyntax syntax, std::size_t pixel_bytes) {
  std::vector<char> buffer(2 * pixel_bytes +
                           (std::size_t{1} << 20));  // RLE grows by 1/128 at worst
  DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
  file.transferInit();
  LV_ASSERT(file.write(stream, syntax, EET_ExplicitLength, nullptr).good());
  file.transferEnd();
  void* bytes = nullptr;
  offile_off_t length = 0;
  stream.flushBuffer(bytes, length);
  buffer.resize(static_cast<std::size_t>(length));
  return buffer;
}

}  // namespace

void Attributes::place(const dvec3& first, const dvec3& along_row, const dvec3& along_column) {
  const dvec3 &p = first, &r = along_row, &c = along_column;
  text(DCM_ImagePositionPatient, fmt::format("{:.6f}\\{:.6f}\\{:.6f}", p.x, p.y, p.z));
  text(DCM_ImageOrientationPatient,
       fmt::format("{:.10f}\\{:.10f}\\{:.10f}\\{:.10f}\\{:.10f}\\{:.10f}", r.x, r.y, r.z, c.x, c.y,
                   c.z));
}

void Attributes::whole_numbers(const DcmTagKey& tag, const ivec3& values) {
  const std::array numbers{static_cast<Uint32>(values.x), static_cast<Uint32>(values.y),
                           static_cast<Uint32>(values.z)};
  auto element = std::make_unique<DcmUnsignedLong>(tag);
  LV_ASSERT(element->putUint32Array(numbers.data(), 3).good());
  LV_ASSERT(dataset_.insert(element.release(), OFTrue).good());
}

void Attributes::doubles(const DcmTagKey& tag, const dvec3& values) {
  LV_ASSERT(dataset_.putAndInsertFloat64Array(tag, &values.x, 3).good());
}

void Attributes::floats(const DcmTagKey& tag, std::span<const float> values) {
  LV_ASSERT(
      dataset_
          .putAndInsertFloat32Array(tag, values.data(), static_cast<unsigned long>(values.size()))
          .good());
}

void put_slice(Attributes& put, const MrSlice& slice, int bits_stored) {
  const dvec3 &p = slice.position, &r = slice.row_direction, &c = slice.column_direction;
  put.text(DCM_SOPClassUID, UID_MRImageStorage);
  put.text(DCM_SOPInstanceUID, slice.instance_uid);
  put.text(DCM_InstanceNumber, std::to_string(slice.number));
  put.place(p, r, c);
  put.text(DCM_SliceLocation, fmt::format("{:.4f}", glm::dot(glm::cross(r, c), p)));
  put.text(DCM_PixelSpacing,
           fmt::format("{:.6g}\\{:.6g}", slice.row_spacing, slice.column_spacing));
  put.short_number(DCM_Rows, slice.rows);
  put.short_number(DCM_Columns, slice.columns);
  put.short_number(DCM_SamplesPerPixel, 1);
  put.text(DCM_PhotometricInterpretation, "MONOCHROME2");
  put.short_number(DCM_BitsAllocated, 16);
  put.short_number(DCM_BitsStored, bits_stored);
  put.short_number(DCM_HighBit, bits_stored - 1);
  put.short_number(DCM_PixelRepresentation, 0);
}

Result<void> save_dicom(const std::filesystem::path& path, DcmFileFormat& file,
                        E_TransferSyntax syntax, std::size_t pixel_bytes) {
  const std::vector<char> bytes = bytes_of(file, syntax, pixel_bytes);
  std::ofstream stream(path, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) {
    return Error{ErrorCode::unwritable, "a picture could not be written: is the disk full?"};
  }
  return {};
}

}  // namespace lv
