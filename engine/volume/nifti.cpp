#include "engine/volume/nifti.h"

#include <fmt/format.h>
#include <nifti2_io.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include "engine/core/assert.h"
#include "engine/core/file_name.h"
#include "engine/core/lower_case.h"
#include "engine/volume/gunzip.h"

namespace lv {
namespace {

constexpr double noticeable_mm = 1.0;

std::atomic<NiftiForm> wanted_form{NiftiForm::sform};

struct FreeImage {
  void operator()(nifti_image* image) const { nifti_image_free(image); }
};
using ImagePtr = std::unique_ptr<nifti_image, FreeImage>;

struct CloseFile {
  void operator()(znzFile file) const { Xznzclose(&file); }
};
using FilePtr = std::unique_ptr<znzptr, CloseFile>;

// RAS and LPS differ by a half turn about the third axis.
dmat4 lps_from_ras() {
  return {dvec4(-1, 0, 0, 0), dvec4(0, -1, 0, 0), dvec4(0, 0, 1, 0), dvec4(0, 0, 0, 1)};
}

bool ends_with(const std::filesystem::path& path, std::string_view ending) {
  return lower_case(path.filename().string()).ends_with(ending);
}

Error damaged(std::string what, const std::filesystem::path& path) {
  return {ErrorCode::unreadable, std::move(what), file_name(path)};
}

double mm_per_unit(const nifti_image& image) {
  switch (image.xyz_units) {
    case NIFTI_UNITS_METER:
      return 1000.0;
    case NIFTI_UNITS_MICRON:
      return 0.001;
    default:
      return 1.0;  // millimetres, or not said: then the format's usual unit
  }
}

/// Voxel to LPS mm, by one of the header's two maps. None: it says nonsense.
std::optional<dmat4> lps_map(const nifti_image& image, const nifti_dmat44& ras) {
  dmat4 map(1.0);
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      map[column][row] = ras.m[row][column] * mm_per_unit(image);
      if (!std::isfinite(map[column][row])) return std::nullopt;
    }
  }
  if (std::abs(glm::determinant(dmat3(map))) < 1e-12) return std::nullopt;
  return lps_from_ras() * map;
}

std::optional<dmat4> map_of(const nifti_image& image, NiftiForm form) {
  const bool s = form == NiftiForm::sform;
  if ((s ? image.sform_code : image.qform_code) <= 0) return std::nullopt;
  return lps_map(image, s ? image.sto_xyz : image.qto_xyz);
}

/// The form that is wanted where there is one that makes sense, else the other.
std::optional<dmat4> voxel_map(const nifti_image& image) {
  const NiftiForm wanted = wanted_form;
  const auto map = map_of(image, wanted);
  return map ? map
             : map_of(image, wanted == NiftiForm::sform ? NiftiForm::qform : NiftiForm::sform);
}

/// How far the two maps of a header, where it has both, put a corner from each other, mm.
double disagreement_mm(const nifti_image& image) {
  const auto s = map_of(image, NiftiForm::sform), q = map_of(image, NiftiForm::qform);
  if (!s || !q) return 0;
  double most = 0;
  for (unsigned corner = 0; corner < 8; ++corner) {
    const dvec4 voxel(corner & 1 ? image.nx - 1 : 0, corner & 2 ? image.ny - 1 : 0,
                      corner & 4 ? image.nz - 1 : 0, 1);
    most = std::max(most, glm::distance(dvec3(*s * voxel), dvec3(*q * voxel)));
  }
  return most;
}

/// NiftiPlace::doubt.
std::string place_doubt(const nifti_image& image) {
  const double apart = disagreement_mm(image);
  if (apart <= noticeable_mm) return {};
  const bool s = wanted_form == NiftiForm::sform;
  return fmt::format(
      "it says two places for the scan (sform and qform), up to {:.0f} mm apart; the {} is used, "
      "with --nifti-form {} the other",
      apart, s ? "sform" : "qform", s ? "qform" : "sform");
}

