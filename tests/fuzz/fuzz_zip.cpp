// ZIP archives: any bytes as an archive; its members, and what they hold.
#include "engine/dicom/scan.h"
#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const InputFile file(data, size, ".zip");
  (void)lv::scan({file.path()});
  return 0;
}
