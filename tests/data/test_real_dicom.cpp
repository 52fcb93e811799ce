// Every case of ../shared/data/dicom and spine reads as its SOURCE.md says.
#include <algorithm>

#include "engine/dicom/header.h"
#include "engine/dicom/load.h"
#include "engine/dicom/scan.h"
#include "engine/study/appearance.h"
#include "engine/study/row_query.h"
#include "tests/support/data.h"

using namespace lv;
using lv::test::data_folder;
using lv::test::data_is_here;

namespace {

MatrixPtr read(const std::string& part) {
  auto matrix = scan({data_folder() / part});
  REQUIRE(matrix.ok());
  return *matrix;
}

const Series& series_named(const Matrix& matrix, std::string_view description, int part = 1) {
  const auto found = std::ranges::find_if(matrix.series, [&](const Series& s) {
    return s.header->series_description == description && s.key.part == part;
  });
  REQUIRE(found != matrix.series.end());
  return *found;
}

bool says(const std::vector<std::string>& texts, const std::string& words) {
  return std::ranges::any_of(
      texts, [&](const std::string& t) { return t.find(words) != std::string::npos; });
}

bool left_out(const Matrix& matrix, const std::string& what, int files) {
  return std::ranges::any_of(matrix.left_out, [&](const LeftOut& l) {
    return l.what.starts_with(what) && l.files == files && !l.reason.empty();
  });
}

void check_size(const Series& s, ivec3 size, double pixel_mm, double spacing_mm) {
  CHECK(s.geometry.size == size);
  CHECK(s.pixel_spacing_mm.x == doctest::Approx(pixel_mm).epsilon(0.001));
  REQUIRE(s.slice_spacing_mm.has_value());
  CHECK(*s.slice_spacing_mm == doctest::Approx(spacing_mm).epsilon(0.002));
}

std::vector<double> values_of(const std::filesystem::path& path) {
  auto matrix = scan({path});
  REQUIRE(matrix.ok());
  REQUIRE((*matrix)->series.size() == 1);
  const auto volume = load_volume((*matrix)->series.front());
  REQUIRE_MESSAGE(volume.ok(), path.filename().string());
  std::vector<double> values;
  for (const std::uint16_t s : volume->samples) values.push_back(volume->value(s));
  return values;
}

}  // namespace

TEST_CASE("Siemens XA30: one enhanced file is one 3D volume, echoes apart, phase set aside") {
  if (!data_is_here("dicom/siemens_xa30_enhanced")) return;
  const MatrixPtr m = read("dicom/siemens_xa30_enhanced");
  const Series& t1 = series_named(*m, "anat-T1w_acq-tfl");
  check_size(t1, {128, 128, 96}, 2.0, 2.0);
  CHECK(t1.kind.weighting == Weighting::t1);
  CHECK(t1.kind.plane == Plane::sagittal);
  CHECK(t1.kind.three_d);
  CHECK(t1.kind.region == Region::brain);
  int field_maps = 0;
  for (const Series& s : m->series) {
    if (s.header->series_description != "gre_field_mapping") continue;
    ++field_maps;
    check_size(s, {64, 64, 33}, 3.375, 3.4);
    CHECK_FALSE(s.set_aside.empty());
  }
  CHECK(field_maps == 3);  // two echoes and the phase
  CHECK(m->rows.size() == 1);
}

TEST_CASE("Siemens Prisma, supine and prone: one sagittal T1 each") {
  if (!data_is_here("dicom/siemens_prisma_2d_sag_t1_hfs")) return;
  for (const std::string position : {"hfs", "hfp"}) {
    const MatrixPtr m = read("dicom/siemens_prisma_2d_sag_t1_" + position);
    REQUIRE(m->rows.size() == 1);
    CHECK(m->rows[0].name == "Brain · T1 · sagittal");
    const Series& s = m->series.front();
    check_size(s, {256, 256, 35}, 1.016, 4.8);
    CHECK(s.slice_thickness_mm == doctest::Approx(4.0));
    CHECK(s.kind.contrast == false);
    CHECK_FALSE(s.kind.three_d);
    CHECK(s.findings.empty());
  }
}

