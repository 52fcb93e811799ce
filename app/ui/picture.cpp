// The panes under the mouse: drags, wheel, crosshair, double click and the menu.
#include <imgui.h>

#include <cmath>
#include <utility>

#include "app/draw/overlay.h"
#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/session/action.h"
#include "app/session/hand.h"
#include "app/ui/ui.h"

namespace lv::ui {
namespace {

std::string text_of(double number) {
  return std::to_string(number);
}

const PanePlan* pane_at(const UiState& state, const ImVec2& mouse) {
  for (const PanePlan& pane : state.panes) {
    const RectPx& r = pane.rect_px;
    const auto inside = [](float at, int from, int length) {
      return at >= static_cast<float>(from) && at < static_cast<float>(from + length);
    };
    if (inside(mouse.x, r.x, r.width) && inside(mouse.y, r.y, r.height)) return &pane;
  }
  return nullptr;
}

double mm_per_px(const Session& session, const PanePlan& pane) {
  return plane_view(*session.row(), session.view(), pane.plane, pane.rect_px.extent()).mm_per_px;
}

void pan(Session& session, const PanePlan& pane, const ImVec2& moved) {
  const double mm = mm_per_px(session, pane);
  session.act({"pan", {text_of(moved.x * mm), text_of(moved.y * mm)}});
}

/// Zooms so that what is at a place of the pane stays there.
void zoom_about(Session& session, const PanePlan& pane, double x_px, double y_px, double factor) {
  const double before = mm_per_px(session, pane);
  session.act({"zoom", {text_of(factor)}});
  const double less = before - mm_per_px(session, pane);
  const RectPx& r = pane.rect_px;
  session.act({"pan",
               {text_of(-(x_px - r.x - r.width / 2.0) * less),
                text_of(-(y_px - r.y - r.height / 2.0) * less)}});
}

/// The World point at a place of the screen.
dvec3 point_at(const Session& session, const PanePlan& pane, double x_px, double y_px) {
  const PlaneView plane =
      plane_view(*session.row(), session.view(), pane.plane, pane.rect_px.extent());
  return world_from_pane(plane,
                         pane.rect_px.extent())({x_px - pane.rect_px.x, y_px - pane.rect_px.y, 0});
}

dvec3 point_at_mouse(const Session& session, const PanePlan& pane) {
  const ImVec2& mouse = ImGui::GetIO().MousePos;
  return point_at(session, pane, mouse.x, mouse.y);
}

/// From where the button went down to the mouse, on the date that the pane shows.
void measure(Session& session, const UiState& state, const PanePlan& pane) {
  const dvec3 from = point_at(session, pane, state.pressed_x_px, state.pressed_y_px);
  const dvec3 to = point_at_mouse(session, pane);
  const std::size_t date = heavier_date(fade_pair(*session.row(), pane));
  session.act({"ruler",
               {std::to_string(date + 1), text_of(from.x), text_of(from.y), text_of(from.z),
                text_of(to.x), text_of(to.y), text_of(to.z)}});
}

/// The shown date is in the hand: left moves it, right turns it.
void drag_date(Session& session, const PanePlan& pane, const ImVec2& moved) {
  if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    const double mm = mm_per_px(session, pane);
    session.act({"nudge",
                 {text_of(moved.x * mm), text_of(moved.y * mm), std::string(word_of(pane.plane))}});
  } else if (ImGui::IsMouseDown(ImGuiMouseButton_Right)) {
    session.act({"turn", {text_of(moved.x / px(8)), std::string(word_of(pane.plane))}});
  }
}

void drag(Session& session, const UiState& state, const PanePlan& pane) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 moved = io.MouseDelta;
  if (moved.x == 0 && moved.y == 0) return;
  if (session.open()->hand && !ImGui::IsMouseDown(ImGuiMouseButton_Middle)) {
    return drag_date(session, pane, moved);
  }
  if (session.view().measuring && ImGui::IsMouseDown(ImGuiMouseButton_Left) && !io.KeyShift) {
    measure(session, state, pane);
  } else if (row_of(session.view().look).seam && ImGui::IsMouseDown(ImGuiMouseButton_Left) &&
             !io.KeyShift) {
    const float share = (io.MousePos.x - static_cast<float>(pane.rect_px.x)) /
                        static_cast<float>(pane.rect_px.width);
    session.act({"seam", {text_of(share)}});
  } else if (ImGui::IsMouseDown(ImGuiMouseButton_Middle) ||
             (ImGui::IsMouseDown(ImGuiMouseButton_Left) && io.KeyShift)) {
    pan(session, pane, moved);
  } else if (ImGui::IsMouseDown(ImGuiMouseButton_Right)) {
    zoom_about(session, pane, state.pressed_x_px, state.pressed_y_px, std::exp(-moved.y / px(200)));
  } else if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    // Down is brighter (a lower level), right is softer (a wider window).
    session.act({"window", {text_of(-moved.y / px(400)), text_of(moved.x / px(300))}});
  }
}

