#include "engine/dicom/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "engine/core/parallel.h"
#include "engine/dicom/slices.h"

namespace lv {
namespace {

constexpr std::int64_t most = 65535;
constexpr std::size_t files_at_once = 4;  ///< of one thread

/// A slice in as few bytes as it needs: its values less its least one.
struct PackedSlice {
  std::vector<std::uint16_t> samples;  ///< where 16 bits hold them
  std::vector<std::int32_t> wide;      ///< where not
  std::int64_t low = 0, high = 0;      ///< of the stored values
  double slope = 1.0, intercept = 0.0;
  std::string_view scale_doubt = {};
};
const PackedSlice lost_slice{{}, {}, 0, -1};

PackedSlice packed_slice(DecodedSlice decoded) {
  const auto [low, high] = std::ranges::minmax(decoded.stored);
  PackedSlice slice{{}, {}, low, high, decoded.slope, decoded.intercept, decoded.scale_doubt};
  if (slice.high - slice.low > most) {
    slice.wide = std::move(decoded.stored);
    return slice;
  }
  slice.samples.resize(decoded.stored.size());
  std::ranges::transform(decoded.stored, slice.samples.begin(),
                         [&](std::int32_t v) { return static_cast<std::uint16_t>(v - slice.low); });
  return slice;
}

/// All slices of a series while they come in from several threads. Their samples are laid into the
/// volume in the slices' order as soon as all before them are there: nothing is held twice.
class Assembly {
 public:
  Assembly(const Series& series, const Progress& progress)
      : series_(series),
        progress_(progress),
        slices_(series.slices.size()),
        done_(series.slices.size()) {
    volume_.samples.reserve(series.geometry.voxel_count());  // takes no memory until it is filled
  }

  void read(const std::vector<std::size_t>& which) {
    if (progress_.cancelled()) return;
    const auto file = decode_slices(series_, which, [&](std::size_t i, Result<DecodedSlice> slice) {
      if (slice.ok()) return take(i, packed_slice(std::move(*slice)));
      fail(slice.error(), i);
    });
    if (file.ok()) return;
    for (const std::size_t i : which) fail(file.error(), i);
  }

  Result<Volume> finish() {
    if (progress_.cancelled()) return Error{ErrorCode::cancelled, "stopped"};
    const std::vector<int> lost = lost_slices();
    if (lost.size() == slices_.size() || (first_error_ && !worth_going_on())) return *first_error_;
    std::erase_if(slices_, [](const PackedSlice& s) { return s.low > s.high; });
    LV_ASSIGN(Volume volume, joined(without_slices(series_.geometry, lost)));
    volume.lost_slices = lost;
    const auto doubtful = std::ranges::find_if(
        slices_, [](const PackedSlice& slice) { return !slice.scale_doubt.empty(); });
    if (doubtful != slices_.end()) volume.findings.emplace_back(doubtful->scale_doubt);
    if (!lost.empty()) {
      volume.findings.push_back(fmt::format("{} of {} slices {} left out: {}", lost.size(),
                                            series_.slices.size(), lost.size() == 1 ? "is" : "are",
                                            first_error_->what));
    }
    return volume;
  }

 private:
  void take(std::size_t i, PackedSlice slice) {
    const std::scoped_lock lock(mutex_);
    slices_[i] = std::move(slice);
    lay_down(i);
  }

  /// Without memory, and where nobody can decode the rest either, nothing is gained by half.
  bool worth_going_on() const { return first_error_->code == ErrorCode::unreadable; }

  void fail(const Error& error, std::size_t slice) {
    const std::scoped_lock lock(mutex_);
    slices_[slice] = lost_slice;
    lay_down(slice);
    if (first_error_ && slice > first_failed_) return;
    first_failed_ = slice;
    first_error_ = Error{error.code, fmt::format("slice {} of {} cannot be shown: {}", slice + 1,
                                                 slices_.size(), error.what)};
  }

