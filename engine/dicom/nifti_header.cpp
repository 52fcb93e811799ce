#include "engine/dicom/nifti_header.h"

#include <utility>

#include "engine/dicom/sidecar.h"
#include "engine/volume/nifti.h"

namespace lv {

Result<Outcome> read_nifti_pictures(const std::shared_ptr<const FileSource>& source) {
  Outcome outcome;
  if (holds_labels(source->path)) {
    outcome.what = "mask or outlines";
    outcome.reason = "it is drawn on a scan and holds none itself";
    return outcome;
  }
  LV_ASSIGN(const Geometry geometry, read_nifti_geometry(source->path));
  Sidecar sidecar = read_sidecar(source->path);
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
