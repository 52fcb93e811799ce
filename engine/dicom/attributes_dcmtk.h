// The one table of DICOM attributes that longview reads, and how each becomes a field. Classic
// files have them at the top, enhanced ones inside functional groups: the same table serves both.
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/dicom/values_dcmtk.h"
#include "engine/study/header.h"

namespace lv {

/// What one file, or one frame of it, says.
struct Record {
  SeriesHeader header;
  Picture picture;
  std::string character_sets;
  int bits_allocated = 0, samples_per_pixel = 1;
  Rescale rescale;
  std::optional<bool> has_whole_table;  ///< Modality LUT; empty: it has none
  std::optional<dvec3> position;
  std::optional<std::array<dvec3, 2>> directions;
  int tiles = 0;                      ///< Siemens mosaic, UIH grid: how many
  std::vector<dvec3> tile_positions;  ///< UIH: of each tile
  std::optional<dvec3> slice_normal;  ///< Siemens mosaic
  /// Private creators met so far: group and block, name.
  std::vector<std::pair<unsigned, std::string>> creators;
};

/// Puts every attribute of the item that is in the table into the record, and those of functional
/// groups inside it.
void read_attributes(DcmItem& item, Record& record);

/// Whether read_attributes() makes anything of an element: group and element.
bool reads_attribute(std::uint32_t tag);

/// The n-th item of a sequence; null where there is none, or where it is no sequence.
DcmItem* item_of(DcmElement& element, unsigned long n = 0);

/// All items of a sequence, or the first `most` of them; none, where it is no sequence. For each of
/// many items: DCMTK walks from the first to the n-th.
std::vector<DcmItem*> items_of(DcmElement& element, std::size_t most = ~std::size_t{0});

/// Numbers of a value of any numeric or text representation; those that are no finite number end
/// the list.
std::vector<double> numbers_of(DcmElement& element);

}  // namespace lv
