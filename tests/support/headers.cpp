#include "tests/support/headers.h"

namespace lv::test {
namespace {

SeriesHeader header_of(const SeriesTable& t) {
  SeriesHeader h;
  h.study_uid = t.study;
  h.series_uid = t.uid;
  h.frame_of_reference_uid = t.study + ".frame";
  h.sop_class_uid = "1.2.840.10008.5.1.4.1.1.4";
  h.modality = t.modality;
  h.person = t.person;
  h.study_date = t.date;
  h.series_description = t.description;
  h.study_description = t.study_description;
  h.body_part = t.body_part;
  h.image_type = t.image_type;
  h.scanning_sequence = t.scanning;
  h.sequence_variant = t.variant;
  h.scan_options = t.options;
  h.sequence_name = t.sequence_name;
  h.acquisition_type = t.acquisition_type;
  h.contrast_agent = t.agent;
  h.photometric = "MONOCHROME2";
  h.columns = t.columns;
  h.rows = t.rows;
  h.has_pixels = t.modality == "MR";
  return h;
}

}  // namespace

std::vector<Picture> pictures_of(const SeriesTable& t) {
  const auto header = std::make_shared<const SeriesHeader>(header_of(t));
  const dvec3 normal = glm::cross(t.row, t.column);
  std::vector<Picture> pictures;
  for (int i = 0; i < t.slices; ++i) {
    Picture p;
    p.header = header;
    p.source = std::make_shared<const FileSource>(FileSource{t.uid + std::to_string(i), -1});
    p.sop_uid = t.study + "." + t.uid + "." + std::to_string(i);
    p.instance_number = i + 1;
    p.plane = PicturePlane{t.origin + normal * (i * t.spacing_mm), t.row, t.column};
    p.pixel_spacing_mm = dvec2(t.pixel_mm);
    p.slice_thickness_mm = t.thickness_mm;
    p.echo_time = static_cast<float>(t.te);
    p.repetition_time = static_cast<float>(t.tr);
    p.inversion_time = static_cast<float>(t.ti);
    p.flip_angle_deg = static_cast<float>(t.flip);
    p.time_s = t.time_s + static_cast<float>(i);
    pictures.push_back(std::move(p));
  }
  return pictures;
}

std::vector<Picture> pictures_of(std::initializer_list<SeriesTable> tables) {
  std::vector<Picture> all;
  for (const SeriesTable& table : tables) {
    for (Picture& p : pictures_of(table)) all.push_back(std::move(p));
  }
  return all;
}

Matrix matrix_of(std::initializer_list<SeriesTable> tables, const Corrections& corrections) {
  return build_matrix(pictures_of(tables), {}, corrections);
}

std::vector<std::string> row_names(const Matrix& matrix) {
  std::vector<std::string> names;
  for (const Row& row : matrix.rows) names.push_back(row.name);
  return names;
}

PictureGroup all_of(const std::vector<Picture>& pictures) {
  PictureGroup group;
  for (const Picture& p : pictures) group.push_back(&p);
  return group;
}

}  // namespace lv::test
