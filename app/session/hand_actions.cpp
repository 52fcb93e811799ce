// Actions that move a date by hand.
#include <array>
#include <utility>

#include "app/session/action.h"
#include "app/session/hand.h"

namespace lv {
namespace {

/// Moves the picture of the shown date; the hand has it until it lets go.
Result<void> move_shown(OpenRow& open, const View& view, const Motion& world_motion) {
  LV_ASSIGN(const std::size_t date, movable_date(open, view));
  if (open.in_hand && open.in_hand->date != date) let_go(open, view);
  open.hand = true;
  if (world_motion.translation == dvec3(0.0) && world_motion.rotation == dvec3(0.0)) return {};
  drop_focus(open);
  ComparedDate& moved = open.row.dates[date];
  if (!open.in_hand) {
    ask(open, {});
    open.in_hand = PoseChange{date, place_of(moved), {}};
  }
  keep_view(moved);
  put(moved,
      put_by_hand(picture_moved(moved.pose, world_motion, view.state.point), "it was put by hand"));
  return {};
}

Result<void> take_in_hand(OpenRow& open, const View& view, Words words) {
  bool on = !open.hand;
  if (!words.empty()) {
    LV_ASSIGN(const int wish, choice_in(words[0], std::array<std::string_view, 2>{"off", "on"}));
    on = wish == 1;
  }
  if (!on) {
    let_go(open, view);
    return {};
  }
  LV_TRY(movable_date(open, view));
  open.hand = true;
  return {};
}

Result<PlaneAxes> axes_in(const OpenRow& open, const View& view, Words words, std::size_t place) {
  ShownPlane plane = view.state.plane;
  if (words.size() > place) {
    LV_ASSIGN(plane, plane_in(words[place]));
  }
  return axes_of(open.row, plane);
}

Result<void> nudge_date(OpenRow& open, const View& view, Words words) {
  LV_ASSIGN(const auto mm, numbers_in(words.first(2)));
  LV_ASSIGN(const PlaneAxes axes, axes_in(open, view, words, 2));
  return move_shown(open, view, {axes.right * mm[0] + axes.down * mm[1], dvec3(0.0)});
}

Result<void> turn_date(OpenRow& open, const View& view, Words words) {
  LV_ASSIGN(const double clockwise_deg, number_in(words[0]));
  LV_ASSIGN(const PlaneAxes axes, axes_in(open, view, words, 1));
  return move_shown(open, view, {dvec3(0.0), axes.away() * radians_from_degrees(clockwise_deg)});
}

Result<void> to_scanner_position(OpenRow& open, const View& view) {
  LV_ASSIGN(const std::size_t date, movable_date(open, view));
  const bool hand = open.hand;
  let_go(open, view);
  open.hand = hand;
  ask(open, {});
  ComparedDate& shown = open.row.dates[date];
  const DatePlace before = place_of(shown);
  keep_view(shown);
  put(shown, {RigidPose{}, AlignmentState::from_scanner, {}});
  open.history.add(
      {shown.facts.year + " to its scanner position", PoseChange{date, before, place_of(shown)}});
  return {};
}

/// The words name a date; none: the one that is shown.
Result<void> choose_reference(OpenRow& open, View& view, Words words) {
  if (open.loading) return Error{ErrorCode::usage, "the dates are still being read", ""};
  const ComparedRow& row = open.row;
  std::size_t date = heavier_date(fade_pair(row, shown_state(view, row.dates.size())));
  if (!words.empty()) {
    LV_ASSIGN(date, place_in(words[0], row.dates.size()));
  }
  const ComparedDate& wanted = row.dates[date];
  if (date == row.reference) {
    return Error{ErrorCode::usage, "the others are lined up on this date already", ""};
  }
  if (!wanted.volume || wanted.flat) {
    return Error{ErrorCode::usage, "nothing can be lined up on this date: it has no place in space",
                 ""};
  }
  let_go(open, view);
  RowChange change{"lined up on " + wanted.facts.year, ReferenceChange{saved(row), date}};
  line_up_on(open, view, date);
  open.history.add(std::move(change));
  return {};
}

}  // namespace

std::vector<Action> hand_actions() {
  return {
      action<take_in_hand>("hand", "[on|off]", "drags move and turn the shown date; again: let go",
                           {}, "A held or tapped"),
      action<nudge_date>("nudge", "MM-RIGHT MM-DOWN [PLANE]", "move the shown date: mm right, down",
                         {}, "A: left drag, arrows"),
      action<turn_date>("turn", "DEGREES [PLANE]", "turn the shown date: degrees clockwise", {},
                        "A: right drag, wheel"),
      action<choose_reference>("reference", "[DATE]", "line the other dates up on the shown one",
                               {{Key::digit_0, with_control}}),
      action<to_scanner_position>("scanner-position", "",
                                  "the shown date back to its scanner position"),
  };
}

}  // namespace lv