void wheel(Session& session, const PanePlan& pane) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseWheel == 0) return;
  if (session.open()->hand) {
    session.act({"turn", {text_of(0.1 * io.MouseWheel), std::string(word_of(pane.plane))}});
    return;
  }
  const auto& focus = session.row()->focus;
  if (io.KeyCtrl) {
    zoom_about(session, pane, io.MousePos.x, io.MousePos.y, std::pow(1.15, io.MouseWheel));
  } else if (io.KeyShift && focus) {
    session.act({"focus-radius", {text_of(focus->radius_mm * std::pow(1.1, io.MouseWheel))}});
  } else {
    session.act({"slice", {text_of(io.MouseWheel > 0 ? 1 : -1), std::string(word_of(pane.plane))}});
  }
}

/// A command about the place under the mouse.
void act_at_mouse(Session& session, const PanePlan& pane, const char* command) {
  const dvec3 point = point_at_mouse(session, pane);
  session.act({command, {text_of(point.x), text_of(point.y), text_of(point.z)}});
}

/// The pointer lies still or moves with no button down: what follows it, follows it.
void follow_pointer(Session& session, const PanePlan& pane) {
  const ImGuiIO& io = ImGui::GetIO();
  const std::string plane(word_of(pane.plane));
  const bool points = io.KeyShift && !ImGui::IsAnyMouseDown();
  if (points) act_at_mouse(session, pane, "point");
  if (points != session.view().pointing) session.act({"pointing", {points ? "on" : "off", plane}});
  if (!row_of(session.view().look).lens) return;
  const RectPx& r = pane.rect_px;
  const dvec2 share((io.MousePos.x - static_cast<float>(r.x)) / static_cast<float>(r.width),
                    (io.MousePos.y - static_cast<float>(r.y)) / static_cast<float>(r.height));
  session.act({"lens", {text_of(share.x), text_of(share.y), plane}});
}

/// The focus goes where the mouse goes, unless it is pinned; one that was there before the mouse
/// moved stays. `begun`: it is set in this frame, by a key say, and shall be where the mouse is.
void follow_mouse(Session& session, const PanePlan& pane, bool begun) {
  constexpr double least_mm = 0.5;
  const auto& focus = session.row()->focus;
  const ImVec2 moved = ImGui::GetIO().MouseDelta;
  if (!focus || focus->pinned || session.open()->movable.empty() || ImGui::IsAnyMouseDown()) return;
  if (!begun && moved.x == 0 && moved.y == 0) return;
  if (glm::length(point_at_mouse(session, pane) - focus->point) > least_mm) {
    act_at_mouse(session, pane, "focus");
  }
}

/// Three planes or all dates: the pane alone. One pane: back to where it was enlarged.
void enlarge(Session& session, UiState& state, const PanePlan& pane) {
  const Look look = session.view().look;
  if (session.view().layout == Layout::three) {
    state.enlarged_from = {"layout", {"three"}};
    session.act({"plane", {std::string(word_of(pane.plane))}});
  } else if (look == Look::grid) {
    state.enlarged_from = {"look", {std::string(row_of(look).word)}};
    session.act(state.enlarged_from);
    session.act({"date", {text_of(std::round(pane.position) + 1)}});
  } else {
    session.act(state.enlarged_from);
  }
}

void build_menu(Session& session) {
  if (!ImGui::BeginPopup("menu")) return;
  close_on_escape();
  const auto item = [&](const char* label, const Command& command) {
    if (ImGui::MenuItem(label, keys_of(command).c_str())) session.act(command);
    remember(label);
  };
  item("Reset the picture", {"reset", {}});
  item("Black on white", {"invert", {}});
  item("Nearest acquired slice", {"nearest", {}});
  item("As blurred as the largest pixels", {"match-pixels", {}});
  item("Acquired slices as lines", {"slices", {}});
  item("Measure", {"measure", {}});
  item("Spine as one rigid piece", {"rigid", {}});
  item("Shift of each level of the spine", {"levels", {}});
  item("Mark this vertebra on this date", {"mark", {}});
  ImGui::Separator();
  item("Brighter", {"window", {"-0.1", "0"}});
  item("Darker", {"window", {"0.1", "0"}});
  item("More contrast", {"window", {"0", "-0.2"}});
  item("Less contrast", {"window", {"0", "0.2"}});
  item("Larger", {"zoom", {"1.25"}});
  item("Smaller", {"zoom", {"0.8"}});
  item("Next slice", {"slice", {"1"}});
  item("Previous slice", {"slice", {"-1"}});
  ImGui::Separator();
  item("Line up what is here", {"focus", {}});
  item("Line up along the spine here", {"focus-tube", {}});
  item("Move this date by hand", {"hand", {}});
  item("Turn it clockwise", {"turn", {"0.5"}});
  item("Turn it back", {"turn", {"-0.5"}});
  item("Back to its scanner position", {"scanner-position", {}});
  item("Line the others up on this date", {"reference", {}});
  item("Undo", {"undo", {}});
  item("Redo", {"redo", {}});
  ImGui::Separator();
  item("Copy the picture", {"copy", {}});
  item(session.films().live ? "End the recording" : "Record what is shown", {"record", {}});
  item("Make the film", {"film", {}});
  ImGui::EndPopup();
}

