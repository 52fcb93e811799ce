// NIfTI files written here byte by byte from the format's definition (nifti1.h), and read back.
#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>
#include <limits>
#include <vector>

#include "engine/volume/nifti.h"
#include "engine/volume/resample.h"

using namespace lv;

namespace {

/// A folder that is removed at the end.
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("longview-nifti-" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

/// The 352 bytes before the voxels of a NIfTI-1 file, by offset as nifti1.h lists them.
struct Header {
  std::array<char, 352> bytes{};

  template <class T>
  Header& put(std::size_t offset, T value) {
    std::memcpy(&bytes[offset], &value, sizeof value);
    return *this;
  }
  template <class T>
  Header& put(std::size_t offset, const std::vector<T>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) put(offset + i * sizeof(T), values[i]);
    return *this;
  }
};

constexpr std::int16_t type_u8 = 2, type_i16 = 4, type_f32 = 16, type_u16 = 512;
constexpr char units_mm = 2, units_m = 1, units_um = 3;

/// 2 x 2 x 2 voxels; sform: RAS x = 10 - 2 i, y = 20 + 3 j, z = 30 + 4 k.
Header small_header(std::int16_t type, std::int16_t bits) {
  Header header;
  header.put<std::int32_t>(0, 348).put<std::int16_t>(40, {3, 2, 2, 2, 1, 1, 1, 1});
  header.put<std::int16_t>(70, type).put<std::int16_t>(72, bits);
  header.put<float>(76, {1, 2, 3, 4, 1, 1, 1, 1}).put<float>(108, 352.0F);
  header.put<char>(123, units_mm).put<std::int16_t>(254, 1);
  header.put<float>(280, {-2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30});
  return header.put<char>(344, {'n', '+', '1', '\0'});
}

template <class T>
std::filesystem::path write(const Folder& folder, const char* name, const Header& header,
                            const std::vector<T>& voxels) {
  const auto path = folder.path / name;
  std::ofstream file(path, std::ios::binary);
  file.write(header.bytes.data(), static_cast<std::streamsize>(header.bytes.size()));
  file.write(reinterpret_cast<const char*>(voxels.data()),
             static_cast<std::streamsize>(voxels.size() * sizeof(T)));
  return path;
}

const std::vector<std::uint16_t> eight = {0, 1, 2, 3, 4, 5, 6, 60000};

}  // namespace

TEST_CASE("nifti_voxels_land_where_the_sform_says_turned_to_lps") {
  const Folder folder;
  const auto volume = read_nifti(write(folder, "a.nii", small_header(type_u16, 16), eight));
  REQUIRE(volume.ok());
  const Geometry& geometry = (*volume)->geometry;
  // RAS (10 - 2i, 20 + 3j, 30 + 4k) is LPS (-10 + 2i, -20 - 3j, 30 + 4k)
  CHECK(glm::length(geometry.scan_from_voxel({1, 1, 1}) - dvec3(-8, -23, 34)) < 1e-6);
  CHECK((*volume)->samples == eight);
  CHECK((*volume)->value((*volume)->sample(1, 1, 1)) == 60000);
}

TEST_CASE("nifti_whose_axes_are_not_at_right_angles_is_refused_with_the_number") {
  const Folder folder;
  Header header = small_header(type_u16, 16);
  header.put<float>(280, {-2, 0, 0, 10, 0, 3, 1.5, 20, 0, 0, 4, 30});  // y grows by 1.5 mm a slice
  const auto volume = read_nifti(write(folder, "a.nii", header, eight));
  REQUIRE_FALSE(volume.ok());
  CHECK(volume.error().what.find("1.5 mm to the side") != std::string::npos);
  header.put<float>(280, {-2, 0, 0, 10, 0, 3, 0.5, 20, 0, 0, 4, 30});  // less than anybody sees
  CHECK(read_nifti(write(folder, "a.nii", header, eight)).ok());
}

TEST_CASE("nifti_without_sform_uses_the_qform") {
  const Folder folder;
  Header header = small_header(type_u16, 16);
  // Quaternion (0, 0, 1): half a turn about z, so RAS x = 5 - 2i, y = 6 - 3j, z = 7 + 4k.
  header.put<std::int16_t>(252, 1).put<std::int16_t>(254, 0);
  header.put<float>(256, {0, 0, 1, 5, 6, 7});
  const auto volume = read_nifti(write(folder, "a.nii", header, eight));
  REQUIRE(volume.ok());
  const dvec3 corner = (*volume)->geometry.scan_from_voxel({1, 1, 1});
  CHECK(glm::length(corner - dvec3(-3, -3, 11)) < 1e-5);
}