/// How far to the side the far end of an axis lies of where a right angle would put it, mm.
double shear_mm(const Geometry& geometry) {
  const dmat3 axes = geometry.axes();
  const dvec3 lengths_mm = geometry.spacing_mm() * dvec3(geometry.size - 1);
  double most = 0;
  for (int a = 0; a < 3; ++a) {
    for (int b = 0; b < 3; ++b) {
      if (a != b) most = std::max(most, std::abs(glm::dot(axes[a], axes[b])) * lengths_mm[b]);
    }
  }
  return most;
}

Result<Geometry> geometry_of(const nifti_image& image, const std::filesystem::path& path) {
  constexpr std::int64_t most = 32767;  // as NIfTI-1 can say
  for (const std::int64_t n : {image.nx, image.ny, image.nz}) {
    if (n < 1 || n > most) return damaged("the stated size makes no sense", path);
  }
  if (image.nvox != image.nx * image.ny * image.nz) {
    return Error{ErrorCode::unsupported, "holds several volumes; extract the one to use",
                 file_name(path)};
  }
  const std::optional<dmat4> map = voxel_map(image);
  if (!map) {
    return Error{ErrorCode::unsupported,
                 "does not say where the scan lies in the patient (no valid sform or qform)",
                 file_name(path)};
  }
  Geometry geometry;
  geometry.size = ivec3(image.nx, image.ny, image.nz);
  geometry.scan_from_voxel.matrix = *map;
  if (const double shear = shear_mm(geometry); shear > noticeable_mm) {
    return Error{ErrorCode::unsupported,
                 fmt::format("is sheared: its axes are not at right angles, and its far end lies "
                             "{:.1f} mm to the side; use the scan as it was measured",
                             shear),
                 file_name(path)};
  }
  return geometry;
}

/// A file whose header makes sense.
struct OpenNifti {
  NiftiFile file;
  ImagePtr image;
};

std::size_t bytes_of_values(const nifti_image& image) {
  return static_cast<std::size_t>(image.nvox * image.nbyper);
}

bool copy_from_disk(const nifti_image& image, void* target) {
  const std::size_t bytes = bytes_of_values(image);
  const FilePtr file(znzopen(image.iname, "rb", nifti_is_gzfile(image.iname)));
  return file && znzseek(file.get(), image.iname_offset, SEEK_SET) >= 0 &&
         znzread(target, 1, bytes, file.get()) == bytes;
}

bool copy_from_memory(const OpenNifti& open, void* target) {
  const auto begin = static_cast<std::size_t>(open.image->iname_offset);
  const std::size_t bytes = bytes_of_values(*open.image);
  const std::vector<std::uint8_t> whole = first_unpacked(open.file.bytes, begin + bytes);
  if (whole.size() < begin + bytes) return false;
  std::memcpy(target, whole.data() + begin, bytes);
  return true;
}

/// Fills `target` with the stored values, in this machine's byte order.
Result<void> read_values(const OpenNifti& open, void* target) {
  const nifti_image& image = *open.image;
  const bool whole =
      open.file.bytes.empty() ? copy_from_disk(image, target) : copy_from_memory(open, target);
  if (!whole) return damaged("the picture data is cut off or damaged", open.file.path);
  if (image.swapsize > 1 && image.byteorder != nifti_short_order()) {
    nifti_swap_Nbytes(static_cast<std::int64_t>(bytes_of_values(image)) / image.swapsize,
                      image.swapsize, target);
  }
  return {};
}

struct Rescale {
  double slope, intercept;
};

bool can_be_scaled(const nifti_image& image) {
  constexpr double largest = 1e30;  // beyond that, values would fit into no number
  return std::abs(image.scl_slope) <= largest && std::abs(image.scl_inter) <= largest;
}

Rescale rescale_of(const nifti_image& image) {
  if (image.scl_slope == 0 || !can_be_scaled(image)) return {1.0, 0.0};  // 0: it says none
  return {image.scl_slope, image.scl_inter};
}

