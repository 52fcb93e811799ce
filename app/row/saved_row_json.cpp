#include "app/row/saved_row_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lv {
namespace {

using Json = nlohmann::ordered_json;

// Each in the order of its enum.
constexpr std::array<const char*, 4> methods{"scanner", "automatic", "group", "hand"};
constexpr std::array<const char*, 3> verdicts{"good", "doubtful", "failed"};
constexpr std::array<const char*, 4> suspicions{"none", "flipped", "another person", "size"};
constexpr std::array<const char*, 3> sides{"cannot be told", "agrees", "flipped"};
constexpr std::array<const char*, 3> focus_states{"looking", "found", "refused"};

template <class Enum, std::size_t size>
Json word(Enum value, const std::array<const char*, size>& words) {
  return words.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t size>
void take_word(Enum& value, const Json& json, const std::array<const char*, size>& words) {
  const auto found = std::ranges::find(words, json.get<std::string>());
  if (found == words.end()) throw std::invalid_argument("word");
  value = static_cast<Enum>(found - words.begin());
}

/// JSON has no infinity: it is written as null.
double number(const Json& json) {
  return json.is_null() ? std::numeric_limits<double>::infinity() : json.get<double>();
}

Json point_json(const dvec3& point) {
  return {point.x, point.y, point.z};
}

dvec3 point_from(const Json& json) {
  return {json.at(0).get<double>(), json.at(1).get<double>(), json.at(2).get<double>()};
}

Json pose_json(const RigidPose& pose) {
  const dquat& r = pose.rotation;
  return {{"rotation_wxyz", {r.w, r.x, r.y, r.z}},
          {"translation_mm", point_json(pose.translation)}};
}

RigidPose pose_from(const Json& json) {
  const Json& r = json.at("rotation_wxyz");
  const dquat rotation(r.at(0).get<double>(), r.at(1).get<double>(), r.at(2).get<double>(),
                       r.at(3).get<double>());
  const double length = glm::length(rotation);
  if (!(std::abs(length - 1) < 1e-3)) throw std::invalid_argument("pose");
  // A unit already, but for what a person has written in: the very pose comes back.
  const bool unit = std::abs(length - 1) < 1e-12;
  return {unit ? rotation : glm::normalize(rotation), point_from(json.at("translation_mm"))};
}

Json verdict_json(const Verdict& verdict) {
  Json parts = Json::array();
  for (const PartShift& part : verdict.parts) {
    parts.push_back({{"place", point_json(part.place)}, {"mm", part.mm}});
  }
  return {{"kind", word(verdict.kind, verdicts)},
          {"uncertainty_mm", verdict.uncertainty_mm},
          {"overlap", verdict.overlap},
          {"because", verdict.because},
          {"remaining_mm", verdict.remaining_mm},
          {"parts", std::move(parts)},
          {"suspicion", word(verdict.suspicion, suspicions)},
          {"slice_spacing_factor", verdict.slice_spacing_factor},
          {"left_right", word(verdict.left_right, sides)}};
}

Verdict verdict_from(const Json& json) {
  Verdict verdict;
  take_word(verdict.kind, json.at("kind"), verdicts);
  verdict.uncertainty_mm = number(json.at("uncertainty_mm"));
  verdict.overlap = number(json.at("overlap"));
  verdict.because = json.at("because").get<std::vector<std::string>>();
  verdict.remaining_mm = number(json.at("remaining_mm"));
  for (const Json& part : json.at("parts")) {
    verdict.parts.push_back({point_from(part.at("place")), number(part.at("mm"))});
  }
  take_word(verdict.suspicion, json.at("suspicion"), suspicions);
  verdict.slice_spacing_factor = json.value("slice_spacing_factor", 1.0);
  take_word(verdict.left_right, json.at("left_right"), sides);
  return verdict;
}

Json date_json(const SavedRow::Date& date) {
  const DateAlignment& alignment = date.place.alignment;
  Json json{{"series", key_json(date.series)},
            {"pose", pose_json(date.place.pose)},
            {"method", word(alignment.method, methods)},
            {"aligned", alignment.pose.has_value()},
            {"verdict", verdict_json(alignment.verdict)}};
  if (date.marked_vertebra) json["marked_vertebra"] = point_json(*date.marked_vertebra);
  if (date.focus) {
    json["focus"] = {{"state", word(date.focus->state, focus_states)},
                     {"pose", pose_json(date.focus->pose)},
                     {"check", date.focus->needs_attention}};
  }
  return json;
}

SavedRow::Date date_from(const Json& json) {
  SavedRow::Date date{key_from(json.at("series")), {}, {}, {}};
  date.place.pose = pose_from(json.at("pose"));
  date.place.state = AlignmentState::settled;
  DateAlignment& alignment = date.place.alignment;
  if (json.at("aligned").get<bool>()) alignment.pose = date.place.pose;
  take_word(alignment.method, json.at("method"), methods);
  alignment.verdict = verdict_from(json.at("verdict"));
  if (json.contains("marked_vertebra"))
    date.marked_vertebra = point_from(json.at("marked_vertebra"));
  if (!json.contains("focus")) return date;
  const Json& focus = json.at("focus");
  date.focus.emplace();
  take_word(date.focus->state, focus.at("state"), focus_states);
  date.focus->pose = pose_from(focus.at("pose"));
  date.focus->needs_attention = focus.at("check").get<bool>();
  return date;
}

}  // namespace

Json key_json(const SeriesKey& key) {
  return {{"series_uid", key.series_uid}, {"part", key.part}};
}

SeriesKey key_from(const Json& json) {
  const Json& part = json.at("part");
  if (!part.is_number_integer()) throw std::invalid_argument("part");
  return {json.at("series_uid").get<std::string>(), part.get<int>()};
}

Json row_json(const SavedRow& row) {
  Json json{{"reference", key_json(row.reference)}, {"dates", Json::array()}, {"view", row.view}};
  for (const SavedRow::Date& date : row.dates) json["dates"].push_back(date_json(date));
  if (row.focus) {
    json["focus"] = {{"point", point_json(row.focus->point)},
                     {"radius_mm", row.focus->radius_mm},
                     {"half_length_mm", row.focus->half_length_mm}};
  }
  return json;
}

SavedRow row_from(const Json& json) {
  SavedRow row;
  row.reference = key_from(json.at("reference"));
  for (const Json& date : json.at("dates")) row.dates.push_back(date_from(date));
  row.view = json.at("view").get<std::map<std::string, std::string>>();
  if (json.contains("focus")) {
    const Json& focus = json.at("focus");
    row.focus = RowFocus{point_from(focus.at("point")),
                         number(focus.at("radius_mm")),
                         number(focus.at("half_length_mm")),
                         {}};
  }
  return row;
}

}  // namespace lv
