#include "engine/study/candidates.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include "engine/study/visits.h"

namespace lv {
namespace {

constexpr double same_stack_mm = 1.0;

/// Every two volumes of an examination are compared. It has some hundreds at most; where there are
/// more, portions of equal size are compared, so that the cost grows as the number of volumes.
constexpr std::size_t most_compared = 1000;

/// `all` in as few portions as may be.
template <class T>
std::vector<std::span<T>> portions(std::vector<T>& all) {
  const std::size_t count = (all.size() + most_compared - 1) / most_compared;
  std::vector<std::span<T>> parts;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = all.size() * i / count, to = all.size() * (i + 1) / count;
    parts.push_back(std::span(all).subspan(from, to - from));
  }
  return parts;
}

const Picture& first_picture(const Candidate& c) {
  return *c.stack.pictures.front();
}

bool at_same_place(const Candidate& a, const Candidate& b) {
  if (a.stack.flat() || b.stack.flat()) return false;
  const auto corner = [](const Candidate& c) { return first_picture(c).plane->position; };
  return glm::distance(corner(a), corner(b)) < same_stack_mm &&
         a.stack.geometry.size.x == b.stack.geometry.size.x &&
         glm::dot(normal_of(first_picture(a)), normal_of(first_picture(b))) > 0.999;
}

bool near(double a, double b, double absolute) {
  return std::abs(a - b) <= absolute + 0.005 * std::max(std::abs(a), std::abs(b));
}

bool same_but_for_time(const Facts& a, const Facts& b) {
  return near(a.te, b.te, 0.1) && near(a.ti, b.ti, 1) && near(a.b_value, b.b_value, 5) &&
         a.component == b.component && a.image_type.list() == b.image_type.list();
}

/// Where one UID stands for several series, number and description still tell them apart.
using SeriesName = std::tuple<std::optional<int>, std::string>;

SeriesName series_name(const Picture& p) {
  return {p.header->series_number, p.header->series_description};
}

void note_twins(Stack& stack) {
  const std::string finding =
      "another volume of the same series lies at the same place, and nothing in the headers tells "
      "them apart: their slices may be mixed up";
  if (std::ranges::find(stack.findings, finding) == stack.findings.end()) {
    stack.findings.push_back(finding);
  }
}

/// Tells volumes of one series at one place apart, by echo, b-value, component and order.
void compare_siblings(std::span<Candidate> parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Facts& f = parts[i].facts;
    f.repeats = 0;
    std::set<double> echo_times;
    int alike = 0;
    for (std::size_t k = 0; k < parts.size(); ++k) {
      const Facts& other = parts[k].facts;
      const bool apart =
          series_name(first_picture(parts[i])) != series_name(first_picture(parts[k]));
      if (apart || (k != i && !at_same_place(parts[i], parts[k]))) continue;
      if (same_but_for_time(f, other)) {
        if (k != i && indistinguishable(first_picture(parts[i]), first_picture(parts[k]))) {
          note_twins(parts[i].stack);
        }
        if (k != i && f.contrast_agent.list() == other.contrast_agent.list()) ++alike;
        ++f.repeats;
        f.turn += k < i ? 1 : 0;
      }
      if (f.component == other.component) echo_times.insert(std::round(10 * other.te));
      f.higher_b_value = f.higher_b_value || other.b_value > 1.03 * f.b_value + 1;
      f.magnitude_too = f.magnitude_too || (k != i && other.component == Component::magnitude);
    }
    if (f.repeats == 2 && alike == 1 && f.b_value == 0) {
      parts[i].stack.findings.emplace_back(
          "its series shows this place twice, and only the time tells which was measured first");
    }
    f.echoes = static_cast<int>(echo_times.size());
    f.middle_echo = *std::next(echo_times.begin(), f.echoes / 2) == std::round(10 * f.te);
  }
}

/// Parts are numbered by what they were measured with, then from head to foot.
auto reading_order(const PictureGroup& group) {
  const Picture& p = *group.front();
  const double height = p.plane ? -std::round(p.plane->position.z) : 0.0;
  return std::tuple(p.component, p.b_value.value_or(0.0F), p.echo_time, p.inversion_time,
                    p.temporal_position, height, p.instance_number);
}

constexpr double hour_s = 3600, day_s = 24 * hour_s;