/// At the pointer: how far the hand has moved the date.
void add_moved(const Session& session, const UiState& state,
               std::vector<PaneAnnotation>& annotations) {
  const ImVec2& mouse = ImGui::GetIO().MousePos;
  for (std::size_t p = 0; p < annotations.size(); ++p) {
    const PanePlan& pane = state.panes[p];
    if (pane_at(state, mouse) != &pane) continue;
    const std::string moved =
        moved_text(*session.open(), session.state().view, axes_of(*session.row(), pane.plane));
    const dvec2 at(mouse.x - static_cast<float>(pane.rect_px.x),
                   mouse.y - static_cast<float>(pane.rect_px.y));
    if (!moved.empty()) annotations[p].marks.notes.push_back({at, {moved}});
  }
}

/// Annotates the panes as the view is now, so that what the mouse did above is in them.
/// While others will see it, the picture shows years only.
void draw_annotations(const Session& session, const UiState& state) {
  const auto& live = session.films().live;
  const DateStyle style = live && !live->for_doctor ? DateStyle::year : DateStyle::exact;
  const ComparedRow& row = *session.row();
  const ViewState view = session.shown_view();
  const bool dates = view.look == Look::grid && state.panes.size() > 1;
  std::vector<PaneAnnotation> annotations;
  for (const PanePlan& pane : state.panes) {
    annotations.push_back(session.state().view.text_hidden ? PaneAnnotation{.rect_px = pane.rect_px}
                                                           : annotate(row, view, pane, style));
    annotations.back().current =
        dates && heavier_date(fade_pair(row, pane)) == heavier_date(fade_pair(row, view));
  }
  add_moved(session, state, annotations);
  OverlayOptions options;
  options.demo = session.state().scans.demo;
  draw_overlay(annotations, options);
}

}  // namespace

void build_picture(Session& session, UiState& state) {
  const RectPx& area = state.picture_px;
  ImGui::SetCursorScreenPos({static_cast<float>(area.x), static_cast<float>(area.y)});
  if (area.width <= 0 || area.height <= 0) return;
  ImGui::InvisibleButton("picture",
                         {static_cast<float>(area.width), static_cast<float>(area.height)},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight |
                             ImGuiButtonFlags_MouseButtonMiddle);
  remember("picture");
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActivated()) {
    state.pressed_x_px = io.MousePos.x;
    state.pressed_y_px = io.MousePos.y;
  }
  const ImVec2 pressed_at(static_cast<float>(state.pressed_x_px),
                          static_cast<float>(state.pressed_y_px));
  const bool focus = session.row()->focus.has_value();
  const bool focus_begun = !std::exchange(state.focus_there, focus) && focus;
  const PanePlan* pane = pane_at(state, ImGui::IsItemActive() ? pressed_at : io.MousePos);
  if (pane != nullptr) {
    // The motion in the frame of the press brought the pointer here: on a touch screen both come
    // together.
    if (ImGui::IsItemActive() && !ImGui::IsItemActivated()) drag(session, state, *pane);
    if (ImGui::IsItemHovered()) {
      wheel(session, *pane);
      if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) enlarge(session, state, *pane);
      follow_pointer(session, *pane);
      follow_mouse(session, *pane, focus_begun);
    }
    const bool still =
        std::abs(io.MousePos.x - pressed_at.x) + std::abs(io.MousePos.y - pressed_at.y) < px(3);
    const bool clicked = ImGui::IsItemHovered() && still;
    if (clicked && ImGui::IsMouseReleased(ImGuiMouseButton_Right)) ImGui::OpenPopup("menu");
    if (clicked && focus && ImGui::IsMouseReleased(ImGuiMouseButton_Left)) {
      session.act({"focus-pin", {}});
    }
  }
  build_menu(session);
  draw_annotations(session, state);
}

}  // namespace lv::ui
