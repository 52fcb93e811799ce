#include "engine/decoder/rle.h"

#include <algorithm>
#include <cstring>

namespace lv {
namespace {

/// Unpacks a segment into every `step`-th byte of `out`. False: the segment is too short.
bool unpack_segment(std::span<const std::uint8_t> segment, std::size_t step,
                    std::span<std::uint8_t> out) {
  const std::size_t count = (out.size() + step - 1) / step;
  std::size_t done = 0, at = 0;
  while (done < count && at < segment.size()) {
    const auto said = static_cast<std::int8_t>(segment[at++]);
    if (said == -128) continue;  // has no meaning (PS3.5 G.3.1)
    const bool as_they_are = said >= 0;
    const auto length = static_cast<std::size_t>(as_they_are ? said + 1 : 1 - said);
    const std::size_t wanted = std::min(length, count - done);
    if (at + (as_they_are ? wanted : 1) > segment.size()) return false;
    std::uint8_t* to = out.data() + done * step;
    for (std::size_t i = 0; i < wanted; ++i, to += step) *to = segment[as_they_are ? at + i : at];
    at += as_they_are ? length : 1;
    done += wanted;
  }
  return done == count;
}

}  // namespace

bool unpack_rle(std::span<const std::uint8_t> packed, std::size_t sample_bytes,
                std::span<std::uint8_t> samples) {
  std::uint32_t header[16];  // the number of segments, and where each begins
  if (packed.size() < sizeof header) return false;
  std::memcpy(header, packed.data(), sizeof header);
  if (header[0] != sample_bytes) return false;
  for (std::size_t i = 0; i < sample_bytes; ++i) {
    const std::size_t begin = header[i + 1];
    const std::size_t end = i + 1 < sample_bytes ? header[i + 2] : packed.size();
    if (begin < sizeof header || begin > end || end > packed.size()) return false;
    const auto bytes = samples.subspan(sample_bytes - 1 - i);
    if (!unpack_segment(packed.subspan(begin, end - begin), sample_bytes, bytes)) return false;
  }
  return true;
}

}  // namespace lv