/// Days since 1970 of the date that a picture was taken on; 0: not said.
int day_of(const SeriesHeader& h) {
  const auto date = date_of(h);
  return date ? static_cast<int>(std::chrono::sys_days(*date).time_since_epoch().count()) : 0;
}

/// Seconds from 1970 to the first picture of a volume, by the dates that the header gives.
double first_moment(const Candidate& c) {
  double earliest = no_time;
  const SeriesHeader* header = nullptr;
  int day = 0;
  for (const Picture* p : c.stack.pictures) {
    if (!p->time_s) continue;
    if (p->header.get() != header) day = day_of(*(header = p->header.get()));
    earliest = std::min(earliest, day * day_s + double{*p->time_s});
  }
  return earliest;
}

/// When each volume of a study was measured. Where only the date of the study is written, times
/// begin anew at midnight: what was measured early in the night, with a higher series number than
/// something of the late evening, belongs to the next day.
void tell_moments(const std::vector<Candidate*>& study) {
  for (Candidate* c : study) c->measured_s = first_moment(*c);
  std::vector<Candidate*> after_midnight;
  for (Candidate* c : study) {
    const double midnight = day_s * std::floor(c->measured_s / day_s);
    const auto number = first_picture(*c).header->series_number;
    if (c->measured_s >= no_time || c->measured_s - midnight > 6 * hour_s || !number) continue;
    if (std::ranges::any_of(study, [&](const Candidate* o) {
          const double later_s = o->measured_s - midnight;
          const auto earlier = first_picture(*o).header->series_number;
          return later_s > 18 * hour_s && later_s < day_s && earlier && *earlier < *number;
        })) {
      after_midnight.push_back(c);
    }
  }
  for (Candidate* c : after_midnight) c->measured_s += day_s;
}

bool same_protocol(const Facts& a, const Facts& b) {
  const auto alike = [](double x, double y) { return std::abs(x - y) <= 0.1 * std::max(x, y); };
  return alike(a.te, b.te) && alike(a.tr, b.tr) && alike(a.pixel_mm, b.pixel_mm) &&
         a.plane == b.plane && a.three_d == b.three_d;
}

/// When the series after contrast agent were measured, in order.
std::vector<double> times_after_agent(const std::vector<Candidate*>& study) {
  std::vector<double> times;
  for (const Candidate* c : study) {
    if (c->verdict.kind.contrast == true) times.push_back(c->measured_s);
  }
  std::ranges::sort(times);
  return times;
}

/// T1 that repeats an earlier T1, with a series after contrast agent in between or before it.
bool repeats_after_agent(const Candidate& c, const std::vector<Candidate*>& study,
                         const std::vector<double>& after_agent) {
  if (c.verdict.kind.weighting != Weighting::t1 || c.verdict.kind.contrast == true) return false;
  const double now = c.measured_s;
  return std::ranges::any_of(study, [&](const Candidate* before) {
    return before->measured_s < now && before->verdict.kind.weighting == Weighting::t1 &&
           before->verdict.kind.contrast == false && same_protocol(before->facts, c.facts) &&
           [&](auto next) {
             return next != after_agent.end() && *next <= now;
           }(std::ranges::upper_bound(after_agent, before->measured_s));
  });
}

bool within(const dvec3& point, const Geometry& geometry) {
  const dvec3 voxel = inverse(geometry.scan_from_voxel)(point);
  const double last = geometry.coordinate_of_slice(geometry.size.z - 1);
  return voxel.x >= 0 && voxel.y >= 0 && voxel.z >= 0 && voxel.x < geometry.size.x &&
         voxel.y < geometry.size.y && voxel.z <= last;
}

/// The region of a series of the same study and frame of reference that holds this one's centre.
Region region_of_neighbours(const Candidate& c, const std::vector<Candidate*>& study) {
  if (c.stack.flat()) return Region::unknown;
  const std::string& frame = first_picture(c).header->frame_of_reference_uid;
  for (const Candidate* other : study) {
    const Kind& kind = other->verdict.kind;
    if (other == &c || other->stack.flat() || kind.region == Region::unknown ||
        kind.region == Region::other || kind.region == Region::spine ||
        other->verdict.region_points <= study_words) {
      continue;
    }
    if (first_picture(*other).header->frame_of_reference_uid == frame && !frame.empty() &&
        within(c.stack.geometry.centre(), other->stack.geometry)) {
      return kind.region;
    }
  }
  return Region::unknown;
}

