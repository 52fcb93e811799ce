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

float place_of(const std::vector<float>& places, double position) {
  const double last = static_cast<double>(places.size() - 1);
  const double at = std::clamp(position, 0.0, last);
  const auto first = static_cast<std::size_t>(std::min(std::floor(at), std::max(0.0, last - 1)));
  const auto second = std::min(first + 1, places.size() - 1);
  return std::lerp(places[first], places[second],
                   static_cast<float>(at - static_cast<double>(first)));
}

double position_at(const std::vector<float>& places, float place) {
  for (std::size_t d = 1; d < places.size(); ++d) {
    if (place > places[d] && d + 1 < places.size()) continue;
    const float share = (place - places[d - 1]) / (places[d] - places[d - 1]);
    return static_cast<double>(d - 1) + std::clamp(share, 0.0F, 1.0F);
  }
  return 0;
}

/// Which labels are drawn first: the date that is seen, the newest, the oldest, then the others.
std::vector<std::size_t> order_of_labels(std::size_t count, std::size_t seen) {
  std::vector<std::size_t> order{seen};
  for (const std::size_t d : {count - 1, std::size_t{0}}) {
    if (std::ranges::find(order, d) == order.end()) order.push_back(d);
  }
  for (std::size_t d = 1; d + 1 < count; ++d) {
    if (d != seen) order.push_back(d);
  }
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

void draw_ticks(const ComparedRow& row, const std::vector<float>& places, std::size_t seen,
                float left, float width, float y) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({left, y}, {left + width, y}, line, px(4));
  for (std::size_t d = 0; d < places.size(); ++d) {
    list.AddCircleFilled({left + width * places[d], y}, px(6), row.shown(d) ? white : line);
  }
  std::vector<Span> taken;
  for (const std::size_t d : order_of_labels(places.size(), seen)) {
    const std::string& date = row.dates[d].facts.date;
    const float length = ImGui::CalcTextSize(date.c_str()).x;
    const float wanted = std::clamp(left + width * places[d] - length / 2, left - px(20),
                                    left + width - length + px(20));
    // The one that is seen and the newest are never without a label: it is moved aside.
    const bool always = d == seen || d + 1 == places.size();
    const auto place = free_place(taken, wanted, length, always ? width : 0.0F);
    if (!place) continue;
    const ImU32 color = row.shown(d) ? white : dim_text;
    list.AddText({*place, y + px(12)}, color, date.c_str());
    taken.push_back({*place, *place + length});
  }
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
  if (ImGui::IsItemActive()) {
    const double position = position_at(places, (ImGui::GetIO().MousePos.x - left) / length);
    session.act({"fade", {std::to_string(position)}});
  }
  if (ImGui::IsItemDeactivated()) session.act({"snap", {}});
  const double position = session.shown_view().position;
  draw_ticks(row, places, heavier_date(fade_pair(row, position)), left, length, y);
  const float x = left + length * place_of(places, position);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircleFilled({x, y}, px(10), accent);
  list.AddCircle({x, y}, px(10), shadow, 0, px(2));
}

}  // namespace lv::ui
