#include "engine/spine/plane_image.h"

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

/// Means of `count` neighbours (odd) along a line of `n` numbers that lie `step` apart.
void line_means(const float* in, float* out, int n, std::ptrdiff_t step, int count) {
  const int reach = count / 2;
  const float part = 1.0F / static_cast<float>(2 * reach + 1);
  double sum = 0.0;
  for (int i = 0; i < std::min(reach, n); ++i) sum += static_cast<double>(in[i * step]);
  for (int i = 0; i < n; ++i) {
    if (i + reach < n) sum += static_cast<double>(in[(i + reach) * step]);
    out[i * step] = static_cast<float>(sum) * part;
    if (i - reach >= 0) sum -= static_cast<double>(in[(i - reach) * step]);
  }
}

/// line_means() of every column, computed row by row so that memory is read in order.
PlaneImage column_means(const PlaneImage& image, int count) {
  const int reach = count / 2;
  const float part = 1.0F / static_cast<float>(2 * reach + 1);
  PlaneImage result(image.width, image.height);
  std::vector<float> sums(static_cast<std::size_t>(image.width));
  const auto add = [&](int row, float sign) {
    if (row < 0 || row >= image.height) return;
    const float* values = &image.pixels[static_cast<std::size_t>(row) * sums.size()];
    for (std::size_t x = 0; x < sums.size(); ++x) sums[x] += sign * values[x];
  };
  for (int y = 0; y < reach; ++y) add(y, 1.0F);
  for (int y = 0; y < image.height; ++y) {
    add(y + reach, 1.0F);
    float* out = &result.pixels[static_cast<std::size_t>(y) * sums.size()];
    for (std::size_t x = 0; x < sums.size(); ++x) out[x] = sums[x] * part;
    add(y - reach, -1.0F);
  }
  return result;
}

/// The width n of a box of which three in turn blur like a Gaussian: each has the variance
/// (n² - 1) / 12.
int box_of(double sigma) {
  return 2 * static_cast<int>(std::lround((std::sqrt(4.0 * sigma * sigma + 1.0) - 1.0) / 2.0)) + 1;
}

}  // namespace

float PlaneImage::between(double x, double y) const {
  if (!(x >= 0.0 && y >= 0.0 && x <= width - 1.0 && y <= height - 1.0)) return 0.0F;
  const int i = std::min(static_cast<int>(x), width - 2),
            j = std::min(static_cast<int>(y), height - 2);
  const auto fx = static_cast<float>(x - i), fy = static_cast<float>(y - j);
  const float upper = at(i, j) + fx * (at(i + 1, j) - at(i, j));
  const float lower = at(i, j + 1) + fx * (at(i + 1, j + 1) - at(i, j + 1));
  return upper + fy * (lower - upper);
}

PlaneImage box_means(const PlaneImage& image, int count_x, int count_y) {
  PlaneImage result = count_y > 1 ? column_means(image, count_y) : image;
  if (count_x < 2) return result;
  std::vector<float> row(static_cast<std::size_t>(image.width));
  for (int y = 0; y < image.height; ++y) {
    float* line = &result.pixels[static_cast<std::size_t>(y) * row.size()];
    std::copy_n(line, row.size(), row.begin());
    line_means(row.data(), line, image.width, 1, count_x);
  }
  return result;
}

PlaneImage blurred(const PlaneImage& image, double sigma) {
  const int n = box_of(sigma);
  return box_means(box_means(box_means(image, n, n), n, n), n, n);
}

PlaneImage halved(const PlaneImage& image) {
  PlaneImage half(image.width / 2, image.height / 2);
  for (int y = 0; y < half.height; ++y) {
    for (int x = 0; x < half.width; ++x) {
      half.at(x, y) = 0.25F * (image.at(2 * x, 2 * y) + image.at(2 * x + 1, 2 * y) +
                               image.at(2 * x, 2 * y + 1) + image.at(2 * x + 1, 2 * y + 1));
    }
  }
  return half;
}

}  // namespace lv
