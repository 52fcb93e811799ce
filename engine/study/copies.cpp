#include "engine/study/copies.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <unordered_map>

namespace lv {
namespace {

std::string series_text(const Picture& p) {
  const SeriesHeader& h = *p.header;
  return h.series_uid + '\n' + std::to_string(h.series_number.value_or(-1)) + '\n' +
         h.series_description;
}

SeriesPair pair_of(const Picture& a, const Picture& b) {
  SeriesPair pair(series_text(a), series_text(b));
  if (pair.second < pair.first) std::swap(pair.first, pair.second);
  return pair;
}

bool same_place(const Picture& a, const Picture& b) {
  if (!a.plane || !b.plane) return a.plane.has_value() == b.plane.has_value();
  return glm::distance(a.plane->position, b.plane->position) < same_place_mm &&
         glm::distance(a.plane->row_direction, b.plane->row_direction) < 0.01 &&
         glm::distance(a.plane->column_direction, b.plane->column_direction) < 0.01;
}

bool measured_alike(const Picture& a, const Picture& b) {
  const auto facts = [](const Picture& p) {
    return std::tie(p.echo_time, p.repetition_time, p.inversion_time, p.b_value, p.component,
                    p.temporal_position, p.header->columns, p.header->rows,
                    p.header->contrast_agent);
  };
  return facts(a) == facts(b);
}

/// Whether both may have been taken at one time; what is not said is no contradiction. A viewer
/// gives the key images that it writes its own time of day; then the pixels are asked.
bool taken_together(const Picture& a, const Picture& b) {
  const SeriesHeader &x = *a.header, &y = *b.header;
  const bool asked = x.transfer_syntax_uid == y.transfer_syntax_uid &&
                     x.series_description != y.series_description;
  const auto agree = [](const std::string& p, const std::string& q) {
    return p.empty() || q.empty() || p == q;
  };
  return agree(x.study_date, y.study_date) && agree(x.acquisition_date, y.acquisition_date) &&
         agree(x.person.birth_date, y.person.birth_date) &&
         (asked || !a.time_s || !b.time_s || a.time_s == b.time_s);
}

/// Whether all that the headers say agrees. The number of a picture counts within one series: key
/// images are numbered anew.
bool may_be_copy(const Picture& a, const Picture& b) {
  if (a.sop_uid != b.sop_uid || a.frame != b.frame || !same_place(a, b) || !measured_alike(a, b) ||
      !taken_together(a, b)) {
    return false;
  }
  const auto order = [](const Picture& p) {
    return std::tie(p.instance_number, p.acquisition_number, p.slice_location, p.time_s);
  };
  return series_text(a) != series_text(b) || order(a) == order(b);
}

/// Pictures that share a SOPInstanceUID, frame and height with another one; those without a UID of
/// their own are never copies.
std::vector<PictureGroup> namesakes(const std::vector<Picture>& pictures) {
  std::unordered_map<std::string_view, std::size_t> uids;
  for (const Picture& p : pictures) ++uids[p.sop_uid];
  PictureGroup shared;
  for (const Picture& p : pictures) {
    if (!p.sop_uid.empty() && uids[p.sop_uid] > 1) shared.push_back(&p);
  }
  const auto height = [](const Picture* p) {
    const double z = p->plane ? p->plane->position.z : 0.0;
    return std::isfinite(z) ? z : 0.0;  // what is no number has no order
  };
  std::ranges::stable_sort(shared, {}, [&](const Picture* p) {
    return std::tuple(std::string_view(p->sop_uid), p->frame, height(p));
  });
  std::vector<PictureGroup> groups;
  for (const Picture* p : shared) {
    const Picture* last = groups.empty() ? nullptr : groups.back().back();
    const bool together = last != nullptr && last->sop_uid == p->sop_uid &&
                          last->frame == p->frame && height(p) - height(last) < same_place_mm;
    if (!together) groups.emplace_back();
    groups.back().push_back(p);
  }
  return groups;
}

}  // namespace

std::vector<SuspectedCopy> suspected_copies(const std::vector<Picture>& pictures) {
  std::map<SeriesPair, std::vector<SuspectedCopy>> pairs;
  for (const PictureGroup& group : namesakes(pictures)) {
    for (std::size_t i = 1; i < group.size(); ++i) {
      const Picture &a = *group[i - 1], &b = *group[i];
      // Whoever packs the same pictures otherwise makes a copy; nobody does so with half a disc.
      const bool repacked = a.header->transfer_syntax_uid != b.header->transfer_syntax_uid;
      if (repacked || *a.source == *b.source || !may_be_copy(a, b)) continue;
      const SeriesPair pair = pair_of(a, b);
      pairs[pair].push_back({pair, &a, &b});
    }
  }
  std::vector<SuspectedCopy> asked;
  for (const auto& [pair, all] : pairs) asked.push_back(all[all.size() / 2]);
  return asked;
}

PictureGroup without_copies(const std::vector<Picture>& pictures,
                            const std::set<SeriesPair>& unlike, std::vector<LeftOut>& left_out) {
  const std::vector<PictureGroup> groups = namesakes(pictures);
  std::map<std::string, std::size_t> sizes;
  if (!groups.empty()) {
    for (const Picture& p : pictures) ++sizes[series_text(p)];
  }
  std::set<const Picture*> copies;
  LeftOut entry{
      "second copies", "the same pictures are there twice and count once", 0, 0, false, {}};
  for (PictureGroup group : groups) {
    std::ranges::sort(group, {}, [&](const Picture* p) {
      return std::tuple(-static_cast<long>(sizes[series_text(*p)]), p->header->lossy,
                        std::string_view(p->source->path), p->source->member);
    });
    PictureGroup kept;
    for (const Picture* p : group) {
      const bool copy = std::ranges::any_of(kept, [&](const Picture* k) {
        return may_be_copy(*k, *p) && !unlike.contains(pair_of(*k, *p));
      });
      if (!copy) {
        kept.push_back(p);
        continue;
      }
      copies.insert(p);
      ++entry.pictures;
      const bool known = !entry.sources.empty() && entry.sources.back() == p->source;
      if (!known) entry.sources.push_back(p->source);
    }
  }
  entry.files = static_cast<int>(entry.sources.size());
  if (entry.pictures > 0) left_out.push_back(std::move(entry));
  PictureGroup kept;
  for (const Picture& p : pictures) {
    if (!copies.contains(&p)) kept.push_back(&p);
  }
  std::ranges::sort(kept, {}, [](const Picture* p) {
    return std::tie(p->sop_uid, p->frame, p->instance_number, p->source->path, p->source->member);
  });
  return kept;
}

}  // namespace lv
