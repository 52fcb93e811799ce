// NIfTI-1 and -2 files, plain or compressed, through libnifti2. The only place where RAS exists
// for volumes: NIfTI's world is RAS mm, ours is LPS mm.
// Format: https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "engine/core/output.h"
#include "engine/volume/volume.h"

namespace lv {

/// Whether the name ends as a NIfTI file's does: .nii, .nii.gz, .hdr, .img, .img.gz.
bool has_nifti_name(const std::filesystem::path& path);

/// Which of its two maps says where a NIfTI file lies, where it has both: for all files from now
/// on. Before, the sform does. Call it before the first file is read.
enum class NiftiForm { sform, qform };
void set_nifti_form(NiftiForm form);

/// A file on disk or, where there are bytes, one in memory that stands under this name in an
/// archive. One of two parts (.hdr, .img) cannot be in memory.
struct NiftiFile {
  std::filesystem::path path;
  std::span<const std::uint8_t> bytes = {};
};

/// One volume. Geometry is the sform where there is one, else the qform (set_nifti_form() turns
/// this round), and a finding where these differ; lengths in the header's units become mm. Integers
/// of up to 16 bits are kept exactly. Errors: no such file, not NIfTI, damaged or cut off, more
/// than one volume, colour or complex values, no values that are numbers, no sform and no qform.
Result<VolumePtr> read_nifti(const NiftiFile& file);
inline Result<VolumePtr> read_nifti(const std::filesystem::path& path) {
  return read_nifti(NiftiFile{path});
}

struct NiftiPlace {
  Geometry geometry;
  std::string doubt;  ///< that its two maps differ, and which was taken; empty: they do not
};
/// Where it lies; its values are not read. Errors as of read_nifti(), but for those of its values.
Result<NiftiPlace> read_nifti_place(const NiftiFile& file);

/// Writes .nii or .nii.gz with unsigned 16-bit samples, scale and offset, sform and qform. The file
/// appears whole under its name or not at all. Errors: irregular stacks, which NIfTI cannot
/// express; a name that does not end in .nii or .nii.gz; the file cannot be written.
Result<void> write_nifti(const std::filesystem::path& path, const Volume& volume);
/// The same into a file that is not committed yet.
Result<void> write_nifti(const PendingOutput& output, const Volume& volume);

/// A displacement field as ITK and the programs made with it read it: a vector of floats for each
/// voxel (column fastest), LPS mm, intent VECTOR: ITK reads that kind as it is stored, while it
/// takes DISPVECT for RAS since its version 5.1. Errors: the file cannot be written.
Result<void> write_displacement_field(const PendingOutput& output, const Geometry& grid,
                                      std::span<const vec3> vectors);

}  // namespace lv
