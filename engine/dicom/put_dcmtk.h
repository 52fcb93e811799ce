// What all DICOM files that longview writes have in common.
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <filesystem>
#include <span>
#include <string>

#include "engine/core/assert.h"
#include "engine/dicom/writer.h"

namespace lv {

/// Puts attributes into a dataset and remembers the first failure, which is always our own mistake.
class Attributes {
 public:
  explicit Attributes(DcmItem& dataset) : dataset_(dataset) {}

  void text(const DcmTagKey& tag, const std::string& value) {
    LV_ASSERT(dataset_.putAndInsertOFStringArray(tag, OFString(value.c_str())).good());
  }
  void text_if_known(const DcmTagKey& tag, const std::string& value) {
    if (!value.empty()) text(tag, value);
  }
  /// Decimal strings have at most 16 characters (PS3.5 6.2).
  void number(const DcmTagKey& tag, double value) { text(tag, fmt::format("{:.7g}", value)); }
  void number_if_known(const DcmTagKey& tag, double value) {
    if (value != 0) number(tag, value);
  }
  /// As it stands in another dataset; false: it does not stand there.
  bool copy(const DcmTagKey& tag, DcmItem& from) {
    return from.findAndInsertCopyOfElement(tag, &dataset_).good();
  }
  /// Item `index` of a sequence.
  Attributes item(const DcmTagKey& sequence, long index = 0) {
    DcmItem* found = nullptr;
    LV_ASSERT(dataset_.findOrCreateSequenceItem(sequence, found, index).good());
    return Attributes(*found);
  }
  /// A coded concept as the only item of a sequence.
  void code(const DcmTagKey& sequence, const char* value, const char* scheme, const char* meaning) {
    Attributes concept_item = item(sequence);
    concept_item.text(DCM_CodeValue, value);
    concept_item.text(DCM_CodingSchemeDesignator, scheme);
    concept_item.text(DCM_CodeMeaning, meaning);
  }
  /// Where the first pixel or grid point lies, and which way rows and columns of them run.
  void place(const dvec3& first, const dvec3& along_row, const dvec3& along_column);
  void whole_numbers(const DcmTagKey& tag, const ivec3& values);
  void doubles(const DcmTagKey& tag, const dvec3& values);
  void floats(const DcmTagKey& tag, std::span<const float> values);
  void short_number(const DcmTagKey& tag, int value) {
    LV_ASSERT(dataset_.putAndInsertUint16(tag, static_cast<Uint16>(value)).good());
  }

 private:
  DcmItem& dataset_;
};

/// Where a picture lies and how its pixels, without sign, are stored.
void put_slice(Attributes& put, const MrSlice& slice, int bits_stored);

/// `pixel_bytes`: before they are encoded. Error: unwritable, naming no path.
Result<void> save_dicom(const std::filesystem::path& path, DcmFileFormat& file,
                        E_TransferSyntax syntax, std::size_t pixel_bytes);

}  // namespace lv
