// Commands that move a date by hand, take that back, and focus on one place; and what the job that
// refines behind the hand answers.
#include <fmt/format.h>

#include "app/session/session_commands.h"
#include "app/view/focus_view.h"

namespace lv {
namespace {

constexpr double focus_radius_mm = 30.0, least_focus_mm = 10.0, most_focus_mm = 100.0;
constexpr double tube_mm = 120.0, most_tube_mm = 400.0;  // some vertebrae; a whole spine

DatePlace place_of(const ComparedDate& date) {
  return {date.pose, date.state, date.alignment};
}

/// The view stays where it is, whatever a hand does to the date.
void keep_view(ComparedDate& date) {
  if (!date.pose_before_hand) date.pose_before_hand = date.pose;
}

void put(ComparedDate& date, const DatePlace& place) {
  date.pose = place.pose;
  date.state = place.state;
  date.alignment = place.alignment;
}

/// By hand, until something confirms it.
DatePlace put_by_hand(const RigidPose& pose, const std::string& reason) {
  return {pose,
          AlignmentState::settled,
          {pose, Method::hand, {VerdictKind::doubtful, 0.0, 0.0, {reason}}}};
}

/// The date that weighs more in the picture.
std::size_t shown_date(const Comparison& row, const ViewState& view) {
  const FadePair pair = fade_pair(row, view.position);
  return pair.mixture < 0.5 ? pair.first : pair.second;
}

Result<PlaneKind> plane_named(const Session& session, Words words, std::size_t place) {
  if (words.size() <= place) return session.view().plane;
  const int named =
      SessionCommands::choice(words[place], {"native", "axial", "sagittal", "coronal"});
  if (named < 0) return SessionCommands::no_such(words[place]);
  return static_cast<PlaneKind>(named);
}

}  // namespace

Result<std::size_t> SessionCommands::movable(Session& s) {
  LV_ASSIGN(const Comparison* const row, comparison(s));
  if (!s.follow_) return Error{ErrorCode::usage, "the dates are still being lined up", ""};
  const std::size_t date = shown_date(*row, s.shown_view());
  if (date == row->reference) {
    return Error{ErrorCode::usage,
                 "this date is the one that the others are lined up to; go to another date", ""};
  }
  if (!s.follow_->can_move(date) || !s.follow_->can_move(row->reference)) {
    return Error{ErrorCode::usage, "this date has no place in space that could be moved", ""};
  }
  return date;
}

/// Moves the picture of the shown date; the hand has it until it lets go.
Result<void> SessionCommands::move(Session& s, const Motion& world_motion) {
  LV_ASSIGN(const std::size_t date, movable(s));
  ComparedDate& moved_date = s.comparison_->dates[date];
  if (s.in_hand_ && s.in_hand_->date != date) let_go(s);
  s.hand_ = true;
  s.drop_focus();
  if (!s.in_hand_) {
    s.wish({});
    s.in_hand_ = PoseChange{date, place_of(moved_date), {}, ""};
  }
  keep_view(moved_date);
  put(moved_date, put_by_hand(picture_moved(moved_date.pose, world_motion, s.view_.point),
                              "it was put by hand"));
  return {};
}

void SessionCommands::let_go(Session& s) {
  if (!s.in_hand_) return;
  PoseChange change = *std::exchange(s.in_hand_, std::nullopt);
  const ComparedDate& date = s.comparison_->dates[change.date];
  change.after = place_of(date);
  const dvec3 seen_at = change.before.pose(s.view_.point);
  const Motion motion = motion_between(change.before.pose, change.after.pose, seen_at);
  change.what =
      fmt::format("{} nudge, {:.1f} mm, {:.1f}°", date.facts.year, glm::length(motion.translation),
                  degrees_from_radians(glm::length(motion.rotation)));
  s.nudge_wish_ = s.wish({s.comparison_->reference, {{change.date, date.pose}}, {}});
  s.history_.add(std::move(change));
}

Result<void> SessionCommands::hand(Session& s, Words words) {
  const int wish = words.empty() ? -1 : choice(words[0], {"off", "on"});
  if (!words.empty() && wish < 0) return no_such(words[0]);
  const bool on = words.empty() ? !s.hand_ : wish == 1;
  if (on) LV_TRY(movable(s));
  s.hand_ = on;
  if (!on) let_go(s);
  return {};
}

Result<void> SessionCommands::nudge(Session& s, Words words) {
  LV_ASSIGN(const auto mm, numbers(words.first(2)));
  LV_ASSIGN(const Comparison* const row, comparison(s));
  LV_ASSIGN(const PlaneKind plane, plane_named(s, words, 2));
  const PlaneAxes axes = axes_of(*row, plane);
  return move(s, {axes.right * mm[0] + axes.down * mm[1], dvec3(0.0)});
}

Result<void> SessionCommands::turn(Session& s, Words words) {
  LV_ASSIGN(const double clockwise_deg, number(words[0]));
  LV_ASSIGN(const Comparison* const row, comparison(s));
  LV_ASSIGN(const PlaneKind plane, plane_named(s, words, 1));
  return move(s, {dvec3(0.0), axes_of(*row, plane).away() * radians_from_degrees(clockwise_deg)});
}

Result<void> SessionCommands::scanner_position(Session& s, Words) {
  LV_ASSIGN(const std::size_t date, movable(s));
  let_go(s);
  s.wish({});
  ComparedDate& shown = s.comparison_->dates[date];
  const DatePlace before = place_of(shown);
  keep_view(shown);
  put(shown, {RigidPose{}, AlignmentState::from_scanner, {}});
  s.history_.add({date, before, place_of(shown), shown.facts.year + " to its scanner position"});
  return {};
}

Result<void> SessionCommands::undo(Session& s, Words) {
  LV_TRY(comparison(s));
  LV_TRY(hand(s, std::array<std::string, 1>{"off"}));
  const PoseChange* const change = s.history_.undo();
  if (change == nullptr) return Error{ErrorCode::usage, "there is nothing to undo", ""};
  s.wish({});
  put(s.comparison_->dates[change->date], change->before);
  s.message_ = "undone: " + change->what;
  return {};
}

Result<void> SessionCommands::redo(Session& s, Words) {
  LV_TRY(comparison(s));
  LV_TRY(hand(s, std::array<std::string, 1>{"off"}));
  const PoseChange* const change = s.history_.redo();
  if (change == nullptr) return Error{ErrorCode::usage, "there is nothing to redo", ""};
  s.wish({});
  put(s.comparison_->dates[change->date], change->after);
  s.message_ = "done again: " + change->what;
  return {};
}

Result<void> SessionCommands::focus(Session& s, Words words) {
  LV_ASSIGN(Comparison* const row, comparison(s));
  if (words.empty() && row->focus) {
    s.drop_focus();
    return {};
  }
  if (!words.empty() && words.size() < 3) return no_such(words[0]);
  LV_ASSIGN(const auto xyz, numbers(words));
  if (!s.follow_) return Error{ErrorCode::usage, "the dates are still being lined up", ""};
  LV_TRY(hand(s, std::array<std::string, 1>{"off"}));
  if (!row->focus) row->focus = RowFocus{{}, focus_radius_mm, 0, {}};
  row->focus->point = xyz.empty() ? s.view_.point : dvec3(xyz[0], xyz[1], xyz[2]);
  look_at_focus(s);
  return {};
}

Result<void> SessionCommands::focus_radius(Session& s, Words words) {
  LV_ASSIGN(const double mm, number(words[0]));
  LV_ASSIGN(Comparison* const row, comparison(s));
  if (!row->focus) LV_TRY(focus(s, {}));
  row->focus->radius_mm = std::clamp(mm, least_focus_mm, most_focus_mm);
  look_at_focus(s);
  return {};
}

Result<void> SessionCommands::focus_tube(Session& s, Words words) {
  LV_ASSIGN(const auto mm, numbers(words));
  LV_ASSIGN(Comparison* const row, comparison(s));
  if (!row->focus) LV_TRY(focus(s, {}));
  double& half_length_mm = row->focus->half_length_mm;
  if (!mm.empty()) {
    half_length_mm = std::clamp(mm[0], 0.0, most_tube_mm) / 2.0;
  } else {
    half_length_mm = half_length_mm > 0.0 ? 0.0 : tube_mm / 2.0;
  }
  look_at_focus(s);
  return {};
}

/// At what it has become.
void SessionCommands::look_at_focus(Session& s) {
  s.comparison_->focus->dates.assign(s.comparison_->dates.size(), {});
  s.ask_focus();
}

/// Lines up the shown dates at the focus; the others follow once they are shown.
void Session::ask_focus() {
  RowFocus& focus = *comparison_->focus;
  FollowJob::Wish asked{comparison_->reference, {}, focus_of(focus)};
  const FadePair pair = fade_pair(*comparison_, view_.position);
  for (const std::size_t date : {pair.second, pair.first}) {
    const bool twice = date == pair.first && pair.first == pair.second && !asked.starts.empty();
    DateFocus& there = focus.dates[date];
    if (date == comparison_->reference || twice || there.state != DateFocus::State::looking)
      continue;
    if (follow_->can_move(date) && follow_->can_move(comparison_->reference)) {
      asked.starts.push_back({date, comparison_->dates[date].pose});
    } else {
      there.state = DateFocus::State::refused;
    }
  }
  if (!asked.starts.empty()) focus_wish_ = wish(std::move(asked));
}

/// Asks the job; a date whose refinement that ends lies where the hand has put it.
std::uint64_t Session::wish(FollowJob::Wish wish) {
  if (!follow_) return 0;
  for (ComparedDate& date : comparison_->dates) {
    if (date.state == AlignmentState::running) {
      put(date, put_by_hand(date.alignment.pose.value_or(date.pose), "it was put by hand"));
    }
  }
  nudge_wish_ = focus_wish_ = 0;  // what they have sent and nobody has taken in counts no longer
  return follow_->ask(std::move(wish));
}

void Session::drop_focus() {
  if (!comparison_ || !comparison_->focus) return;
  comparison_->focus.reset();
  wish({});
}

void Session::poll_follow() {
  if (!follow_ || !comparison_) return;
  for (std::size_t d = 0; d < comparison_->dates.size(); ++d) {
    const auto moving = follow_->moving(d);
    if (!moving || moving->wish != nudge_wish_) continue;
    comparison_->dates[d].pose = moving->sample.pose;
    comparison_->dates[d].state = AlignmentState::running;
  }
  const bool idle = !follow_->busy();  // asked first: nothing is answered after it
  while (auto answer = follow_->take()) {
    if (answer->wish == nudge_wish_) take_nudged(*answer);
    if (answer->wish == focus_wish_) take_focused(*answer);
  }
  if (comparison_->focus && idle) ask_focus();  // another date may be shown by now
}

/// What the alignment does not confirm stays where the hand has put it.
void Session::take_nudged(const FollowJob::Answer& answer) {
  ComparedDate& date = comparison_->dates[answer.date];
  const RigidPose as_put = date.alignment.pose.value_or(date.pose);
  if (answer.found && answer.found->verdict.kind == VerdictKind::good) {
    const Registration& found = *answer.found;
    put(date, {found.pose, AlignmentState::settled, {found.pose, Method::hand, found.verdict}});
  } else {
    put(date, put_by_hand(as_put, "it was put by hand; the alignment does not confirm it"));
  }
  history_.amend(answer.date, place_of(date));
}

void Session::take_focused(const FollowJob::Answer& answer) {
  if (!comparison_->focus) return;
  DateFocus& focus = comparison_->focus->dates[answer.date];
  const bool holds = answer.found && answer.found->verdict.kind != VerdictKind::failed;
  focus.state = holds ? DateFocus::State::found : DateFocus::State::refused;
  if (!holds) return;
  focus.pose = answer.found->pose;
  focus.needs_attention = answer.found->verdict.kind == VerdictKind::doubtful;
}

}  // namespace lv
