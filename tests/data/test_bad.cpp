// What the damaged files of ../shared/data/bad look like once read; cases.py checks how each of
// them ends.
#include <algorithm>

#include "engine/dicom/load.h"
#include "engine/dicom/scan.h"
#include "tests/support/data.h"

using namespace lv;
using lv::test::data_folder;
using lv::test::data_is_here;

namespace {

MatrixPtr read(const std::filesystem::path& path) {
  auto matrix = scan({path});
  REQUIRE(matrix.ok());
  return *matrix;
}

}  // namespace

TEST_CASE("pixels of damaged files are read or refused, never more") {
  if (!data_is_here("bad")) return;
  int loaded = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data_folder() / "bad")) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path().filename().string());
    const MatrixPtr m = read(entry.path());
    for (const Series& s : m->series) {
      const auto volume = load_volume(s);
      if (volume.ok()) CHECK(volume->samples.size() == s.geometry.voxel_count());
      loaded += volume.ok() ? 1 : 0;
    }
  }
  CHECK(loaded >= 3);  // emri_small in both byte orders, MR_small without spacing
}

TEST_CASE("an impossible date is an unknown date, an endless name is cut") {
  if (!data_is_here("bad/derived")) return;
  const MatrixPtr date = read(data_folder() / "bad/derived/impossible_date.dcm");
  REQUIRE(date->studies.size() == 1);
  CHECK_FALSE(date->studies.front().date.has_value());
  const MatrixPtr name = read(data_folder() / "bad/derived/very_long_name.dcm");
  REQUIRE(name->series.size() == 1);
  CHECK(name->series.front().header->person.name.size() <= 256);
}

TEST_CASE("without pixel spacing a picture still shows, and says that nothing can be measured") {
  if (!data_is_here("bad/derived")) return;
  const MatrixPtr m = read(data_folder() / "bad/derived/missing_pixel_spacing.dcm");
  REQUIRE(m->series.size() == 1);
  CHECK(m->series.front().flat);
  CHECK(load_volume(m->series.front()).ok());
}

TEST_CASE("enhanced files without places: ten frames, the same in both byte orders, shown flat") {
  if (!data_is_here("bad/real")) return;
  std::vector<std::uint16_t> samples[3];
  int i = 0;
  // The last lacks nothing but the mark behind its pictures.
  for (const std::string file : {"emri_small.dcm", "emri_small_big_endian.dcm",
                                 "emri_small_jpeg_2k_lossless_too_short.dcm"}) {
    const MatrixPtr m = read(data_folder() / "bad/real" / file);
    REQUIRE(m->series.size() == 1);
    CHECK(m->series.front().geometry.size == ivec3(64, 64, 10));
    CHECK(m->series.front().flat);
    const auto volume = load_volume(m->series.front());
    REQUIRE(volume.ok());
    samples[i++] = volume->samples;
  }
  CHECK(samples[0] == samples[1]);
  CHECK(samples[0] == samples[2]);
}
