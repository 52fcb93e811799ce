#include "app/cli/alignment_report.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

namespace lv {

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
  for (std::size_t i = 0; i < verdict.because.size(); ++i) {
    text << (i > 0 ? "; " : "") << verdict.because[i];
  }
  text << ")";
  return text.str();
}

}  // namespace lv
