#include "engine/dicom/pixels_dcmtk.h"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <span>
#include <string_view>

#include "engine/decoder/unpack.h"
#include "engine/dicom/attributes_dcmtk.h"

namespace lv {
namespace {

constexpr int largest_side = 16384;
constexpr std::size_t largest_frame = 4096UL * 4096UL;
/// A picture of one value packs to less than a thousandth; anything beyond is a lie.
constexpr std::size_t believable_ratio = 1000, always_believable_bytes = 4UL << 20;

bool is_compressed(E_TransferSyntax syntax) {
#if PACKAGE_VERSION_NUMBER >= 368
  return DcmXfer(syntax).isPixelDataCompressed();
#else
  return DcmXfer(syntax).isEncapsulated();
#endif
}

Error damaged(const char* what) {
  return {ErrorCode::unreadable, what};
}

int number(DcmItem& item, const DcmTagKey& key, int otherwise) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(key, element).bad()) return otherwise;
  const std::vector<double> values = numbers_of(*element);
  if (values.empty()) return otherwise;
  return static_cast<int>(std::clamp(values.front(), -2147483647.0, 2147483647.0));
}

DcmPixelData* pixel_element(DcmDataset& data) {
  DcmElement* element = nullptr;
  if (data.findAndGetElement(DCM_PixelData, element).bad()) return nullptr;
  return dynamic_cast<DcmPixelData*>(element);
}

DcmPixelSequence* packed_fragments(DcmDataset& data, DcmPixelData& pixels) {
  DcmPixelSequence* sequence = nullptr;
  const E_TransferSyntax syntax = data.getOriginalXfer();
  if (pixels.getEncapsulatedRepresentation(syntax, nullptr, sequence).bad()) return nullptr;
  return sequence;
}

std::vector<DcmPixelItem*> items_of(DcmPixelSequence& sequence) {
  std::vector<DcmPixelItem*> items;
  DcmObject* object = nullptr;
  while ((object = sequence.nextInContainer(object)) != nullptr) {
    items.push_back(static_cast<DcmPixelItem*>(object));
  }
  return items;
}

std::span<const std::uint8_t> bytes_of(DcmPixelItem& fragment) {
  Uint8* data = nullptr;
  if (fragment.getLength() == 0 || fragment.getUint8Array(data).bad() || data == nullptr) return {};
  return {data, fragment.getLength()};
}

/// Whether a fragment begins a JPEG or JPEG-LS picture (SOI), a JPEG 2000 code stream (SOC, SIZ) or
/// a file of that.
bool begins_picture(std::span<const std::uint8_t> fragment) {
  const std::string_view start(reinterpret_cast<const char*>(fragment.data()), fragment.size());
  return start.starts_with("\xFF\xD8\xFF") || start.starts_with("\xFF\x4F\xFF\x51") ||
         start.starts_with(std::string_view("\0\0\0\x0CjP", 6));
}

using Fragments = std::span<DcmPixelItem* const>;

/// Numbers of the fragments that begin a frame, by the offset table (PS3.5 A.4); where that is
/// empty or wrong, by what they begin with.
std::vector<std::size_t> beginnings(Fragments fragments, bool believe_table) {
  const std::span<const std::uint8_t> table = bytes_of(*fragments[0]);
  std::vector<std::size_t> firsts;
  std::size_t offset = 0;  // of the fragment from the first one, with the items' own 8 bytes
  for (std::size_t i = 1; i < fragments.size(); ++i) {
    const std::size_t next = 4 * firsts.size();
    std::uint32_t listed = ~0U;
    if (next + 4 <= table.size()) std::memcpy(&listed, table.data() + next, sizeof listed);
    const bool begins = believe_table ? listed == offset : begins_picture(bytes_of(*fragments[i]));
    if (begins) firsts.push_back(i);
    offset += 8 + fragments[i]->getLength();
  }
  return firsts;
}

/// Number of the first fragment of each frame: one for each where they are as many, and in RLE; one
/// for all where there is one frame.
std::vector<std::size_t> first_fragments(Fragments fragments, std::size_t frames, bool is_rle) {
  if (frames == 1) return {1};
  if (is_rle || fragments.size() == frames + 1) {
    std::vector<std::size_t> firsts(fragments.size() - 1);
    std::iota(firsts.begin(), firsts.end(), std::size_t{1});
    return firsts;
  }
  std::vector<std::size_t> firsts = beginnings(fragments, true);
  std::vector<std::size_t> seen = beginnings(fragments, false);
  return firsts.size() < seen.size() && seen.size() <= frames ? seen : firsts;
}

