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

#include "engine/dicom/attributes_dcmtk.h"
#include "engine/dicom/jpeg2000.h"

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
  return {ErrorCode::unreadable, what, ""};
}

int number(DcmItem& item, const DcmTagKey& key, int otherwise) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(key, element).bad()) return otherwise;
  const std::vector<double> values = numbers_of(*element);
  if (values.empty()) return otherwise;
  return static_cast<int>(std::clamp(values.front(), -2147483647.0, 2147483647.0));
}

std::optional<double> real_number(DcmItem& item, const DcmTagKey& key) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(key, element).bad()) return std::nullopt;
  const std::vector<double> values = numbers_of(*element);
  return values.empty() ? std::nullopt : std::optional(values.front());
}

bool is_jpeg2000(E_TransferSyntax syntax) {
  return syntax == EXS_JPEG2000LosslessOnly || syntax == EXS_JPEG2000;
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

std::size_t packed_bytes(DcmPixelSequence& fragments) {
  std::size_t bytes = 0;
  DcmPixelItem* item = nullptr;
  for (unsigned long i = 1; fragments.getItem(item, i).good() && item != nullptr; ++i) {
    bytes += item->getLength();
  }
  return bytes;
}

std::span<const std::uint8_t> fragment_at(DcmPixelSequence& fragments, unsigned long i) {
  DcmPixelItem* item = nullptr;
  Uint8* data = nullptr;
  if (fragments.getItem(item, i).bad() || item == nullptr || item->getLength() == 0 ||
      item->getUint8Array(data).bad() || data == nullptr) {
    return {};
  }
  return {data, item->getLength()};
}

/// Whether a fragment begins a JPEG 2000 code stream (SOC, SIZ) or file.
bool begins_picture(std::span<const std::uint8_t> fragment) {
  const std::string_view start(reinterpret_cast<const char*>(fragment.data()), fragment.size());
  return start.starts_with("\xFF\x4F\xFF\x51") ||
         start.starts_with(std::string_view("\0\0\0\x0CjP", 6));
}

/// Numbers of the fragments that begin a frame, by the offset table (PS3.5 A.4); where that is
/// empty or wrong, by what they begin with.
std::vector<unsigned long> beginnings(DcmPixelSequence& fragments, bool believe_table) {
  const std::span<const std::uint8_t> table = fragment_at(fragments, 0);
  std::vector<unsigned long> firsts;
  std::size_t offset = 0;  // of the fragment from the first one, with the items' own 8 bytes
  for (unsigned long i = 1; i < fragments.card(); ++i) {
    const std::span<const std::uint8_t> fragment = fragment_at(fragments, i);
    const std::size_t next = 4 * firsts.size();
    std::uint32_t listed = ~0U;
    if (next + 4 <= table.size()) std::memcpy(&listed, table.data() + next, sizeof listed);
    if (believe_table ? listed == offset : begins_picture(fragment)) firsts.push_back(i);
    offset += 8 + fragment.size();
  }
  return firsts;
}

/// Number of the first fragment of each frame: one for each where they are as many, one for all
/// where there is one frame.
std::vector<unsigned long> first_fragments(DcmPixelSequence& fragments, std::size_t frames) {
  std::vector<unsigned long> firsts(frames);
  std::iota(firsts.begin(), firsts.end(), 1UL);
  if (frames == 1 || fragments.card() == frames + 1) return firsts;
  firsts = beginnings(fragments, true);
  const std::vector<unsigned long> seen = beginnings(fragments, false);
  return firsts.size() < seen.size() && seen.size() <= frames ? seen : firsts;
}

Result<std::vector<std::uint8_t>> packed_frame(DcmPixelSequence& fragments, int frame, int frames) {
  const auto n = static_cast<std::size_t>(frame), all = static_cast<std::size_t>(frames);
  std::vector<unsigned long> firsts = first_fragments(fragments, all);
  if (firsts.size() <= n) return damaged("its packed pictures cannot be told apart");
  firsts.push_back(fragments.card());
  std::vector<std::uint8_t> bytes;
  for (unsigned long i = firsts[n]; i < firsts[n + 1]; ++i) {
    const std::span<const std::uint8_t> fragment = fragment_at(fragments, i);
    if (fragment.empty()) return damaged("its packed picture is damaged");
    bytes.insert(bytes.end(), fragment.begin(), fragment.end());
  }
  return bytes;
}

/// Raw samples of the frame as they would lie in an uncompressed file, native byte order.
Result<std::vector<std::uint8_t>> raw_frame(DcmDataset& data, DcmPixelData& pixels,
                                            const PixelFormat& f, int frame) {
  // DCMTK asks for an even number of bytes.
  std::vector<std::uint8_t> bytes(
      (f.samples() * static_cast<std::size_t>(f.bits_allocated / 8) + 1) & ~std::size_t{1});
  Uint32 fragment = 0;
  OFString colour_model;
  const OFCondition status =
      pixels.getUncompressedFrame(&data, static_cast<Uint32>(frame), fragment, bytes.data(),
                                  static_cast<Uint32>(bytes.size()), colour_model);
  if (status.bad()) return damaged("its picture cannot be unpacked: the file is damaged");
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
void unpack(const std::vector<std::uint8_t>& bytes, const PixelFormat& f,
            std::vector<std::int32_t>& out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    Word word = 0;
    std::memcpy(&word, bytes.data() + i * sizeof word, sizeof word);
    out[i] = stored_value(word, f);
  }
}

Result<std::vector<std::int32_t>> decode_jpeg2000(DcmPixelSequence& fragments, const PixelFormat& f,
                                                  int frame) {
  LV_ASSIGN(const std::vector<std::uint8_t> packed, packed_frame(fragments, frame, f.frames));
  LV_ASSIGN(std::vector<std::int32_t> values, unpack_jpeg2000(packed, f.columns, f.rows));
  // The header's sign counts: some writers store signed values as unsigned code streams.
  PixelFormat low_bits = f;
  low_bits.high_bit = f.bits_stored - 1;
  for (std::int32_t& v : values) v = stored_value(static_cast<std::uint32_t>(v), low_bits);
  return values;
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
  f.slope = real_number(data, DCM_RescaleSlope).value_or(1.0);
  f.intercept = real_number(data, DCM_RescaleIntercept).value_or(0.0);
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
    return Error{ErrorCode::unsupported, "its pixels are stored in a way no scan is", ""};
  }
  if (f.columns < 1 || f.rows < 1 || f.columns > largest_side || f.rows > largest_side ||
      f.samples() > largest_frame) {
    return damaged("it claims a picture of an absurd size");
  }
  if (number(data, DCM_SamplesPerPixel, 1) != 1) {
    return Error{ErrorCode::unsupported, "it is a colour picture", ""};
  }
  return f;
}

