#include "app/jobs/jobs.h"

#include <algorithm>
#include <cmath>

#include "app/jobs/demo_folder.h"
#include "app/jobs/scan_paths.h"
#include "engine/core/caught.h"
#include "engine/registration/body_outline.h"

namespace lv {

void JobProgress::set(double fraction, std::string_view phrase) {
  fraction_ = fraction;
  std::scoped_lock lock(mutex_);
  phrase_ = phrase;
}

std::string JobProgress::phrase() const {
  std::scoped_lock lock(mutex_);
  return phrase_;
}

Progress JobProgress::told(std::stop_token stop) {
  return {[this](double fraction, std::string_view phrase) { set(fraction, phrase); },
          std::move(stop)};
}

ScanJob::ScanJob(std::shared_ptr<ScanIndex> index, std::vector<std::filesystem::path> paths,
                 Corrections corrections)
    : thread_([this, index = std::move(index), paths = std::move(paths),
               corrections = std::move(corrections)](std::stop_token stop) {
        bool any = false;
        const auto partial = [&](MatrixPtr matrix) {
          any = true;
          updates_.push_or_drop({std::move(matrix), false, {}});
        };
        const auto done = guarded([&]() -> Result<void> {
          LV_TRY(add_paths(*index, paths, progress_.told(stop), partial, corrections));
          updates_.push_or_wait({index->matrix(corrections, stop), true, {}});
          return {};
        });
        if (done) return;
        MatrixPtr until_then = any ? index->matrix(corrections, stop) : nullptr;
        updates_.push_or_wait({std::move(until_then), true, done.error()});
      }) {}

ScanJob::~ScanJob() {
  thread_.request_stop();
  updates_.close();  // so that the thread does not wait for room
}

std::optional<ScanJob::Update> ScanJob::take() {
  std::optional<Update> newest;
  while (auto update = updates_.try_pop()) newest = std::move(update);
  return newest;
}

DemoJob::DemoJob()
    : thread_([this](std::stop_token stop) {
        const auto done = guarded([&]() -> Result<void> {
          LV_ASSIGN(const auto folder, demo_folder(progress_.told(stop)));
          made_.push_or_drop(folder);
          return {};
        });
        if (!done) made_.push_or_drop(done.error());
      }) {}

ThumbnailJob::ThumbnailJob()
    : thread_([this](std::stop_token stop) {
        while (const auto wish = wishes_.pop_or_wait()) {
          if (stop.stop_requested()) return;
          const Series& series = wish->matrix->series[static_cast<std::size_t>(wish->series)];
          Thumbnail thumbnail;
          static_cast<void>(guarded([&]() -> Result<void> {
            LV_ASSIGN(thumbnail, load_thumbnail(series));
            return {};
          }));
          made_.push_or_wait({series.key, std::move(thumbnail)});
        }
      }) {}

ThumbnailJob::~ThumbnailJob() {
  thread_.request_stop();
  wishes_.close();
  made_.close();
}

bool ThumbnailJob::ask(MatrixPtr matrix, int series) {
  return wishes_.push_or_drop({std::move(matrix), series});
}

LoadJob::LoadJob(MatrixPtr matrix, std::vector<int> series, std::size_t framing, std::size_t wished)
    : thread_([this, matrix = std::move(matrix), series = std::move(series), framing,
               wished](std::stop_token stop) {
        std::vector<std::size_t> order(series.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        const auto place = [&](std::size_t d) {
          return d == framing ? 0 : 1 + (d > wished ? d - wished : wished - d);
        };
        std::ranges::stable_sort(order, {}, place);
        double done = 0;
        for (const std::size_t date : order) {
          const Progress progress{[&](double fraction, std::string_view phrase) {
                                    progress_.set((done + fraction) / double(order.size()), phrase);
                                  },
                                  stop};
          const auto loaded = guarded([&]() -> Result<void> {
            LV_ASSIGN(
                Volume volume,
                load_volume(matrix->series[static_cast<std::size_t>(series[date])], progress));
            auto shared = std::make_shared<const Volume>(std::move(volume));
            const Window window = default_window(*shared);
            std::vector<dvec3> outline = body_outline(shared);
            loaded_.push_or_wait({date, VolumePtr(std::move(shared)), window, std::move(outline)});
            return {};
          });
          if (stop.stop_requested()) return;
          if (!loaded) loaded_.push_or_wait({date, loaded.error(), {}, {}});
          done += 1;
        }
        done_ = true;
      }) {}

LoadJob::~LoadJob() {
  thread_.request_stop();
  loaded_.close();
}

}  // namespace lv