void find_fragments(DcmDataset& data, PixelFormat& f) {
  DcmPixelData* pixels = pixel_element(data);
  const E_TransferSyntax syntax = data.getOriginalXfer();
  if (pixels == nullptr || !is_compressed(syntax)) return;
  DcmPixelSequence* sequence = packed_fragments(data, *pixels);
  if (sequence == nullptr) return;
  f.fragments = items_of(*sequence);
  if (f.fragments.empty()) return;
  for (DcmPixelItem* item : Fragments(f.fragments).subspan(1)) f.packed_bytes += item->getLength();
  const auto frames = static_cast<std::size_t>(f.frames);
  f.first_fragments = first_fragments(f.fragments, frames, syntax == EXS_RLELossless);
  f.first_fragments.push_back(f.fragments.size());
}

/// The picture as its decoder needs it; its bytes stay where DCMTK holds them.
Result<PackedPicture> packed_picture(DcmDataset& data, const PixelFormat& f, std::size_t frame) {
  const std::size_t unpacked = f.samples() * static_cast<std::size_t>(f.bits_allocated / 8);
  if (unpacked > always_believable_bytes && unpacked / believable_ratio > f.packed_bytes) {
    return damaged("it claims a picture far larger than its data");
  }
  if (f.first_fragments.size() < frame + 2) {
    return damaged("its packed pictures cannot be told apart");
  }
  PackedPicture picture;
  picture.transfer_syntax_uid = DcmXfer(data.getOriginalXfer()).getXferID();
  picture.columns = f.columns;
  picture.rows = f.rows;
  picture.bits_allocated = f.bits_allocated;
  picture.bits_stored = f.bits_stored;
  picture.high_bit = f.high_bit;
  picture.is_signed = f.is_signed;
  for (std::size_t i = f.first_fragments[frame]; i < f.first_fragments[frame + 1]; ++i) {
    const std::span<const std::uint8_t> fragment = bytes_of(*f.fragments[i]);
    if (!fragment.empty()) picture.fragments.push_back(fragment);
  }
  return picture;
}

/// What a functional group says of its frames.
Rescale rescale_in_group(DcmItem* group, const Rescale& otherwise, std::string_view& doubt) {
  DcmElement* transformation = nullptr;
  if (group == nullptr ||
      group->findAndGetElement(DCM_PixelValueTransformationSequence, transformation).bad()) {
    return otherwise;
  }
  DcmItem* inner = item_of(*transformation);
  return inner == nullptr ? otherwise : rescale_in(*inner, otherwise, doubt);
}

void find_rescales(DcmDataset& data, PixelFormat& f) {
  f.rescale = rescale_in(data, {}, f.scale_doubt);
  DcmElement* groups = nullptr;
  if (data.findAndGetElement(DCM_SharedFunctionalGroupsSequence, groups).good()) {
    f.rescale = rescale_in_group(item_of(*groups), f.rescale, f.scale_doubt);
  }
  if (data.findAndGetElement(DCM_PerFrameFunctionalGroupsSequence, groups).bad()) return;
  for (DcmItem* item : lv::items_of(*groups, static_cast<std::size_t>(f.frames))) {
    f.rescales.push_back(rescale_in_group(item, f.rescale, f.scale_doubt));
  }
}

/// A table counts instead of what scales.
void find_values(DcmDataset& data, PixelFormat& f) {
  DcmElement* table = nullptr;
  const bool said = data.findAndGetElement(DCM_ModalityLUTSequence, table).good();
  if (said) f.table = value_table(*table);
  if (!f.table) find_rescales(data, f);
  if (said && !f.table && table->getLength() > 0) f.scale_doubt = unusable_table;
}

/// Samples of an uncompressed frame in the machine's order of bytes.
Result<std::vector<std::uint8_t>> plain_frame(DcmDataset& data, DcmPixelData& pixels,
                                              const PixelFormat& f, int frame) {
  // DCMTK asks for an even number of bytes.
  std::vector<std::uint8_t> bytes(
      (f.samples() * static_cast<std::size_t>(f.bits_allocated / 8) + 1) & ~std::size_t{1});
  Uint32 fragment = 0;
  OFString colour_model;
  const OFCondition status =
      pixels.getUncompressedFrame(&data, static_cast<Uint32>(frame), fragment, bytes.data(),
                                  static_cast<Uint32>(bytes.size()), colour_model);
  if (status.bad()) return damaged("its picture cannot be read: the file is damaged");
  return bytes;
}