TEST_CASE("GE diffusion: seven volumes of two slices") {
  if (!data_is_here("dicom/ge_4d_dwi")) return;
  const MatrixPtr m = read("dicom/ge_4d_dwi");
  CHECK(m->series.size() == 7);
  for (const Series& s : m->series) check_size(s, {256, 256, 2}, 1.0156, 3.0);
  CHECK(m->rows.empty());
}

TEST_CASE("NEMA's compressed samples hold exactly the uncompressed pixels") {
  if (!data_is_here("dicom/wg04_codecs")) return;
  for (const std::string picture : {"MR1", "MR2", "MR3", "MR4"}) {
    const auto folder = data_folder() / "dicom/wg04_codecs";
    const auto expected = values_of(folder / (picture + "_UNC"));
    for (const std::string codec : {"J2KR", "JLSL", "JPLL", "RLE"}) {
      CAPTURE(picture + codec);
      CHECK(values_of(folder / (picture + "_" + codec)) == expected);
    }
  }
}

TEST_CASE("the old discs' localizers and projections give nothing to compare") {
  if (!data_is_here("dicom/dicomdir_cd")) return;
  const MatrixPtr m = read("dicom/dicomdir_cd");
  CHECK(m->rows.empty());
  CHECK(left_out(*m, "localizer \"FAST LOCALIZER\"", 4));
  CHECK(left_out(*m, "localizer \"T/S/C RF FAST PILOT\"", 6));
  CHECK(left_out(*m, "projection \"ANGIO Projected", 7));
  CHECK(left_out(*m, "table of contents of a disc", 8));
  CHECK(left_out(*m, "CT", 50));
  CHECK(m->notes.empty());  // all that the tables name is there
}

TEST_CASE("a table of contents that names lost files says so") {
  if (!data_is_here("dicom/dicomdir_cd")) return;
  const auto folder = data_folder() / "dicom/dicomdir_cd";
  const auto m = scan({folder / "DICOMDIR", folder / "98892003"});
  REQUIRE(m.ok());
  // 7 of CT2 and CT5N, 4 of CT2 and 3 of CR1 to CR3 are not below the second path.
  CHECK(says((*m)->notes, "names 14 pictures or documents that are not in the folders"));
}

TEST_CASE("the same small MR in eight encodings has the same pixels") {
  if (!data_is_here("dicom/pydicom_small")) return;
  const auto folder = data_folder() / "dicom/pydicom_small";
  const auto expected = values_of(folder / "MR_small.dcm");
  for (const std::string name :
       {"RLE", "bigendian", "expb", "implicit", "jp2klossless", "jpeg_ls_lossless", "padded"}) {
    CAPTURE(name);
    CHECK(values_of(folder / ("MR_small_" + name + ".dcm")) == expected);
  }
}

TEST_CASE("objects that are no MR pictures are left out politely, each with a reason") {
  if (!data_is_here("dicom/pydicom_small")) return;
  const MatrixPtr m = read("dicom/pydicom_small");
  CHECK(m->rows.empty());
  CHECK(left_out(*m, "CT", 1));
  CHECK(left_out(*m, "report", 1));
  CHECK(left_out(*m, "outlines or plans (SEG) \"Liver Segmentation\"", 1));
  CHECK(left_out(*m, "pictures of another kind of machine (US)", 1));
  CHECK(left_out(*m, "pictures of another kind of machine (NM)", 1));
  CHECK(left_out(*m, "pictures of another kind of machine (ECG)", 1));
  CHECK(left_out(*m, "file packed with gzip", 1));
  CHECK(left_out(*m, "reformat", 1));
  CHECK(m->counts.unreadable == 0);
}

TEST_CASE("names in Latin-1, Japanese and UTF-8 are read right") {
  if (!data_is_here("dicom/charsets")) return;
  const auto name = [](const std::string& file) {
    Bytes bytes(data_folder() / "dicom/charsets" / file);
    const auto contents = read_header(bytes, std::make_shared<const FileSource>());
    REQUIRE(contents.ok());
    return contents->pictures.front().header->person.name;
  };
  CHECK(name("chrFren.dcm") == "Buc^Jérôme");
  CHECK(name("chrGerm.dcm") == "Äneas^Rüdiger");
  CHECK(name("chrH31.dcm") == "Yamada^Tarou=山田^太郎=やまだ^たろう");
  CHECK(name("chrX1.dcm").starts_with("Wang^XiaoDong=王^小東"));
}

