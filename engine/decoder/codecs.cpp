#include "engine/decoder/codecs.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcxfer.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

#include <cstring>
#include <memory>
#include <new>
#include <string_view>

#include "engine/decoder/jpeg2000.h"

namespace lv {
namespace {

constexpr std::string_view rle = "1.2.840.10008.1.2.5",
                           jpeg2000_lossless = "1.2.840.10008.1.2.4.90",
                           jpeg2000 = "1.2.840.10008.1.2.4.91";

Error cannot_be_unpacked() {
  return {ErrorCode::unreadable, "its picture cannot be unpacked: the file is damaged", ""};
}

/// An attribute whose type is said here: DCMTK need not read its dictionary for that.
void put(DcmItem& item, const DcmTagKey& key, int value) {
  auto element = std::make_unique<DcmUnsignedShort>(DcmTag(key, EVR_US));
  element->putUint16(static_cast<Uint16>(value));
  item.insert(element.release(), OFTrue);
}

/// The picture as the only one of a data set, as DCMTK's decoders ask for it.
DcmPixelData* put_packed(DcmItem& item, const PackedPicture& picture) {
  put(item, DCM_SamplesPerPixel, 1);
  put(item, DCM_Rows, picture.rows);
  put(item, DCM_Columns, picture.columns);
  put(item, DCM_BitsAllocated, picture.bits_allocated);
  put(item, DCM_BitsStored, picture.bits_stored);
  put(item, DCM_HighBit, picture.high_bit);
  put(item, DCM_PixelRepresentation, picture.is_signed ? 1 : 0);
  auto grey = std::make_unique<DcmCodeString>(DcmTag(DCM_PhotometricInterpretation, EVR_CS));
  grey->putString("MONOCHROME2");
  item.insert(grey.release(), OFTrue);

  auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
  sequence->insert(new DcmPixelItem(DcmTag(DCM_Item, EVR_OB)));  // no table of places
  for (const std::span<const std::uint8_t> fragment : picture.fragments) {
    auto packed = std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB));
    packed->putUint8Array(fragment.data(), static_cast<unsigned long>(fragment.size()));
    sequence->insert(packed.release());
  }
  auto pixels = std::make_unique<DcmPixelData>(DcmTag(DCM_PixelData, EVR_OW));
  const DcmXfer syntax(picture.transfer_syntax_uid.c_str());
  pixels->putOriginalRepresentation(syntax.getXfer(), nullptr, sequence.release());
  DcmPixelData* const put_in = pixels.get();
  item.insert(pixels.release(), OFTrue);
  return put_in;
}

Result<void> unpack_by_dcmtk(const PackedPicture& picture, std::span<std::uint8_t> samples) {
  DcmDataset data;
  DcmPixelData* const pixels = put_packed(data, picture);
  Uint32 fragment = 1;
  OFString colours;
  const OFCondition status = pixels->getUncompressedFrame(
      &data, 0, fragment, samples.data(), static_cast<Uint32>(samples.size()), colours);
  if (status == EC_MemoryExhausted) throw std::bad_alloc();
  if (status.bad()) return cannot_be_unpacked();
  return {};
}

template <class Word>
void store(std::span<const std::int32_t> values, unsigned shift, std::span<std::uint8_t> samples) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto word = static_cast<Word>(static_cast<std::uint32_t>(values[i]) << shift);
    std::memcpy(samples.data() + i * sizeof word, &word, sizeof word);
  }
}

/// Values lie in the lowest bits of a code stream, whatever the header says of unpacked ones; some
/// writers store signed values as unsigned code streams, so the sign is left to the header.
Result<void> unpack_by_openjpeg(const PackedPicture& picture, std::span<std::uint8_t> samples) {
  std::vector<std::uint8_t> stream;
  for (const auto& part : picture.fragments) stream.insert(stream.end(), part.begin(), part.end());
  LV_ASSIGN(const std::vector<std::int32_t> values,
            unpack_jpeg2000(stream, picture.columns, picture.rows));
  const auto shift = static_cast<unsigned>(picture.high_bit + 1 - picture.bits_stored);
  if (picture.bits_allocated == 8) store<std::uint8_t>(values, shift, samples);
  if (picture.bits_allocated == 16) store<std::uint16_t>(values, shift, samples);
  if (picture.bits_allocated == 32) store<std::uint32_t>(values, shift, samples);
  return {};
}

/// The header of an RLE picture (PS3.5 G.5): the number of its segments and where each begins.
bool rle_header_lies(std::span<const std::uint8_t> fragment) {
  std::uint32_t header[16] = {};
  if (fragment.size() < sizeof header) return true;
  std::memcpy(header, fragment.data(), sizeof header);
  if (header[0] < 1 || header[0] > 15) return true;
  std::size_t last = sizeof header;
  for (std::uint32_t i = 1; i <= header[0]; ++i) {
    if (header[i] < last || header[i] > fragment.size()) return true;
    last = header[i];
  }
  return false;
}

}  // namespace

void prepare_codecs() {
  static const bool once = [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    DcmRLEDecoderRegistration::registerCodecs();
    DJDecoderRegistration::registerCodecs(EDC_never);
    DJLSDecoderRegistration::registerCodecs();
    return true;
  }();
  static_cast<void>(once);
}

Result<void> unpack_here(const PackedPicture& picture, std::span<std::uint8_t> samples) {
  prepare_codecs();
  const std::string_view syntax = picture.transfer_syntax_uid;
  const bool openjpeg = syntax == jpeg2000_lossless || syntax == jpeg2000;
  return openjpeg ? unpack_by_openjpeg(picture, samples) : unpack_by_dcmtk(picture, samples);
}

Result<void> check_packed(const PackedPicture& picture) {
  if (picture.fragments.empty()) return cannot_be_unpacked();
  if (picture.transfer_syntax_uid == rle && rle_header_lies(picture.fragments.front())) {
    return cannot_be_unpacked();
  }
  return {};
}

}  // namespace lv
