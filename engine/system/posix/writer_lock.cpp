#include "engine/system/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lv {

WriterLock::WriterLock(const std::filesystem::path& path)
    : handle_(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)),
      held_(handle_ != none && flock(static_cast<int>(handle_), LOCK_EX | LOCK_NB) == 0) {}

WriterLock::~WriterLock() {
  if (handle_ != none) close(static_cast<int>(handle_));
}

bool WriterLock::still_at(const std::filesystem::path& path) const {
  struct stat by_name {
  }, by_file{};
  return stat(path.c_str(), &by_name) == 0 && fstat(static_cast<int>(handle_), &by_file) == 0 &&
         by_name.st_ino == by_file.st_ino && by_name.st_dev == by_file.st_dev;
}

}  // namespace lv
