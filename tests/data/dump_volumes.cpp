// Writes what longview read, so that other programs can check it: index.json and one raw file of
// 16-bit samples for each series that loads.
// usage: dump_volumes PATH OUTPUT_FOLDER
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "engine/dicom/load.h"
#include "engine/dicom/scan.h"

namespace {

using Json = nlohmann::ordered_json;

Json slices_json(const lv::Series& s) {
  Json slices = Json::array();
  for (std::size_t k = 0; k < s.slices.size(); ++k) {
    slices.push_back({{"file", s.slices[k].source->path},
                      {"frame", s.slices[k].frame},
                      {"coordinate", s.geometry.coordinate_of_slice(static_cast<int>(k))}});
  }
  return slices;
}

Json matrix_json(const glm::dmat4& m) {
  Json rows = Json::array();
  for (int r = 0; r < 4; ++r) rows.push_back({m[0][r], m[1][r], m[2][r], m[3][r]});
  return rows;
}

Json series_json(const lv::Series& s) {
  const lv::ivec3 size = s.geometry.size;
  return {{"series_uid", s.key.series_uid},
          {"part", s.key.part},
          {"description", s.header->series_description},
          {"transfer_syntax", s.header->transfer_syntax_uid},
          {"tiles_across", s.header->tiles_across},
          {"flat", s.flat},
          {"findings", s.findings},
          {"size", {size.x, size.y, size.z}},
          {"scan_from_voxel", matrix_json(s.geometry.scan_from_voxel.matrix)},
          {"slices", slices_json(s)}};
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const auto matrix = lv::scan({arguments[1]});
  if (!matrix.ok()) {
    std::cerr << matrix.error().text() << "\n";
    return 1;
  }
  const std::filesystem::path folder = arguments[2];
  Json all = Json::array();
  for (const lv::Series& s : (*matrix)->series) {
    Json json = series_json(s);
    const auto volume = lv::load_volume(s);
    if (volume.ok()) {
      const std::string name = std::to_string(all.size()) + ".raw";
      std::ofstream raw(folder / name, std::ios::binary);
      raw.write(reinterpret_cast<const char*>(volume->samples.data()),
                static_cast<std::streamsize>(volume->samples.size() * sizeof(std::uint16_t)));
      json["raw"] = name;
      json["scale"] = volume->scale;
      json["offset"] = volume->offset;
    } else {
      json["error"] = volume.error().what;
    }
    all.push_back(json);
  }
  std::ofstream(folder / "index.json") << all.dump(1);
}