/// Whether two pictures of the spine are stations of one measurement, and which lies higher: alike,
/// in one frame of reference, each mostly beyond the other.
bool are_stations(const Candidate& a, const Candidate& b) {
  const std::string& frame = first_picture(a).header->frame_of_reference_uid;
  const auto upright = [](const Candidate& c) {
    return c.facts.plane == Plane::sagittal || c.facts.plane == Plane::coronal;
  };
  return upright(a) && a.facts.plane == b.facts.plane && !frame.empty() &&
         frame == first_picture(b).header->frame_of_reference_uid &&
         a.verdict.set_aside_as.empty() && b.verdict.set_aside_as.empty() &&
         a.verdict.kind.weighting == b.verdict.kind.weighting && near(a.facts.te, b.facts.te, 5) &&
         std::abs(a.facts.centre->z - b.facts.centre->z) >
             0.5 * std::max(a.facts.field_of_view_mm, b.facts.field_of_view_mm);
}

void tell_stations(const std::vector<Candidate*>& study) {
  for (Candidate* c : study) {
    if (!c->facts.plane) continue;
    std::set<double> heights;  // several series may show one station
    for (const Candidate* other : study) {
      if (other != c && other->facts.plane && are_stations(*c, *other)) {
        const double z = other->facts.centre->z;
        const double apart = 0.5 * other->facts.field_of_view_mm;
        if (std::ranges::none_of(heights, [&](double h) { return std::abs(h - z) < apart; })) {
          heights.insert(z);
        }
      }
    }
    c->facts.stations = 1 + static_cast<int>(heights.size());
    c->facts.station = static_cast<int>(
        std::ranges::count_if(heights, [&](double z) { return z > c->facts.centre->z; }));
  }
  for (Candidate* c : study) {
    if (c->facts.stations > 1) c->judge();
  }
}

/// Whether a compared series may be the one that a reformat was computed from.
bool source_of(const Candidate& source, const Candidate& reformat) {
  const Facts &a = source.facts, &b = reformat.facts;
  const Kind &x = source.verdict.kind, &y = reformat.verdict.kind;
  const bool measured_alike = near(a.te, b.te, 0.5) && near(a.tr, b.tr, 10);
  const bool same_agent = !x.contrast || !y.contrast || x.contrast == y.contrast;
  return source.verdict.set_aside_as.empty() && !a.lonely_reformat && same_agent &&
         (measured_alike || (b.te == 0 && b.tr == 0 && x.weighting == y.weighting));
}

/// The weighting by header and own words. Proton density counts as T2, since both are measured
/// together.
Weighting weighting_without_protocol(const Candidate& c) {
  using enum Weighting;
  Facts facts = c.facts;
  facts.name = facts.own_name;
  const Weighting weighting = weigh(facts).weighting;
  if (weighting == pd) return t2;
  const bool anatomy = weighting == t1 || weighting == t2 || weighting == flair ||
                       weighting == stir || weighting == t2_star;
  return anatomy ? weighting : unknown;
}

/// What series of several names or weightings have in common is the whole examination's name and
/// says nothing of one of them (GE's ProtocolName).
void note_shared_names(const std::vector<Candidate*>& study) {
  std::map<std::string, std::set<std::string>> descriptions;
  for (const Candidate* c : study) {
    const SeriesHeader& h = *first_picture(*c).header;
    descriptions[h.protocol_name].insert(h.series_description);
  }
  const bool one_name = descriptions.size() == 1 && descriptions.begin()->second.size() == 1;
  std::map<std::string, std::set<Weighting>> of_protocol, of_description;
  for (const Candidate* c : study) {
    const SeriesHeader& h = *first_picture(*c).header;
    if (!one_name && descriptions[h.protocol_name].size() < 2) continue;
    const Weighting weighting = weighting_without_protocol(*c);
    if (weighting == Weighting::unknown) continue;
    of_protocol[h.protocol_name].insert(weighting);
    of_description[h.series_description].insert(weighting);
  }
  for (Candidate* c : study) {
    const SeriesHeader& h = *first_picture(*c).header;
    const bool exam = of_protocol[h.protocol_name].size() > 1;
    c->facts.protocol_shared = exam || descriptions[h.protocol_name].size() > 1;
    c->facts.name_shared = of_description[h.series_description].size() > 1;
    if (exam) {
      c->facts.name = c->facts.own_name;
      c->facts.study.add(h.protocol_name);
    }
    const bool shared = c->facts.protocol_shared || c->facts.name_shared;
    if (exam || (shared && c->verdict.contrast_points != 0)) c->judge();
  }
}

