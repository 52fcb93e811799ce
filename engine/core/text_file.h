// Small text files that the user names: sessions, scripts, transforms.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/core/result.h"

namespace lv {

/// All of it. Errors: not_found; unreadable: it may not be read, it is a folder or a pipe (other
/// than /dev/stdin), which may never end, or it has more bytes than any file of its kind.
Result<std::string> read_text_file(const std::filesystem::path& path, std::uint64_t most_bytes);

}  // namespace lv
