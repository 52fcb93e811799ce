#include "engine/core/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "engine/core/file_name.h"

namespace lv {
namespace {

/// An open file. Whoever names standard input means the pipe that it may be.
class OpenFile {
 public:
  /// Does not wait for the other end of a pipe.
  explicit OpenFile(const std::filesystem::path& path)
      : is_stdin_(path == "/dev/stdin"),
        file_(is_stdin_ ? dup(STDIN_FILENO)
                        : open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {}
  ~OpenFile() {
    if (file_ >= 0) close(file_);
  }
  OpenFile(const OpenFile&) = delete;

  int file() const { return file_; }
  /// A file, or a device like /dev/null.
  bool has_bytes() const {
    struct stat status {};
    if (is_stdin_) return true;
    return fstat(file_, &status) == 0 && (S_ISREG(status.st_mode) || S_ISCHR(status.st_mode));
  }

 private:
  bool is_stdin_;
  int file_;
};

}  // namespace

Result<std::string> read_text_file(const std::filesystem::path& path, std::uint64_t most_bytes) {
  const auto cannot = [&](const char* why) {
    return Error{ErrorCode::unreadable, why, file_name(path)};
  };
  const OpenFile file(path);
  if (file.file() < 0 && errno == ENOENT) {
    return Error{ErrorCode::not_found, "there is no such file", file_name(path)};
  }
  if (file.file() < 0) return cannot("this cannot be opened; may you read it?");
  if (!file.has_bytes()) return cannot("this is no file");
  std::string text;
  std::array<char, 16384> piece;
  while (const ssize_t got = read(file.file(), piece.data(), piece.size())) {
    if (got < 0) return cannot("this cannot be read");
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > most_bytes) return cannot("this is far larger than such a file can be");
  }
  return text;
}

}  // namespace lv
