#include "engine/spine/column_path.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/volume/quantile.h"

namespace lv {
namespace {

constexpr double turn_cost = 0.8 / laminar_pixel_mm;  ///< for 10 degrees from one row to the next
constexpr float first_threshold = 0.2F, most_threshold = 0.4F;

/// Dynamic programming from row to row: for each place and direction, the best path that ends
/// there.
class PathSearch {
 public:
  PathSearch(const std::vector<PlaneImage>& maps, float threshold)
      : maps_(maps), threshold_(threshold), width_(maps[0].width), height_(maps[0].height) {
    best_.resize(cells() * static_cast<std::size_t>(height_));
    from_.resize(best_.size());
    for (int y = 0; y < height_; ++y) fill(y);
  }

  ColumnPath path() const {
    const auto top = std::ranges::max_element(best_);
    ColumnPath path;
    path.score = static_cast<double>(*top);
    auto at = static_cast<std::size_t>(top - best_.begin());
    while (best_[at] > 0.0F) {
      const std::size_t cell = at % cells();
      const int direction = static_cast<int>(cell / static_cast<std::size_t>(width_));
      const int y = static_cast<int>(at / cells());
      path.places.push_back({static_cast<double>(cell % static_cast<std::size_t>(width_)),
                             static_cast<double>(y), direction});
      if (from_[at] == begins || y == 0) break;
      at = cell_of(y - 1, path.places.back(), from_[at]);
    }
    std::ranges::reverse(path.places);
    return path;
  }

 private:
  static constexpr std::int8_t begins = std::numeric_limits<std::int8_t>::max();

  std::size_t cells() const {
    return static_cast<std::size_t>(width_) * static_cast<std::size_t>(direction_count);
  }
  /// How many columns a straight line of this direction moves from the row before to this one.
  static int step_of(int direction, int y) {
    const double slope = std::tan(direction_rad(direction));
    return static_cast<int>(std::floor(slope * y + 0.5) - std::floor(slope * (y - 1) + 0.5));
  }
  std::size_t cell_of(int y, const ColumnPath::Place& next, int turn) const {
    const int x = static_cast<int>(next.x) - step_of(next.direction, y + 1);
    return cells() * static_cast<std::size_t>(y) +
           static_cast<std::size_t>(width_ * (next.direction + turn) + x);
  }

  void fill(int y) {
    const std::size_t row = cells() * static_cast<std::size_t>(y);
    for (int d = 0; d < direction_count; ++d) {
      const int step = step_of(d, y);
      for (int x = 0; x < width_; ++x) {
        const std::size_t at = row + static_cast<std::size_t>(width_ * d + x);
        const int before = x - step;
        float best = 0.0F;
        from_[at] = begins;
        for (int turn = -1; y > 0 && turn <= 1; ++turn) {
          if (d + turn < 0 || d + turn >= direction_count || before < 0 || before >= width_)
            continue;
          const float sum =
              best_[row - cells() + static_cast<std::size_t>(width_ * (d + turn) + before)] -
              (turn == 0 ? 0.0F : static_cast<float>(turn_cost));
          if (sum > best) best = sum, from_[at] = static_cast<std::int8_t>(turn);
        }
        best_[at] = best + maps_[static_cast<std::size_t>(d)].at(x, y) - threshold_;
      }
    }
  }

  const std::vector<PlaneImage>& maps_;
  float threshold_;
  int width_, height_;
  std::vector<float> best_;
  std::vector<std::int8_t> from_;
};

float own_threshold(const std::vector<PlaneImage>& maps, const ColumnPath& path) {
  std::vector<float> values;
  for (const ColumnPath::Place& p : path.places) {
    values.push_back(maps[static_cast<std::size_t>(p.direction)].at(static_cast<int>(p.x),
                                                                    static_cast<int>(p.y)));
  }
  return std::clamp(0.5F * quantile(std::move(values), 0.75), first_threshold, most_threshold);
}

}  // namespace

ColumnPath best_path(const std::vector<PlaneImage>& maps) {
  const ColumnPath first = PathSearch(maps, first_threshold).path();
  return PathSearch(maps, own_threshold(maps, first)).path();
}

}  // namespace lv
