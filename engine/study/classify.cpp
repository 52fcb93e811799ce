#include "engine/study/classify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/study/rules.h"

namespace lv {
namespace {

constexpr std::size_t weighting_count = 11;
constexpr double least_points = 2.0;   ///< below it nothing is known
constexpr double least_margin = 0.75;  ///< closer than this, two weightings are as likely
using Points = std::array<double, weighting_count>;

std::size_t index(Weighting w) {
  return static_cast<std::size_t>(w);
}

Points points_of(const Facts& facts, Source source) {
  Points points{};
  for (const WeightingRule& rule : weighting_rules()) {
    if (rule.source == source && rule.holds(facts)) {
      points[index(rule.weighting)] += rule.points;
    }
  }
  return points;
}

std::size_t best_of(const Points& points) {
  return static_cast<std::size_t>(std::ranges::max_element(points) - points.begin());
}

/// Names may say more than echo and repetition times can: a diffusion picture is measured like a
/// T2, a FLAIR too where the header keeps its inversion time to itself.
bool finer(Weighting called, Weighting measured) {
  using enum Weighting;
  return (measured == t2 &&
          (called == flair || called == stir || called == dwi || called == adc)) ||
         (measured == t2_star && called == swi) || (measured == dwi && called == adc) ||
         (measured == t1 && called == mra);
}

/// Operators mislabel: where the header is sure of something else, a name counts for nothing.
void trust_header(const Points& header, Points& name) {
  const std::size_t measured = best_of(header), called = best_of(name);
  if (measured == called || header[measured] - header[called] < 3) return;
  if (!finer(static_cast<Weighting>(called), static_cast<Weighting>(measured))) name[called] = 0;
}

/// Whether a series may be called so by people and measured so: both say one thing, or the name is
/// the wider word. A FLAIR, a STIR and a T2* are also called T2.
bool compatible(Weighting called, Weighting measured) {
  return finer(called, measured) || std::ranges::any_of(vetoes(), [&](const Veto& veto) {
           return veto.winner == measured && veto.loser == called;
         });
}

/// Where names and header each are sure of something else, neither is believed in silence.
std::string contradiction(const Points& header, const Points& name) {
  const std::size_t measured = best_of(header), called = best_of(name);
  const auto c = static_cast<Weighting>(called), m = static_cast<Weighting>(measured);
  if (header[measured] < least_points || name[called] < least_points || name[measured] > 0 ||
      header[called] > 0 || compatible(c, m)) {
    return {};
  }
  return fmt::format("its name says {}, its header speaks for {}", name_of(c), name_of(m));
}

void apply_vetoes(Points& points) {
  const Points before = points;
  for (const Veto& veto : vetoes()) {
    if (before[index(veto.winner)] >= veto.from) points[index(veto.loser)] -= veto.points;
  }
}

struct RegionPoints {
  double points = 0;
  std::string because;
};

using RegionKey = std::pair<Region, std::string_view>;
using RegionsFound = std::map<RegionKey, RegionPoints>;

void add_region_points(RegionsFound& all, const Words& words, double points,
                       std::string_view where) {
  for (const RegionWords& entry : region_words()) {
    const std::string_view hit = words.first_of(entry.patterns);
    if (hit.empty()) continue;
    RegionPoints& here = all[{entry.region, entry.other_name}];
    // A department, or a whole limb, says less than a part of the body.
    here.points += hit == "neuro" || hit == "extremity%" ? 0.4 * points : points;
    if (here.because.empty()) {
      here.because = fmt::format(
          "{} says {}", where, entry.other_name.empty() ? name_of(entry.region) : entry.other_name);
    }
  }
}

/// Stations put together by the scanner's program (Siemens, Philips, GE).
bool composed(const Facts& f) {
  const auto says = [](const Words& words) {
    return words.any({"compos%", "comp ad", "comp sp", "stitch%", "pasted", "mobiview%"});
  };
  return says(f.image_type) || says(f.own_name);
}

/// The region with most points; levels of the spine that are tied are the spine.
RegionVerdict best_region(RegionsFound& all) {
  const bool level_known =
      std::ranges::any_of(all, [](const auto& entry) { return is_level(entry.first.first); });
  RegionVerdict verdict;
  double best = 0;
  for (auto& [key, found] : all) {
    // "Spine" beside a level says nothing more; its points go to the level.
    double points = found.points;
    if (key.first == Region::spine && level_known) continue;
    if (is_level(key.first) && all.contains({Region::spine, ""})) {
      points += all[{Region::spine, ""}].points;
    }
    const bool two_levels =
        is_level(key.first) && (is_level(verdict.region) || verdict.region == Region::spine);
    if (points == best) {
      verdict = {two_levels ? Region::spine : Region::unknown, points, "", "", ""};
    }
    if (points > best) verdict = {key.first, points, std::string(key.second), found.because, ""};
    best = std::max(best, points);
  }
  return verdict;
}

/// The level that a station of the spine shows. Stations are series measured alike one above the
/// other: the highest shows the highest level that the study or the body part names, the lowest the
/// lowest; where none is named, these are the neck and the loin.
RegionVerdict station_of_spine(const Facts& facts, const RegionsFound& all,
                               const RegionVerdict& verdict) {
  std::vector<Region> levels;
  for (const auto& [key, found] : all) {
    if (is_level(key.first)) levels.push_back(key.first);
  }
  if (levels.empty()) levels = {Region::cervical, Region::thoracic, Region::lumbar};
  const bool top = facts.station == 0, bottom = facts.station + 1 == facts.stations;
  const bool one = levels.size() == 1;
  Region region = Region::spine;
  if (top && (!one || levels.front() == Region::cervical)) region = levels.front();
  if (bottom && (!one || levels.back() == Region::lumbar)) region = levels.back();
  if (!top && !bottom && std::ranges::find(levels, Region::thoracic) != levels.end()) {
    region = Region::thoracic;
  }
  if (one && levels.front() == Region::thoracic && facts.stations == 2) region = Region::thoracic;
  return {region, 2 * study_words, "",
          fmt::format("it is number {} from above of {} stations of the spine", facts.station + 1,
                      facts.stations),
          verdict.doubt};
}

/// A body part is often the preset of another examination; a name that contradicts it wins.
std::string region_contradiction(RegionsFound& named, RegionsFound& body) {
  if (named.empty() || body.empty()) return {};
  const RegionVerdict a = best_region(named), b = best_region(body);
  const bool spinal = (is_level(a.region) || a.region == Region::spine) &&
                      (b.region == Region::spine || a.region == Region::spine);
  if (a.region == Region::unknown || b.region == Region::unknown || spinal ||
      named.contains({b.region, b.other_name}) || body.contains({a.region, a.other_name})) {
    return {};
  }
  const auto text = [](const RegionVerdict& v) {
    return v.other_name.empty() ? std::string(name_of(v.region)) : v.other_name;
  };
  return fmt::format("its name says {}, its body part {}", text(a), text(b));
}

Plane plane_from_words(const Words& words) {
  for (const PlaneWords& entry : plane_words()) {
    if (words.any(entry.patterns)) return entry.plane;
  }
  return Plane::unknown;
}

bool isotropic(const Facts& f) {
  return f.three_d && f.spacing_mm > 0 &&
         (f.spacing_mm <= 1.6 || (f.spacing_mm <= 2.0 && f.spacing_mm <= 1.3 * f.pixel_mm));
}

/// What a file that names no kind of machine says by its class, or by its echo time.
bool measured_by_mri(const Picture& picture) {
  constexpr std::string_view mr = "1.2.840.10008.5.1.4.1.1.4";
  const std::string_view uid = picture.header->sop_class_uid;
  return uid == mr || uid.starts_with(std::string(mr) + ".") || picture.echo_time > 0;
}

int degrees_apart(const dvec3& a, const dvec3& b) {
  const double cosine = std::min(1.0, std::abs(glm::dot(a, b)));
  return static_cast<int>(std::lround(degrees_from_radians(std::acos(cosine))));
}

}  // namespace

SeriesShape shape_of(const PictureGroup& series) {
  SeriesShape shape;
  shape.pictures = static_cast<int>(series.size());
  std::vector<dvec3> normals;
  for (const PictureGroup& group : split_by_orientation(series)) {
    if (!fault_of_place(*group.front()).empty()) continue;
    ++shape.orientations;
    shape.most_parallel = std::max(shape.most_parallel, static_cast<int>(group.size()));
    normals.push_back(normal_of(*group.front()));
  }
  const auto at_right_angles = [&](std::size_t a, std::size_t b) {
    return degrees_apart(normals[a], normals[b]) > 60;
  };
  shape.orthogonal = normals.size() == 3 && at_right_angles(0, 1) && at_right_angles(1, 2) &&
                     at_right_angles(0, 2);
  return shape;
}

Facts facts_of(const Stack& stack, const SeriesShape& shape) {
  const Picture& picture = *stack.pictures.front();
  const SeriesHeader& h = *picture.header;
  Facts f;
  f.name.add(h.series_description);
  f.name.add(h.protocol_name);
  f.own_name = Words(h.series_description);
  f.protocol = Words(h.protocol_name);
  f.sequence = Words(h.sequence_name);
  f.body = Words(h.body_part);
  f.study = Words(h.study_description);
  f.image_type = Words(h.image_type);
  f.scanning = Words(h.scanning_sequence);
  f.scanning.add(h.echo_pulse_sequence);
  f.variant = Words(h.sequence_variant);
  f.options = Words(h.scan_options);
  f.options.add(h.fat_suppression);
  f.contrast_agent = Words(h.contrast_agent);
  f.contrast_code = Words(h.acquisition_contrast);
  f.modality = h.modality.empty() && measured_by_mri(picture) ? "MR" : h.modality;
  f.sop_class_uid = h.sop_class_uid;
  f.photometric = h.photometric;
  f.te = picture.echo_time;
  f.tr = picture.repetition_time;
  f.ti = picture.inversion_time;
  f.flip_deg = picture.flip_angle_deg;
  f.b_value = picture.b_value.value_or(0.0F);
  const bool named_b0 = f.name.any({"b0", "b 0"}) && !f.name.any({"b0 map%", "b0 ns"});
  f.has_b_value = picture.b_value.has_value() || named_b0;
  f.contrast_volume_ml = h.contrast_volume_ml;
  f.has_pixels = h.has_pixels;
  f.component = picture.component;
  f.slices = static_cast<int>(stack.pictures.size());
  f.orientations = shape.orientations;
  f.pictures = shape.pictures;
  f.most_parallel = shape.most_parallel;
  f.orthogonal = shape.orthogonal;
  f.pixel_mm = std::max(picture.pixel_spacing_mm.x, picture.pixel_spacing_mm.y);
  f.spacing_mm = stack.spacing_mm.value_or(0.0);
  f.thickness_mm = picture.slice_thickness_mm;
  f.field_of_view_mm = f.pixel_mm * std::max(h.columns, h.rows);
  const bool thin = f.slices >= 60 && f.spacing_mm > 0 && f.spacing_mm <= 1.6;
  f.three_d = h.acquisition_type == "3D" || (h.acquisition_type.empty() && thin);
  f.laterality = h.laterality;
  if (!stack.flat()) {
    f.plane = plane_of_normal(normal_of(picture));
    f.centre = stack.geometry.centre();
  }
  return f;
}

WeightingVerdict weigh(const Facts& facts) {
  const Points header = points_of(facts, Source::header);
  Points name = points_of(facts, Source::name);
  WeightingVerdict verdict;
  verdict.doubt = contradiction(header, name);
  trust_header(header, name);
  Points total{};
  for (std::size_t i = 0; i < weighting_count; ++i) total[i] = header[i] + name[i];
  apply_vetoes(total);
  const std::size_t best = best_of(total);
  Points others = total;
  others[best] = 0;
  const double second = *std::ranges::max_element(others);
  if (total[best] < least_points || total[best] - second < least_margin) {
    verdict.because.emplace_back("neither its parameters nor its name tell the weighting");
    return verdict;
  }
  verdict.weighting = static_cast<Weighting>(best);
  for (const WeightingRule& rule : weighting_rules()) {
    if (index(rule.weighting) == best && rule.holds(facts)) verdict.because.emplace_back(rule.why);
  }
  return verdict;
}

RegionVerdict region_of(const Facts& facts) {
  RegionsFound all, body;
  add_region_points(all, facts.name, 3.0, "its name");
  add_region_points(body, facts.body, 1.5, "the body part");
  const bool named = !all.empty();
  const std::string doubt = region_contradiction(all, body);
  for (const auto& [key, found] : body) {
    RegionPoints& here = all[key];
    here.points += found.points;
    if (here.because.empty()) here.because = found.because;
  }
  add_region_points(all, facts.study, study_words, "the study");
  RegionVerdict verdict = best_region(all);
  verdict.doubt = doubt;
  // A study's name is often that of another level or of all of them.
  const bool level = is_level(facts.neighbours) &&
                     (verdict.region == Region::spine || verdict.points <= study_words);
  const bool open = verdict.region == Region::unknown;
  const bool spinal = is_level(verdict.region) || verdict.region == Region::spine ||
                      (open && is_level(facts.neighbours));
  if (spinal && composed(facts)) {
    return {Region::spine, std::max(verdict.points, 2 * study_words), "",
            "it is composed of several stations of the spine", verdict.doubt};
  }
  if (spinal && !named && facts.stations > 1) return station_of_spine(facts, all, verdict);
  if (level || (open && facts.neighbours != Region::unknown)) {
    return {facts.neighbours, study_words, "",
            fmt::format("it lies within the {} series of its study", name_of(facts.neighbours)),
            verdict.doubt};
  }
  if (open && facts.looks_like_region != Region::unknown) {
    return {facts.looks_like_region, study_words, "",
            fmt::format("it looks like a {}", name_of(facts.looks_like_region)), verdict.doubt};
  }
  return verdict;
}

std::optional<bool> contrast_from_points(double points) {
  if (points >= 2) return true;
  if (points >= 1) return std::nullopt;
  return false;
}

Classification classify(const Facts& facts) {
  Classification result;
  for (const SetAsideRule& rule : set_aside_rules()) {
    if (rule.holds(facts)) {
      result.set_aside_as = rule.what;
      result.set_aside_reason = rule.reason;
      break;
    }
  }
  const WeightingVerdict weighting = weigh(facts);
  const RegionVerdict region = region_of(facts);
  Kind& kind = result.kind;
  kind.weighting = weighting.weighting;
  kind.region = region.region;
  result.region_points = region.points;
  kind.other_region = region.other_name;
  kind.plane = facts.plane ? *facts.plane : plane_from_words(facts.name);
  kind.three_d = facts.three_d;
  kind.isotropic = isotropic(facts);
  kind.fat_suppressed = fat_suppressed(facts);
  kind.heavily_t2 = heavily_t2(facts);
  result.because = weighting.because;
  for (const std::string* doubt : {&weighting.doubt, &region.doubt}) {
    if (!doubt->empty()) result.doubts.push_back(*doubt);
  }
  if (!region.because.empty()) result.because.push_back(region.because);
  for (const ContrastRule& rule : contrast_rules()) {
    if (!rule.holds(facts)) continue;
    result.contrast_points += rule.points;
    result.because.emplace_back(rule.why);
  }
  kind.contrast = contrast_from_points(result.contrast_points);
  kind.contrast_said = result.contrast_points != 0;
  if (kind.region == Region::other || kind.region == Region::unknown) {
    kind.side = side_of(facts, kind.other_region);
  }
  return result;
}

}  // namespace lv
