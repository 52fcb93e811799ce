#include "engine/dicom/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>

#include "engine/core/parallel.h"
#include "engine/dicom/slices.h"

namespace lv {
namespace {

constexpr std::int64_t most = 65535;
constexpr std::size_t files_at_once = 4;  ///< of one thread: an archive is opened once for them

/// All slices of a series while they come in from several threads.
class Assembly {
 public:
  Assembly(const Series& series, const Progress& progress)
      : series_(series), progress_(progress), slices_(series.slices.size()) {}

  void read(Opener& opener, const std::vector<std::size_t>& which) {
    if (progress_.cancelled() || failed_) return;
    auto decoded = decode_slices(opener, series_, which);
    if (!decoded.ok()) {
      fail(decoded.error(), which.front());
      return;
    }
    for (std::size_t i = 0; i < which.size(); ++i) slices_[which[i]] = std::move((*decoded)[i]);
    done_ += which.size();
    progress_(static_cast<double>(done_) / static_cast<double>(slices_.size()), "reading slices");
  }

  Result<Volume> finish() {
    if (progress_.cancelled()) return Error{ErrorCode::cancelled, "stopped", ""};
    if (failed_) return *error_;
    Volume volume;
    volume.geometry = series_.geometry;
    const auto [low, high] = range();
    if (!one_rescale() || high - low > most) return spread();
    volume.scale = slices_.front().slope;
    volume.offset = slices_.front().intercept + volume.scale * static_cast<double>(low);
    volume.samples.reserve(volume.geometry.voxel_count());
    for (const DecodedSlice& slice : slices_) {
      for (const std::int32_t v : slice.stored) {
        volume.samples.push_back(static_cast<std::uint16_t>(v - low));
      }
    }
    return volume;
  }

 private:
  void fail(const Error& error, std::size_t slice) {
    const std::scoped_lock lock(mutex_);
    if (failed_.exchange(true)) return;
    error_ = Error{
        error.code,
        fmt::format("slice {} of {} cannot be shown: {}", slice + 1, slices_.size(), error.what),
        ""};
  }

  bool one_rescale() const {
    return std::ranges::all_of(slices_, [&](const DecodedSlice& s) {
      return s.slope == slices_.front().slope && s.intercept == slices_.front().intercept;
    });
  }

  std::pair<std::int64_t, std::int64_t> range() const {
    std::int64_t low = slices_.front().stored.front(), high = low;
    for (const DecodedSlice& slice : slices_) {
      const auto [least, greatest] = std::ranges::minmax(slice.stored);
      low = std::min<std::int64_t>(low, least);
      high = std::max<std::int64_t>(high, greatest);
    }
    return {low, high};
  }

  /// Slices of different scale, or values of more than 16 bits, on one common scale.
  Result<Volume> spread() const {
    std::vector<float> values;
    values.reserve(series_.geometry.voxel_count());
    for (const DecodedSlice& slice : slices_) {
      for (const std::int32_t v : slice.stored) {
        values.push_back(static_cast<float>(v * slice.slope + slice.intercept));
      }
    }
    return pack_volume(series_.geometry, values);
  }

  const Series& series_;
  const Progress& progress_;
  std::vector<DecodedSlice> slices_;
  std::atomic<std::size_t> done_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::optional<Error> error_;
};

}  // namespace

Result<Volume> load_volume(const Series& series, const Progress& progress) {
  const auto files = slices_by_file(series);
  if (files.empty()) return Error{ErrorCode::unreadable, "the series holds no picture", ""};
  Assembly assembly(series, progress);
  try {
    parallel_for(files.size(), files_at_once, [&](std::size_t begin, std::size_t end) {
      Opener opener;
      for (std::size_t i = begin; i < end; ++i) assembly.read(opener, files[i]);
    });
    return assembly.finish();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::unavailable, "there is not enough memory for this series", ""};
  }
}

}  // namespace lv
