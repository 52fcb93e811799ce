#include "engine/study/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "engine/study/candidates.h"
#include "engine/study/people.h"
#include "engine/study/rows.h"
#include "engine/study/visits.h"

namespace lv {
namespace {

bool is_volume(const Candidate& c) {
  return c.facts.modality == "MR" && c.facts.has_pixels &&
         c.facts.photometric.starts_with("MONOCHROME");
}

/// The date most of its pictures were acquired on.
std::optional<Date> date_of_study(const std::vector<Candidate*>& study) {
  std::map<Date, std::size_t> votes;
  for (const Candidate* c : study) {
    if (const auto date = date_of(*c->stack.pictures.front()->header)) {
      votes[*date] += c->stack.pictures.size();
    }
  }
  const auto best = std::ranges::max_element(votes, {}, [](const auto& v) { return v.second; });
  return best == votes.end() ? std::nullopt : std::optional(best->first);
}

using TypedDates = std::map<std::string, Date>;

Study make_study(const std::vector<Candidate*>& candidates, const TypedDates& typed) {
  const SeriesHeader& h = *candidates.front()->stack.pictures.front()->header;
  Study study;
  study.study_uid = candidates.front()->study_uid;
  study.date = date_of_study(candidates);
  if (const auto date = typed.find(study.study_uid); date != typed.end()) {
    study.date = date->second;
    study.date_typed = true;
  }
  study.session = h.session;
  study.description = h.study_description;
  study.manufacturer = h.manufacturer;
  study.model = h.model;
  for (const Candidate* c : candidates) {
    study.field_strength_t =
        std::max(study.field_strength_t, c->stack.pictures.front()->header->field_strength_t);
  }
  return study;
}

/// Findings about the places of a volume that a person must know (trust.h adds those of the
/// header).
void cross_check(Series& series) {
  if (!series.slice_spacing_mm) return;
  const double spacing = *series.slice_spacing_mm, said = series.spacing_between_mm;
  if (!series.spacing_typed && said > 0 && std::abs(said - spacing) > 0.1 + 0.02 * spacing) {
    series.findings.push_back(
        fmt::format("the header says slices are {:.1f} mm apart (SpacingBetweenSlices), their "
                    "positions say {:.1f} mm; the positions are used",
                    said, spacing));
  }
  if (series.slice_thickness_mm > 1.05 * spacing) {
    series.findings.push_back(fmt::format("the slices overlap: {:.1f} mm thick every {:.1f} mm",
                                          series.slice_thickness_mm, spacing));
  }
}

using TypedSpacings = std::map<SeriesKey, double>;

/// The distance of its slices as the user has said it, in place of the header's.
void take_slice_spacing(Series& series, const TypedSpacings& typed) {
  const auto said = typed.find(series.key);
  if (said == typed.end() || said->second <= 0) return;
  if (series.flat || series.slices.size() < 2) return;
  series.findings.push_back(fmt::format("slices {:.2f} mm apart, as typed; its header says {:.2f}",
                                        said->second, series.geometry.spacing_mm().z));
  series.geometry = with_slice_spacing(std::move(series.geometry), said->second);
  if (series.slice_spacing_mm) series.slice_spacing_mm = said->second;
  series.spacing_typed = true;
}

Series make_series(const Candidate& c, int study) {
  const Stack& stack = c.stack;
  const Picture& first = *stack.pictures.front();
  Series series;
  series.key = c.key;
  series.study = study;
  series.kind = c.verdict.kind;
  series.because = c.verdict.because;
  series.set_aside = c.verdict.set_aside_reason;
  series.geometry = stack.geometry;
  series.flat = stack.flat();
  series.findings = stack.findings;
  series.findings.insert(series.findings.end(), c.verdict.doubts.begin(), c.verdict.doubts.end());
  if (series.kind.side == Side::contradicted) {
    series.findings.emplace_back(
        "its header, its names and its place do not agree on whether it shows the left or the "
        "right side");
  }
  if (series.flat) {
    series.findings.push_back(stack.flat_reason +
                              ": it is shown as it is stored and cannot be lined up");
  }
  for (const Picture* p : stack.pictures) {
    series.slices.push_back({p->source, p->frame, p->instance_number, p->slice_location});
  }
  if (c.measured_s < no_time) series.measured_s = c.measured_s;
  series.header = first.header;
  series.slice_thickness_mm = first.slice_thickness_mm;
  series.spacing_between_mm = first.spacing_between_mm;
  series.slice_spacing_mm = stack.spacing_mm;
  series.pixel_spacing_mm = first.pixel_spacing_mm;
  series.echo_time_ms = c.facts.te;
  series.repetition_time_ms = c.facts.tr;
  series.inversion_time_ms = c.facts.ti;
  if (c.facts.has_b_value) series.b_value = c.facts.b_value;
  if (const std::string& doubt = first.header->place_doubt; !doubt.empty()) {
    series.findings.push_back(doubt);
  }
  if (first.header->lossy) series.findings.emplace_back("it was once compressed with loss");
  const auto doubtful = std::ranges::find_if(
      stack.pictures, [](const Picture* p) { return !p->header->scale_doubt.empty(); });
  if (doubtful != stack.pictures.end()) {
    series.findings.emplace_back((*doubtful)->header->scale_doubt);
  }
  return series;
}

std::string what_text(const Candidate& c) {
  const SeriesHeader& h = *c.stack.pictures.front()->header;
  std::string text = c.verdict.set_aside_as;
  if (h.modality != "MR" && text.find(h.modality) == std::string::npos) {
    text += fmt::format(" ({})", h.modality);
  }
  if (!h.series_description.empty()) text += fmt::format(" \"{}\"", h.series_description);
  if (const auto date = date_of(h)) text += ", " + short_text(*date);
  return text;
}

/// Gathers what is set aside: one entry for each kind of thing and reason.
class LeftOutList {
 public:
  explicit LeftOutList(std::vector<LeftOut> start) : list_(std::move(start)) {}

