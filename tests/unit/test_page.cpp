// What a page is made of: packed pictures, its text, its slices.
#include <doctest/doctest.h>

#include "app/page/packed.h"
#include "app/page/page_slices.h"
#include "app/page/page_text.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::three_dates;

TEST_CASE("base64_is_that_of_rfc_4648") {
  const auto of = [](std::string_view text) {
    return base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  };
  // RFC 4648, section 10.
  CHECK(of("") == "");
  CHECK(of("f") == "Zg==");
  CHECK(of("fo") == "Zm8=");
  CHECK(of("foo") == "Zm9v");
  CHECK(of("foob") == "Zm9vYg==");
  CHECK(of("fooba") == "Zm9vYmE=");
  CHECK(of("foobar") == "Zm9vYmFy");
}

TEST_CASE("a_smooth_picture_is_packed_to_a_fraction") {
  const ExtentPx size{128, 96};
  std::vector<std::uint8_t> ramp;
  for (int i = 0; i < 128 * 96; ++i) ramp.push_back(static_cast<std::uint8_t>(i % 128 + i / 128));
  CHECK(packed(ramp, size).size() < ramp.size() / 40);
}

TEST_CASE("a_name_cannot_end_the_element_that_it_stands_in") {
  const PageText page = page_text("</title><script>alert(1)</script>",
                                  R"json({"name":"</script><script>alert(1)"})json");
  const std::string all = page.before + page.after;
  CHECK(all.find("alert(1)") != std::string::npos);
  CHECK(all.find("<script>alert") == std::string::npos);
  CHECK(all.find("</script><script>alert") == std::string::npos);
}

TEST_CASE("a_page_holds_every_slice_from_the_first_to_the_last_of_any_date") {
  const ComparedRow row =
      three_dates();  // lined up z 0..97; the coarsest date's slices lie at 0, 5, …
  const ViewState view = home_view(row);
  const PageSlices all = page_slices(row, view, 100);
  CHECK(all.every == 1);
  CHECK(all.points[all.home] == view.point);
  CHECK(all.points.front().z == doctest::Approx(0));
  CHECK(all.points.back().z == doctest::Approx(97));
  REQUIRE(all.points.size() == 21);  // 0, 5, …, 95, 97
  for (std::size_t i = 1; i + 1 < all.points.size(); ++i) {
    CHECK(all.points[i].z - all.points[i - 1].z == doctest::Approx(5));
  }
}

TEST_CASE("too_many_slices_are_thinned_evenly_and_the_one_that_is_seen_stays") {
  const ComparedRow row = three_dates();
  const ViewState view = home_view(row);
  const PageSlices few = page_slices(row, view, 8);
  CHECK(few.every == 3);
  CHECK(few.points.size() <= 8);
  CHECK(few.points[few.home] == view.point);
  for (std::size_t i = 1; i + 1 < few.points.size(); ++i) {
    CHECK(few.points[i].z - few.points[i - 1].z == doctest::Approx(15));
  }
}

TEST_CASE("pictures_of_a_page_are_as_fine_as_the_finest_scan") {
  // 100 mm of 1 mm pixels, and the margin of every view around them.
  const ComparedRow row = three_dates();
  const double pixel = row.dates[0].volume->geometry.spacing_mm().x;
  const ExtentPx size = page_extent(row, home_view(row));
  CHECK(size.width == size.height);
  CHECK(size.width >= static_cast<int>(100 / pixel));
  CHECK(size.width <= static_cast<int>(110 / pixel));
}
