// Every file of ../shared/data/bad ends as its expected.json or SOURCE.md says: no crash, no
// picture where there is none, and a reason.
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

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

std::string reasons(const Matrix& matrix) {
  std::string all;
  for (const LeftOut& l : matrix.left_out) all += l.what + ": " + l.reason + "\n";
  return all;
}

struct Case {
  const char* file;
  const char* reason;  ///< words of the reason it is left out with
};

// In the words of expected.json: reject, or not usable as a volume.
const Case rejected[] = {
    {"zero_bytes.dcm", "empty file"},
    {"one_byte.dcm", "it is no DICOM file"},
    {"only_preamble.dcm", "cut off or damaged in its header"},
    {"truncated_in_meta.dcm", "cut off or damaged in its header"},
    {"truncated_in_header.dcm", "cut off or damaged in its header"},
    {"truncated_in_pixels.dcm", "cut off in the middle of the picture"},
    {"garbage_after_DICM.dcm", "cut off or damaged in its header"},
    {"text_renamed.dcm", "it is no DICOM file"},
    {"jpeg_renamed.dcm", "JPEG picture: it is no DICOM file"},
    {"rows_65535.dcm", "it says its picture has 64 x 65535 pixels but holds fewer"},
    {"rows_zero.dcm", "no rows or no columns"},
    {"huge_element_length.dcm", "cut off or damaged in its header"},
    {"bits_allocated_7.dcm", "its pixels have 7 bits"},
    {"unknown_transfer_syntax.dcm", "transfer syntax 1.2.3.4.5.6 not supported"},
    {"missing_ipp_iop.dcm", "it has no position or orientation"},
    {"missing_pixel_spacing.dcm", "it has no pixel spacing, so nothing in it can be measured"},
    {"degenerate_orientation.dcm", "its orientation makes no sense"},
    {"pixel_spacing_zero.dcm", "it has no pixel spacing"},
    {"pixel_spacing_absurd.dcm", "its pixel spacing makes no sense"},
};

}  // namespace

TEST_CASE("damaged files are refused with the reason that fits the damage") {
  if (!data_is_here("bad/derived")) return;
  for (const Case& c : rejected) {
    CAPTURE(std::string(c.file));
    const MatrixPtr m = read(data_folder() / "bad/derived" / c.file);
    CHECK(m->rows.empty());
    CHECK(reasons(*m).find(c.reason) != std::string::npos);
  }
}

TEST_CASE("every file that expected.json names has a clean outcome, and is tested") {
  if (!data_is_here("bad/derived")) return;
  const auto expected =
      nlohmann::json::parse(std::ifstream(data_folder() / "bad/derived/expected.json"));
  for (const auto& [file, outcome] : expected.items()) {
    CAPTURE(file);
    const MatrixPtr m = read(data_folder() / "bad/derived" / file);
    CHECK(m->rows.empty());  // single slices, all of them
    CHECK_FALSE(m->left_out.empty());
    for (const Series& s : m->series) (void)load_volume(s);
    const std::string text = outcome;
    const bool listed =
        std::ranges::any_of(rejected, [&](const Case& c) { return file == c.file; });
    const bool must_be_listed =
        text.starts_with("reject") || text.starts_with("skip") || text.starts_with("not usable");
    if (must_be_listed) CHECK(listed);
  }
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

TEST_CASE("odd files of real scanners are skipped with a reason") {
  if (!data_is_here("bad/real")) return;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder() / "bad/real")) {
    const std::string file = entry.path().filename().string();
    if (file.starts_with("emri_small")) continue;
    CAPTURE(file);
    const MatrixPtr m = read(entry.path());
    CHECK(m->rows.empty());
    CHECK_FALSE(reasons(*m).empty());
  }
}

TEST_CASE("enhanced files without places: ten frames, the same in both byte orders, shown flat") {
  if (!data_is_here("bad/real")) return;
  std::vector<std::uint16_t> samples[2];
  int i = 0;
  for (const std::string file : {"emri_small.dcm", "emri_small_big_endian.dcm"}) {
    const MatrixPtr m = read(data_folder() / "bad/real" / file);
    REQUIRE(m->series.size() == 1);
    CHECK(m->series.front().geometry.size == ivec3(64, 64, 10));
    CHECK(m->series.front().flat);
    const auto volume = load_volume(m->series.front());
    REQUIRE(volume.ok());
    samples[i++] = volume->samples;
  }
  CHECK(samples[0] == samples[1]);
  const MatrixPtr cut = read(data_folder() / "bad/real/emri_small_jpeg_2k_lossless_too_short.dcm");
  CHECK(reasons(*cut).find("cut off in the middle of the picture") != std::string::npos);
}
