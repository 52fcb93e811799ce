#include "app/row/facts.h"

#include <fmt/format.h>

#include <cmath>

#include "engine/core/lower_case.h"

namespace lv {
namespace {

/// Millimetres with at most two decimals and no idle zeros: 0.5, 0.72, 5.
std::string mm_text(double mm) {
  return fmt::format("{:g}", std::round(mm * 100) / 100);
}

/// "SIEMENS", "Philips Medical Systems" and "TOSHIBA_MEC" as people say them: "Siemens", "Philips",
/// "Toshiba"; "GE" and "UIH" stay.
std::string short_maker(const std::string& manufacturer) {
  const std::string word = manufacturer.substr(0, manufacturer.find_first_of(" ,^_"));
  return word.size() <= 3 ? word : word.front() + lower_case(word.substr(1));
}

constexpr const char* agent_given = "after contrast agent";

std::string contrast_text(const Kind& kind) {
  if (!kind.contrast || !kind.contrast_said) return agent_not_known;
  return *kind.contrast ? agent_given : "no contrast agent";
}

/// Empty: no difference, or none that is known. Where one date had agent and of the other it is not
/// known, both are named.
std::string contrast_difference(const std::string& first, const std::string& second) {
  if (first == second) return "";
  if (first != agent_not_known && second != agent_not_known) return second;
  const bool given = first == agent_given || second == agent_given;
  return given ? first + " → " + second : "";
}

}  // namespace

DateFacts facts_of(const Matrix& matrix, const Series& series, const std::optional<Date>& first) {
  const Study& study = matrix.studies[static_cast<std::size_t>(series.study)];
  DateFacts facts;
  facts.date = date_text(study);
  facts.year = study.date ? fmt::format("{}", static_cast<int>(study.date->year())) : "no date";
  if (study.date && first) facts.years = years_between(*first, *study.date);
  facts.scanner = scanner_text(study);
  facts.field_strength_t = study.field_strength_t;
  facts.thickness_mm = series.geometry.thickness_mm();
  facts.slice_spacing_mm = series.geometry.spacing_mm().z;
  facts.spacing_typed = series.spacing_typed;
  facts.slices = slices_text(series);
  facts.contrast = contrast_text(series.kind);
  if (series.header && series.header->series_number) {
    facts.series = fmt::format("series {}", *series.header->series_number);
  }
  for (const Slice& slice : series.slices) facts.instance_numbers.push_back(slice.instance_number);
  facts.findings = series.findings;
  return facts;
}

std::string date_text(const Study& study) {
  if (!study.date) return study.session.empty() ? "no date" : study.session;
  return short_text(*study.date) + (study.date_typed ? " (typed)" : "");
}

std::string scanner_text(const Study& study) {
  std::string text = short_maker(study.manufacturer);
  if (study.field_strength_t > 0) {
    text += fmt::format("{}{:g} T", text.empty() ? "" : ", ",
                        std::round(study.field_strength_t * 10) / 10);
  }
  return text.empty() ? "scanner not known" : text;
}

std::string slices_text(const Series& series) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (series.slice_thickness_mm > 0) add(mm_text(series.slice_thickness_mm) + " mm slices");
  const bool gap = series.slice_spacing_mm &&
                   std::abs(*series.slice_spacing_mm - series.slice_thickness_mm) > 0.05;
  if (series.spacing_typed) {
    add(mm_text(series.geometry.spacing_mm().z) + " mm apart (typed)");
  } else if (gap) {
    add(mm_text(*series.slice_spacing_mm) + " mm apart");
  }
  if (series.pixel_spacing_mm.x > 0) add(mm_text(series.pixel_spacing_mm.x) + " mm pixels");
  return text;
}

std::string differences_text(const DateFacts& first, const DateFacts& second) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : " · ") + part; };
  if (first.field_strength_t != second.field_strength_t && first.field_strength_t > 0 &&
      second.field_strength_t > 0) {
    add(fmt::format("{:g} T → {:g} T", first.field_strength_t, second.field_strength_t));
  }
  if (std::abs(first.thickness_mm - second.thickness_mm) > 0.05) {
    add(fmt::format("{} → {} mm slices", mm_text(first.thickness_mm),
                    mm_text(second.thickness_mm)));
  }
  const auto gap_mm = [](const DateFacts& date) {
    return date.slice_spacing_mm - date.thickness_mm;
  };
  if (std::abs(gap_mm(first) - gap_mm(second)) > 0.25) {
    add(fmt::format("{} → {} mm apart", mm_text(first.slice_spacing_mm),
                    mm_text(second.slice_spacing_mm)));
  }
  if (first.scanner != second.scanner) add("other scanner");
  const std::string contrast = contrast_difference(first.contrast, second.contrast);
  if (!contrast.empty()) add(contrast);
  return text;
}

std::string person_text(const Matrix& matrix, int row) {
  const Person& person =
      matrix.people[static_cast<std::size_t>(matrix.rows[static_cast<std::size_t>(row)].person)];
  return person.birth_date ? person.name + ", born " + short_text(*person.birth_date) : person.name;
}

}  // namespace lv
