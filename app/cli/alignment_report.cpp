#include "app/cli/alignment_report.h"

#include <cmath>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

namespace lv {
namespace {

std::string joined(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
  return text;
}

}  // namespace

namespace {

nlohmann::ordered_json number_or_null(double mm) {
  return std::isfinite(mm) ? nlohmann::ordered_json(mm) : nlohmann::ordered_json(nullptr);
}

}  // namespace

nlohmann::ordered_json alignment_json(const DateAlignment& alignment,
                                      const std::string& transform) {
  const Verdict& verdict = alignment.verdict;
  nlohmann::ordered_json json;
  json["transform"] = nullptr;
  if (!transform.empty()) json["transform"] = transform;
  json["method"] = name(alignment.method);
  json["verdict"] = name(verdict.kind);
  json["uncertainty_mm"] = number_or_null(verdict.uncertainty_mm);
  json["remaining_mm"] = number_or_null(verdict.remaining_mm);
  json["overlap"] = verdict.overlap;
  json["left_right"] = name(verdict.left_right);
  json["because"] = verdict.because;
  json["parts"] = nlohmann::ordered_json::array();
  for (const PartShift& part : verdict.parts) {
    json["parts"].push_back(
        {{"place", {part.place.x, part.place.y, part.place.z}}, {"mm", part.mm}});
  }
  return json;
}

nlohmann::ordered_json levels_json(const std::vector<SpineLevel>& levels) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const SpineLevel& level : levels) {
    nlohmann::ordered_json json{{"point", {level.point.x, level.point.y, level.point.z}},
                                {"name", nullptr}};
    const dmat4 matrix = scan_from_world(level.pose).matrix;
    for (int row = 0; row < 4; ++row) {
      json["transform"].push_back({matrix[0][row], matrix[1][row], matrix[2][row], matrix[3][row]});
    }
    const Verdict& verdict = level.verdict;
    json["verdict"] = name(verdict.kind);
    json["uncertainty_mm"] = nullptr;
    json["uncertainty_through_mm"] = nullptr;
    if (std::isfinite(verdict.uncertainty_mm)) {
      json["uncertainty_mm"] = verdict.uncertainty_mm;
      json["uncertainty_through_mm"] = level.uncertainty_through_mm;
    }
    json["overlap"] = verdict.overlap;
    json["because"] = verdict.because;
    all.push_back(std::move(json));
  }
  return all;
}

std::string levels_text(const std::vector<SpineLevel>& levels) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1);
  for (const SpineLevel& level : levels) {
    const Verdict& verdict = level.verdict;
    const dvec3 p = level.point, moved = level.pose(p) - p;
    text << "at " << p.x << ", " << p.y << ", " << p.z << " mm: " << name(verdict.kind);
    if (verdict.kind == VerdictKind::failed) {
      text << " (" << joined(verdict.because) << ")\n";
      continue;
    }
    text << ", moved by " << moved.x << ", " << moved.y << ", " << moved.z << " mm, turned by "
         << degrees_from_radians(angle(level.pose)) << "°, in plane ± " << verdict.uncertainty_mm
         << " mm, across the slices ± " << level.uncertainty_through_mm << " mm ("
         << joined(verdict.because) << ")\n";
  }
  return text.str();
}

std::string alignment_sentence(const DateAlignment& alignment) {
  const Verdict& verdict = alignment.verdict;
  std::ostringstream text;
  text.precision(2);
  text << name(verdict.kind) << ": ";
  if (!alignment.pose || verdict.kind == VerdictKind::failed) {
    text << "not lined up";
  } else if (std::isfinite(verdict.uncertainty_mm)) {
    text << "lined up within about " << verdict.uncertainty_mm << " mm";
  } else {
    text << "lined up, how well is not known";
  }
  text << ", " << std::lround(100.0 * verdict.overlap) << " % overlap (";
  text << joined(verdict.because) << ")";
  return text.str();
}

}  // namespace lv
