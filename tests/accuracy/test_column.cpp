// Finding the column: on an invented one, on real spines whose vertebrae a person has read, and on
// heads, which have none.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/spine/column_axis.h"
#include "engine/volume/nifti.h"
#include "tests/support/data.h"
#include "tests/support/lumbar_years.h"
#include "tests/support/phantom.h"

namespace lv {
namespace {

constexpr double level_mm = 33.0, disc_mm = 8.0;

/// How far back the invented column lies at a height, mm.
double curve_back(double down) {
  return 30.0 * std::sin(down / 120.0);
}

/// Grey of the invented back at a place about its middle: a column of bodies and discs 30 mm deep,
/// the canal behind it, and soft tissue in strands that run along it.
double grey_of_back(double back, double down, double disc_grey) {
  const double from_column = back - curve_back(down);
  if (std::abs(from_column) < 15.0) {
    const double from_disc = std::abs(down - level_mm * std::round(down / level_mm));
    return from_disc < disc_mm / 2.0 ? disc_grey : 500.0;
  }
  if (from_column > 17.0 && from_column < 31.0) return 900.0;
  return 400.0 + 80.0 * std::sin(back / 5.0 + 3.0 * std::sin(down / 30.0));
}

/// A sagittal stack, 11 slices every 4.5 mm, of a trunk 160 mm deep with air around it.
VolumePtr scan_of_back(double disc_grey) {
  const ivec3 size(240, 260, 11);
  const Geometry geometry = regular_geometry(size, {0, 1, 0}, {0, 0, -1}, {-1, 0, 0},
                                             {1.0, 1.0, 4.5}, {22.5, -120.0, 130.0});
  std::vector<float> values;
  for (int k = 0; k < size.z; ++k) {
    for (int j = 0; j < size.y; ++j) {
      for (int i = 0; i < size.x; ++i) {
        const double back = i - 120.0, down = j - 130.0;
        const bool air = std::abs(back) > 80.0;
        values.push_back(air ? 5.0F : static_cast<float>(grey_of_back(back, down, disc_grey)));
      }
    }
  }
  return std::make_shared<const Volume>(*pack_volume(geometry, values));
}

/// Distance to the curve's nearest place, left and right not counted. The curve runs straight on
/// for a body's height beyond its ends.
double distance_mm(const SpineColumn& column, const dvec3& point) {
  constexpr double beyond_mm = 25.0;
  double nearest = 1e9;
  for (double mm = -beyond_mm; mm <= column.length_mm() + beyond_mm; mm += 1.0) {
    const dvec3 at = ColumnAxis(column).at(mm).point;
    nearest = std::min(nearest, std::hypot(at.y - point.y, at.z - point.z));
  }
  return nearest;
}

void check_invented(const SpineColumn& column) {
  CHECK(column_is_found(column));
  for (double down = -80.0; down <= 80.0; down += 20.0) {
    CHECK(distance_mm(column, {0.0, curve_back(down), -down}) < 4.0);
  }
  int seen = 0;
  for (const double mm : column.discs_mm) {
    const double down = -column.places[static_cast<std::size_t>(mm)].point.z;
    CHECK(std::abs(down - level_mm * std::round(down / level_mm)) < 4.0);
    ++seen;
  }
  CHECK(seen >= 6);
}

TEST_CASE("an invented column is found with its discs, dark or bright ones") {
  check_invented(find_column(*scan_of_back(150.0)));
  check_invented(find_column(*scan_of_back(850.0)));
}

TEST_CASE("a phantom head has no column") {
  const test::PhantomPair pair = test::phantom_pair(1.0, 4.0);
  CHECK_FALSE(column_is_found(find_column(*test::scan_phantom(pair.fixed))));
}

TEST_CASE("the curve runs through every lumbar body that a person has read, on three dates") {
  if (!test::data_is_here("lumbar_years/truth")) return;
  for (const test::LumbarPair& pair : test::lumbar_pairs()) {
    CAPTURE(pair.name);
    const SpineColumn before = find_column(*pair.fixed), after = find_column(*pair.moving);
    CHECK(column_is_found(before));
    CHECK(column_is_found(after));
    for (const test::TrueLevel& level : pair.levels) {
      CAPTURE(level.name);
      const double most_mm = level.name == "S1" ? 10.0 : 6.0;  // S1 lies below the column's end
      CHECK(distance_mm(before, level.centre) < most_mm);
      CHECK(distance_mm(after, level.moving_from_fixed(level.centre)) < most_mm);
    }
  }
}

TEST_CASE("real heads have no column") {
  if (!test::data_is_here("longitudinal")) return;
  int heads = 0;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(test::data_folder() / "longitudinal")) {
    if (file.path().parent_path().filename() != "raw" || !has_nifti_name(file.path())) continue;
    const auto head = read_nifti(file.path());
    REQUIRE(head);
    CAPTURE(file.path().filename().string());
    CHECK(find_column(**head).confidence < 0.7 * least_column_confidence);
    ++heads;
  }
  CHECK(heads > 5);
}

}  // namespace
}  // namespace lv
