#include "engine/dicom/nifti_header.h"

#include <algorithm>
#include <utility>

#include "engine/dicom/archive.h"
#include "engine/dicom/sidecar.h"
#include "engine/volume/nifti.h"

namespace lv {

std::filesystem::path nifti_path(const FileSource& source) {
  if (!source.archive) return source.path;
  // Not by operator/: a name that begins with '/' would lead out of the archive.
  return source.path + '/' +
         source.archive->members()[static_cast<std::size_t>(source.member)].name;
}

Result<std::vector<std::uint8_t>> nifti_bytes(const FileSource& source) {
  if (!source.archive) return std::vector<std::uint8_t>();
  auto bytes = source.archive->read(static_cast<std::size_t>(source.member));
  if (bytes.ok() && bytes->empty()) return Error{ErrorCode::unreadable, "it is empty"};
  return bytes;
}

namespace {

std::string text_in(const FileSource& source, const std::filesystem::path& path) {
  const std::string whole = path.generic_string();
  const auto member = source.archive->named(
      std::string_view(whole).substr(std::min(whole.size(), source.path.size() + 1)));
  if (!member || source.archive->members()[*member].bytes > largest_text_bytes) return {};
  const auto text = source.archive->read(*member);
  return text.ok() ? std::string(text->begin(), text->end()) : std::string();
}

Sidecar sidecar_of(const FileSource& source) {
  if (!source.archive) return read_sidecar(source.path);
  return read_sidecar(nifti_path(source), [&](const auto& path) { return text_in(source, path); });
}

}  // namespace

Result<Outcome> read_nifti_pictures(const std::shared_ptr<const FileSource>& source) {
  Outcome outcome;
  const std::filesystem::path path = nifti_path(*source);
  if (holds_labels(path)) {
    outcome.what = "mask or outlines";
    outcome.reason = "it is drawn on a scan and holds none itself";
    return outcome;
  }
  LV_ASSIGN(const std::vector<std::uint8_t> bytes, nifti_bytes(*source));
  LV_ASSIGN(NiftiPlace place, read_nifti_place({path, bytes}));
  const Geometry& geometry = place.geometry;
  Sidecar sidecar = sidecar_of(*source);
  sidecar.header.place_doubt = std::move(place.doubt);
  sidecar.header.columns = geometry.size.x;
  sidecar.header.rows = geometry.size.y;
  sidecar.header.frames = geometry.size.z;
  sidecar.header.has_pixels = sidecar.header.nifti = true;
  const dmat3 axes = geometry.axes();
  const dvec3 spacing_mm = geometry.spacing_mm();
  Picture picture;
  picture.header = std::make_shared<const SeriesHeader>(std::move(sidecar.header));
  picture.source = source;
  picture.pixel_spacing_mm = {spacing_mm.y, spacing_mm.x};
  picture.slice_thickness_mm = sidecar.slice_thickness_mm;
  picture.echo_time = sidecar.echo_time;
  picture.repetition_time = sidecar.repetition_time;
  picture.inversion_time = sidecar.inversion_time;
  picture.flip_angle_deg = sidecar.flip_angle_deg;
  picture.time_s = sidecar.time_s;
  for (int k = 0; k < geometry.size.z; ++k) {
    picture.frame = k;
    picture.instance_number = k + 1;
    picture.plane = PicturePlane{geometry.scan_from_voxel(dvec3(0, 0, k)), axes[0], axes[1]};
    outcome.pictures.push_back(picture);
  }
  return outcome;
}

}  // namespace lv
