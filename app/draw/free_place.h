// Where something may be written in a pane: beside the body, and beside what is written already.
#pragma once

#include <vector>

#include "engine/core/extent.h"
#include "engine/core/math.h"

namespace lv::ui {

/// In pixels of the screen.
struct Box {
  float left, top, right, bottom;
};

Box box_of(const RectPx& rect);

class FreePlaces {
 public:
  /// `body`: its convex outline, as body_shape() gives it; in the pane's own pixels.
  FreePlaces(const Box& pane, const std::vector<dvec2>& body);

  bool on_body(const Box& box) const;
  bool on_text(const Box& box) const;
  void take(const Box& box) { taken_.push_back(box); }

  /// The first of these places that covers neither body nor text, else no text; else the first.
  const Box& best(const std::vector<Box>& places) const;

 private:
  std::vector<dvec2> body_;
  std::vector<Box> taken_;
};

}  // namespace lv::ui
