#include "tests/support/picture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "engine/video/png.h"

namespace lv::test {
namespace {

int difference_at(const Picture& a, const Picture& b, std::size_t pixel) {
  int most = 0;
  for (std::size_t c = 4 * pixel; c < 4 * pixel + 3; ++c) {
    most = std::max(most, std::abs(int{a.rgba[c]} - int{b.rgba[c]}));
  }
  return most;
}

// Brighter by twenty times, so that a difference of one grey level is seen.
Picture picture_of_difference(const Picture& a, const Picture& b) {
  Picture result = a;
  for (std::size_t c = 0; c < a.rgba.size(); ++c) {
    const int difference = std::abs(int{a.rgba[c]} - int{b.rgba[c]});
    result.rgba[c] = static_cast<std::uint8_t>(c % 4 == 3 ? 255 : std::min(255, 20 * difference));
  }
  return result;
}

}  // namespace

const std::uint8_t* Picture::at(int x, int y) const {
  return &rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(extent.width) +
                    static_cast<std::size_t>(x))];
}

double PictureDifference::equal_share() const {
  return compared > 0 ? static_cast<double>(equal) / static_cast<double>(compared) : 0;
}

std::string keep(const Picture& picture, const std::string& name) {
  std::filesystem::create_directories(LV_TEST_PICTURES);
  const std::string path = std::string(LV_TEST_PICTURES) + "/" + name + ".png";
  const auto written = write_png(path, {picture.extent.width, picture.extent.height, picture.rgba});
  REQUIRE_MESSAGE(written.ok(), path);
  return path;
}

PictureDifference compare(const Picture& actual, const Picture& expected, int bound,
                          const std::string& name, const std::vector<bool>& counts) {
  REQUIRE(actual.extent == expected.extent);
  REQUIRE(actual.rgba.size() == expected.rgba.size());
  PictureDifference result;
  for (std::size_t p = 0; p < actual.rgba.size() / 4; ++p) {
    if (!counts.empty() && !counts[p]) continue;
    const int difference = difference_at(actual, expected, p);
    result.most = std::max(result.most, difference);
    result.equal += difference == 0;
    ++result.compared;
  }
  if (result.most > bound) {
    keep(actual, name + "-actual");
    keep(expected, name + "-expected");
    MESSAGE("pictures kept: ", keep(picture_of_difference(actual, expected), name + "-difference"));
  }
  return result;
}

}  // namespace lv::test
