// What an archive may claim and still be believed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "engine/core/result.h"

namespace lv {

constexpr std::size_t most_members = 1'000'000;
constexpr std::uint64_t largest_member_bytes = std::uint64_t{2} << 30;

/// Pictures pack to a half or a tenth; blank ones to a hundredth. What a member says of its packed
/// size is believed up to the size of the whole archive.
inline bool absurd(std::uint64_t bytes, std::uint64_t packed_bytes, std::uint64_t archive_bytes) {
  constexpr std::uint64_t believable_ratio = 200, always_believable_bytes = 32 << 20;
  return bytes > always_believable_bytes &&
         bytes / believable_ratio > std::min(packed_bytes, archive_bytes);
}

inline Error claims_too_much() {
  return {ErrorCode::unreadable,
          "it claims to unpack to an absurd size and was not unpacked; it holds no scans"};
}

inline Error needs_a_password() {
  return {ErrorCode::unreadable, "it is locked with a password; unpack it first"};
}

inline Error unknown_packing(const std::string& way) {
  return {ErrorCode::unsupported,
          "it is packed in a way that cannot be read here" + way + "; unpack the archive first"};
}

inline Error beyond_budget() {
  return {ErrorCode::unavailable,
          "it would take more memory than there is for packed files; unpack it, then name its "
          "folder"};
}

}  // namespace lv