/// Integers of up to 16 bits, exactly. Negative ones are moved up.
template <class Stored>
Result<Volume> exact_volume(const OpenNifti& open, Geometry geometry) {
  const nifti_image& image = *open.image;
  std::vector<Stored> stored(static_cast<std::size_t>(image.nvox));
  LV_TRY(read_values(open, stored.data()));
  const int least = std::min<int>(0, *std::ranges::min_element(stored));
  const Rescale rescale = rescale_of(image);
  Volume volume;
  volume.geometry = std::move(geometry);
  volume.scale = rescale.slope;
  volume.offset = rescale.slope * least + rescale.intercept;
  if constexpr (std::is_same_v<Stored, std::uint16_t>) {
    volume.samples = std::move(stored);
  } else {
    volume.samples.resize(stored.size());
    std::ranges::transform(stored, volume.samples.begin(),
                           [=](int value) { return static_cast<std::uint16_t>(value - least); });
  }
  return volume;
}

template <class Stored>
Result<Volume> packed_volume(const OpenNifti& open, Geometry geometry) {
  const nifti_image& image = *open.image;
  std::vector<Stored> stored(static_cast<std::size_t>(image.nvox));
  LV_TRY(read_values(open, stored.data()));
  const Rescale rescale = rescale_of(image);
  std::vector<float> values(stored.size());
  std::ranges::transform(stored, values.begin(), [=](Stored value) {
    return static_cast<float>(static_cast<double>(value) * rescale.slope + rescale.intercept);
  });
  return pack_volume(std::move(geometry), values);
}

Result<Volume> volume_of(const OpenNifti& open, Geometry geometry) {
  switch (open.image->datatype) {
    case NIFTI_TYPE_UINT8:
      return exact_volume<std::uint8_t>(open, std::move(geometry));
    case NIFTI_TYPE_INT8:
      return exact_volume<std::int8_t>(open, std::move(geometry));
    case NIFTI_TYPE_UINT16:
      return exact_volume<std::uint16_t>(open, std::move(geometry));
    case NIFTI_TYPE_INT16:
      return exact_volume<std::int16_t>(open, std::move(geometry));
    case NIFTI_TYPE_INT32:
      return packed_volume<std::int32_t>(open, std::move(geometry));
    case NIFTI_TYPE_UINT32:
      return packed_volume<std::uint32_t>(open, std::move(geometry));
    case NIFTI_TYPE_FLOAT32:
      return packed_volume<float>(open, std::move(geometry));
    case NIFTI_TYPE_FLOAT64:
      return packed_volume<double>(open, std::move(geometry));
    default:
      return Error{ErrorCode::unsupported, "holds colour or complex values, not a plain scan"};
  }
}

/// The header as it is stored, with zeros behind a NIfTI-1 header; nothing: it is too short.
std::optional<nifti_2_header> stored_header(const NiftiFile& file) {
  nifti_2_header header{};
  std::size_t bytes = 0;
  if (!file.bytes.empty()) {
    const std::vector<std::uint8_t> start = first_unpacked(file.bytes, sizeof header);
    bytes = start.size();
    std::memcpy(&header, start.data(), bytes);
  } else {
    const std::unique_ptr<char, decltype(&std::free)> name(
        nifti_findhdrname(file.path.string().c_str()), std::free);
    std::error_code failure;
    if (!name || !std::filesystem::is_regular_file(name.get(), failure)) return std::nullopt;
    const FilePtr opened(znzopen(name.get(), "rb", nifti_is_gzfile(name.get())));
    if (opened) bytes = znzread(&header, 1, sizeof header, opened.get());
  }
  if (bytes < sizeof(nifti_1_header)) return std::nullopt;
  return header;
}

int version_of(const nifti_2_header& header) {
  return nifti_header_version(reinterpret_cast<const char*>(&header), sizeof header);
}

/// Whether libnifti2 may see the header: it believes any number of dimensions that NIfTI-2 states,
/// and writes beyond its stack.
bool dimensions_are_plausible(nifti_2_header header) {
  if (version_of(header) != 2) return true;
  if (header.sizeof_hdr != sizeof header) nifti_swap_as_nifti2(&header);
  return header.sizeof_hdr == sizeof header && header.dim[0] >= 1 && header.dim[0] <= 7;
}

