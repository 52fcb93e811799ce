// What a film shows at each moment (PRODUCT.md, "Films"): a list of segments over the dates of a
// row. Plain arithmetic: no pictures, no files.
#pragma once

#include <string_view>
#include <vector>

#include "app/view/look.h"

namespace lv {

enum class FilmLook { fade, switch_cuts, grid, sweep, difference };
/// The look of an option's word ("fade", "switch", "grid", "sweep", "difference").
FilmLook look_named(std::string_view word);

/// One moment. Dates are counted from 0, oldest first.
struct FilmMoment {
  PairLook look = PairLook::fade;
  bool grid = false;       ///< a pane for each date
  double position = 0;     ///< fade position: 1.25 is date 1 and date 2 mixed 3 : 1
  double seam = 0;         ///< sweep: how far the line has come, 0 left to 1 right
  double slab_offset = 0;  ///< grid: where in the common slab, -1 one end to 1 the other
  bool title = false;      ///< the title is burned in
  bool operator==(const FilmMoment&) const = default;
};

class FilmPlan {
 public:
  /// `date_count` is at least 1.
  FilmPlan(int date_count, FilmLook look);

  double duration_s() const { return duration_s_; }
  /// The moment at a time; before the start and after the end the first and the last one.
  FilmMoment at(double time_s) const;
  /// Times of the pictures that a contact sheet shows: one per hold and one in the middle of each
  /// fade.
  std::vector<double> key_times_s() const;

 private:
  enum class Kind { hold, fade, sweep, difference, slab };
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
  void plan_pairs(int last, Kind kind, double duration_s);

  FilmLook look_;
  double duration_s_ = 0;
  std::vector<Segment> segments_;
};

}  // namespace lv