TEST_CASE("nifti_of_two_places_takes_the_form_that_is_wanted_and_says_so") {
  const Folder folder;
  // The sform, at RAS (10, 20, 30), of small_header(); the qform, as above, at (5, 6, 7).
  Header header = small_header(type_u16, 16).put<std::int16_t>(252, 1);
  header.put<float>(256, {0, 0, 1, 5, 6, 7});
  const auto path = write(folder, "a.nii", header, eight);
  const auto place = [&](NiftiForm form) {
    set_nifti_form(form);
    const auto found = read_nifti_place({path});
    set_nifti_form(NiftiForm::sform);
    REQUIRE(found.ok());
    return *found;
  };
  const NiftiPlace s = place(NiftiForm::sform), q = place(NiftiForm::qform);
  CHECK(glm::length(s.geometry.scan_from_voxel({0, 0, 0}) - dvec3(-10, -20, 30)) < 1e-5);
  CHECK(glm::length(q.geometry.scan_from_voxel({0, 0, 0}) - dvec3(-5, -6, 7)) < 1e-5);
  CHECK(s.doubt.find("the sform is used, with --nifti-form qform the other") != std::string::npos);
  CHECK(q.doubt.find("the qform is used, with --nifti-form sform the other") != std::string::npos);
}

TEST_CASE("nifti_in_memory_is_as_on_disk_and_one_of_two_files_is_refused") {
  const Folder folder;
  const auto bytes_of = [](const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return std::vector<std::uint8_t>{std::istreambuf_iterator<char>(file), {}};
  };
  const auto plain = write(folder, "a.nii", small_header(type_u16, 16), eight);
  const auto packed = folder.path / "a.nii.gz";
  REQUIRE(write_nifti(packed, **read_nifti(plain)).ok());
  for (const auto& path : {plain, packed}) {
    const std::vector<std::uint8_t> bytes = bytes_of(path);
    const auto volume = read_nifti(NiftiFile{"archive.zip/a", bytes});
    REQUIRE(volume.ok());
    CHECK((*volume)->samples == eight);
    CHECK((*volume)->geometry.scan_from_voxel.matrix ==
          (*read_nifti(path))->geometry.scan_from_voxel.matrix);
    const std::vector<std::uint8_t> cut(bytes.begin(), bytes.end() - 12);  // gzip ends with 8 bytes
    CHECK(read_nifti(NiftiFile{"archive.zip/a", cut}).error().what.find("cut off") !=
          std::string::npos);
  }
  std::vector<std::uint8_t> pair = bytes_of(plain);
  pair[345] = 'i';
  CHECK(read_nifti(NiftiFile{"archive.zip/a.hdr", pair}).error().code == ErrorCode::unsupported);
}

TEST_CASE("nifti_units_become_millimetres") {
  const Folder folder;
  for (const auto& [unit, mm] : {std::pair(units_m, 1000.0), std::pair(units_um, 0.001)}) {
    const Header header = small_header(type_u16, 16).put<char>(123, unit);
    const auto volume = read_nifti(write(folder, "a.nii", header, eight));
    REQUIRE(volume.ok());
    CHECK(glm::length((*volume)->geometry.spacing_mm() - mm * dvec3(2, 3, 4)) < 1e-6 * mm);
  }
}

TEST_CASE("nifti_values_follow_type_slope_and_intercept") {
  const Folder folder;
  Header header = small_header(type_i16, 16);
  header.put<float>(112, 0.5F).put<float>(116, 10.0F);
  const auto volume = read_nifti(
      write(folder, "a.nii", header, std::vector<std::int16_t>{-1000, 0, 1, 2, 3, 4, 5, 32767}));
  REQUIRE(volume.ok());
  CHECK((*volume)->value((*volume)->sample(0, 0, 0)) == -490);
  CHECK((*volume)->value((*volume)->sample(1, 1, 1)) == 10 + 0.5 * 32767);
  const auto bytes = read_nifti(write(folder, "b.nii", small_header(type_u8, 8),
                                      std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 255}));
  REQUIRE(bytes.ok());
  CHECK((*bytes)->value((*bytes)->sample(1, 1, 1)) == 255);
}

