#include "engine/decoder/codecs.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
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
#include "engine/decoder/rle.h"

namespace lv {
namespace {

constexpr std::string_view rle = "1.2.840.10008.1.2.5",
                           jpeg2000_lossless = "1.2.840.10008.1.2.4.90",
                           jpeg2000 = "1.2.840.10008.1.2.4.91";

Error cannot_be_unpacked() {
  return {ErrorCode::unreadable, "its picture cannot be unpacked: the file is damaged"};
}

/// Adds a number. Its type is given here, so that DCMTK need not read its dictionary for that.
void put(DcmItem& item, const DcmTagKey& key, int value) {
  auto element = std::make_unique<DcmUnsignedShort>(DcmTag(key, EVR_US));
  element->putUint16(static_cast<Uint16>(value));
  item.insert(element.release(), OFTrue);
}

/// Makes a data set of this one picture, which is what DCMTK's decoders take.
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
  sequence->insert(new DcmPixelItem(DcmTag(DCM_Item, EVR_OB)));  // an empty offset table
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

/// The fragments of a picture as one piece. They are copied only where there are several.
class Joined {
 public:
  explicit Joined(const PackedPicture& picture) : bytes_(picture.fragments.front()) {
    if (picture.fragments.size() == 1) return;
    for (const auto& part : picture.fragments) all_.insert(all_.end(), part.begin(), part.end());
    bytes_ = all_;
  }
  std::span<const std::uint8_t> bytes() const { return bytes_; }

 private:
  std::vector<std::uint8_t> all_;
  std::span<const std::uint8_t> bytes_;
};

template <class Word>
void store(std::span<const std::int32_t> values, unsigned shift, std::span<std::uint8_t> samples) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto word = static_cast<Word>(static_cast<std::uint32_t>(values[i]) << shift);
    std::memcpy(samples.data() + i * sizeof word, &word, sizeof word);
  }
}

/// A code stream holds values in the lowest bits, so they are shifted to where the header wants
/// them. Its sign is not looked at, since some writers store signed values as unsigned ones.
Result<void> unpack_by_openjpeg(const PackedPicture& picture, std::span<std::uint8_t> samples) {
  LV_ASSIGN(const std::vector<std::int32_t> values,
            unpack_jpeg2000(Joined(picture).bytes(), picture.columns, picture.rows));
  const auto shift = static_cast<unsigned>(picture.high_bit + 1 - picture.bits_stored);
  if (picture.bits_allocated == 8) store<std::uint8_t>(values, shift, samples);
  if (picture.bits_allocated == 16) store<std::uint16_t>(values, shift, samples);
  if (picture.bits_allocated == 32) store<std::uint32_t>(values, shift, samples);
  return {};
}

}  // namespace

void prepare_codecs() {
  static const bool once = [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    DJDecoderRegistration::registerCodecs(EDC_never);
    DJLSDecoderRegistration::registerCodecs();
    return true;
  }();
  static_cast<void>(once);
}

Result<void> unpack_here(const PackedPicture& picture, std::span<std::uint8_t> samples) {
  prepare_codecs();
  if (picture.fragments.empty()) return cannot_be_unpacked();
  const std::string_view syntax = picture.transfer_syntax_uid;
  if (syntax == jpeg2000 || syntax == jpeg2000_lossless)
    return unpack_by_openjpeg(picture, samples);
  if (syntax != rle) return unpack_by_dcmtk(picture, samples);
  const auto sample_bytes = static_cast<std::size_t>(picture.bits_allocated / 8);
  samples = samples.first(picture.samples() * sample_bytes);
  if (!unpack_rle(Joined(picture).bytes(), sample_bytes, samples)) return cannot_be_unpacked();
  return {};
}

}  // namespace lv