/// The stored bits of a sample, with its sign (PS3.5 8.1.1), less zero(): whatever lies above them
/// is no picture.
std::int32_t stored_value(std::uint32_t word, const PixelFormat& f) {
  const unsigned bits = static_cast<unsigned>(f.bits_stored);
  std::uint32_t value = word >> static_cast<unsigned>(f.high_bit + 1 - f.bits_stored);
  if (bits < 32) value &= (1U << bits) - 1U;
  if (f.is_signed && bits < 32 && (value >> (bits - 1)) != 0) value |= ~((1U << bits) - 1U);
  return static_cast<std::int32_t>(value - static_cast<std::uint32_t>(f.zero()));
}

template <class Word>
void take_words(std::span<const std::uint8_t> bytes, const PixelFormat& f,
                std::vector<std::int32_t>& out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    Word word = 0;
    std::memcpy(&word, bytes.data() + i * sizeof word, sizeof word);
    out[i] = stored_value(word, f);
  }
}

/// A value of 16 bits as the pixels would hold it: some writers give the padding of unsigned pixels
/// as -2000 where these hold 63536, or the reverse.
int with_sign_of(const PixelFormat& f, int value) {
  constexpr int words = 65536;
  if (f.bits_allocated != 16) return value;
  if (f.is_signed) return value >= words / 2 && value < words ? value - words : value;
  return value < 0 && value >= -words / 2 ? value + words : value;
}

}  // namespace

Result<PixelFormat> pixel_format(DcmDataset& data) {
  PixelFormat f;
  f.columns = number(data, DCM_Columns, 0);
  f.rows = number(data, DCM_Rows, 0);
  f.frames = std::max(1, number(data, DCM_NumberOfFrames, 1));
  f.bits_allocated = number(data, DCM_BitsAllocated, 16);
  f.bits_stored = number(data, DCM_BitsStored, f.bits_allocated);
  f.high_bit = number(data, DCM_HighBit, f.bits_stored - 1);
  f.is_signed = number(data, DCM_PixelRepresentation, 0) == 1;
  find_values(data, f);
  if (f.table) f.table->first = with_sign_of(f, static_cast<int>(f.table->first));
  OFString photometric;
  data.findAndGetOFString(DCM_PhotometricInterpretation, photometric);
  f.more_is_darker = photometric == "MONOCHROME1";
  if (data.tagExists(DCM_PixelPaddingValue)) {
    const int padding = number(data, DCM_PixelPaddingValue, 0);
    f.padding = with_sign_of(f, padding);
    f.padding_end = with_sign_of(f, number(data, DCM_PixelPaddingRangeLimit, padding));
  }
  const bool depth = f.bits_allocated == 8 || f.bits_allocated == 16 || f.bits_allocated == 32;
  if (!depth || f.bits_stored < 1 || f.bits_stored > f.bits_allocated ||
      f.high_bit >= f.bits_allocated || f.high_bit + 1 < f.bits_stored) {
    return Error{ErrorCode::unsupported, "its pixels are stored in a way no scan is"};
  }
  if (f.columns < 1 || f.rows < 1 || f.columns > largest_side || f.rows > largest_side ||
      f.samples() > largest_frame) {
    return damaged("it claims a picture of an absurd size");
  }
  if (number(data, DCM_SamplesPerPixel, 1) != 1) {
    return Error{ErrorCode::unsupported, "it is a colour picture"};
  }
  find_fragments(data, f);
  return f;
}

Rescale rescale_of_frame(const PixelFormat& format, int frame) {
  const auto n = static_cast<std::size_t>(frame);
  return n < format.rescales.size() ? format.rescales[n] : format.rescale;
}

Result<std::vector<std::int32_t>> decode_frame(DcmDataset& data, const PixelFormat& f, int frame) {
  DcmPixelData* pixels = pixel_element(data);
  if (pixels == nullptr) return damaged("it has no picture");
  if (frame < 0 || frame >= f.frames) return damaged("it holds fewer pictures than it says");
  std::vector<std::int32_t> values(f.samples());
  const auto take = [&](std::span<const std::uint8_t> bytes) {
    if (f.bits_allocated == 8) take_words<std::uint8_t>(bytes, f, values);
    if (f.bits_allocated == 16) take_words<std::uint16_t>(bytes, f, values);
    if (f.bits_allocated == 32) take_words<std::uint32_t>(bytes, f, values);
  };
  if (is_compressed(data.getOriginalXfer())) {
    if (f.fragments.empty()) return damaged("its packed picture is damaged");
    LV_ASSIGN(const PackedPicture picture,
              packed_picture(data, f, static_cast<std::size_t>(frame)));
    LV_TRY(unpack_picture(picture, take));
  } else {
    LV_ASSIGN(const std::vector<std::uint8_t> bytes, plain_frame(data, *pixels, f, frame));
    take(bytes);
  }
  return values;
}

}  // namespace lv
