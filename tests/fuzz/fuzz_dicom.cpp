// The DICOM door: any bytes as a file; header, matrix, and the pixels of what seems to be a
// picture.
#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/dicom/header.h"
#include "engine/dicom/slices.h"
#include "engine/study/build.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::uint8_t> bytes(data, data + size);
  const auto source = std::make_shared<const lv::FileSource>();
  lv::Bytes file{std::span<const std::uint8_t>(bytes)};
  auto contents = lv::read_header(file, source);
  if (!contents.ok()) return 0;
  const lv::Matrix matrix = lv::build_matrix(contents->pictures, {}, {});
  for (const lv::Series& series : matrix.series) {
    (void)lv::at_the_door([&]() -> lv::Result<void> {
      LV_ASSIGN(const lv::DicomFile whole, lv::parse_dicom(bytes));
      return lv::decode_slices(whole, series, {series.slices.size() / 2}, [](auto, auto) {});
    });
  }
  return 0;
}