  /// Samples of a wide slice get their place too; they are not used.
  void lay_down(std::size_t arrived) {
    done_[arrived] = true;
    ++count_done_;
    for (; next_ < slices_.size() && done_[next_]; ++next_) {
      PackedSlice& slice = slices_[next_];
      auto& samples = volume_.samples;
      if (!slice.wide.empty()) samples.resize(samples.size() + slice.wide.size());
      const auto arrived_samples = std::exchange(slice.samples, std::vector<std::uint16_t>());
      samples.insert(samples.end(), arrived_samples.begin(), arrived_samples.end());
    }
    progress_(static_cast<double>(count_done_) / static_cast<double>(slices_.size()),
              "reading slices");
  }

  std::vector<int> lost_slices() const {
    std::vector<int> lost;
    for (std::size_t i = 0; i < slices_.size(); ++i) {
      if (slices_[i].low > slices_[i].high) lost.push_back(static_cast<int>(i));
    }
    return lost;
  }

  /// All slices less the least value of all.
  Result<Volume> joined(Geometry geometry) {
    const auto [low, high] = range();
    const std::size_t size = volume_.samples.size() / slices_.size();
    if (!one_rescale() || high - low > most) return spread(std::move(geometry), size);
    for (std::size_t k = 0; k < slices_.size(); ++k) {
      const auto more = static_cast<std::uint16_t>(slices_[k].low - low);
      for (std::uint16_t& sample : std::span(volume_.samples).subspan(k * size, size)) {
        sample = static_cast<std::uint16_t>(sample + more);
      }
    }
    volume_.geometry = std::move(geometry);
    volume_.scale = slices_.front().slope;
    volume_.offset = slices_.front().intercept + volume_.scale * static_cast<double>(low);
    return std::move(volume_);
  }

  bool one_rescale() const {
    return std::ranges::all_of(slices_, [&](const PackedSlice& s) {
      return s.slope == slices_.front().slope && s.intercept == slices_.front().intercept;
    });
  }

  std::pair<std::int64_t, std::int64_t> range() const {
    std::int64_t low = slices_.front().low, high = slices_.front().high;
    for (const PackedSlice& slice : slices_) {
      low = std::min(low, slice.low);
      high = std::max(high, slice.high);
    }
    return {low, high};
  }

  /// Slices of different scale, or values of more than 16 bits, on one common scale.
  Result<Volume> spread(Geometry geometry, std::size_t size) const {
    std::vector<float> values;
    values.reserve(volume_.samples.size());
    for (std::size_t k = 0; k < slices_.size(); ++k) {
      const PackedSlice& slice = slices_[k];
      for (std::size_t i = 0; i < size; ++i) {
        const std::int64_t sample =
            slice.wide.empty() ? slice.low + volume_.samples[k * size + i] : slice.wide[i];
        values.push_back(
            static_cast<float>(static_cast<double>(sample) * slice.slope + slice.intercept));
      }
    }
    return pack_volume(std::move(geometry), values);
  }

  const Series& series_;
  const Progress& progress_;
  std::mutex mutex_;  // guards all that follows
  std::vector<PackedSlice> slices_;
  std::vector<bool> done_;
  std::size_t next_ = 0, count_done_ = 0;  ///< which is laid down next; how many have come
  Volume volume_;
  std::size_t first_failed_ = 0;
  std::optional<Error> first_error_;
};

}  // namespace

Result<Volume> load_volume(const Series& series, const Progress& progress) {
  const auto files = slices_by_file(series);
  if (files.empty()) return Error{ErrorCode::unreadable, "the series holds no picture"};
  try {
    Assembly assembly(series, progress);
    parallel_for(files.size(), files_at_once, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) assembly.read(files[i]);
    });
    return assembly.finish();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::unavailable, "there is not enough memory for this series"};
  }
}

}  // namespace lv
