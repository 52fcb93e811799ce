#include "engine/study/visits.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace lv {
namespace {

/// An examination may run past midnight, or be finished some days later under its own study date.
constexpr int days_of_one_visit = 1, days_of_one_study_date = 7;

/// What tells the visits of one StudyInstanceUID apart. Days of any calendar; -1: not said.
struct Occasion {
  int studied = -1, acquired = -1;
  PersonTags person;

  auto key() const {
    return std::tie(studied, acquired, person.birth_date, person.sex, person.name, person.id);
  }
  bool operator<(const Occasion& other) const { return key() < other.key(); }
};

int day_number(const std::optional<Date>& date) {
  if (!date) return -1;
  constexpr int before_1970 = 100'000;
  return before_1970 + static_cast<int>(std::chrono::sys_days(*date).time_since_epoch().count());
}

Occasion occasion_of(const SeriesHeader& h, const std::string& study_uid) {
  Occasion occasion{day_number(date_from_dicom(h.study_date)), day_number(date_of(h)), h.person};
  // Under a UID of their own, only what cannot be one person at all parts pictures.
  if (!study_uid.empty()) occasion.person.name = occasion.person.id = "";
  return occasion;
}

bool contradict(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a != b;
}

bool one_visit(const Occasion& a, const Occasion& b) {
  const PersonTags &p = a.person, &q = b.person;
  if (contradict(p.birth_date, q.birth_date) || contradict(p.sex, q.sex) ||
      contradict(p.name, q.name) || contradict(p.id, q.id)) {
    return false;
  }
  const auto apart = [](int x, int y) { return x < 0 || y < 0 ? 0 : std::abs(x - y); };
  const int studied = apart(a.studied, b.studied), acquired = apart(a.acquired, b.acquired);
  const bool same_study_date = a.studied >= 0 && b.studied >= 0 && studied <= days_of_one_visit;
  return studied <= days_of_one_visit &&
         acquired <= (same_study_date ? days_of_one_study_date : days_of_one_visit);
}

using Occasions = std::map<Occasion, PictureGroup>;

/// Chains occasions that may be one visit; those without a date join the first that they fit.
std::vector<std::vector<Occasions::iterator>> chained(Occasions& occasions) {
  std::vector<std::vector<Occasions::iterator>> visits;
  std::vector<Occasions::iterator> order;
  for (auto it = occasions.begin(); it != occasions.end(); ++it) order.push_back(it);
  std::ranges::stable_sort(order, {}, [](auto it) { return it->first.acquired < 0; });
  for (const auto it : order) {
    const auto fits = [&](const auto& visit) {
      return std::ranges::any_of(visit,
                                 [&](auto other) { return one_visit(other->first, it->first); });
    };
    const auto visit = std::ranges::find_if(visits, fits);
    if (visit == visits.end()) {
      visits.push_back({it});
    } else {
      visit->push_back(it);
    }
  }
  return visits;
}

/// What all files of one series share, however many UIDs it was given; where each file has a UID of
/// its own, also however many numbers.
auto name_of_series(const PictureGroup& part) {
  const SeriesHeader& h = *part.front()->header;
  const auto number = part.size() > 1 ? h.series_number : std::nullopt;
  return std::tuple(std::string_view(h.modality), std::string_view(h.sop_class_uid), number,
                    std::string_view(h.series_description), std::string_view(h.protocol_name),
                    std::string_view(h.sequence_name), std::string_view(h.contrast_agent),
                    h.columns, h.rows);
}

bool crowded(const PictureGroup& pictures) {
  return by_place(pictures).size() < pictures.size();
}

/// Whether groups with a UID each are one series: many of a few files, or parts that only together
/// are an even stack (the packages of an interleaved measurement).
bool belong_together(const std::vector<const PictureGroup*>& parts, const PictureGroup& all) {
  std::size_t largest = 0;
  for (const PictureGroup* part : parts) largest = std::max(largest, part->size());
  if (largest == 1 || 2 * largest <= parts.size()) return true;
  const bool placed =
      std::ranges::all_of(all, [](const Picture* p) { return fault_of_place(*p).empty(); });
  if (!placed) return false;
  const dvec3 normal = normal_of(*all.front());
  const bool parallel = std::ranges::all_of(
      all, [&](const Picture* p) { return glm::dot(normal_of(*p), normal) > 0.9999; });
  return parallel && !crowded(all) && one_even_stack(all);
}

/// StudyInstanceUIDs of one picture each tell as much as none, where there are several of them.
std::set<std::string_view> uids_of_single_pictures(const PictureGroup& pictures) {
  std::map<const SeriesHeader*, std::size_t> of_header;
  for (const Picture* p : pictures) ++of_header[p->header.get()];
  std::map<std::string_view, std::size_t> count;
  for (const auto& [of, n] : of_header) count[of->study_uid] += n;
  std::set<std::string_view> single;
  for (const auto& [uid, n] : count) {
    if (n == 1) single.insert(uid);
  }
  return single.size() > 2 ? single : std::set<std::string_view>();
}

}  // namespace

