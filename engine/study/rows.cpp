#include "engine/study/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "engine/study/similarity.h"

namespace lv {
namespace {

using Members = std::vector<int>;  ///< indices of series

int person_of(const Matrix& matrix, int series) {
  return matrix
      .studies[static_cast<std::size_t>(matrix.series[static_cast<std::size_t>(series)].study)]
      .person;
}

const Series& at(const Matrix& matrix, int series) {
  return matrix.series[static_cast<std::size_t>(series)];
}

/// Two volumes of one place, measured alike one after the other: agent may have been given between.
bool only_later(const Series& a, const Series& b) {
  return !a.flat && !b.flat && a.slices.size() == b.slices.size() &&
         glm::distance(a.geometry.centre(), b.geometry.centre()) < 1.0 &&
         a.kind.plane == b.kind.plane && a.echo_time_ms == b.echo_time_ms &&
         a.inversion_time_ms == b.inversion_time_ms && a.b_value == b.b_value &&
         a.header->image_type == b.header->image_type;
}

/// Volumes of one DICOM series and kind stand in one cell: the largest for all of them.
std::map<int, Members> with_companions(const Matrix& matrix) {
  std::map<int, Members> cells;
  std::map<std::pair<std::string_view, int>, Members> mains;  // of each UID and study, in order
  for (int s = 0; s < static_cast<int>(matrix.series.size()); ++s) {
    const Series& candidate = at(matrix, s);
    if (!candidate.set_aside.empty()) continue;
    Members& namesakes = mains[{candidate.key.series_uid, candidate.study}];
    const auto main = std::ranges::find_if(namesakes, [&](int cell) {
      const Series& first = at(matrix, cell);
      return !only_later(first, candidate) &&
             first.header->series_number == candidate.header->series_number &&
             first.header->series_description == candidate.header->series_description &&
             same_kind(first.kind, candidate.kind);
    });
    if (main == namesakes.end()) {
      cells[s] = {};
      namesakes.push_back(s);
    } else if (candidate.slices.size() > at(matrix, *main).slices.size()) {
      Members others = std::move(cells[*main]);
      others.insert(others.begin(), *main);
      cells.erase(*main);
      cells[s] = std::move(others);
      namesakes.erase(main);
      namesakes.push_back(s);
    } else {
      cells[*main].push_back(s);
    }
  }
  return cells;
}

/// Series whose kind is the same, whatever their study; flat ones alone.
std::vector<Members> kinds_of(const Matrix& matrix, const Members& series) {
  std::vector<Members> kinds;
  struct Shared {
    std::size_t index;        ///< of kinds
    std::vector<Kind> shown;  ///< of its members, each once: they are few, however many these are
  };
  std::map<std::tuple<int, Region, Weighting>, std::vector<Shared>> shared;
  for (const int s : series) {
    const Series& candidate = at(matrix, s);
    const Kind& kind = candidate.kind;
    if (candidate.flat || kind.side == Side::contradicted || !same_kind(kind, kind)) {
      kinds.push_back({s});
      continue;
    }
    // All of them: a knee that does not say its side is like left ones and like right ones.
    auto& choice = shared[{person_of(matrix, s), kind.region, kind.weighting}];
    const auto fits = [&](const Shared& group) {
      return std::ranges::all_of(group.shown, [&](const Kind& k) { return same_kind(kind, k); });
    };
    auto group = std::ranges::find_if(choice, fits);
    if (group == choice.end()) {
      group = choice.insert(choice.end(), {kinds.size(), {}});
      kinds.emplace_back();
    }
    kinds[group->index].push_back(s);
    if (std::ranges::find(group->shown, kind) == group->shown.end()) group->shown.push_back(kind);
  }
  return kinds;
}

/// How well a series represents its kind among the candidates of all studies.
double likeness(const Matrix& matrix, int series, const Members& others) {
  double sum = 0;
  int count = 0;
  for (const int o : others) {
    if (at(matrix, o).study == at(matrix, series).study) continue;
    sum += similarity(at(matrix, series), at(matrix, o));
    ++count;
  }
  return count > 0 ? sum / count : 1.0;
}

/// Ranks stations of the spine, which lie above each other, by where the row's level is: the higher
/// the better for a neck, the lower for a loin, the nearer to the middle for a chest. 0: all lie at
/// one height.
double height_rank(const Series& series, double lowest_mm, double highest_mm) {
  constexpr double one_height_mm = 50, near_the_end_mm = 100;
  const double here = std::round(series.geometry.centre().z);
  if (highest_mm - lowest_mm <= one_height_mm) return 0;
  switch (series.kind.region) {
    case Region::cervical:
      return std::min(0.0, here - highest_mm + near_the_end_mm);
    case Region::lumbar:
      return std::min(0.0, lowest_mm - here + near_the_end_mm);
    case Region::thoracic:
      return -std::round(std::abs(here - (lowest_mm + highest_mm) / 2) / one_height_mm);
    default:
      return 0;
  }
}

/// The best of one study's candidates, by in turn: whether it is complete, at the row's height, how
/// much it is like those of other studies, and how late it was measured.
int choose(const Matrix& matrix, const Members& candidates, const Members& kind) {
  std::size_t most_slices = 0;
  for (const int c : candidates) most_slices = std::max(most_slices, at(matrix, c).slices.size());
  const auto height = [&](int s) { return at(matrix, s).geometry.centre().z; };
  const auto [low, high] = std::ranges::minmax(candidates, {}, height);
  const auto rank = [&, low = height(low), high = height(high)](int c) {
    const Series& s = at(matrix, c);
    const bool complete = 10 * s.slices.size() >= 8 * most_slices;
    return std::tuple(complete, height_rank(s, low, high),
                      std::lround(100 * likeness(matrix, c, kind)), s.measured_s.value_or(-1.0),
                      s.key);
  };
  std::vector<decltype(rank(0))> ranks;
  for (const int c : candidates) ranks.push_back(rank(c));
  return candidates[static_cast<std::size_t>(std::ranges::max_element(ranks) - ranks.begin())];
}

/// Parts a kind into rows with at most one series of each study.
std::vector<Members> tracks_of(const Matrix& matrix, Members kind) {
  std::vector<Members> tracks;
  while (!kind.empty()) {
    std::map<int, Members> by_study;
    for (const int s : kind) by_study[at(matrix, s).study].push_back(s);
    Members track;
    for (const auto& [study, candidates] : by_study) {
      track.push_back(candidates.size() == 1 ? candidates.front()
                                             : choose(matrix, candidates, kind));
    }
    const std::set<int> taken(track.begin(), track.end());
    std::erase_if(kind, [&](int s) { return taken.contains(s); });
    tracks.push_back(std::move(track));
  }
  return tracks;
}

/// The index of each series.
std::map<SeriesKey, int> indices_of(const Matrix& matrix) {
  std::map<SeriesKey, int> indices;
  for (const Series& s : matrix.series)
    indices.try_emplace(s.key, static_cast<int>(indices.size()));
  return indices;
}

/// Tracks while the user's placements are done one after the other.
class Placing {
 public:
  Placing(const Matrix& matrix, std::vector<Members> tracks)
      : matrix_(matrix), tracks_(std::move(tracks)) {
    for (std::size_t t = 0; t < tracks_.size(); ++t) {
      for (const int s : tracks_[t]) track_of_[s] = t;
    }
  }

