// Where outputs are written until they are complete: a file or folder of a hidden name beside the
// final one, so that renaming it moves no bytes. While a run writes it, it holds a lock on it; what
// nobody holds was left by a run that was killed, and the next one that writes into the same folder
// removes it. Any thread.
#pragma once

#include <filesystem>
#include <string_view>

#include "engine/core/result.h"
#include "engine/system/writer_lock.h"

namespace lv {

class Unfinished {
 public:
  enum class Kind { file, folder };

  /// Makes an empty file or folder beside `final_path`, with its ending. Error: the system refuses.
  static Result<Unfinished> make(const std::filesystem::path& final_path, Kind kind);

  Unfinished(Unfinished&& other) noexcept;
  Unfinished& operator=(Unfinished&& other) noexcept;
  /// Removes it, unless it has taken its final name.
  ~Unfinished();

  /// Empty once it has taken its final name.
  const std::filesystem::path& path() const { return path_; }
  /// Renames it; a file or an empty folder of that name is replaced.
  Result<void> take_name(const std::filesystem::path& final_path);

 private:
  explicit Unfinished(std::filesystem::path path) : path_(std::move(path)), lock_(path_) {}
  void end();

  std::filesystem::path path_;
  WriterLock lock_;
};

/// Whether something of this name is unfinished, of this version of longview or of an earlier one.
bool is_unfinished_name(std::string_view name);

/// While it lives, remove_all_unfinished() waits: for several renames that belong together.
class NamesAreBeingTaken {
 public:
  NamesAreBeingTaken();
  ~NamesAreBeingTaken();
  NamesAreBeingTaken(const NamesAreBeingTaken&) = delete;
};

/// For a program that is about to end in the middle of its work: removes all that this process has
/// not finished. Nothing can be begun or take its name afterwards.
void remove_all_unfinished();

/// How many unfinished files and folders this process has removed. While it rises, their folder
/// answers, and it is worth waiting for the rest.
long removed_unfinished();

}  // namespace lv
