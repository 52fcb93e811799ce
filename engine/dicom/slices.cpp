#include "engine/dicom/slices.h"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/dicom/nifti_header.h"
#include "engine/dicom/pixels_dcmtk.h"
#include "engine/volume/nifti.h"

namespace lv {
namespace {

/// Which of the stored values are padding. Empty: none.
std::vector<bool> padding_of(const std::vector<std::int32_t>& values, const PixelFormat& f) {
  if (!f.padding) return {};
  const auto [low, high] = std::minmax(*f.padding, *f.padding_end);
  const std::int64_t zero = f.zero();
  std::vector<bool> padding;
  padding.reserve(values.size());
  for (const std::int32_t v : values) padding.push_back(v >= low - zero && v <= high - zero);
  return padding;
}

/// Padding gets the least value of the rest: it is no signal, and must not decide the window.
void fill(const std::vector<bool>& padding, std::vector<std::int32_t>& values) {
  std::optional<std::int32_t> least;
  for (std::size_t i = 0; i < padding.size(); ++i) {
    if (!padding[i]) least = std::min(least.value_or(values[i]), values[i]);
  }
  for (std::size_t i = 0; least && i < padding.size(); ++i) {
    if (padding[i]) values[i] = *least;
  }
}

/// MONOCHROME1 and negative slopes: mirrored about the range of the stored bits. A negative slope
/// keeps its values; MONOCHROME1 is turned round.
void make_more_brighter(DecodedSlice& slice, const PixelFormat& f) {
  const bool around_zero = !f.table && (f.is_signed || f.zero() != 0);
  const int bits = f.table ? f.table->bits : f.bits_stored;
  const std::int64_t top = around_zero ? -1 : (std::int64_t{1} << bits) - 1;
  if (f.more_is_darker != (slice.slope < 0)) {
    for (std::int32_t& v : slice.stored) v = static_cast<std::int32_t>(top - v);
  }
  if (slice.slope < 0) {
    slice.intercept += slice.slope * static_cast<double>(top);
    slice.slope = -slice.slope;
  }
}

/// A table gives the values themselves.
void scale_values(DecodedSlice& slice, const PixelFormat& f, int frame) {
  if (f.table) {
    for (std::int32_t& v : slice.stored) v = f.table->value(v + f.zero());
    return;
  }
  const Rescale rescale = rescale_of_frame(f, frame);
  slice.slope = rescale.slope;
  slice.intercept = rescale.intercept + slice.slope * static_cast<double>(f.zero());
}

std::vector<std::int32_t> cut_tile(const std::vector<std::int32_t>& frame, const PixelFormat& f,
                                   const SeriesHeader& header, std::int32_t tile) {
  const int left = tile % header.tiles_across * header.columns;
  const int top = tile / header.tiles_across * header.rows;
  std::vector<std::int32_t> values;
  values.reserve(static_cast<std::size_t>(header.columns) * static_cast<std::size_t>(header.rows));
  for (int row = 0; row < header.rows; ++row) {
    const auto begin = frame.begin() + std::ptrdiff_t{top + row} * f.columns + left;
    values.insert(values.end(), begin, begin + header.columns);
  }
  return values;
}

Error changed_since() {
  return {ErrorCode::unreadable, "the file has changed since it was indexed"};
}

DecodedSlice with_values(const PixelFormat& f, int frame, std::vector<std::int32_t> stored) {
  DecodedSlice slice;
  slice.stored = std::move(stored);
  slice.scale_doubt = f.scale_doubt;
  const std::vector<bool> padding = padding_of(slice.stored, f);
  scale_values(slice, f, frame);
  make_more_brighter(slice, f);
  fill(padding, slice.stored);
  return slice;
}

Result<DecodedSlice> decode_whole(DcmDataset& data, const PixelFormat& f, std::int32_t frame) {
  LV_ASSIGN(std::vector<std::int32_t> stored, decode_frame(data, f, frame));
  return with_values(f, frame, std::move(stored));
}

Result<DecodedSlice> decode_tile(const PixelFormat& f, const SeriesHeader& header,
                                 const std::vector<std::int32_t>& mosaic, std::int32_t tile) {
  if (tile >= header.tiles_across * (f.rows / header.rows)) return changed_since();
  return with_values(f, 0, cut_tile(mosaic, f, header, tile));
}

/// Values of a NIfTI file are whole already; each of its slices is cut out.
Result<void> slices_of_nifti(const Series& series, const std::vector<std::size_t>& which,
                             const TakeSlice& take) {
  const FileSource& source = *series.slices[which.front()].source;
  LV_ASSIGN(const std::vector<std::uint8_t> bytes, nifti_bytes(source));
  LV_ASSIGN(const VolumePtr volume, read_nifti({nifti_path(source), bytes}));
  const ivec3 size = volume->geometry.size;
  if (size.x != series.header->columns || size.y != series.header->rows) return changed_since();
  const auto pixels = std::ptrdiff_t{size.x} * size.y;
  for (const std::size_t i : which) {
    const std::int32_t k = series.slices[i].frame;
    if (k >= size.z) return changed_since();
    const auto begin = volume->samples.begin() + k * pixels;
    take(i, DecodedSlice{{begin, begin + pixels}, volume->scale, volume->offset});
  }
  return {};
}

}  // namespace

std::vector<std::vector<std::size_t>> slices_by_file(const Series& series) {
  std::map<const FileSource*, std::size_t> known;
  std::vector<std::vector<std::size_t>> files;
  for (std::size_t i = 0; i < series.slices.size(); ++i) {
    const auto [entry, added] = known.try_emplace(series.slices[i].source.get(), files.size());
    if (added) files.emplace_back();
    files[entry->second].push_back(i);
  }
  return files;
}

Result<void> decode_slices(const Series& series, const std::vector<std::size_t>& which,
                           const TakeSlice& take) {
  if (series.header->nifti) return slices_of_nifti(series, which, take);
  return at_the_door([&]() -> Result<void> {
    LV_ASSIGN(const DicomFile file, parse_dicom(*series.slices[which.front()].source));
    return decode_slices(file, series, which, take);
  });
}

Result<void> decode_slices(const DicomFile& file, const Series& series,
                           const std::vector<std::size_t>& which, const TakeSlice& take) {
  const SeriesHeader& header = *series.header;
  DcmDataset& data = *file->getDataset();
  LV_ASSIGN(const PixelFormat format, pixel_format(data));
  const bool tiled = header.tiles_across > 0;
  const int across = tiled ? header.tiles_across : 1;
  const bool fits = format.columns == header.columns * across &&
                    (tiled ? format.rows % header.rows == 0 : format.rows == header.rows);
  if (!fits) return changed_since();
  std::vector<std::int32_t> mosaic;
  if (tiled) {
    LV_ASSIGN(mosaic, decode_frame(data, format, 0));
  }
  for (const std::size_t i : which) {
    const std::int32_t number = series.slices[i].frame;
    take(i, at_the_door([&]() {
           return tiled ? decode_tile(format, header, mosaic, number)
                        : decode_whole(data, format, number);
         }));
  }
  return {};
}

Result<DecodedSlice> decode_slice(const Series& series, std::size_t slice) {
  Result<DecodedSlice> decoded = changed_since();
  LV_TRY(decode_slices(series, {slice}, [&](std::size_t, Result<DecodedSlice> taken) {
    decoded = std::move(taken);
  }));
  return decoded;
}

}  // namespace lv
