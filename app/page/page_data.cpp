#include "app/page/page_data.h"

#include <nlohmann/json.hpp>

#include "app/page/page_planes.h"
#include "app/row/stacks.h"
#include "engine/core/shown_text.h"
#include "shaders/shared/pane.h"

namespace lv {
namespace {

using Json = nlohmann::ordered_json;

Json text_json(const std::string& text) {
  return shown_text(text);
}

Json texts_json(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push_back(text_json(text));
  return json;
}

Json annotation_json(const PaneAnnotation& said) {
  return {
      {"date", text_json(said.date)},
      {"chip", text_json(said.problem.empty() ? said.chip : said.problem)},
      {"attention", said.needs_attention},
      {"letters", {said.letters.left, said.letters.right, said.letters.top, said.letters.bottom}},
      {"lines", texts_json(said.lines)},
      {"legend", {text_json(said.legend[0]), text_json(said.legend[1])}}};
}

/// What is written at one slice: at each date, and of each two neighbours in the looks that show
/// both.
Json slice_json(const ComparedRow& row, ViewState view, const DrawnPane& pane, DateStyle style) {
  const auto said = [&](Look look, double position) {
    view.look = look;
    view.position = position;
    return annotation_json(annotate(row, view, pane.plan(view), style));
  };
  Json json{{"dates", Json::array()}, {"swipe", Json::array()}, {"difference", Json::array()}};
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const auto at = static_cast<double>(d);
    json["dates"].push_back(said(Look::fade, at));
    if (d + 1 == row.dates.size()) break;
    json["swipe"].push_back(said(Look::swipe, at + 0.5));
    json["difference"].push_back(said(Look::difference, at + 0.5));
  }
  return json;
}

/// The dates' names; "mixture of 2011 and 2017, 6 years apart, 50 %".
void add_dates(Json& json, const ComparedRow& row, DateStyle style) {
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    json["dates"].push_back(text_json(name_of_date(row.dates[d].facts, style)));
    if (d + 1 == row.dates.size()) break;
    json["mixtures"].push_back(text_json(date_text(row, {d, d + 1, 0.5}, style)));
  }
}

/// Greys and stripes of what was not scanned, 0 to 255 and pixels (shaders/pane.frag).
Json hatching_json() {
  return {{"ground", 255 * shared::hatch_ground},
          {"stripe", 255 * shared::hatch_stripe},
          {"period", 16}};
}

/// What brighter_then, brighter_now and the amounts of page_planes.h are as colours, 0 to 255.
Json colours_json() {
  const auto colour = [](const vec3& c) { return Json{255 * c.r, 255 * c.g, 255 * c.b}; };
  return {{"then", colour(shared::brighter_then)},
          {"now", colour(shared::brighter_now)},
          {"noChange", no_change},
          {"least", least_share}};
}

}  // namespace

std::string page_json(const ComparedRow& row, const ViewState& view, const PageSlices& slices,
                      const DrawnPane& pane, const FilmRequest& request,
                      const std::vector<std::string>& lines) {
  const double mm_per_px = plane_view(row, view, view.plane, pane.size_px()).mm_per_px;
  const ScaleBar bar = scale_bar(mm_per_px, pane.size_px().height);
  Json json{{"name", text_json(row.name)},
            {"person", text_json(request.person.value_or(""))},
            {"demo", request.demo},
            {"width", pane.size_px().width},
            {"height", pane.size_px().height},
            {"bar", {{"px", bar.mm / mm_per_px}, {"text", bar.text}}},
            {"hatching", hatching_json()},
            {"colours", colours_json()},
            {"reference", row.reference},
            {"home", slices.home},
            {"every", slices.every},
            {"lines", texts_json(lines)},
            {"dates", Json::array()},
            {"mixtures", Json::array()},
            {"changes", texts_json(change_lines(row, request.dates()))},
            {"slices", Json::array()}};
  add_dates(json, row, request.dates());
  ViewState at = view;
  ComparedRow shown = row;
  for (const dvec3& point : slices.points) {
    at.point = point;
    show_stacks_at(shown, point);
    json["slices"].push_back(slice_json(shown, at, pane, request.dates()));
  }
  return json.dump();
}

}  // namespace lv
