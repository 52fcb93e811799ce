#include "app/draw/overlay.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/draw/theme.h"

namespace lv::ui {
namespace {

struct Box {
  float left, top, right, bottom;
};

Box box_of(const RectPx& rect) {
  const auto f = [](int v) { return static_cast<float>(v); };
  return {f(rect.x), f(rect.y), f(rect.x + rect.width), f(rect.y + rect.height)};
}

float line_height() {
  return ImGui::GetFontSize() * 1.25F;
}

/// Text with a dark rim, readable on any grey. `align` 0: x is its left edge, 0.5: middle, 1: right
/// edge.
void draw_text(ImDrawList& list, float x, float y, const std::string& text, ImU32 color,
               float align = 0, float size_factor = 1) {
  if (text.empty()) return;
  const float width = ImGui::CalcTextSize(text.c_str()).x * size_factor;
  const float size = ImGui::GetFontSize() * size_factor, rim = px(1);
  const ImVec2 at{std::round(x - align * width), std::round(y)};
  for (const ImVec2& shift : {ImVec2{-rim, 0}, {rim, 0}, {0, -rim}, {0, rim}}) {
    list.AddText(ImGui::GetFont(), size, {at.x + shift.x, at.y + shift.y}, shadow, text.c_str());
  }
  list.AddText(ImGui::GetFont(), size, at, color, text.c_str());
}

/// As draw_text(), over a darkened strip, so that small grey text keeps its contrast of 4.5 : 1 on
/// bright tissue.
void draw_line(ImDrawList& list, float x, float y, const std::string& text, ImU32 color,
               float align = 0, float size_factor = 1) {
  if (text.empty()) return;
  const ImVec2 size = ImGui::CalcTextSize(text.c_str());
  const float left = x - align * size.x * size_factor, pad = px(3);
  list.AddRectFilled({left - pad, y - px(1)},
                     {left + size.x * size_factor + pad, y + size.y * size_factor + px(2)}, backing,
                     px(3));
  draw_text(list, x, y, text, color, align, size_factor);
}

/// How far the letter at the top moves down so that it does not meet the date or the line below.
float room_for_date(const Box& box, const PaneAnnotation& pane) {
  const float room = (box.right - box.left) / 2 - px(24);
  if (ImGui::CalcTextSize(pane.chip.c_str()).x > room) return 2.4F * line_height();
  return ImGui::CalcTextSize(pane.date.c_str()).x * 1.25F > room ? 1.4F * line_height() : 0;
}

void draw_letters(ImDrawList& list, const Box& box, const PaneAnnotation& pane) {
  const EdgeLetters& letters = pane.letters;
  const float middle_x = (box.left + box.right) / 2, middle_y = (box.top + box.bottom) / 2;
  const float half = ImGui::GetFontSize() * 0.6F, pad = px(8);
  draw_line(list, box.left + pad, middle_y - half, letters.left, white, 0, 1.2F);
  draw_line(list, box.right - pad, middle_y - half, letters.right, white, 1, 1.2F);
  draw_line(list, middle_x, box.top + pad + room_for_date(box, pane), letters.top, white, 0.5F,
            1.2F);
  draw_line(list, middle_x, box.bottom - pad - 2 * half, letters.bottom, white, 0.5F, 1.2F);
}

/// At the pane's right edge, with its length.
void draw_scale_bar(ImDrawList& list, const Box& box, double mm_per_px) {
  const ScaleBar bar = scale_bar(mm_per_px, static_cast<int>(box.bottom - box.top));
  const auto length = static_cast<float>(bar.mm / mm_per_px);
  const float x = std::round(box.right - px(12)), middle = (box.top + box.bottom) / 2 + px(40);
  const float top = std::round(middle), bottom = std::round(middle + length);
  const float tick = px(5);
  for (const auto& [color, width] : {std::pair{shadow, px(4)}, std::pair{white, px(1.5F)}}) {
    list.AddLine({x, top}, {x, bottom}, color, width);
    list.AddLine({x - tick, top}, {x + 1, top}, color, width);
    list.AddLine({x - tick, bottom}, {x + 1, bottom}, color, width);
  }
  draw_line(list, x - tick - px(8), (top + bottom) / 2 - ImGui::GetFontSize() / 2, bar.text, white,
            1);
}

void draw_corners(ImDrawList& list, const Box& box, const PaneAnnotation& pane) {
  const float pad = px(10), step = line_height();
  draw_line(list, box.left + pad, box.top + pad, pane.date, white, 0, 1.25F);
  // A chip that has no room is left out, since the panel of dates says it too; but that a person
  // should look at the date is always said.
  const float chip_width = ImGui::CalcTextSize(pane.chip.c_str()).x;
  const bool chip_fits = chip_width < box.right - box.left - 2 * pad;
  const std::string chip = chip_fits ? pane.chip : pane.needs_attention ? "! check" : "";
  draw_line(list, box.left + pad, box.top + pad + 1.3F * step, chip,
            pane.needs_attention ? attention : dim_text);
  // In narrow panes, and where the last line is long, the lowest line is left to the letter. Low
  // panes show only the first lines, which matter most.
  const bool narrow = box.right - box.left < px(700);
  const bool tiny = box.right - box.left < px(340);  // only letters and date have room
  const float height = box.bottom - box.top;
  const std::size_t most = tiny               ? 0
                           : height < px(260) ? 1
                           : height < px(340) ? 2
                           : height < px(420) ? 3
                                              : 99;
  const std::size_t count = std::min(most, pane.lines.size());
  const auto meets_letter = [&](const std::string& line) {
    return ImGui::CalcTextSize(line.c_str()).x > (box.right - box.left) / 2 - px(40);
  };
  const bool leaves_letter = narrow || (count > 0 && meets_letter(pane.lines[count - 1]));
  float y = box.bottom - pad - step * static_cast<float>(count + (leaves_letter ? 1 : 0));
  for (std::size_t i = 0; i < count; ++i, y += step) {
    draw_line(list, box.left + pad, y, pane.lines[i], i == 0 ? white : dim_text);
  }
}

/// What the colours of a difference say, at the right edge.
void draw_legend(ImDrawList& list, const Box& box, const std::array<std::string, 2>& legend) {
  const ImU32 then = IM_COL32(26, 115, 255, 255), grey = IM_COL32(128, 128, 128, 255),
              now = IM_COL32(255, 140, 26, 255);
  const float right = box.right - px(12), width = px(14), middle = (box.top + box.bottom) / 2;
  const float top = middle - px(150), half = px(45);
  draw_line(list, right, top - 1.2F * line_height(), legend[1], dim_text, 1);
  list.AddRectFilledMultiColor({right - width, top}, {right, top + half}, now, now, grey, grey);
  list.AddRectFilledMultiColor({right - width, top + half}, {right, top + 2 * half}, grey, grey,
                               then, then);
  draw_line(list, right, top + 2 * half + px(4), legend[0], dim_text, 1);
  draw_line(list, right - width - px(6), top + half - ImGui::GetFontSize() / 2,
            "grey: no sure change", dim_text, 1);
}

void draw_crosshair(ImDrawList& list, const Box& box, double x_px, double y_px) {
  const float x = box.left + static_cast<float>(x_px), y = box.top + static_cast<float>(y_px);
  const float hole = px(10);
  const ImU32 color = (accent & 0x00FFFFFF) | 0x90000000;
  list.AddLine({box.left, y}, {x - hole, y}, color);
  list.AddLine({x + hole, y}, {box.right, y}, color);
  list.AddLine({x, box.top}, {x, y - hole}, color);
  list.AddLine({x, y + hole}, {x, box.bottom}, color);
}

/// A thin line along the spine with a tick at each level, and the level's text where it has room.
void draw_levels(ImDrawList& list, const Box& box, std::span<const LevelMark> marks) {
  const float tick = px(6), room = ImGui::GetFontSize() + px(3);
  const auto at = [&](const LevelMark& mark) {
    return ImVec2{box.left + static_cast<float>(mark.place_px.x),
                  box.top + static_cast<float>(mark.place_px.y)};
  };
  std::vector<ImVec2> points;
  float free_from = box.top;
  for (const LevelMark& mark : marks) {
    const ImVec2 place = at(mark);
    points.push_back(place);
    list.AddLine({place.x - tick, place.y}, {place.x + tick, place.y}, accent, px(1));
    const float top = place.y - ImGui::GetFontSize() / 2;
    if (top < free_from) continue;
    draw_line(list, place.x + px(60), top, mark.text, white);
    free_from = top + room;
  }
  list.AddPolyline(points.data(), static_cast<int>(points.size()), accent, ImDrawFlags_None, px(1));
}

void draw_outline(ImDrawList& list, const Box& box, std::span<const dvec2> outline_px) {
  std::vector<ImVec2> points;
  for (const dvec2& place : outline_px) {
    points.emplace_back(box.left + static_cast<float>(place.x),
                        box.top + static_cast<float>(place.y));
  }
  for (const auto& [color, width] : {std::pair{shadow, px(4)}, std::pair{accent, px(1.5F)}}) {
    list.AddPolyline(points.data(), static_cast<int>(points.size()), color, ImDrawFlags_Closed,
                     width);
  }
}

void draw_demo(ImDrawList& list, const Box& box) {
  const float factor = std::clamp((box.right - box.left) / px(100), 2.0F, 7.0F);
  const ImVec2 size = ImGui::CalcTextSize("DEMO");
  const float x = (box.left + box.right) / 2 - size.x * factor / 2;
  const float y = box.top + (box.bottom - box.top) * 0.72F - size.y * factor / 2;
  const auto put = [&](float right, float down, ImU32 color) {
    list.AddText(ImGui::GetFont(), ImGui::GetFontSize() * factor, {x + right, y + down}, color,
                 "DEMO");
  };
  const float rim = px(1.5F);  // readable on bright brains, too
  for (const ImVec2& to : {ImVec2{-rim, -rim}, {rim, -rim}, {-rim, rim}, {rim, rim}}) {
    put(to.x, to.y, IM_COL32(0, 0, 0, 50));
  }
  put(0, 0, IM_COL32(255, 255, 255, 170));
}

/// With line ends between words where a line is wider than `wide` px. Dear ImGui breaks inside
/// "0.68".
std::string broken_at_spaces(std::string text, float wide) {
  std::size_t line = 0, last = std::string::npos;  // where the line begins; its last blank
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != ' ' && text[i] != '\n') continue;
    const bool too_wide = ImGui::CalcTextSize(&text[line], text.data() + i).x > wide;
    if (too_wide && last != std::string::npos) {
      text[last] = '\n';
      line = last + 1;
    }
    last = i;
    if (i < text.size() && text[i] == '\n') {
      line = i + 1;
      last = std::string::npos;
    }
  }
  return text;
}

