#include "app/session/hand.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "app/row/bent_date.h"
#include "app/view/focus_view.h"

namespace lv {

void keep_view(ComparedDate& date) {
  if (!date.pose_before_hand) date.pose_before_hand = date.pose;
}

DatePlace put_by_hand(const RigidPose& pose, const std::string& reason) {
  return {pose,
          AlignmentState::settled,
          {pose, Method::hand, {VerdictKind::doubtful, 0.0, 0.0, {reason}}}};
}

Result<std::size_t> movable_date(const OpenRow& open, const View& view) {
  if (open.movable.empty()) {
    return Error{ErrorCode::usage, "the dates are still being lined up"};
  }
  const ComparedRow& row = open.row;
  const std::size_t date = heavier_date(fade_pair(row, shown_state(view, row.dates.size())));
  if (date == row.reference) {
    return Error{ErrorCode::usage,
                 "this date is the one that the others are lined up to; go to another date"};
  }
  if (!open.movable[date] || !open.movable[row.reference]) {
    return Error{ErrorCode::usage, "this date has no place in space that could be moved"};
  }
  return date;
}

void ask(OpenRow& open, Refinement wish) {
  if (open.movable.empty()) return;
  for (ComparedDate& date : open.row.dates) {
    if (date.state == AlignmentState::running) {
      put(date, put_by_hand(date.alignment.pose.value_or(date.pose), "it was put by hand"));
    }
  }
  open.refinement = std::move(wish);
  open.refinement.asked = false;
  open.refining = true;
  open.moved.reset();
}

std::string moved_text(const OpenRow& open, const View& view, const PlaneAxes& axes) {
  if (!open.in_hand) return {};
  const RigidPose& now = open.row.dates[open.in_hand->date].pose;
  const RigidPose picture = inverse(now) * open.in_hand->before.pose;
  const dvec3 moved = picture(view.state.point) - view.state.point;
  std::string text;
  const auto add = [&](double mm, const char* forth, const char* back) {
    if (std::abs(mm) >= 0.05) {
      text += fmt::format("{:.1f} mm {}, ", std::abs(mm), mm > 0 ? forth : back);
    }
  };
  add(glm::dot(moved, axes.right), "right", "left");
  add(glm::dot(moved, axes.down), "down", "up");
  return text + fmt::format("{:.1f}°", degrees_from_radians(glm::angle(picture.rotation)));
}

std::string fits_text(OpenRow& open) {
  if (!open.moved || open.refining || open.equalising) return {};
  const MovedDate before = *std::exchange(open.moved, std::nullopt);
  const ComparedDate& date = open.row.dates[before.date];
  if (!date.contrast) return date.facts.year + " does not fit any more";
  const double closer_mm = before.apart_mm - date.contrast->matched.blur_mm;
  if (std::abs(closer_mm) < 0.05) return date.facts.year + " fits as closely as before";
  return fmt::format("{} fits {:.1f} mm {} closely than before", date.facts.year,
                     std::abs(closer_mm), closer_mm > 0 ? "more" : "less");
}

void let_go(OpenRow& open, const View& view) {
  open.hand = false;
  if (!open.in_hand) return;
  PoseChange change = *std::exchange(open.in_hand, std::nullopt);
  const ComparedDate& date = open.row.dates[change.date];
  change.after = place_of(date);
  const dvec3 seen_at = change.before.pose(view.state.point);
  const Motion motion = motion_between(change.before.pose, change.after.pose, seen_at);
  const std::string motion_text = fmt::format("{:.1f} mm, {:.1f}°", glm::length(motion.translation),
                                              degrees_from_radians(glm::length(motion.rotation)));
  if (motion_text == "0.0 mm, 0.0°") return put(open.row.dates[change.date], change.before);
  const std::string what = date.facts.year + " nudge, " + motion_text;
  ask(open, {Refinement::Kind::moved, {{{change.date, date.pose}}, {}}});
  if (date.contrast) open.moved = {change.date, date.contrast->matched.blur_mm};
  open.history.add({what, std::move(change)});
}

void line_up_on(OpenRow& open, View& view, std::size_t reference) {
  const RigidPose& pose = open.row.dates[reference].pose;
  view.state.point = pose(view.state.point);
  for (Ruler& ruler : view.state.rulers) ruler = {ruler.date, pose(ruler.from), pose(ruler.to)};
  line_up_on(open.row, reference);
  open.movable.clear();  // again once it is lined up
  open.refinement = {};
  open.align_wanted = open.aligning = true;
}

void focus_again(OpenRow& open, const View& view, const RowFocus& focus) {
  open.row.focus = focus;
  open.row.focus->dates.assign(open.row.dates.size(), {});
  ask_focus(open, view);
}

void drop_focus(OpenRow& open) {
  if (!open.row.focus) return;
  open.row.focus.reset();
  ask(open, {});
}

void ask_focus(OpenRow& open, const View& view) {
  const ComparedRow& row = open.row;
  RowFocus& focus = *open.row.focus;
  RowWish wish{{}, focus_of(focus)};
  const FadePair pair = fade_pair(row, view.state);
  for (const std::size_t date : {pair.second, pair.first}) {
    const bool twice = date == pair.first && pair.first == pair.second && !wish.starts.empty();
    DateFocus& there = focus.dates[date];
    if (date == row.reference || twice || there.state != DateFocus::State::looking) continue;
    if (open.movable[date] && open.movable[row.reference]) {
      wish.starts.push_back({date, pose_near(row.dates[date], focus.point)});
    } else {
      there.state = DateFocus::State::refused;
    }
  }
  if (!wish.starts.empty()) ask(open, {Refinement::Kind::focus, std::move(wish)});
}

void take_moved(OpenRow& open, std::size_t place, const DateAlignment& found) {
  ComparedDate& date = open.row.dates[place];
  if (surely_lined_up(found)) {
    put(date, {*found.pose, AlignmentState::settled, {found.pose, Method::hand, found.verdict}});
    say_bend(date.alignment, date.levels);
  } else {
    put(date, put_by_hand(date.alignment.pose.value_or(date.pose),
                          "it was put by hand; the alignment does not confirm it"));
  }
  // Redo shall lead to where the date lies now.
  RowChange* const last = open.history.last();
  PoseChange* const move = last != nullptr ? std::get_if<PoseChange>(&last->change) : nullptr;
  if (move != nullptr && move->date == place) move->after = place_of(date);
}

void take_focused(OpenRow& open, std::size_t date, const DateAlignment& found) {
  if (!open.row.focus) return;
  DateFocus& focus = open.row.focus->dates[date];
  const bool holds = found.verdict.kind != VerdictKind::failed;
  focus.state = holds ? DateFocus::State::found : DateFocus::State::refused;
  if (!holds) return;
  focus.pose = *found.pose;
  focus.needs_attention = found.verdict.kind == VerdictKind::doubtful;
}

}  // namespace lv
