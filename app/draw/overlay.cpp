#include "app/draw/overlay.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "app/draw/free_place.h"
#include "app/draw/theme.h"

namespace lv::ui {
namespace {

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

/// The strip that a line covers; `align` as in draw_text().
Box strip_of(float x, float y, const std::string& text, float align = 0, float size_factor = 1) {
  const ImVec2 size = ImGui::CalcTextSize(text.c_str());
  const float left = x - align * size.x * size_factor, pad = px(3);
  return {left - pad, y - px(1), left + size.x * size_factor + pad,
          y + size.y * size_factor + px(2)};
}

/// A pane that is being written on.
struct Page {
  ImDrawList& list;
  Box box;
  FreePlaces places;
  bool small;  ///< one of several panes: what they have no room for is said elsewhere
};

/// Text over a darkened strip: small grey text keeps its contrast of 4.5 : 1 on bright tissue.
void draw_line(Page& page, float x, float y, const std::string& text, ImU32 color, float align = 0,
               float size_factor = 1) {
  if (text.empty()) return;
  const Box strip = strip_of(x, y, text, align, size_factor);
  page.list.AddRectFilled({strip.left, strip.top}, {strip.right, strip.bottom}, backing, px(3));
  draw_text(page.list, x, y, text, color, align, size_factor);
  page.places.take(strip);
}

/// A letter at the middle of an edge, or as near to it along the edge, else inwards, as it covers
/// neither the body nor other text. `along` is one step along the edge, with `steps` to its ends,
/// first away from the corner whose text changes with the dates, so that the letter stays where it
/// is; `inward` is one step away from the edge.
void draw_letter(Page& page, const ImVec2& middle, const ImVec2& along, int steps,
                 const ImVec2& inward, const std::string& letter, float align) {
  constexpr float size = 1.2F;
  constexpr int most_inward = 24;
  std::vector<Box> places;
  const auto add = [&](float x, float y) {
    places.push_back(strip_of(middle.x + x, middle.y + y, letter, align, size));
  };
  for (const float way : {1.0F, -1.0F}) {
    for (int i = 0; i < std::max(1, steps); ++i) {
      add(way * static_cast<float>(i) * along.x, way * static_cast<float>(i) * along.y);
    }
  }
  for (int i = 1; i <= most_inward; ++i) {
    add(static_cast<float>(i) * inward.x, static_cast<float>(i) * inward.y);
  }
  const Box& best = page.places.best(places);
  const Box& first = places.front();
  draw_line(page, middle.x + best.left - first.left, middle.y + best.top - first.top, letter, white,
            align, size);
}

void draw_letters(Page& page, const EdgeLetters& letters) {
  const Box& box = page.box;
  const float middle_x = (box.left + box.right) / 2, middle_y = (box.top + box.bottom) / 2;
  const float half = ImGui::GetFontSize() * 0.6F, pad = px(8), step = px(8);
  const int across = static_cast<int>((box.right - box.left) / 2 / step) - 3;
  const int down = static_cast<int>((box.bottom - box.top) / 2 / step) - 3;
  draw_letter(page, {box.left + pad, middle_y - half}, {0, step}, down, {step, 0}, letters.left, 0);
  draw_letter(page, {box.right - pad, middle_y - half}, {0, step}, down, {-step, 0}, letters.right,
              1);
  draw_letter(page, {middle_x, box.top + pad}, {step, 0}, across, {0, step}, letters.top, 0.5F);
  draw_letter(page, {middle_x, box.bottom - pad - 2 * half}, {step, 0}, across, {0, -step},
              letters.bottom, 0.5F);
}

/// At the pane's right edge, with its length; higher in low panes, so that it covers no text.
void draw_scale_bar(Page& page, double mm_per_px) {
  auto& [list, box, places, small] = page;
  const ScaleBar bar = scale_bar(mm_per_px, static_cast<int>(box.bottom - box.top));
  const auto length = std::round(static_cast<float>(bar.mm / mm_per_px));
  const float x = std::round(box.right - px(12)), tick = px(5), beside = x - tick - px(8);
  float top = std::round((box.top + box.bottom) / 2 + px(40)), text_y = 0;
  const auto covers_text = [&] {
    text_y = top + (length - ImGui::GetFontSize()) / 2;
    return page.places.on_text({x - tick, top, x + 1, top + length}) ||
           page.places.on_text(strip_of(beside, text_y, bar.text, 1));
  };
  while (covers_text() && top > box.top) top -= px(4);
  const float bottom = top + length;
  for (const auto& [color, width] : {std::pair{shadow, px(4)}, std::pair{white, px(1.5F)}}) {
    list.AddLine({x, top}, {x, bottom}, color, width);
    list.AddLine({x - tick, top}, {x + 1, top}, color, width);
    list.AddLine({x - tick, bottom}, {x + 1, bottom}, color, width);
  }
  places.take({x - tick, top, x + 1, bottom});
  draw_line(page, beside, text_y, bar.text, white, 1);
}

struct Line {
  std::string text;
  ImU32 color;
};

/// A line that is too long for the pane goes on below. The first is the weightiest.
std::vector<Line> broken_lines(std::span<const std::string> lines, float room) {
  std::vector<Line> broken;
  for (const std::string& line : lines) {
    std::istringstream parts(broken_at_spaces(line, room));
    const ImU32 color = &line == lines.data() ? white : dim_text;
    for (std::string part; std::getline(parts, part);) broken.push_back({part, color});
  }
  return broken;
}

/// How many of the lines are written: low panes show the weightiest only, small ones those that
/// stand beside the body.
std::size_t lines_that_fit(const Page& page, std::span<const Line> lines) {
  const Box& box = page.box;
  const float height = box.bottom - box.top;
  const std::size_t most = box.right - box.left < px(340) ? 0  // letters say the sides there
                           : height < px(260)             ? 1
                           : height < px(340)             ? 2
                           : height < px(420)             ? 3
                                                          : 99;
  std::size_t count = std::min(most, lines.size());
  const auto covers = [&] {
    float y = box.bottom - px(10) - line_height() * static_cast<float>(count);
    return std::ranges::any_of(lines.first(count), [&](const Line& line) {
      const Box strip = strip_of(box.left + px(10), y, line.text);
      y += line_height();
      return page.places.on_body(strip);
    });
  };
  while (page.small && count > 0 && covers()) --count;
  return count;
}

/// At the lower left; above what is written there.
void draw_lines(Page& page, std::span<const Line> lines) {
  const float left = page.box.left + px(10), step = line_height();
  float y = page.box.bottom - px(10) - step;
  if (!lines.empty() && page.places.on_text(strip_of(left, y, lines.back().text))) y -= step;
  y -= step * static_cast<float>(lines.size() - 1);
  for (const Line& line : lines) {
    draw_line(page, left, y, line.text, line.color);
    y += step;
  }
}

void draw_corners(Page& page, const PaneAnnotation& pane) {
  const Box& box = page.box;
  const float pad = px(10), step = line_height(), room = box.right - box.left - 2 * pad;
  const float length = ImGui::CalcTextSize(pane.date.c_str()).x;
  draw_line(page, box.left + pad, box.top + pad, pane.date, white, 0,
            std::clamp(room / std::max(1.0F, length), 0.75F, 1.25F));
  // Where it has no room, the panel of dates says it; what wants to be looked at is marked.
  const float y = box.top + pad + 1.3F * step;
  const Box strip = strip_of(box.left + pad, y, pane.chip);
  const bool fits = strip.right - strip.left < room && !(page.small && page.places.on_body(strip));
  draw_line(page, box.left + pad, y,
            fits                   ? pane.chip
            : pane.needs_attention ? "! check"
                                   : "",
            pane.needs_attention ? attention : dim_text);
  const std::vector<Line> lines = broken_lines(pane.lines, room);
  draw_lines(page, std::span(lines).first(lines_that_fit(page, lines)));
}

/// What the colours of a difference say, at the right edge.
void draw_legend(Page& page, const std::array<std::string, 3>& legend) {
  auto& [list, box, places, small] = page;
  const ImU32 then = IM_COL32(26, 115, 255, 255), grey = IM_COL32(128, 128, 128, 255),
              now = IM_COL32(255, 140, 26, 255);
  const float right = box.right - px(12), width = px(14), middle = (box.top + box.bottom) / 2;
  const float top = middle - px(150), half = px(45);
  draw_line(page, right, top - 1.2F * line_height(), legend[1], dim_text, 1);
  list.AddRectFilledMultiColor({right - width, top}, {right, top + half}, now, now, grey, grey);
  list.AddRectFilledMultiColor({right - width, top + half}, {right, top + 2 * half}, grey, grey,
                               then, then);
  draw_line(page, right, top + 2 * half + px(4), legend[0], dim_text, 1);
  places.take({right - width, top, right, top + 2 * half});
  draw_line(page, right - width - px(6), top + half - ImGui::GetFontSize() / 2,
            "grey: " + legend[2], dim_text, 1);
}

ImVec2 place_in(const Box& box, const dvec2& place_px) {
  return {box.left + static_cast<float>(place_px.x), box.top + static_cast<float>(place_px.y)};
}

void draw_crosshair(ImDrawList& list, const Box& box, const dvec2& place_px) {
  const auto [x, y] = place_in(box, place_px);
  const float hole = px(10);
  const ImU32 color = (accent & 0x00FFFFFF) | 0x90000000;
  list.AddLine({box.left, y}, {x - hole, y}, color);
  list.AddLine({x + hole, y}, {box.right, y}, color);
  list.AddLine({x, box.top}, {x, y - hole}, color);
  list.AddLine({x, y + hole}, {x, box.bottom}, color);
}

/// A thin line along the spine with a tick at each level, and what is said of it where there is
/// room.
void draw_levels(Page& page, std::span<const LevelMark> marks) {
  const float tick = px(6);
  std::vector<ImVec2> points;
  for (const LevelMark& mark : marks) {
    const ImVec2 place = place_in(page.box, mark.place_px);
    points.push_back(place);
    page.list.AddLine({place.x - tick, place.y}, {place.x + tick, place.y}, accent, px(1));
    const float top = place.y - ImGui::GetFontSize() / 2, beside = px(60);
    const bool fits = strip_of(place.x + beside, top, mark.text).right < page.box.right;
    const float x = fits ? place.x + beside : place.x - px(20), align = fits ? 0 : 1;
    if (page.places.on_text(strip_of(x, top, mark.text, align))) continue;
    draw_line(page, x, top, mark.text, white, align);
  }
  page.list.AddPolyline(points.data(), static_cast<int>(points.size()), accent, ImDrawFlags_None,
                        px(1));
}

void draw_outline(ImDrawList& list, const Box& box, std::span<const dvec2> outline_px) {
  std::vector<ImVec2> points;
  for (const dvec2& place : outline_px) points.push_back(place_in(box, place));
  for (const auto& [color, width] : {std::pair{shadow, px(4)}, std::pair{accent, px(1.5F)}}) {
    list.AddPolyline(points.data(), static_cast<int>(points.size()), color, ImDrawFlags_Closed,
                     width);
  }
}

void draw_line_mark(ImDrawList& list, const Box& box, const PaneLine& line) {
  const ImVec2 from = place_in(box, line.from_px), to = place_in(box, line.to_px);
  using Kind = PaneLine::Kind;
  if (line.kind == Kind::seam) {
    list.AddLine(from, to, shadow, px(3));
    return list.AddLine(from, to, white, px(1));
  }
  if (line.kind == Kind::slice) return list.AddLine(from, to, (accent & 0x00FFFFFF) | 0x50000000);
  if (line.kind == Kind::nearest_slice) return list.AddLine(from, to, accent, px(1.5F));
  const bool own = line.kind == Kind::ruler;
  for (const auto& [color, wider] :
       {std::pair{shadow, px(2.5F)}, std::pair{own ? attention : dim_text, 0.0F}}) {
    list.AddLine(from, to, color, px(1.5F) + wider);
    list.AddCircle(from, px(4), color, 0, px(1.5F) + wider);
    list.AddCircle(to, px(4), color, 0, px(1.5F) + wider);
  }
}

/// Below its place and beside it, or as near to that as the pane has room; higher where there is
/// text already.
void draw_note(Page& page, const PaneNote& note) {
  float width = 0;
  for (const std::string& line : note.lines) {
    width = std::max(width, ImGui::CalcTextSize(line.c_str()).x);
  }
  const Box& box = page.box;
  const float height = line_height() * static_cast<float>(note.lines.size()), pad = px(10);
  const auto [x, y] = place_in(box, note.at_px);
  const float wanted = note.left ? x - pad - width : x + pad;
  const float left = std::max(box.left + pad, std::min(wanted, box.right - pad - width));
  float top = std::max(box.top + pad, std::min(y + pad, box.bottom - pad - height));
  for (int tries = 0; tries < 12; ++tries) {
    if (!page.places.on_text({left, top, left + width, top + height})) break;
    top -= line_height();
  }
  for (const std::string& line : note.lines) {
    draw_line(page, left, top, line, white);
    top += line_height();
  }
}

void draw_part(Page& page, const PartMark& part) {
  const ImVec2 place = place_in(page.box, part.at_px);
  const float radius = std::max(px(2), static_cast<float>(part.radius_px));
  for (const auto& [color, width] : {std::pair{shadow, px(3)}, std::pair{accent, px(1)}}) {
    page.list.AddCircle(place, radius, color, 0, width);
  }
  const float top = place.y + radius + px(2);
  if (page.places.on_text(strip_of(place.x, top, part.text, 0.5F))) return;
  draw_line(page, place.x, top, part.text, dim_text, 0.5F);
}

void draw_marks(Page& page, const Marks& marks) {
  auto& [list, box, places, small] = page;
  for (const PaneLine& line : marks.lines) draw_line_mark(list, box, line);
  if (marks.lens) {
    const ImVec2 middle = place_in(box, marks.lens->middle_px);
    const auto radius = static_cast<float>(marks.lens->radius_px);
    list.AddCircle(middle, radius, shadow, 0, px(4));
    list.AddCircle(middle, radius, accent, 0, px(1.5F));
  }
  if (marks.crosshair_px) draw_crosshair(list, box, *marks.crosshair_px);
  for (const PaneNote& note : marks.notes) draw_note(page, note);
  for (const PartMark& part : marks.parts) draw_part(page, part);
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
  const auto area = [](const PaneAnnotation& pane) {
    return pane.rect_px.width * pane.rect_px.height;
  };
  int whole = 0;
  for (const PaneAnnotation& pane : panes) whole += area(pane);
  for (const PaneAnnotation& pane : panes) {
    const Box box = box_of(pane.rect_px);
    Page page{list, box, FreePlaces(box, pane.body_px), 2 * area(pane) < whole};
    list.PushClipRect({box.left, box.top}, {box.right, box.bottom}, true);
    if (options.demo) draw_demo(list, box);
    if (options.demo)
      draw_line(page, box.right - px(10), box.top + px(10), "DEMO", attention, 1, 1.25F);
    if (&pane == &panes.back()) {
      draw_line(page, box.right - px(10), box.bottom - px(10) - line_height(), notice, dim_text, 1);
    }
    draw_corners(page, pane);
    if (!pane.legend[0].empty()) draw_legend(page, pane.legend);
    if (!pane.problem.empty()) {
      draw_text(list, (box.left + box.right) / 2, (box.top + box.bottom) / 2, pane.problem,
                attention, 0.5F);
    } else if (!pane.letters.left.empty()) {
      draw_scale_bar(page, pane.mm_per_px);
      draw_letters(page, pane.letters);
    }
    if (!pane.focus_px.empty()) draw_outline(list, box, pane.focus_px);
    draw_levels(page, pane.levels);
    draw_marks(page, pane.marks);
    if (pane.current) {
      list.AddRect({box.left, box.top}, {box.right, box.bottom}, accent, 0, 0, px(2));
    }
    list.PopClipRect();
  }
  if (!options.first_lines.empty()) {
    draw_title(list, box_of(options.first_lines_px), options.first_lines);
  }
}

}  // namespace lv::ui