TEST_CASE("a Siemens mosaic is 35 slices in each of nine files") {
  if (!data_is_here("dicom/transfer_syntaxes_siemens_mosaic")) return;
  for (int i = 1; i <= 9; ++i) {
    const MatrixPtr m =
        read("dicom/transfer_syntaxes_siemens_mosaic/" + std::to_string(i) + ".dcm");
    REQUIRE(m->series.size() == 1);
    check_size(m->series.front(), {64, 64, 35}, 3.25, 3.6);
  }
}

TEST_CASE("a UIH grid is 20 slices, and invalid dates and names are none") {
  if (!data_is_here("dicom/uih_grid_dwi")) return;
  const MatrixPtr m = read("dicom/uih_grid_dwi");
  REQUIRE(m->series.size() == 1);
  const Series& s = m->series.front();
  check_size(s, {64, 64, 20}, 3.5, 4.2);
  CHECK(s.kind.weighting == Weighting::dwi);
  CHECK_FALSE(date_from_dicom(s.header->study_date).has_value());
  // The slices themselves were dated.
  CHECK(short_text(*m->studies.front().date) == "25 Sep 2018");
  CHECK_FALSE(m->people.front().birth_date.has_value());
}

TEST_CASE("CT slices with a tilted gantry are no MRI and are left out") {
  if (!data_is_here("dicom/ct_gantry_tilt")) return;
  const MatrixPtr m = read("dicom/ct_gantry_tilt");
  CHECK(m->rows.empty());
  CHECK(left_out(*m, "CT", 4));
}

TEST_CASE("scouts are localizers, also where an enhanced reformat") {
  if (!data_is_here("dicom/siemens_scout")) return;
  const MatrixPtr m = read("dicom/siemens_scout");
  CHECK(m->rows.empty());
  CHECK(left_out(*m, "localizer \"anat-scout_ses-localizer\"", 1));
  CHECK(left_out(*m, "localizer \"anat-scout_ses-01_MPR_cor\"", 1));
}

TEST_CASE("a Philips field map is two volumes and no T1") {
  if (!data_is_here("dicom/philips_enhanced_b0map")) return;
  const MatrixPtr m = read("dicom/philips_enhanced_b0map");
  REQUIRE(m->series.size() == 2);
  for (const Series& s : m->series) check_size(s, {64, 64, 32}, 4.0, 4.0);
  CHECK(m->rows.empty());
  const auto field = load_volume(m->series[1]);
  REQUIRE(field.ok());
  CHECK(field->value(0) >= -500.0);  // Hz, from the frame's own rescale
  CHECK(field->value(field->sample(32, 32, 16)) <= 500.0);
}

TEST_CASE("a Philips time series is three volumes of nine slices, set aside") {
  if (!data_is_here("dicom/philips_4d_fmri")) return;
  const MatrixPtr m = read("dicom/philips_4d_fmri");
  REQUIRE(m->series.size() == 3);
  for (const Series& s : m->series) check_size(s, {64, 64, 9}, 3.75, 8.0);
  CHECK(left_out(*m, "one volume of a time series", 27));
}

TEST_CASE("GE 2001: positions count, not the gap that the header calls spacing") {
  if (!data_is_here("dicom/ge_signa_2001_fse_pd_ax_oblique")) return;
  const MatrixPtr m = read("dicom/ge_signa_2001_fse_pd_ax_oblique");
  REQUIRE(m->rows.size() == 1);
  CHECK(m->rows[0].name == "Brain · PD · axial");
  const Series& s = m->series.front();
  check_size(s, {256, 256, 20}, 0.8594, 7.0);
  CHECK(s.geometry.regular());  // positions rounded to 0.1 mm
  CHECK(s.slice_thickness_mm == doctest::Approx(5.0));
  CHECK(s.geometry.axes()[2].z ==
        doctest::Approx(std::cos(radians_from_degrees(7.7))).epsilon(0.0005));  // tilted by 7.7°
  CHECK(
      says(s.findings, "slices are 2.0 mm apart (SpacingBetweenSlices), their positions say 7.0"));
}

