#include "engine/study/offers.h"

#include <map>
#include <set>

#include "engine/study/similarity.h"

namespace lv {

std::vector<Offer> offers_for(const Matrix& matrix, const Row& row) {
  const auto series_at = [&](int s) -> const Series& {
    return matrix.series[static_cast<std::size_t>(s)];
  };
  const Series& model = series_at(row.cells.back().series);
  if (model.kind.weighting == Weighting::unknown) return {};  // nothing is like it
  std::set<int> has_cell;
  for (const Cell& cell : row.cells) has_cell.insert(cell.study);
  std::map<int, Offer> best;
  for (int i = 0; i < static_cast<int>(matrix.series.size()); ++i) {
    const Series& s = series_at(i);
    const int person = matrix.studies[static_cast<std::size_t>(s.study)].person;
    if (!s.set_aside.empty() || s.flat || person != row.person) continue;
    if (has_cell.contains(s.study)) continue;
    const double like = similarity(model, s);
    const auto known = best.find(s.study);
    if (like < similar_from || (known != best.end() && like <= known->second.similarity)) continue;
    best[s.study] = {s.study, i, like, differences(model, s)};
  }
  std::vector<Offer> offers;
  for (auto& [study, offer] : best) offers.push_back(std::move(offer));
  return offers;
}

}  // namespace lv
