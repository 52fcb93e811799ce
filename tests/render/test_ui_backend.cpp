// Dear ImGui drawn on our device from our own events.
#include <doctest/doctest.h>

#include <imgui.h>

#include <array>
#include <cmath>
#include <functional>

#include "app/draw/backend.h"
#include "app/draw/imgui_keys.h"
#include "tests/support/gpu.h"

using namespace lv;
using namespace lv::test;

namespace {

/// A headless user interface: frames of widgets on a target.
struct Screen {
  TestDevice gpu;
  gpu::Target target;
  std::unique_ptr<ui::Backend> backend;

  Screen(ExtentPx size, double scale) {
    auto made_target = gpu::make_target(gpu.device(), size, "screen");
    REQUIRE(made_target.ok());
    target = std::move(*made_target);
    auto made = ui::Backend::make(gpu.device(), scale);
    REQUIRE_MESSAGE(made.ok(), made.error().text());
    backend = std::move(*made);
  }

  void frame(const std::function<void()>& widgets, const std::vector<InputEvent>& events = {}) {
    const auto begun = gpu.frames().begin();
    REQUIRE(begun.ok());
    gpu::begin_drawing((*begun)->commands, target, vec4(0, 0, 0, 1));
    gpu::end_drawing((*begun)->commands);
    backend->begin(target.extent_px, 1.0 / 60, events);
    widgets();
    backend->record(**begun, target);
    REQUIRE(gpu.frames().submit().ok());
  }
};

InputEvent move(double x, double y) {
  return MouseMoveEvent{x, y, {}};
}
InputEvent button(bool down) {
  return MouseButtonEvent{MouseButton::left, down, {}};
}

void check_drag(double scale) {
  Screen screen({static_cast<int>(320 * scale), static_cast<int>(240 * scale)}, scale);
  ImVec2 place;
  const auto widgets = [&] {
    const auto s = static_cast<float>(scale);
    ImGui::SetNextWindowPos({40 * s, 30 * s}, ImGuiCond_Once);
    ImGui::SetNextWindowSize({180 * s, 100 * s}, ImGuiCond_Once);
    ImGui::Begin("Scans");
    ImGui::TextUnformatted("4 Mar 2011 → 2017, ≈ 6 y");
    ImGui::Button("FLAIR · axial");
    place = ImGui::GetWindowPos();
    ImGui::End();
  };
  screen.frame(widgets);
  screen.frame(widgets, {move(100 * scale, 38 * scale)});  // on the title
  const ImVec2 before = place;
  screen.frame(widgets, {button(true), move(137 * scale, 87 * scale), button(false)});
  for (int n = 0; n < 3; ++n) screen.frame(widgets);
  CHECK(place.x - before.x == doctest::Approx(37 * scale));
  CHECK(place.y - before.y == doctest::Approx(49 * scale));
  const Picture picture = screen.gpu.read(screen.target);
  keep(picture, scale > 1 ? "ui-2x" : "ui-1x");
  // The window lies where it was dragged to, over black.
  const auto at = [&](double x, double y) {
    return picture.at(static_cast<int>(x * scale), static_cast<int>(y * scale));
  };
  CHECK(at(45, 120)[0] == 0);
  CHECK(at(150, 170)[0] > 20);
  CHECK(at(250, 175)[0] > 20);
  CHECK(at(262, 175)[0] == 0);
}

/// A window with one field, which has the keyboard.
void text_field(std::array<char, 32>& text) {
  ImGui::Begin("w");
  ImGui::SetKeyboardFocusHere();
  ImGui::InputText("t", text.data(), text.size());
  ImGui::End();
}

}  // namespace

TEST_CASE("a_drag_moves_a_window_by_its_distance_at_usual_scale") {
  check_drag(1);
}

TEST_CASE("a_drag_moves_a_window_by_its_distance_on_a_fine_screen") {
  check_drag(2);
}

TEST_CASE("text_follows_the_scale_and_the_picture_its_size") {
  Screen screen({160, 60}, 1);
  const auto letter = [] { ImGui::GetForegroundDrawList()->AddText({4, 4}, IM_COL32_WHITE, "L"); };
  // Rows of pixels in which the letter, a tall thin one, is seen.
  const auto height_of_letter = [&] {
    const Picture picture = screen.gpu.read(screen.target);
    int rows = 0;
    for (int y = 0; y < picture.extent.height; ++y) {
      bool seen = false;
      for (int x = 0; x < picture.extent.width; ++x) seen = seen || picture.at(x, y)[0] > 128;
      rows += seen;
    }
    return rows;
  };
  screen.frame(letter);
  const int usual = height_of_letter();
  CHECK(usual > 8);
  REQUIRE(screen.backend->set_scale(2).ok());
  auto larger = gpu::make_target(screen.gpu.device(), {320, 120}, "larger");
  REQUIRE(larger.ok());
  screen.target = std::move(*larger);
  screen.frame(letter);
  CHECK(std::abs(height_of_letter() - 2 * usual) <= 1);
}

