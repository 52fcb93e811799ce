// NIfTI: any bytes as a volume, compressed where they begin as gzip does.
#include "engine/core/assert.h"
#include "engine/volume/nifti.h"
#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bool packed = size > 1 && data[0] == 0x1F && data[1] == 0x8B;
  const InputFile file(data, size, packed ? ".nii.gz" : ".nii");
  const auto volume = lv::read_nifti(file.path());
  if (volume.ok()) LV_ASSERT((*volume)->samples.size() == (*volume)->geometry.voxel_count());
  if (size == 0) return 0;
  // As it would lie in an archive: not read at all, or the same.
  const auto in_memory = lv::read_nifti(lv::NiftiFile{file.path(), {data, size}});
  if (volume.ok() && in_memory.ok()) LV_ASSERT((*volume)->samples == (*in_memory)->samples);
  return 0;
}
