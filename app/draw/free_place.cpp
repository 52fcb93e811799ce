#include "app/draw/free_place.h"

#include <algorithm>
#include <array>

namespace lv::ui {

Box box_of(const RectPx& rect) {
  const auto f = [](int v) { return static_cast<float>(v); };
  return {f(rect.x), f(rect.y), f(rect.x + rect.width), f(rect.y + rect.height)};
}

FreePlaces::FreePlaces(const Box& pane, const std::vector<dvec2>& body) {
  for (const dvec2& place : body) body_.push_back(place + dvec2(pane.left, pane.top));
}

bool FreePlaces::on_body(const Box& box) const {
  if (body_.empty()) return false;
  const std::array corners{dvec2(box.left, box.top), dvec2(box.right, box.top),
                           dvec2(box.right, box.bottom), dvec2(box.left, box.bottom)};
  // Two convex shapes are apart where a side of one has the other wholly beyond it.
  const auto apart = [](const auto& one, const auto& other) {
    for (std::size_t i = 0; i < one.size(); ++i) {
      const dvec2 from = one[i], side = one[(i + 1) % one.size()] - from;
      const auto beyond = [&](const dvec2& p) {
        return side.x * (p.y - from.y) - side.y * (p.x - from.x) < 0;
      };
      if (std::ranges::all_of(other, beyond)) return true;
    }
    return false;
  };
  return !apart(body_, corners) && !apart(corners, body_);
}

bool FreePlaces::on_text(const Box& box) const {
  return std::ranges::any_of(taken_, [&](const Box& other) {
    return box.left < other.right && other.left < box.right && box.top < other.bottom &&
           other.top < box.bottom;
  });
}

const Box& FreePlaces::best(const std::vector<Box>& places) const {
  const auto found =
      std::ranges::find_if(places, [&](const Box& box) { return !on_body(box) && !on_text(box); });
  if (found != places.end()) return *found;
  const auto beside_text =
      std::ranges::find_if(places, [&](const Box& box) { return !on_text(box); });
  return beside_text != places.end() ? *beside_text : places.front();
}

}  // namespace lv::ui
