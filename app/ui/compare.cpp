// The screen where dates of one row are compared: tools above, the picture, dates beside it, time
// below.
#include <fmt/format.h>
#include <imgui.h>

#include <array>
#include <cfloat>
#include <cmath>
#include <utility>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/row/equal_contrast.h"
#include "app/row/facts.h"
#include "app/ui/ui.h"

namespace lv::ui {
namespace {

struct Tool {
  const char* label;
  Command command;
  bool active;
  std::string_view tip = {};  ///< empty: what the action says of itself
  bool apart = false;         ///< begins a group
};

std::vector<Tool> tools_of(const Session& session) {
  const ViewState& view = session.view();
  const auto plane = [&](const char* label, ShownPlane shown, std::string_view tip) {
    const bool active = view.layout != Layout::three && view.plane == shown;
    return Tool{label, {"plane", {std::string(word_of(shown))}}, active, tip, shown == own_plane};
  };
  const bool three = view.layout == Layout::three;
  std::vector<Tool> tools{
      plane("Own plane", own_plane, "the plane the row was taken in"),
      plane("Axial", StandardPlane::axial, "seen from the feet"),
      plane("Sagittal", StandardPlane::sagittal, "seen from the left"),
      plane("Coronal", StandardPlane::coronal, "seen from the front"),
      {"Three", {"layout", {"three"}}, three, "all three planes"},
  };
  for (const LookRow& look : looks) {
    tools.push_back({look.label,
                     {"look", {std::string(look.word)}},
                     view.look == look.look,
                     look.tip,
                     look.look == Look::fade});
  }
  tools.push_back({"Contrast", {"equalise", {}}, view.equalised, {}, true});
  tools.push_back({"Sharpness", {"match", {}}, view.matched});
  tools.push_back({"By hand", {"hand", {}}, session.open()->hand, {}, true});
  tools.push_back({"Focus", {"focus", {}}, session.row()->focus.has_value()});
  tools.push_back({"Ruler", {"measure", {}}, view.measuring});
  tools.push_back({"Film", {"film", {}}, false, {}, true});
  tools.push_back({"?", {"keys", {}}, false, "keys and mouse"});
  return tools;
}

/// Goes on in the same line where the next button fits there.
void flow(const char* next_label, float gap) {
  const ImGuiStyle& style = ImGui::GetStyle();
  const float width = ImGui::CalcTextSize(next_label).x + 2 * style.FramePadding.x;
  const float right = ImGui::GetItemRectMax().x + gap + width;
  if (right < ImGui::GetWindowWidth() - style.WindowPadding.x) ImGui::SameLine(0, gap);
}

void build_tools(Session& session, bool named) {
  if (button("< Scans")) session.act({"scans", {}});
  if (session.row() == nullptr) return;
  if (named) {
    ImGui::SameLine(0, px(12));
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(session.row()->name.c_str());
  }
  for (const Tool& tool : tools_of(session)) {
    flow(tool.label, tool.apart ? px(16) : px(4));
    const std::string tip = tip_of(tool.command, tool.tip);
    if (button(tool.label, tool.active, tip.c_str())) session.act(tool.command);
  }
}

/// What else changed between the two dates that are mixed.
void build_strip(const Session& session) {
  const ComparedRow& row = *session.row();
  const FadePair pair = fade_pair(row, session.shown_view());
  const std::string text =
      differences_text(row.dates[pair.first].facts, row.dates[pair.second].facts);
  if (text.empty()) return;
  ImGui::PushStyleColor(ImGuiCol_Text, dim_text);
  ImGui::TextWrapped("%s", ("what else changed between " + row.dates[pair.first].facts.date +
                            " and " + row.dates[pair.second].facts.date + ": " + text)
                               .c_str());
  ImGui::PopStyleColor();
}

/// How the date's greys are equalised; under the mouse the curve itself.
void build_contrast(const Session& session, std::size_t date) {
  const ComparedRow& row = *session.row();
  quiet_text(
      contrast_detail(row, date, session.view().equalised, row.dates[row.reference].facts.date));
  const auto& contrast = row.dates[date].contrast;
  if (!contrast || !ImGui::IsItemHovered()) return;
  constexpr int count = 64;
  std::array<float, count> greys{};
  const double from = contrast->curve.knots.front().x, to = contrast->curve.knots.back().x;
  for (int i = 0; i < count; ++i) {
    greys[static_cast<std::size_t>(i)] =
        static_cast<float>(contrast->curve(from + (to - from) * i / (count - 1)));
  }
  ImGui::BeginTooltip();
  ImGui::TextUnformatted("right: this date's greys; up: the reference's");
  ImGui::PlotLines("##curve", greys.data(), count, 0, nullptr, FLT_MAX, FLT_MAX,
                   {px(220), px(160)});
  ImGui::EndTooltip();
}

/// What was asked for: another distance of a date's slices than its header states, or that one
/// again.
std::optional<Command> slice_spacing_asked(const ComparedDate& date, std::size_t d) {
  const std::string number = std::to_string(d + 1);
  const double suggested_mm = suggested_slice_spacing_mm(date);
  const std::string mm = fmt::format("{:g}", suggested_mm);
  constexpr const char* tip =
      "if you know that the header is wrong: the date is lined up again with this distance";
  if (suggested_mm > 0 && button(("Take slices " + mm + " mm apart").c_str(), false, tip)) {
    return Command{"slice-spacing", {number, mm}};
  }
  if (date.facts.spacing_typed && button("Take the header's distance")) {
    return Command{"slice-spacing", {number, "header"}};
  }
  return {};
}

/// A click goes to the date, Shift + click compares it with the one clicked before.
void build_date(Session& session, std::size_t d, bool seen) {
  const std::string number = std::to_string(d + 1), &date = session.row()->dates[d].facts.date;
  const auto& pair = session.view().pair;
  const bool of_pair = pair && (d == pair->from || d == pair->to);
  const std::string label = number + "  " + date + (of_pair ? "  ⇄" : "");
  if (ImGui::Selectable(label.c_str(), seen)) {
    session.act({ImGui::GetIO().KeyShift ? "pair" : "date", {number}});
  }
  remember(date);
  if (!ImGui::BeginPopupContextItem("of a date")) return;
  close_on_escape();
  if (ImGui::MenuItem("Compare with the shown date", "Shift + click")) {
    session.act({"pair", {number}});
  }
  remember("Compare with the shown date");
  if (ImGui::MenuItem("Line the others up on this date")) session.act({"reference", {number}});
  remember("Line the others up on this date");
  ImGui::EndPopup();
}

}  // namespace

void build_compare(Session& session, UiState& state, ExtentPx size) {
  const bool panel_fits = static_cast<float>(size.width) >= px(900);
  build_tools(session, !panel_fits);
  if (session.row() == nullptr) return;
  const float below = px(136);
  const float side = panel_fits ? px(270) : 0;
  const ImVec2 top_left = ImGui::GetCursorScreenPos();
  const float width = static_cast<float>(size.width) - side - 2 * top_left.x;
  const float height = static_cast<float>(size.height) - top_left.y - below;
  if (width >= px(60) && height >= px(60)) {  // else the window is too small for a picture
    state.picture_px = {static_cast<int>(top_left.x), static_cast<int>(top_left.y),
                        static_cast<int>(width), static_cast<int>(height)};
    state.panes = plan_panes(*session.row(), session.shown_view(), state.picture_px);
    build_picture(session, state);
  }
  if (panel_fits) {
    ImGui::SetCursorScreenPos({top_left.x + width + px(8), top_left.y});
    build_dates_panel(session, state);
    if (session.row() == nullptr) return;  // it is to be read anew
  }
  ImGui::SetCursorScreenPos({top_left.x, top_left.y + height + px(6)});
  build_fade_slider(session, static_cast<float>(size.width) - 2 * top_left.x);
  build_numbers(session);
  build_strip(session);
  if (session.row() == nullptr) return;
  ImGui::SetCursorScreenPos(
      {top_left.x + width - state.progress_width_px - px(10), top_left.y + px(6)});
  ImGui::BeginGroup();
  build_progress(session);
  ImGui::EndGroup();
  state.progress_width_px = ImGui::GetItemRectSize().x;
}

void build_dates_panel(Session& session, UiState& state) {
  const ComparedRow& row = *session.row();
  ImGui::BeginGroup();
  ImGui::TextWrapped("%s", row.name.c_str());
  ImGui::Dummy({0, px(2)});
  ImGui::BeginChild("dates", {0, ImGui::GetContentRegionAvail().y - px(136)}, false,
                    ImGuiWindowFlags_NavFlattened);
  const FadePair pair = fade_pair(row, session.shown_view());
  const std::size_t heavier = heavier_date(pair);
  std::optional<Command> asked;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const ComparedDate& date = row.dates[d];
    ImGui::PushID(static_cast<int>(d));
    build_date(session, d, d == heavier);
    const bool elsewhere = std::cmp_not_equal(state.panel_date, d);
    if (d == heavier && elsewhere) {
      // The panel follows the date that is seen, in whole pixels: Dear ImGui's versions round
      // others up or down.
      ImGui::SetScrollY(std::floor(ImGui::GetCursorPosY() - 0.3F * ImGui::GetWindowHeight()));
      state.panel_date = static_cast<int>(d);
    }
    ImGui::Indent(px(16));
    const bool rigid = session.view().rigid;
    const bool look = needs_attention(row, d, rigid);
    const bool good = date.state == AlignmentState::settled && !look;
    const char* const icon = look ? "! " : good && d != row.reference ? "✓ " : "";
    ImGui::PushStyleColor(ImGuiCol_Text, look ? attention : white);
    ImGui::TextWrapped("%s%s", icon, chip_text(row, d, rigid).c_str());
    ImGui::PopStyleColor();
    tooltip_after_a_moment(chip_help(row, d));
    quiet_text(how_text(row, d));
    if (look) {
      for (const std::string& reason : date.alignment.verdict.because) quiet_text(reason);
    }
    quiet_text(date.facts.scanner);
    std::string slices = date.facts.slices;
    if (const auto comma = slices.rfind(", "); comma != std::string::npos) slices[comma + 1] = '\n';
    quiet_text(slices);
    for (const std::string& finding : date.facts.findings) quiet_text(finding);
    if (auto command = slice_spacing_asked(date, d)) asked = std::move(command);
    build_contrast(session, d);
    ImGui::Unindent(px(16));
    ImGui::Dummy({0, px(4)});
    ImGui::PopID();
  }
  if (!session.metric_fallback().empty()) {
    quiet_text("lined up on the processor");
    remember("lined up on the processor");
    tooltip_after_a_moment(session.metric_fallback());
  }
  ImGui::EndChild();
  ImGui::EndGroup();
  if (asked) session.act(*asked);
}

}  // namespace lv::ui
