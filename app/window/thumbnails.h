// The small pictures of the matrix on the device. One that finds no room there waits, and is tried
// again once a second: volumes and other pictures may have gone by then. Main thread only.
#pragma once

#include <functional>
#include <vector>

#include "app/draw/backend.h"
#include "app/jobs/jobs.h"
#include "app/ui/ui.h"

namespace lv {

class Thumbnails {
 public:
  /// How pictures are put on the device and removed from it.
  struct Room {
    std::function<Result<ui::PictureId>(ExtentPx size, std::vector<std::uint8_t> rgba)> add;
    std::function<void(ui::PictureId)> remove;
  };

  /// Puts pictures that were made, and those that wait, on the device; a series' earlier picture is
  /// removed. True: `shown` has changed.
  bool take(std::vector<MadeThumbnail> made, double now_s,
            std::map<SeriesKey, ui::ThumbnailPicture>& shown, const Room& room);

 private:
  std::vector<MadeThumbnail> waiting_;
  double tried_s_ = 0;
};

}  // namespace lv
