#include "app/window/thumbnails.h"

#include <iterator>
#include <utility>

namespace lv {

bool Thumbnails::take(std::vector<MadeThumbnail> made, double now_s,
                      std::map<SeriesKey, ui::ThumbnailPicture>& shown, const Room& room) {
  constexpr double again_s = 1;
  if (!waiting_.empty() && now_s - tried_s_ >= again_s) {
    made.insert(made.begin(), std::move_iterator(waiting_.begin()),
                std::move_iterator(waiting_.end()));
    waiting_.clear();
  }
  bool changed = false;
  for (MadeThumbnail& one : made) {
    const ExtentPx size{one.thumbnail.width, one.thumbnail.height};
    if (size.width == 0) continue;
    std::vector<std::uint8_t> rgba;
    for (const std::uint8_t grey : one.thumbnail.grey) {
      rgba.insert(rgba.end(), {grey, grey, grey, 255});
    }
    const auto picture = room.add(size, std::move(rgba));
    if (!picture) {
      waiting_.push_back(std::move(one));
      tried_s_ = now_s;
      continue;
    }
    if (const auto before = shown.find(one.key); before != shown.end()) {
      room.remove(before->second.id);
    }
    shown[one.key] = {*picture, size};
    changed = true;
  }
  return changed;
}

}  // namespace lv
