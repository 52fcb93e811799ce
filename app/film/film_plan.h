// What a film shows at each moment: a list of segments over the dates of a row. Plain arithmetic:
// no pictures, no files.
#pragma once

#include <vector>

#include "app/view/look.h"

namespace lv {

/// One moment. Dates are counted from 0, oldest first.
struct FilmMoment {
  Look look = Look::fade;
  double position = 0;     ///< fade position: 1.25 is date 1 and date 2 mixed 3 : 1
  double seam = 0;         ///< how far the line of a swipe, or a lens, has come, 0 left to 1 right
  double slab_offset = 0;  ///< grid: where in the common slab, -1 one end to 1 the other
  bool title = false;      ///< the title is burned in
  bool operator==(const FilmMoment&) const = default;
};

class FilmPlan {
 public:
  /// `date_count` is at least 1.
  FilmPlan(int date_count, Look look);

  double duration_s() const { return duration_s_; }
  /// What is shown at a time. Before the start that is the first moment, after the end the last.
  FilmMoment at(double time_s) const;
  /// Times of the pictures that a contact sheet shows: one per hold and one in the middle of each
  /// fade.
  std::vector<double> key_times_s() const;

 private:
  enum class Kind { hold, fade, pair, slab };
  struct Segment {
    Kind kind;
    double start_s, duration_s;
    double from, to;  // fade positions; slab: slab offsets
    bool title, key;
  };
  void add(Kind kind, double duration_s, double from, double to, bool key = false);
  void plan_fade(int last);
  void plan_switch(int last);
  void plan_grid();
  void plan_pairs(int last);

  Look look_;
  double duration_s_ = 0;
  std::vector<Segment> segments_;
};

}  // namespace lv
