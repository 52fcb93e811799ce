#include "engine/spine/discs.h"

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

constexpr int strip_half_mm = 7;  ///< half the width of the strip along the curve that is looked at
/// Distances from disc to disc: long ones in backs, short ones in necks and upper chests.
constexpr int least_long_mm = 23, most_long_mm = 46, least_short_mm = 12, most_short_mm = 24;
/// Short distances also fit discs at long ones, with one more between each two, so they must fit
/// better by this factor.
constexpr double short_has_to_be_better = 1.4;
constexpr double between_weight = 0.5;  ///< of how little the middle of a body looks like a disc
constexpr double period_spread = 0.18;  ///< of ln(next / last)
constexpr double least_node = 0.4;      ///< in spreads; less is no disc
constexpr double most_node = 2.5;
constexpr double disc_blur_mm = 2.0, level_blur_mm = 12.0;

using Profile = std::vector<double>;

Profile blurred_profile(const Profile& values, double sigma) {
  const int n = static_cast<int>(values.size()), reach = static_cast<int>(3.0 * sigma);
  Profile result(values.size());
  for (int i = 0; i < n; ++i) {
    double sum = 0.0, weight = 0.0;
    for (int k = std::max(0, i - reach); k <= std::min(n - 1, i + reach); ++k) {
      const double w = std::exp(-0.5 * (k - i) * (k - i) / (sigma * sigma));
      sum += w * values[static_cast<std::size_t>(k)];
      weight += w;
    }
    result[static_cast<std::size_t>(i)] = sum / weight;
  }
  return result;
}

/// Brightness along the column: the mean of a strip, over `count` slices about the middle one.
Profile profile_of(const std::vector<PlaneImage>& slices, std::size_t count) {
  const auto middle = slices.size() / 2;
  Profile profile(static_cast<std::size_t>(slices[middle].height));
  for (std::size_t k = middle - count / 2; k <= middle + count / 2; ++k) {
    const PlaneImage& slice = slices[k];
    for (int s = 0; s < slice.height; ++s) {
      for (int x = slice.width / 2 - strip_half_mm; x <= slice.width / 2 + strip_half_mm; ++x) {
        profile[static_cast<std::size_t>(s)] += static_cast<double>(slice.at(x, s));
      }
    }
  }
  return profile;
}

/// How far each place stands out of its surroundings, in standard deviations.
Profile standing_out(const Profile& profile, double sign) {
  const Profile fine = blurred_profile(profile, disc_blur_mm);
  const Profile level = blurred_profile(profile, level_blur_mm);
  Profile nodes(profile.size());
  double squares = 1e-9;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    nodes[i] = sign * (fine[i] - level[i]);
    squares += nodes[i] * nodes[i];
  }
  const double spread = std::sqrt(squares / static_cast<double>(nodes.size()));
  for (double& n : nodes) n = std::clamp(n / spread, -most_node, most_node);
  return nodes;
}

Profile edges_of(const Profile& profile) {
  const Profile fine = blurred_profile(profile, 1.0);
  Profile edges(profile.size());
  for (std::size_t i = 1; i < fine.size(); ++i) edges[i] = std::abs(fine[i] - fine[i - 1]);
  return standing_out(blurred_profile(edges, disc_blur_mm), 1.0);
}

/// Dynamic programming: for each place of a disc and distance to the one before, the best chain.
class DiscChain {
 public:
  DiscChain(const Profile& nodes, int least, int most)
      : nodes_(nodes), least_(least), periods_(most - least + 1) {
    best_.assign(nodes.size() * static_cast<std::size_t>(periods_), 0.0);
    from_.assign(best_.size(), -1);
    for (int s = 0; s < static_cast<int>(nodes.size()); ++s) fill(s);
  }

  Discs discs() const {
    const auto top = std::ranges::max_element(best_);
    Discs found;
    if (top == best_.end() || *top <= 0.0) return found;
    found.score = *top;
    int s = static_cast<int>((top - best_.begin()) / periods_);
    int p = static_cast<int>((top - best_.begin()) % periods_);
    while (true) {
      found.places_mm.push_back(s);
      const int before = s - (least_ + p), next = from_[index(s, p)];
      if (before < 0) break;
      if (next < 0) {
        if (node(before) > 0.0) found.places_mm.push_back(before);
        break;
      }
      s = before, p = next;
    }
    std::ranges::reverse(found.places_mm);
    return found;
  }

 private:
  std::size_t index(int s, int p) const {
    return static_cast<std::size_t>(s) * static_cast<std::size_t>(periods_) +
           static_cast<std::size_t>(p);
  }
  double node(int s) const { return nodes_[static_cast<std::size_t>(s)] - least_node; }

  void fill(int s) {
    for (int p = 0; p < periods_; ++p) {
      const int before = s - (least_ + p);
      double best = 0.0;
      int from = -1;
      if (before >= 0) {
        const double between = -between_weight * nodes_[static_cast<std::size_t>(s + before) / 2];
        best = std::max(node(before) + between, 0.0);
        for (int q = 0; q < periods_; ++q) {
          const double turn =
              std::log((least_ + p) / static_cast<double>(least_ + q)) / period_spread;
          const double sum = best_[index(before, q)] + between - turn * turn;
          if (sum > best) best = sum, from = q;
        }
      }
      best_[index(s, p)] = node(s) + best;
      from_[index(s, p)] = from;
    }
  }

  const Profile& nodes_;
  int least_, periods_;
  std::vector<double> best_;
  std::vector<int> from_;
};

Discs best_discs(const std::vector<PlaneImage>& straight_slices, int least, int most) {
  Discs best;
  for (std::size_t count = 1; count <= straight_slices.size() && count <= 5; count += 2) {
    const Profile profile = profile_of(straight_slices, count);
    for (const Profile& nodes :
         {standing_out(profile, -1.0), standing_out(profile, 1.0), edges_of(profile)}) {
      Discs found = DiscChain(nodes, least, most).discs();
      if (found.score > best.score) best = std::move(found);
    }
  }
  return best;
}

}  // namespace

Discs find_discs(const std::vector<PlaneImage>& straight_slices) {
  Discs far = best_discs(straight_slices, least_long_mm, most_long_mm);
  Discs near = best_discs(straight_slices, least_short_mm, most_short_mm);
  return near.score > short_has_to_be_better * far.score ? near : far;
}

}  // namespace lv