Rescale rescale_of_frame(DcmDataset& data, const PixelFormat& format, int frame) {
  Rescale rescale{format.slope, format.intercept};
  const auto look = [&](const DcmTagKey& groups, unsigned long n) {
    DcmElement* sequence = nullptr;
    if (data.findAndGetElement(groups, sequence).bad()) return;
    DcmItem* item = item_of(*sequence, n);
    DcmElement* transformation = nullptr;
    if (item == nullptr ||
        item->findAndGetElement(DCM_PixelValueTransformationSequence, transformation).bad()) {
      return;
    }
    DcmItem* inner = item_of(*transformation);
    if (inner == nullptr) return;
    rescale.slope = real_number(*inner, DCM_RescaleSlope).value_or(rescale.slope);
    rescale.intercept = real_number(*inner, DCM_RescaleIntercept).value_or(rescale.intercept);
  };
  look(DCM_SharedFunctionalGroupsSequence, 0);
  look(DCM_PerFrameFunctionalGroupsSequence, static_cast<unsigned long>(frame));
  return rescale;
}

Result<std::vector<std::int32_t>> decode_frame(DcmDataset& data, const PixelFormat& f, int frame) {
  DcmPixelData* pixels = pixel_element(data);
  if (pixels == nullptr) return damaged("it has no picture");
  if (frame < 0 || frame >= f.frames) return damaged("it holds fewer pictures than it says");
  const E_TransferSyntax syntax = data.getOriginalXfer();
  if (is_compressed(syntax)) {
    DcmPixelSequence* fragments = packed_fragments(data, *pixels);
    if (fragments == nullptr) return damaged("its packed picture is damaged");
    const std::size_t unpacked = f.samples() * static_cast<std::size_t>(f.bits_allocated / 8);
    if (unpacked > always_believable_bytes &&
        unpacked / believable_ratio > packed_bytes(*fragments)) {
      return damaged("it claims a picture far larger than its data");
    }
    if (is_jpeg2000(syntax)) return decode_jpeg2000(*fragments, f, frame);
  }
  LV_ASSIGN(const std::vector<std::uint8_t> bytes, raw_frame(data, *pixels, f, frame));
  std::vector<std::int32_t> values(f.samples());
  if (f.bits_allocated == 8) unpack<std::uint8_t>(bytes, f, values);
  if (f.bits_allocated == 16) unpack<std::uint16_t>(bytes, f, values);
  if (f.bits_allocated == 32) unpack<std::uint32_t>(bytes, f, values);
  return values;
}

}  // namespace lv
