#include "app/demo/truth.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/demo/noise.h"
#include "engine/core/output.h"
#include "engine/registration/pose_io.h"

namespace lv::demo {
namespace {

using Json = nlohmann::ordered_json;

Json numbers(const dvec3& v) {
  return {v.x, v.y, v.z};
}

Json series_truth(const StudyPlan& study, const SeriesPlan& series) {
  const StackPlan& stack = series.stacks.front();
  const bool localizer = series.match_group.empty();
  const std::size_t pictures = series.stacks.size() * static_cast<std::size_t>(stack.slices);
  Json truth;
  truth["number"] = series.number;
  truth["description"] = series.description;
  truth["kind"] = localizer ? "localizer" : "image";
  truth["weighting"] = series.weighting;
  truth["plane"] = localizer ? "mixed: sag+cor+ax" : stack.plane == Plane::sagittal ? "sag" : "ax";
  truth["contrast"] = series.sequence.contrast_agent;
  truth["body"] = study.body_part;
  truth["cols"] = stack.columns;
  truth["rows"] = stack.rows;
  truth["slices"] = pictures;
  truth["pixel_spacing"] = {stack.pixel_mm, stack.pixel_mm};
  truth["slice_spacing"] = stack.slice_step_mm;
  truth["slice_thickness"] = stack.thickness_mm;
  truth["files"] = pictures;
  truth["match_group"] = localizer ? Json() : Json(series.match_group);
  truth["series_uid"] = series_uid(study, series);
  return truth;
}

Json study_truth(const StudyPlan& study) {
  Json truth;
  truth["study"] = std::string(1, study.letter);
  truth["date"] = study.date;
  truth["manufacturer"] = study.manufacturer;
  truth["study_description"] = study.description;
  for (const SeriesPlan& series : study.series) {
    truth["series"].push_back(series_truth(study, series));
  }
  return truth;
}

/// Each later study to the first one of its region.
std::vector<std::pair<const StudyPlan*, const StudyPlan*>> pairs() {
  std::vector<std::pair<const StudyPlan*, const StudyPlan*>> result;
  for (const StudyPlan& from : studies()) {
    for (const StudyPlan& to : studies()) {
      if (to.region != from.region) continue;
      if (&to != &from) result.emplace_back(&from, &to);
      break;
    }
  }
  return result;
}

std::string map_name(const StudyPlan& from, const StudyPlan& to) {
  return fmt::format("{}_to_{}.txt", from.letter, to.letter);
}

Json landmark_truth() {
  Json truth;
  for (const StudyPlan& study : studies()) {
    Json& places = truth[std::string(1, study.letter)];
    for (const Landmark& mark : landmarks(study.region)) {
      places.push_back(numbers(study.scan_from_anatomy()(mark.place)));
    }
  }
  return truth;
}

}  // namespace

std::string uid(std::string_view what) {
  // A 128-bit number in decimal, by long division of its 32-bit digits.
  const std::uint64_t high = hash(what, 1), low = hash(what, 2);
  std::array<std::uint64_t, 4> digits = {high >> 32, high & 0xffffffff, low >> 32,
                                         low & 0xffffffff};
  std::string decimal;
  while (digits != std::array<std::uint64_t, 4>{}) {
    std::uint64_t rest = 0;
    for (std::uint64_t& digit : digits) {
      const std::uint64_t value = rest << 32 | digit;
      digit = value / 10;
      rest = value % 10;
    }
    decimal.insert(decimal.begin(), static_cast<char>('0' + rest));
  }
  return "2.25." + decimal;
}

std::string study_uid(const StudyPlan& study) {
  return uid(fmt::format("longview demo study {}", study.letter));
}

std::string series_uid(const StudyPlan& study, const SeriesPlan& series) {
  return uid(fmt::format("longview demo study {} series {}", study.letter, series.number));
}

Result<void> write_truth(const std::filesystem::path& folder) {
  Json truth;
  truth["patient_identity_note"] =
      "an invented person, drawn by longview from formulas; studies of one date and place stand "
      "apart by body region";
  for (const StudyPlan& study : studies()) truth["studies"].push_back(study_truth(study));
  truth["landmarks_LPS_mm"] = landmark_truth();
  for (const Region region : {Region::head, Region::lumbar}) {
    Json& names = truth["landmark_names"][region == Region::head ? "head" : "lumbar"];
    for (const Landmark& mark : landmarks(region)) names.push_back(mark.name);
  }
  for (const auto& [from, to] : pairs()) {
    truth["transforms"][map_name(*from, *to)] = fmt::format(
        "maps an LPS point (mm) of study {} onto the same anatomical point in study {}; exact by "
        "construction",
        from->letter, to->letter);
    LV_TRY(write_text_file(folder / map_name(*from, *to),
                           itk_text(to->pose() * inverse(from->pose()))));
  }
  return write_text_file(folder / "truth.json", truth.dump(1) + "\n");
}

}  // namespace lv::demo
