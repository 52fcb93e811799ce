// A file in memory as DCMTK reads a file on disk: large values are not copied, and no memory is set
// aside for lengths that the header only claims, until a value is asked for.
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcistrmb.h>

#include <cstdint>
#include <span>

namespace lv {

/// `bytes` has to outlive everything that DCMTK makes from it.
class MemoryStream : public DcmInputStream {
 public:
  explicit MemoryStream(std::span<const std::uint8_t> bytes, offile_off_t begin = 0);

  /// Where the rest can be read from again, later.
  DcmInputStreamFactory* newFactory() const override;

 private:
  std::span<const std::uint8_t> bytes_;
  offile_off_t begin_;
  DcmBufferProducer producer_;
};

}  // namespace lv