/// An agent's tag that stands in every T1 was entered for the whole examination where only the
/// later ones of a protocol are called after agent.
void note_shared_agents(const std::vector<Candidate*>& study) {
  const auto is_t1 = [](const Candidate* c) {
    return c->verdict.kind.weighting == Weighting::t1 && c->verdict.set_aside_as.empty();
  };
  const auto tagged = [&](const Candidate* c) {
    return !is_t1(c) || !c->facts.contrast_agent.empty();
  };
  if (!std::ranges::all_of(study, tagged)) return;
  for (Candidate* c : study) {
    c->facts.agent_of_all = is_t1(c) && std::ranges::any_of(study, [&](const Candidate* later) {
                              return is_t1(later) && later->measured_s > c->measured_s &&
                                     same_protocol(c->facts, later->facts) &&
                                     later->verdict.contrast_points > c->verdict.contrast_points;
                            });
  }
  for (Candidate* c : study) {
    if (c->facts.agent_of_all) c->judge();
  }
}

bool measured_alike(const Facts& a, const Facts& b) {
  return near(a.te, b.te, 0.1) && near(a.tr, b.tr, 1) && near(a.ti, b.ti, 1);
}

/// Sisters are measured alike but for the echo: of one examination, repetition time and plane.
void compare_echoes(const std::vector<Candidate*>& study) {
  constexpr double clearly = 1.5;
  for (Candidate* c : study) {
    Facts& f = c->facts;
    if (f.te < 45 || f.te >= 60 || !f.echo_decides()) continue;
    for (const Candidate* other : study) {
      const Facts& o = other->facts;
      if (!o.echo_decides() || !near(f.tr, o.tr, 1) || f.plane != o.plane) continue;
      f.shorter_echo = f.shorter_echo || f.te >= clearly * o.te;
      f.longer_echo = f.longer_echo || o.te >= clearly * f.te;
    }
    if (f.shorter_echo || f.longer_echo) c->judge();
  }
}

/// Whether its name says that something is painted on its pictures: regions of interest, masks,
/// labels.
bool called_painted(const Facts& f) {
  return f.own_name.any({"roi%", "rois", "mask%", "seg", "segm%", "label%", "contour%", "kontur%",
                         "overlay", "brush%", "masque%", "masca%", "maska", "outline%"});
}

/// A copy with other edges: "eT1W_TSE" (Philips), "T2 tra filt", derived.
bool filtered_copy(const Facts& f, const std::string& name, const std::string& original) {
  const bool derived = !f.image_type.empty() && !f.image_type.has("original");
  return !original.empty() &&
         (name.starts_with("e" + original) ||
          (derived && name != original && name.starts_with(original) &&
           f.own_name.any({"filt%", "gefilt%", "edge%", "sharp%", "smooth%", "denois%"})));
}