  /// Takes a series out of its track and puts it where the user wants it; whoever stood there for
  /// the same study moves out into a row of its own.
  void place(int series, int with) {
    if (const auto old = track_of_.find(series); old != track_of_.end()) {
      std::erase(tracks_[old->second], series);
      track_of_.erase(old);
    }
    const auto target = track_of_.find(with);
    if (target == track_of_.end()) return add_track(series);
    Members& track = tracks_[target->second];
    const auto rival = std::ranges::find_if(
        track, [&](int s) { return at(matrix_, s).study == at(matrix_, series).study; });
    track_of_[series] = target->second;
    if (rival == track.end()) return track.push_back(series);
    add_track(std::exchange(*rival, series));
  }

  std::vector<Members> take() {
    std::erase_if(tracks_, [](const Members& track) { return track.empty(); });
    return std::move(tracks_);
  }

 private:
  void add_track(int series) {
    track_of_[series] = tracks_.size();
    tracks_.push_back({series});
  }

  const Matrix& matrix_;
  std::vector<Members> tracks_;
  std::map<int, std::size_t> track_of_;  ///< of each series that stands in a track
};

std::vector<std::string> cell_reasons(const Matrix& matrix, int series, const Row& row,
                                      bool by_user) {
  const Series& s = at(matrix, series);
  std::vector<std::string> because = s.because;
  if (by_user) because.insert(because.begin(), "placed here by you");
  if (!row.cells.empty()) {
    const Series& first = at(matrix, row.cells.front().series);
    const std::string apart = differences(first, s);
    because.push_back(fmt::format("{:.2f} like the row's oldest{}{}", similarity(first, s),
                                  apart.empty() ? "" : "; ", apart));
  }
  return because;
}

Row make_row(const Matrix& matrix, Members track, const std::map<int, Members>& companions,
             const std::set<int>& by_user) {
  std::ranges::sort(track, {}, [&](int s) { return at(matrix, s).study; });
  Row row;
  row.kind = at(matrix, track.front()).kind;
  row.person = person_of(matrix, track.front());
  for (const int s : track) {
    row.kind.contrast_said = row.kind.contrast_said || at(matrix, s).kind.contrast_said;
    const auto also = companions.find(s);
    row.cells.push_back({at(matrix, s).study, s,
                         also == companions.end() ? Members() : also->second,
                         cell_reasons(matrix, s, row, by_user.contains(s))});
  }
  return row;
}

/// Rows of one kind but for contrast agent stand together: before, after, not known.
auto family(const Kind& k) {
  return std::tuple(k.region, k.other_region, k.weighting, k.three_d,
                    k.isotropic ? Plane::unknown : k.plane, k.fat_suppressed, k.heavily_t2);
}

int contrast_rank(const Kind& k) {
  return !k.contrast ? 2 : *k.contrast ? 1 : 0;
}

std::size_t pictures_of(const Matrix& matrix, const Row& row) {
  std::size_t sum = 0;
  for (const Cell& cell : row.cells) sum += at(matrix, cell.series).slices.size();
  return sum;
}

/// Families with most dates first, so that what can be compared stands on top.
void sort_rows(Matrix& matrix) {
  using Family = decltype(family(Kind{}));
  std::map<std::pair<int, Family>, std::size_t> dates;
  for (const Row& row : matrix.rows) {
    std::size_t& most = dates[{row.person, family(row.kind)}];
    most = std::max(most, row.cells.size());
  }
  const auto rank = [&](const Row& row) {
    const auto key = std::pair(row.person, family(row.kind));
    return std::tuple(row.person, -static_cast<long>(dates[key]), family(row.kind),
                      contrast_rank(row.kind), -static_cast<long>(row.cells.size()));
  };
  std::ranges::stable_sort(matrix.rows, {}, rank);  // of one kind, the best choice stays first
}

/// Tells rows of equal names apart, and marks before and after where both are there.
void name_rows(Matrix& matrix) {
  std::set<std::pair<int, decltype(family(Kind{}))>> with_agent;
  for (const Row& row : matrix.rows) {
    if (row.kind.contrast != false) with_agent.insert({row.person, family(row.kind)});
  }
  std::map<std::string, int> used;
  int number = 0;
  for (Row& row : matrix.rows) {
    row.number = ++number;
    row.name = row_name(row.kind);
    if (row.kind.contrast == false && with_agent.contains({row.person, family(row.kind)})) {
      row.name +=
          row.kind.contrast_said ? " · before contrast agent" : " · no word of contrast agent";
    }
    if (at(matrix, row.cells.front().series).flat) row.name += " · without position";
    if (matrix.people.size() > 1) row.name += fmt::format(" · person {}", row.person + 1);
    if (const int before = used[row.name]++; before > 0) {
      row.name += fmt::format(" · {}", before + 1);
    }
  }
}

/// What a doctor starts with: of a brain FLAIR, T1 3D and T2, of a spine T2 or STIR sagittal;
/// vessels, diffusion and maps last. The higher the sooner.
int usefulness(const Kind& k) {
  using enum Weighting;
  const bool spine = k.region == Region::spine || is_level(k.region);
  if (k.weighting == unknown || k.weighting == mra || k.weighting == adc) return 0;
  if (k.weighting == dwi || k.weighting == swi || k.weighting == t2_star) return 1;
  if (spine) {
    const bool usual = k.weighting == t2 || k.weighting == stir;
    return k.plane == Plane::sagittal ? (usual ? 6 : 5) : usual ? 4 : 3;
  }
  if (k.weighting == flair) return 6;
  if (k.weighting == t1 && k.isotropic) return 5;
  return k.weighting == t2 ? 4 : 3;
}

/// Among the rows with at least two thirds of the most dates that any row has.
int best_start(const Matrix& matrix) {
  std::size_t most = 0;
  for (const Row& row : matrix.rows) most = std::max(most, row.cells.size());
  const auto rank = [&](const Row& row) {
    const bool positioned = !at(matrix, row.cells.front().series).flat;
    return std::tuple(positioned, 3 * row.cells.size() >= 2 * most, usefulness(row.kind),
                      row.cells.size(), pictures_of(matrix, row));
  };
  const auto best = std::ranges::max_element(matrix.rows, {}, rank);
  return best == matrix.rows.end() ? -1 : static_cast<int>(best - matrix.rows.begin());
}

}  // namespace

std::string row_name(const Kind& kind) {
  std::string region = kind.region == Region::other     ? kind.other_region
                       : kind.region == Region::unknown ? "body part not known"
                                                        : std::string(name_of(kind.region));
  region.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(region.front())));
  if (kind.side == Side::left) region += ", left";
  if (kind.side == Side::right) region += ", right";
  if (kind.side == Side::contradicted) region += ", left or right";
  std::string name = region + " · ";
  name += kind.weighting == Weighting::unknown ? "kind not known"
                                               : std::string(name_of(kind.weighting));
  if (kind.heavily_t2 && kind.weighting == Weighting::t2) name += " (fluid only)";
  if (!kind.isotropic) name += " · " + std::string(name_of(kind.plane));
  if (kind.three_d) name += " · 3D";
  if (kind.fat_suppressed && kind.region != Region::brain) name += " · fat suppressed";
  if (!kind.contrast) name += " · contrast agent not known";
  if (kind.contrast == true) name += " · after contrast agent";
  return name;
}

