// Memory that the program holds but needs no more.
#pragma once

#include <cstddef>
#include <span>

namespace lv {

/// Nobody reads these bytes again until they are written: the system may take the pages that lie
/// wholly within them for others. They are still to be freed as usual.
void give_back(std::span<const std::byte> bytes);

}  // namespace lv
