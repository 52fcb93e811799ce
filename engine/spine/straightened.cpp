#include "engine/spine/straightened.h"

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

constexpr double smooth_mm = 8.0;  ///< of the curve
constexpr int window_mm = 20;      ///< to either side: what is compared
constexpr int middle_mm = 4;       ///< of the column to either side of the curve
constexpr double alike = 0.4;      ///< correlation within a column
constexpr double most_recentre_mm = 6.0;
constexpr int tube_near_mm = 12, tube_far_mm = 38, tube_half_mm = 4;

/// Weighted by a Gaussian; the ends are continued as straight lines by mirroring.
std::vector<double> smoothed(const std::vector<double>& values, double sigma) {
  const int n = static_cast<int>(values.size()), reach = static_cast<int>(3.0 * sigma);
  std::vector<double> result(values.size());
  const auto value = [&](int i) {
    const double first = values.front(), last = values.back();
    if (i < 0) return 2.0 * first - values[static_cast<std::size_t>(std::min(-i, n - 1))];
    if (i >= n) return 2.0 * last - values[static_cast<std::size_t>(std::max(2 * n - 2 - i, 0))];
    return values[static_cast<std::size_t>(i)];
  };
  for (int i = 0; i < n; ++i) {
    double sum = 0.0, weight = 0.0;
    for (int d = -reach; d <= reach; ++d) {
      const double w = std::exp(-0.5 * d * d / (sigma * sigma));
      sum += w * value(i + d);
      weight += w;
    }
    result[static_cast<std::size_t>(i)] = sum / weight;
  }
  return result;
}

/// Through the points, one place every millimetre.
PlaneCurve measured(const std::vector<dvec2>& points) {
  PlaneCurve curve;
  double ahead = 0.0;  // from points[i - 1] to the next place
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double length = glm::length(points[i] - points[i - 1]);
    for (; ahead < length; ahead += 1.0) {
      curve.places.push_back({glm::mix(points[i - 1], points[i], ahead / length), {}});
    }
    ahead -= length;
  }
  const int n = static_cast<int>(curve.places.size());
  for (int i = 0; i < n; ++i) {
    constexpr int reach = 4;
    const auto& from = curve.places[static_cast<std::size_t>(std::max(i - reach, 0))];
    const auto& to = curve.places[static_cast<std::size_t>(std::min(i + reach, n - 1))];
    if (to.at != from.at) {
      curve.places[static_cast<std::size_t>(i)].along = glm::normalize(to.at - from.at);
    }
  }
  return curve;
}

PlaneCurve smooth_curve(const std::vector<dvec2>& points, double step_mm) {
  std::vector<double> x, y;
  for (const dvec2& p : points) x.push_back(p.x), y.push_back(p.y);
  x = smoothed(x, smooth_mm / step_mm);
  y = smoothed(y, smooth_mm / step_mm);
  std::vector<dvec2> even(points.size());
  for (std::size_t i = 0; i < even.size(); ++i) even[i] = {x[i], y[i]};
  return measured(even);
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sa += a[i], sb += b[i];
    saa += a[i] * a[i], sbb += b[i] * b[i], sab += a[i] * b[i];
  }
  const double va = saa - sa * sa / n, vb = sbb - sb * sb / n;
  return va > 1e-6 && vb > 1e-6 ? (sab - sa * sb / n) / std::sqrt(va * vb) : 0.0;
}

/// How far the column reaches at a place of the straightened picture, mm: x to the front, which is
/// negative, y to the back.
dvec2 extent_at(const PlaneImage& straight, int place) {
  const int from = std::max(0, place - window_mm);
  const int to = std::min(straight.height, place + window_mm + 1);
  const auto strip = [&](int u, int half) {
    std::vector<double> values;
    for (int s = from; s < to; ++s) {
      double sum = 0.0;
      for (int d = -half; d <= half; ++d) {
        const int x = std::clamp(straight_reach_mm + u + d, 0, straight.width - 1);
        sum += static_cast<double>(straight.at(x, s));
      }
      values.push_back(sum);
    }
    return values;
  };
  const std::vector<double> middle = strip(0, middle_mm);
  dvec2 extent(0.0);
  for (const int side : {-1, 1}) {
    int u = 0;
    while (u < straight_reach_mm - 5 && correlation(strip(side * (u + 1), 1), middle) > alike) ++u;
    (side < 0 ? extent.x : extent.y) = side * u;
  }
  return extent;
}

}  // namespace

PlaneCurve curve_of(const ColumnPath& path, const PlaneImage& evened_picture) {
  std::vector<dvec2> points;
  const auto inside = [&](const ColumnPath::Place& p) {
    return evened_picture.at(static_cast<int>(p.x), static_cast<int>(p.y)) != 0.0F;
  };
  auto first = std::ranges::find_if(path.places, inside);
  auto last = path.places.end();
  while (last != first && !inside(*(last - 1))) --last;
  for (; first != last; ++first) points.push_back(laminar_pixel_mm * dvec2(first->x, first->y));
  return points.size() < 8 ? PlaneCurve{} : smooth_curve(points, laminar_pixel_mm);
}

PlaneImage straightened(const PlaneImage& evened_picture, const PlaneCurve& curve) {
  PlaneImage straight(2 * straight_reach_mm + 1, static_cast<int>(curve.places.size()));
  for (int s = 0; s < straight.height; ++s) {
    const PlaneCurve::Place& place = curve.places[static_cast<std::size_t>(s)];
    for (int x = 0; x < straight.width; ++x) {
      const dvec2 at = place.at + static_cast<double>(x - straight_reach_mm) * place.backward();
      straight.at(x, s) = evened_picture.between(at.x / laminar_pixel_mm, at.y / laminar_pixel_mm);
    }
  }
  return straight;
}

void recentre(const PlaneImage& evened_picture, PlaneCurve& curve) {
  const PlaneImage straight = straightened(evened_picture, curve);
  constexpr int step = 4;  // mm; the extent changes slowly
  std::vector<dvec2> moved;
  for (int s = 0; s < straight.height; s += step) {
    const PlaneCurve::Place& place = curve.places[static_cast<std::size_t>(s)];
    const dvec2 extent = extent_at(straight, s);
    const double shift =
        std::clamp(0.5 * (extent.x + extent.y), -most_recentre_mm, most_recentre_mm);
    moved.push_back(place.at + shift * place.backward());
  }
  if (moved.size() > 2) curve = smooth_curve(moved, step);
}

double canal_steadiness(const PlaneImage& straight) {
  double best = 0.0;
  for (int b = tube_near_mm; b <= tube_far_mm; ++b) {
    double sum = 0.0, squares = 0.0;
    for (int s = 0; s < straight.height; ++s) {
      double tube = 0.0, beside = 0.0;
      for (int d = -tube_half_mm; d <= tube_half_mm; ++d) {
        const int x = straight_reach_mm + b + d;
        const int out = d < 0 ? x - tube_half_mm : x + tube_half_mm;
        tube += x < straight.width ? static_cast<double>(straight.at(x, s)) : 0.0;
        if (d != 0 && out < straight.width) beside += static_cast<double>(straight.at(out, s));
      }
      const double ridge = tube / (2.0 * tube_half_mm + 1.0) - beside / (2.0 * tube_half_mm);
      sum += ridge;
      squares += ridge * ridge;
    }
    const double mean = sum / straight.height;
    const double spread = std::sqrt(std::max(squares / straight.height - mean * mean, 1e-6));
    best = std::max(best, std::abs(mean) / spread);
  }
  return best;
}

}  // namespace lv