/// The film's title, in the middle of its place; smaller where there is much of it.
void draw_title(ImDrawList& list, const Box& box, const std::string& lines) {
  const float pad = px(14), wide = box.right - box.left - 2 * pad;
  const float high = box.bottom - box.top - 2 * pad;
  float factor = 1;
  std::string broken = broken_at_spaces(lines, wide);
  float height = ImGui::CalcTextSize(broken.c_str()).y;
  while (height * factor > high && factor > 0.3F) {
    factor *= 0.95F;
    broken = broken_at_spaces(lines, wide / factor);
    height = ImGui::CalcTextSize(broken.c_str()).y;
  }
  const float y = std::round(box.top + pad + std::max(0.0F, high - height * factor) / 2);
  list.AddText(ImGui::GetFont(), ImGui::GetFontSize() * factor, {box.left + pad, y}, white,
               broken.c_str());
}

}  // namespace

void draw_overlay(std::span<const PaneAnnotation> panes, const OverlayOptions& options) {
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  for (const PaneAnnotation& pane : panes) {
    const Box box = box_of(pane.rect_px);
    list.PushClipRect({box.left, box.top}, {box.right, box.bottom}, true);
    if (options.demo) draw_demo(list, box);
    if (!pane.problem.empty()) {
      draw_text(list, (box.left + box.right) / 2, (box.top + box.bottom) / 2, pane.problem,
                attention, 0.5F);
    } else if (!pane.letters.left.empty()) {
      draw_letters(list, box, pane);
      draw_scale_bar(list, box, pane.mm_per_px);
    }
    if (pane.crosshair_x_px >= 0)
      draw_crosshair(list, box, pane.crosshair_x_px, pane.crosshair_y_px);
    if (!pane.legend[0].empty()) draw_legend(list, box, pane.legend);
    if (!pane.focus_px.empty()) draw_outline(list, box, pane.focus_px);
    draw_levels(list, box, pane.levels);
    draw_corners(list, box, pane);
    if (options.demo) {
      draw_text(list, box.right - px(10), box.top + px(10), "DEMO", attention, 1, 1.25F);
    }
    if (&pane == &panes.back()) {
      draw_line(list, box.right - px(10), box.bottom - px(10) - line_height(), notice, dim_text, 1);
    }
    list.PopClipRect();
  }
  if (!options.first_lines.empty()) {
    draw_title(list, box_of(options.first_lines_px), options.first_lines);
  }
}

}  // namespace lv::ui
