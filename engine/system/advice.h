// Where this system keeps what longview needs of it, and how its user gets what lacks.
#pragma once

#include <filesystem>
#include <vector>

namespace lv {

/// Where a font with letters of all European languages may lie, the best one first.
std::vector<std::filesystem::path> font_places();

/// Makes them known by name to what draws text with this system's own fonts, where they lie in a
/// place that it does not know.
void make_fonts_known();

/// These complete a sentence that ends in ": " and says that a font, a Vulkan driver, its
/// validation layer, or a place for what can be made again, lacks.
extern const char *const font_advice, *const vulkan_advice, *const validation_advice,
                                                                *const cache_advice;

/// What can be typed as a path in the window; what can stand for PATH in a command besides files.
extern const char *const typed_path_advice, *const archive_address_advice;

}  // namespace lv
