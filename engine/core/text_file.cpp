#include "engine/core/text_file.h"

#include <array>
#include <cerrno>

#include "engine/core/file_name.h"
#include "engine/system/open_file.h"

namespace lv {

Result<std::string> read_text_file(const std::filesystem::path& path, std::uint64_t most_bytes) {
  const auto cannot = [&](const char* why) {
    return Error{ErrorCode::unreadable, why, file_name(path)};
  };
  OpenFile file(path, OpenFile::For::reading);
  if (file.failure() == ENOENT) {
    return Error{ErrorCode::not_found, "there is no such file", file_name(path)};
  }
  if (file.failure() != 0) return cannot("this cannot be opened; may you read it?");
  if (!file.has_bytes()) return cannot("this is no file");
  std::string text;
  std::array<char, 16384> piece;
  while (const std::ptrdiff_t got = file.read(piece)) {
    if (got < 0) return cannot("this cannot be read");
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > most_bytes) return cannot("this is far larger than such a file can be");
  }
  return text;
}

}  // namespace lv