/// Phases of one measurement are numbered: "t1_vibe_dyn_3".
std::string_view without_number(std::string_view name) {
  const std::size_t end = name.find_last_not_of("0123456789 _-.");
  return name.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

/// Copies and parts of other series of the study, each in a series of its own.
void compare_in_study(const std::vector<Candidate*>& study) {
  constexpr int many_phases = 4;
  for (Candidate* c : study) {
    const std::string& name = first_picture(*c).header->series_description;
    int alike = 1;
    bool last = true;
    for (const Candidate* other : study) {
      if (other == c || !at_same_place(*c, *other)) continue;
      const std::string& theirs = first_picture(*other).header->series_description;
      const Facts &f = c->facts, &o = other->facts;
      c->facts.higher_b_value =
          f.higher_b_value || (f.has_b_value && f.b_value == 0 && o.b_value > 0 &&
                               (name == theirs || near(f.te, o.te, 0.1)));
      if (!measured_alike(f, o)) continue;
      c->facts.vessels_too = f.vessels_too || (o.shows_flow() && !f.shows_flow() && name == theirs);
      c->facts.edge_copy = f.edge_copy || filtered_copy(f, name, theirs);
      c->facts.painted = f.painted || (name != theirs && called_painted(f));
      const bool twin = without_number(name) == without_number(theirs) && f.slices == o.slices &&
                        f.contrast_agent.list() == o.contrast_agent.list();
      alike += twin ? 1 : 0;
      last = last &&
             !(twin && std::pair(other->measured_s, other->key) > std::pair(c->measured_s, c->key));
    }
    c->facts.one_of_phases = alike >= many_phases && !last;
    const Facts& f = c->facts;
    if (f.one_of_phases || f.painted || f.edge_copy || f.vessels_too || f.higher_b_value)
      c->judge();
  }
}

/// A series without any word of contrast agent that was measured before the agent was given.
bool before_agent(const Candidate& c, const std::vector<Candidate*>& study) {
  if (c.verdict.kind.contrast != false || c.verdict.contrast_points != 0) return false;
  return std::ranges::any_of(study, [&](const Candidate* agent) {
    return agent->verdict.kind.contrast == true && c.measured_s < agent->measured_s &&
           agent->measured_s < no_time;
  });
}

/// A reformat is better than nothing where what it was computed from is not on the disc.
void use_lonely_reformats(const std::vector<Candidate*>& study) {
  for (Candidate* c : study) {
    if (c->verdict.set_aside_as != "reformat" || c->stack.pictures.size() < 3) continue;
    const auto made_it = [&](const Candidate* other) { return source_of(*other, *c); };
    if (std::ranges::any_of(study, made_it)) continue;
    c->facts.lonely_reformat = true;
    c->judge();
    c->stack.findings.emplace_back(
        "it is a reformat, computed from a series that is not in the folders");
  }
}

/// Fills in the facts that follow from the others, and judges again where they matter.
void judge_together(const std::vector<Candidate*>& study) {
  tell_moments(study);
  note_shared_names(study);
  note_shared_agents(study);
  compare_echoes(study);
  compare_in_study(study);
  tell_stations(study);
  std::vector<Candidate*> again;
  const std::vector<double> after_agent = times_after_agent(study);
  for (Candidate* c : study) {
    if (!c->verdict.set_aside_as.empty()) continue;
    c->facts.repeats_after_agent = repeats_after_agent(*c, study, after_agent);
    c->facts.before_agent = before_agent(*c, study);
    const Region region = c->verdict.kind.region;
    if (region == Region::unknown || region == Region::spine ||
        c->verdict.region_points <= study_words) {
      c->facts.neighbours = region_of_neighbours(*c, study);
    }
    if (c->facts.repeats_after_agent || c->facts.before_agent ||
        c->facts.neighbours != Region::unknown) {
      again.push_back(c);
    }
  }
  for (Candidate* c : again) c->judge();
  use_lonely_reformats(study);
}

}  // namespace

void Candidate::judge() {
  verdict = classify(facts);
  if (!stack.flat() || facts.slices > 2 || facts.modality != "MR" || !facts.has_pixels) return;
  verdict.set_aside_as = "picture without a place";
  verdict.set_aside_reason = stack.flat_reason;
}

void Candidate::see(const Appearance& seen) {
  if (!verdict.set_aside_as.empty() || stack.flat()) return;
  if (verdict.kind.weighting == Weighting::unknown) facts.looks_like = seen.weighting;
  if (verdict.kind.region == Region::unknown) facts.looks_like_region = seen.region;
  judge();
}

std::vector<Candidate> candidates_of_series(const PictureGroup& series) {
  std::map<SeriesName, PictureGroup> named;
  for (const Picture* p : series) named[series_name(*p)].push_back(p);
  std::map<SeriesName, SeriesShape> shapes;
  for (const auto& [name, pictures] : named) shapes[name] = shape_of(pictures);
  std::vector<PictureGroup> groups = split_series(series);
  std::ranges::stable_sort(groups, {}, reading_order);
  std::vector<Candidate> parts;
  for (const PictureGroup& group : groups) {
    Candidate c;
    c.stack = arrange(group);
    c.facts = facts_of(c.stack, shapes.at(series_name(*group.front())));
    c.key.series_uid = group.front()->header->series_uid;
    parts.push_back(std::move(c));
  }
  for (const auto portion : portions(parts)) compare_siblings(portion);
  for (Candidate& c : parts) c.judge();
  return parts;
}

void judge_in_study(std::vector<Candidate*>& study) {
  for (const auto portion : portions(study)) judge_together({portion.begin(), portion.end()});
}

}  // namespace lv