  LeftOut& add(const Candidate& c, const std::string& reason, const PictureGroup& pictures) {
    const std::string what = what_text(c);
    const auto [entry, added] = index_.try_emplace({what, reason}, list_.size());
    if (added) list_.push_back({what, reason, 0, 0, false, {}});
    LeftOut& left_out = list_[entry->second];
    for (const Picture* p : pictures) {
      if (files_.insert({entry->second, p->source.get()}).second) {
        left_out.sources.push_back(p->source);
      }
      left_out.pictures += p->header->has_pixels ? 1 : 0;
    }
    left_out.files = static_cast<int>(left_out.sources.size());
    return left_out;
  }
  /// Sorts: what is unreadable first, then by number of pictures, files that are no pictures last.
  std::vector<LeftOut> take() {
    std::ranges::stable_sort(list_, {}, [](const LeftOut& l) {
      return std::tuple(!l.unreadable, -l.pictures, -l.files);
    });
    return std::move(list_);
  }

 private:
  std::vector<LeftOut> list_;
  std::map<std::pair<std::string, std::string>, std::size_t> index_;
  std::set<std::pair<std::size_t, const FileSource*>> files_;
};

void count(Matrix& matrix) {
  Counts& counts = matrix.counts;
  for (const Row& row : matrix.rows) {
    for (const Cell& cell : row.cells) {
      const auto pictures = [&](int s) {
        return static_cast<int>(matrix.series[static_cast<std::size_t>(s)].slices.size());
      };
      counts.used += pictures(cell.series);
      for (const int s : cell.also) counts.used += pictures(s);
    }
  }
  for (const LeftOut& l : matrix.left_out) {
    counts.set_aside += l.unreadable ? 0 : l.pictures;
    counts.unreadable += l.unreadable ? l.files : 0;
    counts.other_files += !l.unreadable && l.pictures == 0 ? l.files : 0;
  }
  counts.pictures = counts.used + counts.set_aside + counts.unreadable;
}

/// Fills a matrix step by step.
class Builder {
 public:
  Builder(const PictureGroup& pictures, std::vector<LeftOut> left_out)
      : aside_(std::move(left_out)) {
    for (const Visit& visit : visits_of(pictures)) {
      for (const PictureGroup& series : series_of_visit(visit.pictures)) add(visit, series);
    }
    for (Candidate& c : candidates_) {
      if (is_volume(c)) {
        studies_[c.study_uid].push_back(&c);
      } else {
        aside_.add(c, c.verdict.set_aside_reason, c.stack.pictures);
        if (!c.stack.surplus.empty()) aside_.add(c, c.verdict.set_aside_reason, c.stack.surplus);
      }
    }
  }

