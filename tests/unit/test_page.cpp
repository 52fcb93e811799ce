// What a page is made of: packed pictures, its text, its slices.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>

#include "app/page/packed.h"
#include "app/page/page_planes.h"
#include "app/page/page_slices.h"
#include "app/page/page_text.h"
#include "app/page/paper.h"
#include "app/page/pixel_model.h"
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

namespace {

/// The other way of packed(): each bit is where the number that the bytes write lies in its range.
class BitReader {
 public:
  explicit BitReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
    for (int i = 0; i < 4; ++i) number_ = number_ << 8 | next_byte();
  }

  bool bit(std::uint32_t chance, bool /*unknown*/) {
    const std::uint32_t range = last_ - first_;
    const std::uint32_t middle =
        first_ + (range >> 16) * chance + ((range & 0xffff) * chance >> 16);
    const bool bit = number_ <= middle;
    (bit ? last_ : first_) = bit ? middle : middle + 1;
    for (; ((first_ ^ last_) >> 24) == 0; first_ <<= 8, last_ = last_ << 8 | 255) {
      number_ = number_ << 8 | next_byte();
    }
    return bit;
  }

 private:
  std::uint32_t next_byte() { return at_ < bytes_.size() ? bytes_[at_++] : 0; }

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  std::uint32_t first_ = 0, last_ = 0xffffffff, number_ = 0;
};

/// Two planes; empty: the sum is wrong.
std::vector<std::uint8_t> unpacked(std::span<const std::uint8_t> bytes, ExtentPx size) {
  const auto pixels = static_cast<std::size_t>(size.width * size.height);
  std::vector<std::uint8_t> planes(2 * pixels);
  BitReader reader(bytes);
  PixelModel model(size);
  model.code(reader, std::span(planes).first(pixels));
  model.code(reader, std::span(planes).last(pixels));
  if (PixelModel::bits(reader, 0, 32) != check_sum(planes)) planes.clear();
  return planes;
}

/// A ramp with this much noise on it, and a plane that is the same everywhere.
std::vector<std::uint8_t> noisy_ramp(ExtentPx size, int noise) {
  std::minstd_rand random(7);
  std::vector<std::uint8_t> planes;
  for (int i = 0; i < size.width * size.height; ++i) {
    const int grey = i % size.width + i / size.width;
    planes.push_back(static_cast<std::uint8_t>(
        grey + (noise == 0 ? 0 : static_cast<int>(random() % static_cast<unsigned>(noise)))));
  }
  planes.resize(2 * planes.size(), 255);
  return planes;
}

}  // namespace

TEST_CASE("what_is_packed_comes_back_bit_for_bit") {
  for (const ExtentPx size : {ExtentPx{1, 1}, {1, 9}, {9, 1}, {128, 96}}) {
    for (const int noise : {0, 1, 7, 256}) {
      const std::vector<std::uint8_t> planes = noisy_ramp(size, noise);
      CHECK(unpacked(packed(planes, size), size) == planes);
    }
  }
}

TEST_CASE("a_damaged_picture_is_known") {
  const ExtentPx size{128, 96};
  std::vector<std::uint8_t> bytes = packed(noisy_ramp(size, 7), size);
  for (const std::size_t at : {std::size_t{9}, bytes.size() / 2, bytes.size() - 5}) {
    bytes[at] ^= 16;
    CHECK(unpacked(bytes, size).empty());
    bytes[at] ^= 16;
  }
}

TEST_CASE("a_packed_picture_is_as_small_as_its_noise_allows") {
  const ExtentPx size{256, 256};
  CHECK(packed(noisy_ramp(size, 0), size).size() < 300);
  // Noise of 16 equal levels takes 4 bits a pixel; that it is foretold from others, one more.
  CHECK(packed(noisy_ramp(size, 16), size).size() < 256 * 256 * 5 / 8);
}

TEST_CASE("a_date_keeps_its_greys_and_where_nothing_was_scanned") {
  // Grey, hatching, dimmed beside a bend; each as it is shown and inverted.
  const std::vector<std::uint8_t> shown{90, 90, 90, 255, 38, 38, 38, 255, 50, 50, 50, 255};
  const std::vector<std::uint8_t> inverted{165, 165, 165, 255, 38, 38, 38, 255, 65, 65, 65, 255};
  CHECK(date_planes(shown, inverted) == std::vector<std::uint8_t>{90, 38, 50, 255, 0, 115});
}

TEST_CASE("a_difference_is_kept_within_two_levels") {
  std::vector<std::uint8_t> shown, first, second;
  for (int i = 0; i < 4096; ++i) {
    const int a = i * 37 % 256, b = i * 101 % 256;
    const double share = i % 3 == 0 ? 0 : 0.4 + 0.6 * (i % 91) / 90.0, dim = i % 5 == 0 ? 0.45 : 1;
    const std::array<double, 3> full = i % 2 == 0 ? std::array{25.5, 114.75, 255.0}   // blue
                                                  : std::array{255.0, 140.25, 25.5};  // orange
    // The mean of two greys that lie beyond what is shown may be another.
    const double grey = std::min(255.0, 0.5 * (a + b) + (i % 7 == 0 ? 20 : 0));
    for (const double colour : full) {
      shown.push_back(
          static_cast<std::uint8_t>(std::lround(dim * (grey + (colour - grey) * share))));
    }
    shown.push_back(255);
    first.push_back(static_cast<std::uint8_t>(dim * a));
    second.push_back(static_cast<std::uint8_t>(dim * b));
  }
  const std::vector<std::uint8_t> planes = difference_planes(shown, first, second);
  int most = 0;
  for (std::size_t i = 0; i < 4096; ++i) {
    // As picture.js does it.
    const int amount = planes[i] - no_change;
    const double grey = (first[i] + second[i]) / 2 + planes[4096 + i] - no_change;
    const double share =
        amount == 0 ? 0 : least_share + (1 - least_share) * (std::abs(amount) - 1) / 126.0;
    const std::array<double, 3> full =
        amount < 0 ? std::array{25.5, 114.75, 255.0} : std::array{255.0, 140.25, 25.5};
    for (std::size_t c = 0; c < 3; ++c) {
      const auto made = static_cast<int>(std::lround(grey + (full[c] - grey) * share));
      most = std::max(most, std::abs(made - shown[4 * i + c]));
    }
  }
  CHECK(most <= 2);
}

TEST_CASE("a_word_that_is_wider_than_a_line_goes_on_in_the_next") {
  Paper paper("title");
  const Ink ink;
  std::string word, joined;
  for (int i = 0; i < 60; ++i) word += i % 3 == 0 ? "ü" : "W";
  for (const std::string& line : paper.lines_of("one " + word + " two", 100, ink)) {
    CHECK(paper.width_of(line, ink) <= 100);
    CHECK((line[0] & 0xc0) != 0x80);  // no character is cut
    for (const char c : line) joined += c == ' ' ? "" : std::string(1, c);
  }
  CHECK(joined == "one" + word + "two");
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
