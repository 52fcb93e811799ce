#include "app/film/film_plan.h"

#include <algorithm>
#include <cmath>

#include "engine/core/assert.h"
#include "engine/core/math.h"

namespace lv {
namespace {

constexpr double title_s = 2.0;
constexpr double aim_s = 20.0;  // a film is no longer than this where the dates allow
constexpr double cut_s = 1.0;   // 1 Hz: slow fades hide change, faster flicker harms
constexpr double pair_s = 2.0;
constexpr int cuts = 3;

}  // namespace

FilmPlan::FilmPlan(int date_count, Look look) : look_(look) {
  LV_ASSERT(date_count >= 1);
  const int last = date_count - 1;
  if (look == Look::grid) {
    plan_grid();
    return;
  }
  add(Kind::hold, title_s, 0, 0, true);
  segments_.front().title = true;
  if (look == Look::fade) plan_fade(last);
  if (look == Look::cuts) plan_switch(last);
  if (row_of(look).both_seen) plan_pairs(last);
}

void FilmPlan::add(Kind kind, double duration_s, double from, double to, bool key) {
  segments_.push_back({kind, duration_s_, duration_s, from, to, false, key});
  duration_s_ += duration_s;
}

/// From the oldest date to the newest: a hold, a smooth fade and three clean cuts for each pair of
/// neighbours. Then back to the oldest by fades alone.
void FilmPlan::plan_fade(int last) {
  // Per pair: two holds, fade and fade back take 0.8 + 0.4 + 1.2 + 1.2 s at ease, less where time
  // is short.
  const double left_s = aim_s - title_s - 1.0 - last * cuts * cut_s;
  const double pace = last > 0 ? std::clamp(left_s / (last * 3.6), 0.5, 1.0) : 1.0;
  const double hold_s = 0.8 * pace, fade_s = std::max(0.8, 1.2 * pace);
  for (int i = 0; i < last; ++i) {
    add(Kind::hold, hold_s, i, i);
    add(Kind::fade, fade_s, i, i + 1, true);
    for (int c = 0; c < cuts; ++c) add(Kind::hold, cut_s, i + c % 2, i + c % 2);
    // The cuts end on the older date; the next hold is the fourth change, back to the later one.
    add(Kind::hold, hold_s / 2, i + 1, i + 1, true);
  }
  for (int i = last; i > 0; --i) add(Kind::fade, fade_s, i, i - 1);
  add(Kind::hold, 1.0, 0, 0);
}

void FilmPlan::plan_switch(int last) {
  for (int i = 1; i <= last; ++i) add(Kind::hold, cut_s, i, i, true);
  for (int i = last - 1; i >= 0; --i) add(Kind::hold, cut_s, i, i);
}

void FilmPlan::plan_grid() {
  add(Kind::slab, title_s, 0, 0, true);
  segments_.front().title = true;
  const double corners[] = {0, -0.8, 0.8, 0};
  for (int i = 0; i < 3; ++i) add(Kind::slab, i == 1 ? 5.0 : 2.5, corners[i], corners[i + 1], true);
}

/// The dates on their own, and between each two both of them.
void FilmPlan::plan_pairs(int last) {
  for (int i = 0; i < last; ++i) {
    add(Kind::hold, cut_s, i, i);
    add(Kind::pair, pair_s, i, i + 1, true);
    add(Kind::hold, cut_s, i + 1, i + 1, true);
  }
}

FilmMoment FilmPlan::at(double time_s) const {
  const auto after = std::ranges::upper_bound(segments_, time_s, {}, &Segment::start_s);
  const Segment& s = after == segments_.begin() ? segments_.front() : *std::prev(after);
  const double t = glm::smoothstep(0.0, 1.0, (time_s - s.start_s) / s.duration_s);
  FilmMoment moment;
  if (look_ == Look::grid || s.kind == Kind::pair) moment.look = look_;
  moment.title = s.title;
  switch (s.kind) {
    case Kind::hold:
      moment.position = s.from;
      break;
    case Kind::fade:
      moment.position = std::lerp(s.from, s.to, t);
      break;
    case Kind::pair:
      moment.position = (s.from + s.to) / 2;
      // The later date is right of the seam, so it comes in as the seam goes left.
      if (row_of(look_).seam || row_of(look_).lens) moment.seam = 1 - t;
      break;
    case Kind::slab:
      moment.slab_offset = std::lerp(s.from, s.to, t);
      break;
  }
  return moment;
}

std::vector<double> FilmPlan::key_times_s() const {
  std::vector<double> times;
  for (const Segment& s : segments_) {
    if (s.key) times.push_back(s.start_s + s.duration_s / 2);
  }
  return times;
}

}  // namespace lv
