// Sizes and rectangles in pixels, origin at the upper left, y down.
#pragma once

namespace lv {

struct ExtentPx {
  int width = 0;
  int height = 0;
  bool operator==(const ExtentPx&) const = default;
};

struct RectPx {
  int x = 0, y = 0, width = 0, height = 0;
  ExtentPx extent() const { return {width, height}; }
  bool operator==(const RectPx&) const = default;
};

}  // namespace lv