TEST_CASE("GE 1996: dotted date, gauss, agent NONE, a FLAIR without inversion time") {
  if (!data_is_here("dicom/ge_genesis_1996_flair_single")) return;
  const MatrixPtr m = read("dicom/ge_genesis_1996_flair_single");
  REQUIRE(m->series.size() == 1);
  const Series& s = m->series.front();
  CHECK(short_text(*m->studies.front().date) == "11 Jun 1996");
  CHECK(m->studies.front().field_strength_t == doctest::Approx(1.5));
  CHECK(s.kind.weighting == Weighting::flair);
  CHECK(s.kind.contrast == false);
  CHECK(s.kind.plane == Plane::axial);
  CHECK(s.set_aside == "one slice cannot be lined up with a volume");
}

TEST_CASE("Hitachi 2018: two sagittal series, and five stacks of discs in one series") {
  if (!data_is_here("spine/lumbar_hitachi_dicom")) return;
  const MatrixPtr m = read("spine/lumbar_hitachi_dicom");
  check_size(series_named(*m, "T2 SAG"), {512, 512, 11}, 0.6836, 4.5);
  check_size(series_named(*m, "T1 SAG"), {512, 512, 11}, 0.6836, 4.5);
  std::vector<int> stacks;
  for (const Series& s : m->series) {
    CHECK(s.kind.contrast == false);  // agent "off", volume 0
    CHECK(s.kind.region == Region::lumbar);
    CHECK(s.set_aside.empty());  // DERIVED\SECONDARY originals
    if (s.header->series_description != "T2 AX") continue;
    stacks.push_back(s.geometry.size.z);
    CHECK(s.kind.weighting == Weighting::t2);
    CHECK(*s.slice_spacing_mm == doctest::Approx(4.5).epsilon(0.01));
  }
  CHECK(stacks.size() == 5);
  std::ranges::sort(stacks);
  CHECK(stacks == std::vector<int>{3, 3, 3, 4, 4});
  REQUIRE(m->rows.size() == 3);  // the five stacks share one
  CHECK(m->series.front().header->person.name == "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎");
  CHECK(short_text(*m->studies.front().date) == "7 Jan 2018");
}

TEST_CASE("the lumbar follow-up stands in the same rows as the original") {
  if (!data_is_here("spine/lumbar_followup_simulated")) return;
  const auto both = scan({data_folder() / "spine/lumbar_hitachi_dicom",
                          data_folder() / "spine/lumbar_followup_simulated"});
  REQUIRE(both.ok());
  const MatrixPtr m = *both;
  CHECK(m->question.empty());
  const auto row = [&](const std::string& query) {
    const auto rows = find_rows(*m, query);
    REQUIRE(rows.size() == 1);
    return m->rows[static_cast<std::size_t>(rows.front())];
  };
  CHECK(row("lumbar t1 sag").cells.size() == 2);
  CHECK(row("lumbar t2 sag").cells.size() == 2);
  CHECK(row("lumbar t2 ax").cells.size() == 1);
  check_size(series_named(*m, "t2_tse_sag"), {320, 320, 11}, 1.0, 4.4);
}

TEST_CASE("a brain is known by its looks, and its weighting, from pixels alone") {
  if (!data_is_here("cdset")) return;
  const MatrixPtr m = read("cdset");
  int looked_at = 0;
  for (const Series& s : m->series) {
    const Weighting w = s.kind.weighting;
    const bool real = w == Weighting::t1 || w == Weighting::t2 || w == Weighting::flair;
    if (!s.set_aside.empty() || !real) continue;
    CAPTURE(s.header->series_description);
    const auto volume = load_volume(s);
    REQUIRE(volume.ok());
    CHECK(name_of(appearance_of(*volume, true).weighting) == name_of(w));
    // Seen from the side or from behind, the slab may be too thin to be sure that it is a head.
    if (s.kind.plane == Plane::axial) CHECK(appearance_of(*volume, false).region == Region::brain);
    ++looked_at;
  }
  CHECK(looked_at == 21);
}

TEST_CASE("a neck and a lumbar spine do not look like a brain") {
  if (!data_is_here("cdset") || !data_is_here("spine")) return;
  for (const std::string part : {"cdset", "spine"}) {
    const MatrixPtr m = read(part);
    for (const Series& s : m->series) {
      if (s.kind.region == Region::brain || !s.set_aside.empty()) continue;
      const auto volume = load_volume(s);
      REQUIRE(volume.ok());
      CHECK(appearance_of(*volume, false).region == Region::unknown);
      CHECK(appearance_of(*volume, false).weighting == Weighting::unknown);
    }
  }
}
