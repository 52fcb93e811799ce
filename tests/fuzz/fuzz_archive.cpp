// Archives: any bytes as an archive of each kind; its members, and what they hold.
#include "engine/dicom/archive.h"
#include "engine/dicom/scan.h"
#include "tests/fuzz/input_file.h"

namespace {

void read_all(const lv::Stretch& where, lv::FileType type) {
  lv::MemoryBudget budget(std::uint64_t{256} << 20);
  const auto archive = lv::Archive::open(where, type, budget, {});
  if (!archive.ok()) return;
  const std::size_t looked_at = std::min<std::size_t>(64, (*archive)->members().size());
  for (std::size_t i = 0; i < looked_at; ++i) {
    (void)(*archive)->read(i);
    (void)(*archive)->place_of(i, budget);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const lv::Stretch where = lv::Stretch::of({data, data + size});
  read_all(where, lv::FileType::zip);
  read_all(where, lv::FileType::archive);
  const InputFile file(data, size, ".zip");
  (void)lv::scan({file.path()});
  return 0;
}
