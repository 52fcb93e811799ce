#include "engine/dicom/memory_dcmtk.h"

namespace lv {
namespace {

class MemoryStreamFactory : public DcmInputStreamFactory {
 public:
  MemoryStreamFactory(std::span<const std::uint8_t> bytes, offile_off_t begin)
      : bytes_(bytes), begin_(begin) {}
  DcmInputStream* create() const override { return new MemoryStream(bytes_, begin_); }
  DcmInputStreamFactory* clone() const override { return new MemoryStreamFactory(bytes_, begin_); }
  DcmInputStreamFactoryType ident() const override { return DFT_DcmInputFileStreamFactory; }

 private:
  std::span<const std::uint8_t> bytes_;
  offile_off_t begin_;
};

}  // namespace

MemoryStream::MemoryStream(std::span<const std::uint8_t> bytes, offile_off_t begin)
    : DcmInputStream(&producer_), bytes_(bytes), begin_(begin) {
  const auto rest = bytes.subspan(static_cast<std::size_t>(begin));
  producer_.setBuffer(rest.data(), static_cast<offile_off_t>(rest.size()));
  producer_.setEos();
}

DcmInputStreamFactory* MemoryStream::newFactory() const {
  // Behind an inflating filter, places in the stream are no places in memory.
  if (currentProducer() != &producer_) return nullptr;
  return new MemoryStreamFactory(bytes_, begin_ + tell());
}

}  // namespace lv