std::optional<Date> date_of(const SeriesHeader& h) {
  for (const std::string* text : {&h.acquisition_date, &h.series_date, &h.study_date}) {
    if (const auto date = date_from_dicom(*text)) return date;
  }
  return std::nullopt;
}

std::vector<Visit> visits_of(const PictureGroup& pictures) {
  const std::set<std::string_view> lonely = uids_of_single_pictures(pictures);
  std::map<std::string, Occasions> studies;
  std::map<const SeriesHeader*, PictureGroup*> known;
  for (const Picture* p : pictures) {
    PictureGroup*& group = known[p->header.get()];
    if (group == nullptr) {
      const std::string& uid = p->header->study_uid;
      const std::string own = lonely.contains(uid) ? std::string() : uid;
      group = &studies[own][occasion_of(*p->header, own)];
    }
    group->push_back(p);
  }
  std::vector<Visit> visits;
  std::map<std::string, int> named;
  for (auto& [uid, occasions] : studies) {
    const auto chains = chained(occasions);
    for (const auto& chain : chains) {
      Visit visit{uid, {}};
      const auto date = date_of(*chain.front()->second.front()->header);
      if (chains.size() > 1) visit.uid += "@" + (date ? iso_text(*date) : std::string());
      for (const auto it : chain) {
        visit.pictures.insert(visit.pictures.end(), it->second.begin(), it->second.end());
      }
      const int namesakes = named[visit.uid]++;
      if (namesakes > 0) visit.uid += "#" + std::to_string(namesakes + 1);
      visits.push_back(std::move(visit));
    }
  }
  return visits;
}

std::vector<PictureGroup> series_of_visit(const PictureGroup& pictures) {
  // Without a UID, the number and the description hold a series together.
  std::map<std::tuple<std::string, int, std::string>, PictureGroup> by_uid;
  for (const Picture* p : pictures) {
    const SeriesHeader& h = *p->header;
    const bool named = !h.series_uid.empty();
    by_uid[{h.series_uid, named ? 0 : h.series_number.value_or(0),
            named ? "" : h.series_description}]
        .push_back(p);
  }
  std::map<decltype(name_of_series({})), std::vector<const PictureGroup*>> named;
  for (const auto& [uid, group] : by_uid) named[name_of_series(group)].push_back(&group);
  std::vector<PictureGroup> series;
  for (const auto& [name, parts] : named) {
    PictureGroup all;
    for (const PictureGroup* part : parts) all.insert(all.end(), part->begin(), part->end());
    if (parts.size() == 1 || belong_together(parts, all)) {
      series.push_back(std::move(all));
    } else {
      for (const PictureGroup* part : parts) series.push_back(*part);
    }
  }
  std::ranges::sort(series, {}, [](const PictureGroup& group) {
    const SeriesHeader& h = *group.front()->header;
    return std::tuple(h.series_uid, h.series_number, h.series_description);
  });
  return series;
}

}  // namespace lv
