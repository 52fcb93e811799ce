// The one slider that fades through all dates; dates stand at their true distances in time.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/ui/ui.h"

namespace lv::ui {
namespace {

/// Places of the dates along 0..1, true to scale but never closer than a twentieth, so that each
/// can be hit.
std::vector<float> date_places(const ComparedRow& row) {
  const std::size_t count = row.dates.size();
  std::vector<float> places(count, 0.0F);
  if (count < 2) return places;
  double span = 1e-6;
  for (const ComparedDate& date : row.dates) span = std::max(span, date.facts.years.value_or(0));
  const float least = 0.5F / static_cast<float>(count);
  for (std::size_t d = 1; d < count; ++d) {
    const auto &here = row.dates[d].facts.years, &before = row.dates[d - 1].facts.years;
    const double step = here && before ? (*here - *before) / span : 2 * least;  // apart: no date
    places[d] = places[d - 1] + std::max(least, static_cast<float>(step));
  }
  for (float& place : places) place /= places.back();
  return places;
}

float place_of(const std::vector<float>& places, const FadePair& pair) {
  return std::lerp(places[pair.first], places[pair.second], static_cast<float>(pair.mixture));
}

/// The fade position of a place between the ends of a pair, or between any two neighbours.
double position_at(const std::vector<float>& places, float place,
                   const std::optional<DatePair>& pair) {
  std::size_t first = 0, second = std::min<std::size_t>(1, places.size() - 1);
  while (place > places[second] && second + 1 < places.size()) first = second++;
  if (pair) first = pair->first(), second = pair->second();
  if (first == second) return 0;
  const float share = (place - places[first]) / (places[second] - places[first]);
  return std::lerp(static_cast<double>(first), static_cast<double>(second),
                   std::clamp(static_cast<double>(share), 0.0, 1.0));
}

std::size_t date_near(const std::vector<float>& places, float place) {
  const auto away = [&](float other) { return std::abs(other - place); };
  return static_cast<std::size_t>(std::ranges::min_element(places, {}, away) - places.begin());
}

/// Which labels are drawn first: those, the newest, the oldest, then the others.
std::vector<std::size_t> order_of_labels(std::size_t count, std::vector<std::size_t> order) {
  const auto add = [&](std::size_t d) {
    if (std::ranges::find(order, d) == order.end()) order.push_back(d);
  };
  add(count - 1);
  for (std::size_t d = 0; d < count; ++d) add(d);
  return order;
}

struct Span {
  float left, right;
};

/// The nearest place to `wanted` where a label runs into none of the others; empty: there is none
/// near.
std::optional<float> free_place(const std::vector<Span>& taken, float wanted, float length,
                                float most_moved) {
  const float gap = px(8);
  std::vector<float> places{wanted};
  for (const Span& span : taken) {
    places.push_back(span.left - gap - length);
    places.push_back(span.right + gap);
  }
  std::optional<float> best;
  for (const float place : places) {
    const auto meets = [&](const Span& span) {
      return place < span.right + gap - 0.5F && place + length > span.left - gap + 0.5F;
    };
    const bool nearer = !best || std::abs(place - wanted) < std::abs(*best - wanted);
    const bool near = std::abs(place - wanted) <= most_moved;
    if (near && nearer && std::ranges::none_of(taken, meets)) best = place;
  }
  return best;
}

/// The pair that is compared: the way between them, and both ends.
void draw_pair(const std::vector<float>& places, const DatePair& pair, float left, float width,
               float y) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float from = left + width * places[pair.first()], to = left + width * places[pair.second()];
  list.AddLine({from, y}, {to, y}, accent, px(4));
  for (const float x : {from, to}) list.AddCircle({x, y}, px(9), accent, 0, px(2));
}

void draw_labels(const ComparedRow& row, const std::vector<float>& places,
                 const std::vector<std::size_t>& first_ones, float left, float width, float y) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  std::vector<Span> taken;
  for (const std::size_t d : order_of_labels(places.size(), first_ones)) {
    const std::string& date = row.dates[d].facts.date;
    const float length = ImGui::CalcTextSize(date.c_str()).x;
    const float wanted = std::clamp(left + width * places[d] - length / 2, left - px(20),
                                    left + width - length + px(20));
    // Those that are seen and the newest are never without a label: it is moved aside.
    const bool always =
        d + 1 == places.size() || std::ranges::find(first_ones, d) != first_ones.end();
    const auto place = free_place(taken, wanted, length, always ? width : 0.0F);
    if (!place) continue;
    const ImU32 color = row.shown(d) ? white : dim_text;
    list.AddText({*place, y + px(12)}, color, date.c_str());
    taken.push_back({*place, *place + length});
  }
}

/// A drag fades, Shift + click compares the date there with the one that is seen.
void act_on_slider(Session& session, const std::vector<float>& places, float place) {
  if (ImGui::IsItemActivated() && ImGui::GetIO().KeyShift) {
    session.act({"pair", {std::to_string(date_near(places, place) + 1)}});
  } else if (ImGui::IsItemActive() && !ImGui::GetIO().KeyShift) {
    session.act({"fade", {std::to_string(position_at(places, place, session.view().pair))}});
  }
  if (ImGui::IsItemDeactivated()) session.act({"snap", {}});
}

}  // namespace

void build_fade_slider(Session& session, float width) {
  const ComparedRow& row = *session.row();
  const std::string tip = tip_of({"play", {}});
  if (button(session.view().playing ? "Pause" : "Play", false, tip.c_str())) {
    session.act({"play", {}});
  }
  ImGui::SameLine(0, px(32));
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float left = start.x + px(10),
              length = width - (start.x - ImGui::GetWindowPos().x) - px(60);
  const float y = start.y + px(14);
  const std::vector<float> places = date_places(row);
  ImGui::SetCursorScreenPos({left - px(12), start.y});
  ImGui::InvisibleButton("fade", {std::max(px(40), length + px(24)), px(44)});
  remember("fade slider", {left, start.y}, {left + length, start.y + px(28)});
  act_on_slider(session, places, (ImGui::GetIO().MousePos.x - left) / length);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({left, y}, {left + length, y}, line, px(4));
  const ViewState view = session.shown_view();
  const FadePair shown = fade_pair(row, view);
  if (view.pair) draw_pair(places, *view.pair, left, length, y);
  for (std::size_t d = 0; d < places.size(); ++d) {
    list.AddCircleFilled({left + length * places[d], y}, px(6), row.shown(d) ? white : line);
  }
  std::vector<std::size_t> named{heavier_date(shown)};
  if (view.pair) named = {shown.first, shown.second};
  draw_labels(row, places, named, left, length, y);
  const float x = left + length * place_of(places, shown);
  list.AddCircleFilled({x, y}, px(10), accent);
  list.AddCircle({x, y}, px(10), shadow, 0, px(2));
}

}  // namespace lv::ui
