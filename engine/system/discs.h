// Discs, sticks and cards that are plugged in.
#pragma once

#include <filesystem>
#include <vector>

namespace lv {

/// Their folders. Nothing of the discs themselves is touched: a broken one does not answer.
std::vector<std::filesystem::path> plugged_in_discs();

}  // namespace lv
