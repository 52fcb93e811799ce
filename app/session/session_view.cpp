// Commands about where the picture is in time and space, and how it looks.
#include "app/session/session_commands.h"

namespace lv {

Result<void> SessionCommands::date(Session& s, Words words) {
  LV_ASSIGN(Comparison* const row, comparison(s));
  const double last = static_cast<double>(row->dates.size() - 1);
  const double here = std::round(s.view_.position);
  double target = here;
  switch (choice(words[0], {"next", "previous", "oldest", "newest", "reference"})) {
    case 0:
      target = here + 1;
      break;
    case 1:
      target = here - 1;
      break;
    case 2:
      target = 0;
      break;
    case 3:
      target = last;
      break;
    case 4:
      target = static_cast<double>(row->reference);
      break;
    default: {
      LV_ASSIGN(const double wanted, number(words[0]));
      if (wanted < 1 || wanted > last + 1) return {};  // a digit beyond the last date does nothing
      target = std::round(wanted) - 1;
    }
  }
  s.view_.position = std::clamp(target, 0.0, last);
  s.view_.playing = false;
  return {};
}

Result<void> SessionCommands::fade(Session& s, Words words) {
  LV_ASSIGN(Comparison* const row, comparison(s));
  LV_ASSIGN(const double wanted, number(words[0]));
  s.view_.position = std::clamp(wanted, 0.0, static_cast<double>(row->dates.size() - 1));
  s.view_.playing = false;
  return {};
}

Result<void> SessionCommands::snap(Session& s, Words) {
  s.view_.position = std::round(s.view_.position);
  return {};
}

Result<void> SessionCommands::hold(Session& s, Words words) {
  LV_ASSIGN(Comparison* const row, comparison(s));
  LV_ASSIGN(const double wanted, number(words[0]));
  if (wanted >= 1 && wanted <= static_cast<double>(row->dates.size())) {
    s.held_position_ = std::round(wanted) - 1;
  }
  return {};
}

Result<void> SessionCommands::release(Session& s, Words) {
  s.held_position_.reset();
  return {};
}

Result<void> SessionCommands::play(Session& s, Words) {
  LV_TRY(comparison(s));
  s.view_.playing = !s.view_.playing;
  s.playback_.start_s = s.view_.cuts ? s.now_s_ : Playback::start_for(s.now_s_, s.view_.position);
  if (!s.view_.playing) s.view_.position = std::round(s.view_.position);
  return {};
}

Result<void> SessionCommands::slice(Session& s, Words words) {
  LV_ASSIGN(Comparison* const row, comparison(s));
  LV_ASSIGN(const double steps, number(words[0]));
  PlaneKind plane = s.view_.plane;
  if (words.size() > 1) {
    const int named = choice(words[1], {"native", "axial", "sagittal", "coronal"});
    if (named < 0) return no_such(words[1]);
    plane = static_cast<PlaneKind>(named);
  }
  scroll(*row, s.view_, plane, static_cast<int>(std::lround(steps)));
  s.view_is_home_ = false;
  return {};
}

Result<void> SessionCommands::point(Session& s, Words words) {
  LV_ASSIGN(const auto xyz, numbers(words));
  s.view_.point = {xyz[0], xyz[1], xyz[2]};
  s.view_is_home_ = false;
  return {};
}

Result<void> SessionCommands::pan(Session& s, Words words) {
  LV_ASSIGN(const auto mm, numbers(words));
  s.view_.pan_mm += dvec2(mm[0], mm[1]);
  return {};
}

Result<void> SessionCommands::zoom(Session& s, Words words) {
  LV_ASSIGN(const double factor, number(words[0]));
  s.view_.zoom = std::clamp(s.view_.zoom * factor, 0.25, 20.0);
  return {};
}

Result<void> SessionCommands::plane(Session& s, Words words) {
  const int named = choice(words[0], {"native", "axial", "sagittal", "coronal"});
  if (named < 0) return no_such(words[0]);
  s.view_.plane = static_cast<PlaneKind>(named);
  s.view_.pan_mm = {};
  if (s.view_.layout == Layout::three) s.view_.layout = Layout::one;
  return {};
}

Result<void> SessionCommands::layout(Session& s, Words words) {
  const int named = choice(words[0], {"one", "three", "grid"});
  if (named < 0) return no_such(words[0]);
  const auto wanted = static_cast<Layout>(named);
  s.view_.layout = s.view_.layout == wanted ? Layout::one : wanted;
  s.view_.pan_mm = {};
  return {};
}

Result<void> SessionCommands::reset(Session& s, Words) {
  LV_ASSIGN(Comparison* const row, comparison(s));
  const ViewState old = s.view_;
  s.view_ = home_view(*row);
  s.view_.position = old.position;
  s.view_.layout = old.layout;
  s.view_.plane = old.plane;
  s.view_is_home_ = true;
  return {};
}

Result<void> SessionCommands::window(Session& s, Words words) {
  LV_ASSIGN(const auto change, numbers(words));
  s.view_.window_shift += change[0];
  s.view_.window_stretch *= std::exp(change[1]);
  limit_window(s.view_);
  return {};
}

Result<void> SessionCommands::look(Session& s, Words words) {
  LV_TRY(comparison(s));
  const int named = choice(words[0], {"fade", "switch", "swipe", "difference"});
  if (named < 0) return no_such(words[0]);
  const bool was_cuts = s.view_.cuts;
  const Blend blend = named == 2 ? Blend::swipe : named == 3 ? Blend::difference : Blend::crossfade;
  const bool again = named > 0 && (named == 1 ? was_cuts : s.view_.blend == blend);
  s.view_.blend = again ? Blend::crossfade : blend;
  s.view_.cuts = named == 1 && !again;
  s.view_.playing = s.view_.cuts;
  s.playback_.start_s = s.now_s_;
  if (was_cuts && !s.view_.cuts) s.view_.position = std::round(s.view_.position);
  return {};
}

Result<void> SessionCommands::seam(Session& s, Words words) {
  LV_ASSIGN(const double share, number(words[0]));
  s.view_.seam = std::clamp(share, 0.0, 1.0);
  return {};
}

Result<void> SessionCommands::invert(Session& s, Words) {
  s.view_.inverted = !s.view_.inverted;
  return {};
}

Result<void> SessionCommands::nearest(Session& s, Words) {
  s.view_.nearest_slice = !s.view_.nearest_slice;
  return {};
}

}  // namespace lv
