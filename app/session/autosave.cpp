#include "app/session/autosave.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "engine/core/file_name.h"
#include "engine/core/output.h"
#include "engine/core/text_file.h"
#include "engine/system/this_process.h"

namespace lv {
namespace {

namespace fs = std::filesystem;
constexpr double between_s = 5.0;
constexpr std::size_t most_files = 6;
constexpr std::string_view running = "open-";  // then the process's number

/// The program that keeps this file is no longer there.
bool is_left_behind(const std::string& stem) {
  if (!stem.starts_with(running)) return false;
  long process = 0;
  const char* const end = stem.data() + stem.size();
  const auto [stop, failure] = std::from_chars(stem.data() + running.size(), end, process);
  return failure == std::errc() && stop == end && !process_runs(process);
}

/// What programs that ended unexpectedly have left becomes the last session. True: there was one.
bool take_over(const fs::path& folder, const fs::path& last) {
  std::error_code failure;
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    if (is_left_behind(entry.path().stem().string())) left.push_back(entry.path());
  }
  const auto written = [](const fs::path& path) {
    std::error_code unknown;
    return fs::last_write_time(path, unknown);
  };
  std::ranges::sort(left, {}, written);
  for (const fs::path& path : left) fs::rename(path, last, failure);
  return !left.empty();
}

std::vector<fs::path> read_recent(const fs::path& file) {
  std::vector<fs::path> paths;
  const auto text = read_text_file(file, 1 << 20);
  if (!text) return paths;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) paths.emplace_back(line);
  return paths;
}

}  // namespace

fs::path state_folder() {
  const fs::path kept = users_state_folder();
  return kept.empty() ? kept : kept / "longview";
}

Autosave::Autosave(fs::path folder) : folder_(std::move(folder)) {
  if (folder_.empty()) return;
  own_ = folder_ / (std::string(running) + std::to_string(process_number()) + ".longview");
  const fs::path last = folder_ / "last.longview";
  const bool unexpected = take_over(folder_, last);
  std::error_code failure;
  if (fs::exists(last, failure)) {
    offers_.push_back({last, unexpected ? "Go on where longview ended unexpectedly"
                                        : "Go on where you left off"});
  }
  for (const fs::path& path : read_recent(folder_ / "recent")) {
    if (fs::exists(path, failure)) offers_.push_back({path, file_name(path)});
  }
}

void Autosave::turn(const SessionState& state, double now_s) {
  if (folder_.empty() || now_s < next_s_) return;
  next_s_ = now_s + between_s;
  if (named_ != state.program.session_file) remember(named_ = state.program.session_file);
  keep(state);
}

bool Autosave::keep(const SessionState& state) {
  if (folder_.empty() || state.scans.demo) return false;
  const SessionFile now = session_now(state);
  if (now.paths.empty()) return false;
  std::string text = session_text(now, folder_);
  if (text == kept_) return true;
  std::error_code failure;
  fs::create_directories(folder_, failure);
  fs::permissions(folder_, fs::perms::owner_all, failure);
  // Where it cannot be kept, a full disk say, the work goes on without.
  if (!write_text_file(own_, text)) return false;
  kept_ = std::move(text);
  return true;
}

void Autosave::end() {
  std::error_code failure;
  if (!kept_.empty()) fs::rename(own_, folder_ / "last.longview", failure);
}

void Autosave::remember(const fs::path& session_file) {
  if (session_file.empty() || session_file.parent_path() == folder_) return;
  std::error_code failure;
  const fs::path whole = fs::absolute(session_file, failure).lexically_normal();
  std::vector<fs::path> files = read_recent(folder_ / "recent");
  std::erase(files, whole);
  files.insert(files.begin(), whole);
  files.resize(std::min(files.size(), most_files));
  std::string text;
  for (const fs::path& path : files) text += path.string() + "\n";
  fs::create_directories(folder_, failure);
  static_cast<void>(write_text_file(folder_ / "recent", text));  // without it, it is not offered
}

}  // namespace lv