void make_rows(Matrix& matrix, const Corrections& corrections) {
  const std::map<int, Members> companions = with_companions(matrix);
  Members used;
  for (const auto& [series, also] : companions) used.push_back(series);
  std::vector<Members> tracks;
  for (const Members& kind : kinds_of(matrix, used)) {
    for (Members& track : tracks_of(matrix, kind)) tracks.push_back(std::move(track));
  }
  std::set<int> by_user;
  Placing placing(matrix, std::move(tracks));
  const std::map<SeriesKey, int> indices =
      corrections.placements.empty() ? std::map<SeriesKey, int>() : indices_of(matrix);
  const auto find_series = [&](const SeriesKey& key) {
    const auto found = indices.find(key);
    return found == indices.end() ? -1 : found->second;
  };
  for (const Corrections::Placement& placement : corrections.placements) {
    const int series = find_series(placement.series);
    const int with = placement.with ? find_series(*placement.with) : -1;
    if (series < 0 || (placement.with && with < 0) || series == with) continue;
    matrix.series[static_cast<std::size_t>(series)].set_aside.clear();
    placing.place(series, with);
    by_user.insert(series);
  }
  for (Members& track : placing.take()) {
    matrix.rows.push_back(make_row(matrix, std::move(track), companions, by_user));
  }
  sort_rows(matrix);
  name_rows(matrix);
  matrix.start_row = best_start(matrix);
}

}  // namespace lv
