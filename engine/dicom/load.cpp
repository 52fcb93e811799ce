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
constexpr std::size_t files_at_once = 4;  ///< of one thread

/// All slices of a series while they come in from several threads.
class Assembly {
 public:
  Assembly(const Series& series, const Progress& progress)
      : series_(series), progress_(progress), slices_(series.slices.size()) {}

  void read(const std::vector<std::size_t>& which) {
    if (progress_.cancelled()) return;
    auto decoded = decode_slices(series_, which);
    if (decoded.ok()) {
      for (std::size_t i = 0; i < which.size(); ++i) slices_[which[i]] = std::move((*decoded)[i]);
    } else if (which.size() > 1) {
      // Frames of one file: a broken one costs no other.
      for (const std::size_t slice : which) read({slice});
      return;
    } else {
      fail(decoded.error(), which.front());
    }
    done_ += which.size();
    progress_(static_cast<double>(done_) / static_cast<double>(slices_.size()), "reading slices");
  }

  Result<Volume> finish() {
    if (progress_.cancelled()) return Error{ErrorCode::cancelled, "stopped", ""};
    const std::vector<int> lost = lost_slices();
    if (lost.size() == slices_.size() || (first_error_ && !worth_going_on())) return *first_error_;
    std::erase_if(slices_, [](const DecodedSlice& s) { return s.stored.empty(); });
    LV_ASSIGN(Volume volume, packed(without_slices(series_.geometry, lost)));
    volume.lost_slices = lost;
    const auto doubtful = std::ranges::find_if(
        slices_, [](const DecodedSlice& slice) { return !slice.scale_doubt.empty(); });
    if (doubtful != slices_.end()) volume.findings.emplace_back(doubtful->scale_doubt);
    if (!lost.empty()) {
      volume.findings.push_back(fmt::format("{} of {} slices {} left out: {}", lost.size(),
                                            series_.slices.size(), lost.size() == 1 ? "is" : "are",
                                            first_error_->what));
    }
    return volume;
  }

 private:
  /// Without memory, and where nobody can decode the rest either, nothing is gained by half.
  bool worth_going_on() const { return first_error_->code == ErrorCode::unreadable; }

  void fail(const Error& error, std::size_t slice) {
    const std::scoped_lock lock(mutex_);
    if (first_error_ && slice > first_failed_) return;
    first_failed_ = slice;
    first_error_ = Error{
        error.code,
        fmt::format("slice {} of {} cannot be shown: {}", slice + 1, slices_.size(), error.what),
        ""};
  }

  std::vector<int> lost_slices() const {
    std::vector<int> lost;
    for (std::size_t i = 0; i < slices_.size(); ++i) {
      if (slices_[i].stored.empty()) lost.push_back(static_cast<int>(i));
    }
    return lost;
  }

  Result<Volume> packed(Geometry geometry) const {
    const auto [low, high] = range();
    if (!one_rescale() || high - low > most) return spread(std::move(geometry));
    Volume volume;
    volume.geometry = std::move(geometry);
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
  Result<Volume> spread(Geometry geometry) const {
    std::vector<float> values;
    values.reserve(geometry.voxel_count());
    for (const DecodedSlice& slice : slices_) {
      for (const std::int32_t v : slice.stored) {
        values.push_back(static_cast<float>(v * slice.slope + slice.intercept));
      }
    }
    return pack_volume(std::move(geometry), values);
  }

  const Series& series_;
  const Progress& progress_;
  std::vector<DecodedSlice> slices_;
  std::atomic<std::size_t> done_{0};
  std::mutex mutex_;
  std::size_t first_failed_ = 0;
  std::optional<Error> first_error_;
};

}  // namespace

Result<Volume> load_volume(const Series& series, const Progress& progress) {
  const auto files = slices_by_file(series);
  if (files.empty()) return Error{ErrorCode::unreadable, "the series holds no picture", ""};
  Assembly assembly(series, progress);
  try {
    parallel_for(files.size(), files_at_once, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) assembly.read(files[i]);
    });
    return assembly.finish();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::unavailable, "there is not enough memory for this series", ""};
  }
}

}  // namespace lv