TEST_CASE("nifti_that_cannot_be_used_is_refused_with_a_reason") {
  const Folder folder;
  const auto refusal = [](const Result<VolumePtr>& result) {
    REQUIRE_FALSE(result.ok());
    return result.error().what;
  };
  const Header good = small_header(type_u16, 16);
  CHECK(refusal(read_nifti(folder.path / "none.nii")) == "no such file");
  std::ofstream(folder.path / "text.nii") << "this is text, not a picture";
  CHECK(refusal(read_nifti(folder.path / "text.nii")) == "is not NIfTI");
  CHECK(refusal(read_nifti(write(folder, "cut.nii", good, std::vector<std::uint16_t>{1, 2, 3})))
            .find("cut off") != std::string::npos);
  const Header huge = Header(good).put<std::int16_t>(42, {32767, 32767, 32767});
  CHECK(refusal(read_nifti(write(folder, "huge.nii", huge, eight))).find("cut off") !=
        std::string::npos);
  const Header nowhere = Header(good).put<std::int16_t>(254, 0);
  CHECK(refusal(read_nifti(write(folder, "nowhere.nii", nowhere, eight))).find("where the scan") !=
        std::string::npos);
  const Header flat = Header(good).put<float>(280, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  CHECK_FALSE(read_nifti(write(folder, "flat.nii", flat, eight)).ok());
  const Header two = Header(good).put<std::int16_t>(40, {4, 2, 2, 1, 2});
  CHECK(refusal(read_nifti(write(folder, "two.nii", two, eight))).find("several volumes") !=
        std::string::npos);
  for (const std::int64_t dimensions : {0, 8, 100'000}) {
    Header wild;  // NIfTI-2, on which libnifti2 overflows its stack
    wild.put<std::int32_t>(0, 540).put<char>(4, {'n', '+', '2', '\0', '\r', '\n', '\032', '\n'});
    wild.put<std::int64_t>(16, {dimensions, 2, 2, 2});
    CHECK(refusal(read_nifti(write(folder, "wild.nii", wild, std::vector<char>(1000)))) ==
          "is not NIfTI");
  }
  const std::vector<float> values(8, std::numeric_limits<float>::quiet_NaN());
  CHECK(refusal(read_nifti(write(folder, "nan.nii", small_header(type_f32, 32), values)))
            .find("no values that are numbers") != std::string::npos);
}

TEST_CASE("nifti_that_is_written_reads_back_the_same") {
  const Folder folder;
  Volume volume;
  volume.geometry = regular_geometry({2, 2, 2}, {0.8, 0.6, 0}, {-0.6, 0.8, 0}, {0, 0, 1},
                                     {0.5, 0.75, 5}, {-12.25, 34.5, -7});
  volume.samples = eight;
  volume.scale = 0.25;
  volume.offset = -3;
  for (const char* name : {"plain.nii", "packed.nii.gz"}) {
    REQUIRE(write_nifti(folder.path / name, volume).ok());
    const auto back = read_nifti(folder.path / name);
    REQUIRE(back.ok());
    CHECK((*back)->samples == eight);
    CHECK((*back)->scale == 0.25);
    CHECK((*back)->offset == -3);
    const dvec3 corner(1, 1, 1);  // the file holds floats: 24 bits of 34.5 mm are 2e-6
    CHECK(glm::length((*back)->geometry.scan_from_voxel(corner) -
                      volume.geometry.scan_from_voxel(corner)) < 1e-5);
  }
}

TEST_CASE("nifti_is_not_written_where_it_cannot_be") {
  Volume volume;
  volume.geometry = regular_geometry({2, 2, 2}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {});
  volume.samples = eight;
  CHECK(write_nifti("/nowhere/a.nii", volume).error().code == ErrorCode::unwritable);
  CHECK(write_nifti("a.mha", volume).error().code == ErrorCode::usage);
  volume.geometry.slice_coordinates = {0, 2};
  CHECK(write_nifti("a.nii", volume).error().code == ErrorCode::unsupported);
}

namespace {

/// value = 100 + 7 x + 11 y + 13 z (LPS mm): linear, so trilinear interpolation is exact.
Volume ramp(const Geometry& geometry) {
  Volume volume;
  volume.geometry = geometry;
  for (int k = 0; k < geometry.size.z; ++k) {
    for (int j = 0; j < geometry.size.y; ++j) {
      for (int i = 0; i < geometry.size.x; ++i) {
        const dvec3 p = geometry.scan_from_voxel(
            {static_cast<double>(i), static_cast<double>(j), geometry.coordinate_of_slice(k)});
        volume.samples.push_back(static_cast<std::uint16_t>(100 + 7 * p.x + 11 * p.y + 13 * p.z));
      }
    }
  }
  return volume;
}

}  // namespace

TEST_CASE("resampling_follows_the_map_and_stops_at_the_border") {
  const Volume source =
      ramp(regular_geometry({8, 8, 8}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {}));
  const Geometry target =
      regular_geometry({2, 2, 2}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {2, 2, 20}, {0, 0, 0});
  Affine<Scan, World> shift;
  shift.matrix[3] = {1, 2, 3, 1};
  const Volume result = resample(source, target, shift);
  CHECK(result.sample(0, 0, 0) == 100 + 7 * 1 + 11 * 2 + 13 * 3);
  CHECK(result.sample(1, 1, 0) == 100 + 7 * 3 + 11 * 4 + 13 * 3);
  CHECK(result.sample(0, 0, 1) == 0);  // z = 23 was not scanned
}

TEST_CASE("resampling_uses_true_slice_places_and_leaves_wide_gaps_empty") {
  Geometry uneven = regular_geometry({4, 4, 3}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 2}, {});
  uneven.slice_coordinates = {0, 1, 4};  // slices at 0, 2 and 8 mm
  uneven.slice_thickness_mm = 2;
  const Geometry target =
      regular_geometry({2, 2, 5}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {1, 1, 0});
  const Volume result = resample(ramp(uneven), target, {});
  CHECK(result.sample(0, 0, 1) == 100 + 7 + 11 + 13);
  CHECK(result.sample(0, 0, 4) == 0);  // 4 mm: between slices that are 6 mm apart
}
