#include "tests/support/lumbar_years.h"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "app/jobs/read_row.h"
#include "tests/support/data.h"

namespace lv::test {
namespace {

dvec3 point_of(const nlohmann::json& json) {
  return {json[0].get<double>(), json[1].get<double>(), json[2].get<double>()};
}

TrueLevel level_of_truth(const nlohmann::json& json) {
  TrueLevel level;
  level.name = json["name"];
  level.centre = point_of(json["centre"]);
  for (const auto& corner : json["corners"]) level.corners.push_back(point_of(corner));
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) {
      level.moving_from_fixed.matrix[column][row] =
          json["transform"][static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
    }
  }
  return level;
}

VolumePtr read_visit(const std::string& year, const std::string& series) {
  const auto scan = read_scan(data_folder() / "lumbar_years" / "DICOM" / year / series, {});
  REQUIRE(scan);
  return *scan;
}

}  // namespace

std::vector<LumbarPair> lumbar_pairs() {
  std::vector<LumbarPair> pairs;
  for (const std::string kind : {"T2", "T1"}) {
    for (const std::string later : {"B", "C"}) {
      LumbarPair pair;
      pair.name = kind + "_A_" + later;
      const auto truth = data_folder() / "lumbar_years" / "truth" / pair.name / "truth.json";
      std::ifstream file(truth);
      const auto json = nlohmann::json::parse(file);
      const std::string series = kind == "T2" ? "S2" : "S3";
      pair.fixed = read_visit("2018", series);
      pair.moving = read_visit(later == "B" ? "2021" : "2024", series);
      pair.slice_normal = point_of(json["slice_normal"]);
      for (const auto& level : json["levels"]) pair.levels.push_back(level_of_truth(level));
      pairs.push_back(std::move(pair));
    }
  }
  return pairs;
}

}  // namespace lv::test
