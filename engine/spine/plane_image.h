// A picture of numbers with square pixels, and what finding a column does with it.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/math.h"

namespace lv {

/// Pixel (0, 0) is the upper left one; centres at integers. x runs backward (towards the patient's
/// back), y to the feet.
struct PlaneImage {
  int width = 0, height = 0;
  std::vector<float> pixels;  ///< x fastest

  PlaneImage() = default;
  PlaneImage(int w, int h)
      : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}

  float& at(int x, int y) { return pixels[index(x, y)]; }
  float at(int x, int y) const { return pixels[index(x, y)]; }
  /// Interpolated between pixels; 0 outside.
  float between(double x, double y) const;

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(x) +
           static_cast<std::size_t>(width) * static_cast<std::size_t>(y);
  }
};

/// At each pixel the mean of `count_x` x `count_y` pixels around it. Those outside count as 0.
PlaneImage box_means(const PlaneImage& image, int count_x, int count_y);

/// Blurred by about a Gaussian of `sigma` pixels (three box means).
PlaneImage blurred(const PlaneImage& image, double sigma);

/// Means of 2 x 2 pixels.
PlaneImage halved(const PlaneImage& image);

/// A picture whose pixels are function(pixel of a, pixel of b).
template <class Function>
PlaneImage combined(const PlaneImage& a, const PlaneImage& b, const Function& function) {
  PlaneImage result(a.width, a.height);
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    result.pixels[i] = function(a.pixels[i], b.pixels[i]);
  }
  return result;
}

}  // namespace lv
