// Discs, sticks and cards that are plugged in.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace lv {

/// Folders below /media and /run/media where something is mounted, by the text of
/// /proc/self/mounts. Nothing of the discs themselves is touched: a broken one does not answer.
std::vector<std::filesystem::path> discs_in(std::string_view mounts);

/// Those of this computer now.
std::vector<std::filesystem::path> plugged_in_discs();

}  // namespace lv
