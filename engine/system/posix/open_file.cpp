#include "engine/system/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace lv {
namespace {

int flags_of(OpenFile::For what) {
  switch (what) {
    case OpenFile::For::reading:
      return O_RDONLY | O_NONBLOCK;
    case OpenFile::For::writing:
      return O_WRONLY | O_TRUNC;
    case OpenFile::For::appending:
      return O_WRONLY | O_APPEND;
    case OpenFile::For::keeping:
      return O_RDONLY;
  }
  return O_RDONLY;
}

}  // namespace

OpenFile::OpenFile(const std::filesystem::path& path, For what)
    : is_stdin_(what == For::reading && path == "/dev/stdin"),
      file_(is_stdin_ ? dup(STDIN_FILENO) : open(path.c_str(), flags_of(what) | O_CLOEXEC)),
      failure_(file_ < 0 ? errno : 0) {}

OpenFile::~OpenFile() {
  if (file_ >= 0) close(file_);
}

bool OpenFile::well(bool done) {
  if (!done) failure_ = errno;
  return done;
}

bool OpenFile::has_bytes() const {
  struct stat status {};
  if (is_stdin_) return true;
  return fstat(file_, &status) == 0 && (S_ISREG(status.st_mode) || S_ISCHR(status.st_mode));
}

std::ptrdiff_t OpenFile::read(std::span<char> room) {
  const ssize_t got = ::read(file_, room.data(), room.size());
  well(got >= 0);
  return got;
}

bool OpenFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return well(false);
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return true;
}

void OpenFile::begin_to_disk() {
  static_cast<void>(sync_file_range(file_, 0, 0, SYNC_FILE_RANGE_WRITE));
}

bool OpenFile::to_disk() {
  return well(fsync(file_) == 0 ||
              errno == EINVAL);  // EINVAL: what is no disk cannot be waited for
}

int make_new(const std::filesystem::path& path, bool folder) {
  if (folder) return mkdir(path.c_str(), 0777) == 0 ? 0 : errno;
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  return file >= 0 && close(file) == 0 ? 0 : errno;
}

const char* why_not_replaced(const std::filesystem::path&) {
  return nullptr;  // whoever reads it goes on with what it was
}

bool means_full_disk(int error_number) {
  return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
}

}  // namespace lv
