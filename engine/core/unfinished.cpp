#include "engine/core/unfinished.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "engine/core/output.h"
#include "engine/system/open_file.h"
#include "engine/system/this_process.h"

namespace lv {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mark = ".part-longview-";

/// All that this process writes at the moment.
struct Register {
  std::recursive_timed_mutex mutex;  // recursive: a program may end while it holds it
  std::set<fs::path> paths;
  std::set<fs::path> cleared;  ///< folders in which nothing of a killed run is left
  int made = 0;
  bool closed = false;
};

/// Never destroyed: threads may use it until the program has ended.
Register& all() {
  static auto* const instance = new Register;
  return *instance;
}

using Lock = std::scoped_lock<std::recursive_timed_mutex>;

std::atomic<long> removed = 0;

/// As fs::remove_all(), and counts.
void remove_tree(const fs::path& path) {
  std::error_code failure;
  std::vector<fs::path> inner;
  if (fs::is_directory(fs::symlink_status(path, failure))) {
    for (fs::directory_iterator entry(path, failure), end; !failure && entry != end;
         entry.increment(failure)) {
      inner.push_back(entry->path());
    }
  }
  for (const fs::path& one : inner) remove_tree(one);
  if (fs::remove(path, failure)) ++removed;
}

/// The end of a name by which writers know the format: ".nii.gz".
std::string ending_of(const fs::path& path) {
  constexpr std::size_t longest = 8;
  const std::string name = path.filename().string();
  const std::size_t from = name.size() > longest ? name.size() - longest : 0;
  const std::size_t dot = name.find('.', from);
  return dot == std::string::npos ? "" : name.substr(dot);
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

void clear_what_killed_runs_left(const fs::path& folder) {
  std::error_code failure;
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (entry->path().filename().string().starts_with(mark)) found.push_back(entry->path());
  }
  for (const fs::path& path : found) {
    const WriterLock lock(path);
    if (lock.held()) fs::remove_all(path, failure);
  }
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<Unfinished> Unfinished::make(const fs::path& final_path, Kind kind) {
  const Lock lock(all().mutex);
  const fs::path folder = folder_of(final_path);
  if (all().cleared.insert(folder).second) clear_what_killed_runs_left(folder);
  constexpr int attempts = 3;
  for (int attempt = 0; attempt < attempts && !all().closed; ++attempt) {
    const fs::path path = folder / (std::string(mark) + std::to_string(process_number()) + "-" +
                                    std::to_string(++all().made) + ending_of(final_path));
    const int failure = make_new(path, kind == Kind::folder);
    if (failure != 0) return unwritable(final_path, failure);
    all().paths.insert(path);
    Unfinished made(path);
    // Another run may have cleared it in the moment before it was locked. Where there are no locks,
    // nothing is cleared either.
    if (made.lock_.still_at(path)) return made;
  }
  return Error{ErrorCode::cancelled, "stopped"};
}

Unfinished::Unfinished(Unfinished&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_(std::move(other.lock_)) {}

Unfinished& Unfinished::operator=(Unfinished&& other) noexcept {
  end();
  path_ = std::exchange(other.path_, {});
  lock_ = std::move(other.lock_);
  return *this;
}

Unfinished::~Unfinished() {
  end();
}

void Unfinished::end() {
  if (!path_.empty()) {
    const Lock lock(all().mutex);
    remove_tree(path_);
    all().paths.erase(path_);
  }
  path_.clear();
  lock_ = {};
}

Result<void> Unfinished::take_name(const fs::path& final_path) {
  const Lock lock(all().mutex);
  if (all().closed) return Error{ErrorCode::cancelled, "stopped"};
  std::error_code failure;
  fs::rename(path_, final_path, failure);
  if (failure) return unwritable(final_path, failure.default_error_condition().value());
  all().paths.erase(path_);
  path_.clear();
  end();
  return {};
}

bool is_unfinished_name(std::string_view name) {
  if (name.starts_with(mark)) return true;
  constexpr std::string_view earlier = ".part-";  // then a process number, "-" and the final name
  if (!name.starts_with(earlier)) return false;
  name.remove_prefix(earlier.size());
  return name.find('-') != std::string_view::npos && is_number(name.substr(0, name.find('-')));
}

NamesAreBeingTaken::NamesAreBeingTaken() {
  all().mutex.lock();
}

NamesAreBeingTaken::~NamesAreBeingTaken() {
  all().mutex.unlock();
}

void remove_all_unfinished() {
  // Whoever holds it may wait for a folder that does not answer, or is removing something.
  for (long before = -1; !all().mutex.try_lock_for(std::chrono::milliseconds(100));) {
    if (std::exchange(before, removed.load()) == removed) return;
  }
  all().closed = true;
  constexpr int rounds = 3;  // other threads may still be writing into a folder
  for (int round = 0; round < rounds; ++round) {
    for (const fs::path& path : all().paths) remove_tree(path);
  }
  all().mutex.unlock();
}

long removed_unfinished() {
  return removed;
}

}  // namespace lv
