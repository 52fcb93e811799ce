#include "engine/spine/laminar.h"

#include <algorithm>
#include <cmath>

#include "engine/volume/quantile.h"

namespace lv {
namespace {

constexpr double even_sigma_mm = 11.0, most_evened = 2.5;
constexpr double air_rim_mm = 3.0, air_blur_mm = 2.0, air_part = 0.1;  ///< of the 95th percentile
constexpr double strip_mm = 10.0, strip_sigma_mm = 5.0;                ///< within a column
constexpr double wide_strip_mm = 36.0, wide_sigma_mm = 9.0, wide_weight = 0.8;
constexpr double pair_reach_mm = 8.0;

constexpr double in_pixels(double mm) {
  return mm / laminar_pixel_mm;
}

/// 0 in air, which is dark and connected to the border of the picture, and in a rim around it; 1
/// elsewhere.
PlaneImage body(const PlaneImage& picture, float dark_below) {
  const PlaneImage smooth = blurred(picture, in_pixels(air_blur_mm));
  PlaneImage inside(picture.width, picture.height);
  std::ranges::fill(inside.pixels, 1.0F);
  std::vector<ivec2> open;
  const auto visit = [&](int x, int y) {
    if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return;
    if (inside.at(x, y) == 0.0F || smooth.at(x, y) >= dark_below) return;
    inside.at(x, y) = 0.0F;
    open.emplace_back(x, y);
  };
  for (int x = 0; x < picture.width; ++x) visit(x, 0), visit(x, picture.height - 1);
  for (int y = 0; y < picture.height; ++y) visit(0, y), visit(picture.width - 1, y);
  while (!open.empty()) {
    const ivec2 p = open.back();
    open.pop_back();
    visit(p.x - 1, p.y), visit(p.x + 1, p.y), visit(p.x, p.y - 1), visit(p.x, p.y + 1);
  }
  const int rim = 2 * static_cast<int>(in_pixels(air_rim_mm)) + 1;
  PlaneImage deep = box_means(inside, rim, rim);
  for (float& d : deep.pixels) d = d > 0.999F ? 1.0F : 0.0F;
  return deep;
}

/// Turns pictures so that their y axis runs along a direction, and back.
class Turned {
 public:
  Turned(const PlaneImage& picture, double angle_rad)
      : sine_(std::sin(angle_rad)),
        cosine_(std::cos(angle_rad)),
        middle_(0.5 * (picture.width - 1), 0.5 * (picture.height - 1)) {
    const double w = picture.width, h = picture.height;
    size_ = ivec2(static_cast<int>(w * cosine_ + h * std::abs(sine_)) + 1,
                  static_cast<int>(h * cosine_ + w * std::abs(sine_)) + 1);
  }

  PlaneImage there(const PlaneImage& picture) const {
    PlaneImage turned(size_.x, size_.y);
    for (int y = 0; y < size_.y; ++y) {
      for (int x = 0; x < size_.x; ++x) {
        const double u = x - 0.5 * (size_.x - 1), v = y - 0.5 * (size_.y - 1);
        turned.at(x, y) = picture.between(middle_.x + u * cosine_ + v * sine_,
                                          middle_.y - u * sine_ + v * cosine_);
      }
    }
    return turned;
  }

  PlaneImage back(const PlaneImage& turned, int width, int height) const {
    PlaneImage picture(width, height);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const double u = x - middle_.x, v = y - middle_.y;
        picture.at(x, y) = turned.between(0.5 * (size_.x - 1) + u * cosine_ - v * sine_,
                                          0.5 * (size_.y - 1) + u * sine_ + v * cosine_);
      }
    }
    return picture;
  }

 private:
  double sine_, cosine_;
  dvec2 middle_;
  ivec2 size_;
};

/// The share of the gradient's energy that is the same all across a strip.
PlaneImage coherence(const PlaneImage& along, const PlaneImage& energy, double width_mm,
                     double sigma_mm) {
  const int count = 2 * static_cast<int>(in_pixels(width_mm) / 2.0) + 1;
  const PlaneImage mean = box_means(along, count, 1);
  const auto square = [](float a, float b) { return a * b; };
  const auto ratio = [](float a, float b) { return b > 1e-4F ? std::min(a / b, 1.0F) : 0.0F; };
  return combined(blurred(combined(mean, mean, square), in_pixels(sigma_mm)),
                  blurred(box_means(energy, count, 1), in_pixels(sigma_mm)), ratio);
}

/// The coherence along y of a picture that was turned into a direction.
PlaneImage coherence_along(const PlaneImage& picture) {
  PlaneImage along(picture.width, picture.height), energy = along;
  for (int y = 1; y + 1 < picture.height; ++y) {
    for (int x = 1; x + 1 < picture.width; ++x) {
      const float dx = 0.5F * (picture.at(x + 1, y) - picture.at(x - 1, y));
      const float dy = 0.5F * (picture.at(x, y + 1) - picture.at(x, y - 1));
      along.at(x, y) = dy;
      energy.at(x, y) = dx * dx + dy * dy;
    }
  }
  const PlaneImage narrow = coherence(along, energy, strip_mm, strip_sigma_mm);
  const PlaneImage wide = coherence(along, energy, wide_strip_mm, wide_sigma_mm);
  const int reach = static_cast<int>(in_pixels(pair_reach_mm));
  PlaneImage result(picture.width, picture.height);
  for (int y = reach; y + reach < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const float pair = std::sqrt(narrow.at(x, y - reach) * narrow.at(x, y + reach));
      result.at(x, y) = pair - static_cast<float>(wide_weight) * wide.at(x, y);
    }
  }
  return result;
}

}  // namespace

PlaneImage evened(const PlaneImage& picture) {
  std::vector<float> bright;
  for (const float p : picture.pixels) {
    if (p > 0.0F) bright.push_back(p);
  }
  const float high = quantile(std::move(bright), 0.95);
  const PlaneImage inside = body(picture, static_cast<float>(air_part) * high);
  const auto times = [](float a, float b) { return a * b; };
  const auto over = [](float a, float b) { return b > 1e-3F ? a / b : 0.0F; };
  const PlaneImage seen = combined(picture, inside, times);
  const double sigma = in_pixels(even_sigma_mm);
  const PlaneImage weight = blurred(inside, sigma);
  const PlaneImage mean = combined(blurred(seen, sigma), weight, over);
  const PlaneImage square = combined(blurred(combined(seen, seen, times), sigma), weight, over);
  PlaneImage result(picture.width, picture.height);
  for (std::size_t i = 0; i < result.pixels.size(); ++i) {
    if (inside.pixels[i] == 0.0F) continue;
    const float m = mean.pixels[i];
    const float sd = std::sqrt(std::max(square.pixels[i] - m * m, 0.0F));
    const auto limit = static_cast<float>(most_evened);
    result.pixels[i] = std::clamp((picture.pixels[i] - m) / (sd + 0.05F * high), -limit, limit);
  }
  return result;
}

std::vector<PlaneImage> laminar_coherence(const PlaneImage& evened_picture) {
  std::vector<PlaneImage> maps;
  for (int d = 0; d < direction_count; ++d) {
    const Turned turned(evened_picture, direction_rad(d));
    maps.push_back(turned.back(coherence_along(turned.there(evened_picture)), evened_picture.width,
                               evened_picture.height));
  }
  return maps;
}

}  // namespace lv