  /// Studies by date, those without a date last; series in their order.
  void add_studies(const Corrections& corrections, const Appearances& appearances) {
    TypedDates typed;
    for (const auto& [uid, date] : corrections.dates) typed[uid] = date;
    const TypedSpacings spacings(corrections.slice_spacings.begin(),
                                 corrections.slice_spacings.end());
    std::vector<std::pair<Study, const Members*>> dated;
    for (auto& [uid, members] : studies_) {
      judge_in_study(members);
      dated.emplace_back(make_study(members, typed), &members);
    }
    std::ranges::stable_sort(dated, {}, [](const auto& s) {
      return std::pair(!s.first.date, s.first.date.value_or(Date{}));
    });
    for (auto& [study, members] : dated) {
      const int index = static_cast<int>(matrix_.studies.size());
      if (study.date && unlikely(*study.date)) {
        matrix_.notes.push_back(
            fmt::format("the date {} is unlikely; whoever removed the names may have shifted it",
                        short_text(*study.date)));
      }
      matrix_.studies.push_back(std::move(study));
      for (Candidate* c : *members) {
        add_series(*c, index, appearances);
        take_slice_spacing(matrix_.series.back(), spacings);
        cross_check(matrix_.series.back());
      }
    }
  }

  /// Finds out which studies are of one person. Those with nothing to compare are left out, so that
  /// nobody is asked about them.
  void tell_people_apart(bool one_person) {
    std::vector<PersonTags> tags;
    std::vector<int> asked;
    for (const Series& s : matrix_.series) {
      if (!s.set_aside.empty() || (!asked.empty() && asked.back() == s.study)) continue;
      asked.push_back(s.study);
      tags.push_back(s.header->person);
    }
    PeopleVerdict people = tell_apart(tags, one_person);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      matrix_.studies[static_cast<std::size_t>(asked[i])].person = people.person_of[i];
    }
    matrix_.people = std::move(people.people);
    matrix_.question = std::move(people.question);
  }

  Matrix finish(const Corrections& corrections) {
    make_rows(matrix_, corrections);
    for (const Candidate& c : candidates_) {
      if (c.series < 0) continue;
      const Series& s = matrix_.series[static_cast<std::size_t>(c.series)];
      if (s.set_aside.empty()) continue;
      aside_.add(c, s.set_aside, c.stack.pictures).series.push_back(s.key);
    }
    matrix_.left_out = aside_.take();
    count(matrix_);
    return std::move(matrix_);
  }

 private:
  using Members = std::vector<Candidate*>;

  /// Numbers the volumes of each series UID. Where a UID stands for several series, of one visit or
  /// of
  /// several, the numbers go on.
  void add(const Visit& visit, const PictureGroup& series) {
    for (Candidate& c : candidates_of_series(series)) {
      c.study_uid = visit.uid;
      c.key.part = ++parts_[c.key.series_uid];
      candidates_.push_back(std::move(c));
    }
  }

  void add_series(Candidate& c, int study, const Appearances& appearances) {
    if (const auto seen = appearances.find(c.key); seen != appearances.end()) c.see(seen->second);
    c.series = static_cast<int>(matrix_.series.size());
    matrix_.series.push_back(make_series(c, study));
    if (!c.stack.surplus.empty()) {
      aside_.add(c, "another picture of the same place is used", c.stack.surplus);
    }
  }

  std::vector<Candidate> candidates_;
  std::map<std::string, int> parts_;  ///< of each series UID
  std::map<std::string, Members> studies_;
  LeftOutList aside_;
  Matrix matrix_;
};

}  // namespace

Matrix build_matrix(const std::vector<Picture>& pictures, std::vector<LeftOut> left_out,
                    const Corrections& corrections, const PixelAnswers& pixels) {
  const PictureGroup kept = without_copies(pictures, pixels.unlike, left_out);
  Builder builder(kept, std::move(left_out));
  builder.add_studies(corrections, pixels.appearances);
  builder.tell_people_apart(corrections.one_person);
  return builder.finish(corrections);
}

std::vector<const Series*> unclear_series(const Matrix& matrix, const PixelAnswers& pixels) {
  std::vector<const Series*> unclear;
  for (const Series& s : matrix.series) {
    const bool known = s.kind.weighting != Weighting::unknown && s.kind.region != Region::unknown;
    if (s.set_aside.empty() && !s.flat && !known && !pixels.appearances.contains(s.key))
      unclear.push_back(&s);
  }
  return unclear;
}

}  // namespace lv
