// A file that is open, with what the standard library does not tell: why it could not be opened,
// whether a disk has it.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

namespace lv {

class OpenFile {
 public:
  enum class For {
    reading,    ///< "/dev/stdin" is standard input; what is a pipe is not waited for
    writing,    ///< what was in it is gone
    appending,  ///< behind what is in it
    keeping,    ///< to_disk() alone
  };

  OpenFile(const std::filesystem::path& path, For what);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;

  /// 0: it is open, and all has gone well; else the number of the system (errno).
  int failure() const { return failure_; }
  /// It can be read like a file: a file, a device like /dev/null, or standard input.
  bool has_bytes() const;
  /// As many bytes as there are, at most as many as there is room for. 0: its end. -1: failed.
  std::ptrdiff_t read(std::span<char> room);
  bool write(std::string_view bytes);
  /// Begins to bring it to the disk; does not wait.
  void begin_to_disk();
  /// Waits until a disk has it.
  bool to_disk();

 private:
  bool well(bool done);

  bool is_stdin_ = false;
  int file_ = -1;
  int failure_ = 0;
};

/// Why this system does not let another file take the name of this one. Null: it does, or nothing
/// has this name.
const char* why_not_replaced(const std::filesystem::path& path);

/// Makes an empty file or folder where nothing is. 0: done; else the number of the system (errno).
int make_new(const std::filesystem::path& path, bool folder);

/// Whether this number of the system says that nothing more can be kept there.
bool means_full_disk(int error_number);

}  // namespace lv