TEST_CASE("a_click_within_one_frame_is_not_lost") {
  Screen screen({160, 120}, 1);
  int clicks = 0;
  const auto widgets = [&] {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::Begin("w", nullptr, ImGuiWindowFlags_NoDecoration);
    clicks += ImGui::Button("press", {80, 40});
    ImGui::End();
  };
  screen.frame(widgets);
  screen.frame(widgets, {move(40, 20)});
  screen.frame(widgets, {button(true), button(false), button(true), button(false)});
  for (int n = 0; n < 5; ++n) screen.frame(widgets);
  CHECK(clicks == 2);
}

TEST_CASE("text_is_typed_and_keys_edit_it") {
  Screen screen({160, 120}, 1);
  std::array<char, 32> text{};
  const auto widgets = [&] { text_field(text); };
  screen.frame(widgets);
  screen.frame(widgets);
  screen.frame(widgets, {TextEvent{'a'}, TextEvent{0xE4}, TextEvent{'c'}});
  screen.frame(widgets, {KeyEvent{Key::backspace, true, false, {}}});
  screen.frame(widgets, {KeyEvent{Key::backspace, false, false, {}}});
  CHECK(std::string(text.data()) == "aä");
}

TEST_CASE("what_is_typed_faster_than_frames_is_taken_in_with_the_next_ones") {
  Screen screen({160, 120}, 1);
  std::array<char, 32> text{};
  const auto widgets = [&] { text_field(text); };
  screen.frame(widgets);
  screen.frame(widgets);
  std::vector<InputEvent> typed;
  for (const auto& [key, letter] : {std::pair{Key::w, 'w'}, {Key::o, 'o'}, {Key::r, 'r'}}) {
    typed.insert(typed.end(),
                 {KeyEvent{key, true, false, {}}, TextEvent{static_cast<unsigned>(letter)},
                  KeyEvent{key, false, false, {}}});
  }
  typed.insert(typed.end(), {KeyEvent{Key::backspace, true, false, {}},
                             KeyEvent{Key::backspace, false, false, {}}});
  screen.frame(widgets, typed);
  CHECK(std::string(text.data()) == "wo");
  CHECK(screen.backend->events_waiting());  // the key that is let go of
  screen.frame(widgets);
  CHECK_FALSE(screen.backend->events_waiting());
}

TEST_CASE("a_user_s_picture_is_drawn_texel_for_texel_and_clipped") {
  Screen screen({64, 48}, 1);
  const auto id = screen.backend->add_picture({8, 4});
  REQUIRE(id.ok());
  std::vector<std::uint8_t> rgba;
  for (int t = 0; t < 8 * 4; ++t) {
    const auto value = static_cast<std::uint8_t>(7 * t);
    rgba.insert(rgba.end(), {value, static_cast<std::uint8_t>(255 - value), 30, 255});
  }
  const auto widgets = [&] {
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    list.PushClipRect({10, 10}, {16, 30});
    list.AddImage((ImTextureID)*id, {10, 10}, {18, 14});
    list.PopClipRect();
  };
  screen.frame(widgets);  // nothing is in it yet
  CHECK(screen.gpu.read(screen.target).at(11, 11)[1] == 0);

  screen.backend->update_picture(*id, {0, 0, 8, 4}, rgba);
  screen.backend->update_picture(*id, {2, 1, 1, 1}, {9, 8, 7, 255});
  screen.frame(widgets);
  const Picture picture = screen.gpu.read(screen.target);
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 8; ++x) {
      const std::uint8_t* const seen = picture.at(10 + x, 10 + y);
      const int value = 7 * (8 * y + x);
      const int expected = x >= 6 ? 0 : x == 2 && y == 1 ? 9 : value;
      CHECK(int{seen[0]} == expected);
    }
  }
}

TEST_CASE("letting_go_of_the_window_s_focus_releases_everything") {
  Screen screen({64, 48}, 1);
  const auto widgets = [] {};
  screen.frame(widgets, {move(5, 5), button(true)});
  screen.frame(widgets, {KeyEvent{Key::tab, true, false, {.shift = true}}});
  CHECK((ImGui::GetIO().MouseDown[0] && ImGui::GetIO().KeyShift && ui::key_is_down(Key::tab)));
  screen.frame(widgets, {FocusLostEvent{}});
  CHECK_FALSE(ImGui::GetIO().MouseDown[0]);
  CHECK_FALSE(ImGui::GetIO().KeyShift);
  CHECK_FALSE(ui::key_is_down(Key::tab));
}

TEST_CASE("the_font_is_drawn_anew_only_for_another_scale") {
  // Pictures are numbered, and a font that is drawn is one.
  Screen screen({320, 240}, 1);
  const auto next_picture = [&] { return *screen.backend->add_picture({1, 1}); };
  const ui::PictureId first = next_picture();
  REQUIRE(screen.backend->set_scale(1));
  CHECK(next_picture() == first + 1);
  REQUIRE(screen.backend->set_scale(2));
  CHECK(next_picture() == first + 3);
}