/// Whether the data file can hold what the header states; deflate shrinks at most 1032 times.
/// Without this check a damaged header would ask for any amount of memory.
bool size_is_plausible(const OpenNifti& open) {
  const nifti_image& image = *open.image;
  const bool memory = !open.file.bytes.empty();
  std::error_code error;
  const std::uintmax_t stored =
      memory ? open.file.bytes.size() : std::filesystem::file_size(image.iname, error);
  const bool packed = memory ? is_gzip(open.file.bytes) : nifti_is_gzfile(image.iname) != 0;
  const std::uintmax_t most = packed ? 1032 * stored : stored;
  const auto begin = static_cast<std::uintmax_t>(std::max<std::int64_t>(0, image.iname_offset));
  return !error && begin <= most && bytes_of_values(image) <= most - begin;
}

ImagePtr image_in_memory(const NiftiFile& file, const nifti_2_header& header) {
  const std::string name = file.path.string();
  const int version = version_of(header);
  if (version == 2) return ImagePtr(nifti_convert_n2hdr2nim(header, name.c_str()));
  nifti_1_header first;
  std::memcpy(&first, &header, sizeof first);
  return ImagePtr(version == 1 ? nifti_convert_n1hdr2nim(first, name.c_str()) : nullptr);
}

/// The header, once it is known to make sense.
Result<OpenNifti> open_nifti(const NiftiFile& file) {
  const bool memory = !file.bytes.empty();
  std::error_code error;
  if (!memory && !std::filesystem::is_regular_file(file.path, error)) {
    return Error{ErrorCode::not_found, "no such file", file_name(file.path)};
  }
  nifti_set_debug_level(0);
  const auto header = stored_header(file);
  if (!header || !dimensions_are_plausible(*header)) return damaged("is not NIfTI", file.path);
  OpenNifti open{file, memory ? image_in_memory(file, *header)
                              : ImagePtr(nifti_image_read(file.path.string().c_str(), 0))};
  if (!open.image || open.image->nifti_type == NIFTI_FTYPE_ASCII) {
    return damaged("is not NIfTI", file.path);
  }
  if (memory && open.image->nifti_type != NIFTI_FTYPE_NIFTI1_1 &&
      open.image->nifti_type != NIFTI_FTYPE_NIFTI2_1) {
    return Error{ErrorCode::unsupported,
                 "is one of two files, which are not read inside archives; unpack it first",
                 file_name(file.path)};
  }
  if (!size_is_plausible(open)) return damaged("the picture data is cut off", file.path);
  return open;
}

void set_geometry(nifti_image& image, const Geometry& geometry) {
  const dmat4 ras = lps_from_ras() * geometry.scan_from_voxel.matrix;
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) image.sto_xyz.m[row][column] = ras[column][row];
  }
  image.sform_code = image.qform_code = NIFTI_XFORM_SCANNER_ANAT;
  image.xyz_units = NIFTI_UNITS_MM;
  nifti_dmat44_to_quatern(image.sto_xyz, &image.quatern_b, &image.quatern_c, &image.quatern_d,
                          &image.qoffset_x, &image.qoffset_y, &image.qoffset_z, &image.dx,
                          &image.dy, &image.dz, &image.qfac);
  const double spacing[] = {image.qfac, image.dx, image.dy, image.dz};
  std::ranges::copy(spacing, image.pixdim);
}

ImagePtr header_for(const Volume& volume) {
  const ivec3 size = volume.geometry.size;
  const std::int64_t dims[8] = {3, size.x, size.y, size.z, 1, 1, 1, 1};
  ImagePtr image(nifti_make_new_nim(dims, NIFTI_TYPE_UINT16, 0));
  LV_ASSERT(image);
  set_geometry(*image, volume.geometry);
  image->scl_slope = volume.scale;
  image->scl_inter = volume.offset;
  image->nifti_type = NIFTI_FTYPE_NIFTI1_1;
  return image;
}

