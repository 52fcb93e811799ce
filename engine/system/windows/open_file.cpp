#include "engine/system/open_file.h"

#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>
#include <windows.h>

#include <cerrno>

namespace lv {
namespace {

int flags_of(OpenFile::For what) {
  switch (what) {
    case OpenFile::For::reading:
      return _O_RDONLY;
    case OpenFile::For::writing:
      return _O_WRONLY | _O_TRUNC;
    case OpenFile::For::appending:
      return _O_WRONLY | _O_APPEND;
    case OpenFile::For::keeping:
      return _O_RDWR;  // Windows flushes only what may be written
  }
  return _O_RDONLY;
}

constexpr std::size_t piece_bytes = 1U << 20U;

/// Whether a program has it open that does not let others remove it.
bool is_held(const std::filesystem::path& path) {
  const HANDLE file =
      CreateFileW(path.c_str(), DELETE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                  nullptr, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
  if (file == INVALID_HANDLE_VALUE) return GetLastError() == ERROR_SHARING_VIOLATION;
  CloseHandle(file);
  return false;
}

}  // namespace

OpenFile::OpenFile(const std::filesystem::path& path, For what)
    : is_stdin_(what == For::reading && path == "/dev/stdin"),
      file_(is_stdin_ ? _dup(0) : _wopen(path.c_str(), flags_of(what) | _O_BINARY | _O_NOINHERIT)),
      failure_(file_ < 0 ? errno : 0) {}

OpenFile::~OpenFile() {
  if (file_ >= 0) _close(file_);
}

bool OpenFile::well(bool done) {
  if (!done) failure_ = errno;
  return done;
}

bool OpenFile::has_bytes() const {
  struct _stat64 status {};
  if (is_stdin_) return true;
  return _fstat64(file_, &status) == 0 && (status.st_mode & (_S_IFREG | _S_IFCHR)) != 0;
}

std::ptrdiff_t OpenFile::read(std::span<char> room) {
  const int got =
      _read(file_, room.data(), static_cast<unsigned>(std::min(room.size(), piece_bytes)));
  well(got >= 0);
  return got;
}

bool OpenFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const int written =
        _write(file_, bytes.data(), static_cast<unsigned>(std::min(bytes.size(), piece_bytes)));
    if (written < 0) return well(false);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void OpenFile::begin_to_disk() {}

bool OpenFile::to_disk() {
  return well(_commit(file_) == 0 || errno == EBADF);  // EBADF: what is no disk
}

const char* why_not_replaced(const std::filesystem::path& path) {
  const DWORD attributes = GetFileAttributesW(path.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES) return nullptr;
  if ((attributes & FILE_ATTRIBUTE_READONLY) != 0) return "the file that is there is read-only";
  constexpr DWORD moment_ms = 50;
  for (int patience = 20; is_held(path); --patience) {  // what scans for viruses lets go soon
    if (patience == 0) return "another program has it open; close it there";
    Sleep(moment_ms);
  }
  return nullptr;
}

int make_new(const std::filesystem::path& path, bool folder) {
  if (folder) return _wmkdir(path.c_str()) == 0 ? 0 : errno;
  const int file =
      _wopen(path.c_str(), _O_RDWR | _O_CREAT | _O_EXCL | _O_BINARY, _S_IREAD | _S_IWRITE);
  return file >= 0 && _close(file) == 0 ? 0 : errno;
}

bool means_full_disk(int error_number) {
  return error_number == ENOSPC || error_number == EFBIG;
}

}  // namespace lv
