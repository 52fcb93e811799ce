// The compiled shaders, as they lie in the program.
#pragma once

#include <cstdint>
#include <span>

namespace lv::shaders {

std::span<const std::uint32_t> pane_vert();
std::span<const std::uint32_t> pane_frag();
std::span<const std::uint32_t> cut_frag();
std::span<const std::uint32_t> ui_vert();
std::span<const std::uint32_t> ui_frag();

}  // namespace lv::shaders