ImagePtr field_header(const Geometry& grid) {
  const ivec3 size = grid.size;
  const std::int64_t dims[8] = {5, size.x, size.y, size.z, 1, 3, 1, 1};
  ImagePtr image(nifti_make_new_nim(dims, NIFTI_TYPE_FLOAT32, 0));
  LV_ASSERT(image);
  set_geometry(*image, grid);
  image->intent_code = NIFTI_INTENT_VECTOR;
  image->nifti_type = NIFTI_FTYPE_NIFTI1_1;
  return image;
}

bool write_file(const ImagePtr& image, std::span<const std::byte> data,
                const std::filesystem::path& path) {
  if (nifti_set_filenames(image.get(), path.string().c_str(), 0, 1) != 0) return false;
  constexpr int header_then_stay_open = 2;
  znzFile file = nifti_image_write_hdr_img(image.get(), header_then_stay_open, "wb1");
  if (!file) return false;
  const bool complete = znzwrite(data.data(), 1, data.size(), file) == data.size();
  return Xznzclose(&file) == 0 && complete;
}

Result<void> write_whole(const ImagePtr& image, std::span<const std::byte> data,
                         const PendingOutput& output) {
  nifti_set_debug_level(0);
  if (!write_file(image, data, output.path())) {
    return Error{ErrorCode::unwritable, "could not be written; is the disk full?",
                 file_name(output.final_path())};
  }
  return {};
}

}  // namespace

bool has_nifti_name(const std::filesystem::path& path) {
  constexpr std::string_view endings[] = {".nii", ".nii.gz", ".hdr", ".img", ".img.gz"};
  return std::ranges::any_of(endings, [&](std::string_view e) { return ends_with(path, e); });
}

void set_nifti_form(NiftiForm form) {
  wanted_form = form;
}

Result<NiftiPlace> read_nifti_place(const NiftiFile& file) {
  LV_ASSIGN(const OpenNifti open, open_nifti(file));
  LV_ASSIGN(Geometry geometry, geometry_of(*open.image, file.path));
  return NiftiPlace{std::move(geometry), place_doubt(*open.image)};
}

Result<VolumePtr> read_nifti(const NiftiFile& file) {
  const std::filesystem::path& path = file.path;
  LV_ASSIGN(const OpenNifti open, open_nifti(file));
  const nifti_image& image = *open.image;
  LV_ASSIGN(Geometry geometry, geometry_of(image, path));
  Result<Volume> volume = volume_of(open, std::move(geometry));
  if (!volume) return Error{volume.error().code, volume.error().what, file_name(path)};
  if (!can_be_scaled(image)) {
    volume->findings.push_back(file_name(path) +
                               " scales its values by an absurd number or by none (scl_slope, "
                               "scl_inter): they are shown as they are stored");
  }
  if (const std::string doubt = place_doubt(image); !doubt.empty()) {
    volume->findings.push_back(file_name(path) + ": " + doubt);
  }
  return std::make_shared<const Volume>(std::move(volume).value());
}

Result<void> write_nifti(const PendingOutput& output, const Volume& volume) {
  if (!volume.geometry.regular()) {
    return Error{ErrorCode::unsupported, "NIfTI cannot hold slices at uneven distances",
                 file_name(output.final_path())};
  }
  return write_whole(header_for(volume), std::as_bytes(std::span(volume.samples)), output);
}

Result<void> write_displacement_field(const PendingOutput& output, const Geometry& grid,
                                      std::span<const vec3> vectors) {
  LV_ASSERT(vectors.size() == grid.voxel_count() && grid.regular());
  std::vector<float> planes;  // all x, then all y, then all z
  planes.reserve(3 * vectors.size());
  for (int axis = 0; axis < 3; ++axis) {
    for (const vec3& vector : vectors) planes.push_back(vector[axis]);
  }
  return write_whole(field_header(grid), std::as_bytes(std::span(planes)), output);
}

Result<void> write_nifti(const std::filesystem::path& path, const Volume& volume) {
  if (!ends_with(path, ".nii.gz") && !ends_with(path, ".nii")) {
    return Error{ErrorCode::usage, "the name must end in .nii or .nii.gz", file_name(path)};
  }
  LV_ASSIGN(PendingOutput output, PendingOutput::file(path));
  LV_TRY(write_nifti(output, volume));
  return output.commit();
}

}  // namespace lv
