#include "app/cli/index_json.h"

#include <nlohmann/json.hpp>

#include "engine/study/offers.h"
#include "engine/study/trust.h"

namespace lv {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json date_json(const Study& study) {
  return study.date ? Json(iso_text(*study.date)) : Json();
}

const Study& study_of(const Matrix& matrix, int study) {
  return matrix.studies[static_cast<std::size_t>(study)];
}

Json series_json(const Matrix& matrix, const Series& s) {
  const Study& study = study_of(matrix, s.study);
  const bool spaced = s.pixel_spacing_mm != dvec2(0.0);
  Json json;
  json["series_uid"] = s.key.series_uid;
  json["part"] = s.key.part;
  json["study_uid"] = study.study_uid;
  json["date"] = date_json(study);
  json["description"] = s.header->series_description;
  json["weighting"] = name_of(s.kind.weighting);
  json["plane"] = name_of(s.kind.plane);
  json["body_part"] =
      s.kind.region == Region::other ? s.kind.other_region : std::string(name_of(s.kind.region));
  json["contrast"] = s.kind.contrast_said ? or_null(s.kind.contrast) : Json();
  json["three_d"] = s.kind.three_d;
  json["fat_suppressed"] = s.kind.fat_suppressed;
  json["columns"] = s.geometry.size.x;
  json["rows"] = s.geometry.size.y;
  json["slices"] = s.slices.size();
  json["pixel_spacing_mm"] =
      spaced ? Json{s.pixel_spacing_mm.x, s.pixel_spacing_mm.y} : Json{nullptr, nullptr};
  json["slice_spacing_mm"] = or_null(s.slice_spacing_mm);
  json["slice_thickness_mm"] = s.slice_thickness_mm > 0 ? Json(s.slice_thickness_mm) : Json();
  json["positioned"] = !s.flat;
  json["places"] = trust_in_places(s);
  json["findings"] = s.findings;
  json["because"] = s.because;
  json["left_out"] = s.set_aside.empty() ? Json() : Json(s.set_aside);
  return json;
}

Json row_json(const Matrix& matrix, const Row& row) {
  Json cells = Json::array();
  for (const Cell& cell : row.cells) {
    const Series& s = matrix.series[static_cast<std::size_t>(cell.series)];
    Json parts = Json::array({s.key.part});
    for (const int i : cell.also) {
      parts.push_back(matrix.series[static_cast<std::size_t>(i)].key.part);
    }
    cells.push_back({{"date", date_json(study_of(matrix, cell.study))},
                     {"series_uid", s.key.series_uid},
                     {"part", s.key.part},
                     {"parts", parts},
                     {"because", cell.because}});
  }
  Json offers = Json::array();
  for (const Offer& offer : offers_for(matrix, row)) {
    const Series& s = matrix.series[static_cast<std::size_t>(offer.series)];
    offers.push_back({{"date", date_json(study_of(matrix, offer.study))},
                      {"series_uid", s.key.series_uid},
                      {"part", s.key.part},
                      {"similarity", std::round(offer.similarity * 100) / 100},
                      {"because", offer.because}});
  }
  return {{"row", row.number}, {"name", row.name}, {"cells", cells}, {"similar", offers}};
}

Json left_out_json(const LeftOut& left_out) {
  return {{"what", left_out.what},
          {"files", left_out.files},
          {"pictures", left_out.pictures},
          {"reason", left_out.reason},
          {"unreadable", left_out.unreadable}};
}

}  // namespace

std::string index_json(const Matrix& matrix) {
  Json json;
  json["rows"] = Json::array();
  for (const Row& row : matrix.rows) json["rows"].push_back(row_json(matrix, row));
  json["start_row"] = matrix.start_row < 0 ? Json() : Json(matrix.start_row + 1);
  json["series"] = Json::array();
  for (const Series& s : matrix.series) json["series"].push_back(series_json(matrix, s));
  json["left_out"] = Json::array();
  for (const LeftOut& l : matrix.left_out) json["left_out"].push_back(left_out_json(l));
  json["counts"] = {{"pictures", matrix.counts.pictures},
                    {"used", matrix.counts.used},
                    {"set_aside", matrix.counts.set_aside},
                    {"unreadable", matrix.counts.unreadable},
                    {"other_files", matrix.counts.other_files}};
  json["notes"] = matrix.notes;
  json["question"] = matrix.question.empty() ? Json() : Json(matrix.question);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lv
