// What the kernel says of mounted discs.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace lv {

/// Folders below /media and /run/media where something is mounted, by the text of
/// /proc/self/mounts.
std::vector<std::filesystem::path> discs_in(std::string_view mounts);

}  // namespace lv
