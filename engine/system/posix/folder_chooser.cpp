#include "engine/system/folder_chooser.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <vector>

namespace lv {
namespace {

namespace fs = std::filesystem;

/// A program of the search path; empty: it is not there.
fs::path found(const char* name) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path file = fs::path(folder) / name;
    if (!folder.empty() && access(file.c_str(), X_OK) == 0) return file;
  }
  return {};
}

std::vector<std::string> arguments_of(const fs::path& program) {
  if (program.filename() == "kdialog") {
    return {program.string(), "--title", "longview", "--getexistingdirectory", "."};
  }
  return {program.string(), "--file-selection", "--directory", "--title=Folder or disc of scans"};
}

}  // namespace

FolderChooser::FolderChooser() : program_(found("zenity")) {
  if (program_.empty()) program_ = found("kdialog");
}

FolderChooser::~FolderChooser() {
  if (process_ > 0) kill(process_, SIGTERM);
  end();
}

void FolderChooser::end() {
  if (answer_ >= 0) close(answer_);
  if (process_ > 0) waitpid(process_, nullptr, 0);
  answer_ = -1;
  process_ = 0;
}

bool FolderChooser::show() {
  if (!available() || open()) return available();
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  const std::vector<std::string> words = arguments_of(program_);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const int failure =
      posix_spawn(&process_, program_.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  answer_ = ends[0];
  text_.clear();
  if (failure != 0) process_ = 0;
  if (failure != 0) end();
  if (answer_ >= 0) fcntl(answer_, F_SETFL, O_NONBLOCK);
  return failure == 0;
}

std::optional<fs::path> FolderChooser::take() {
  if (!open()) return std::nullopt;
  char part[4096];
  ssize_t count = 0;
  while ((count = read(answer_, part, sizeof part)) > 0) {
    text_.append(part, static_cast<std::size_t>(count));
  }
  if (count != 0) return std::nullopt;  // it is still open
  end();
  while (!text_.empty() && text_.back() == '\n') text_.pop_back();
  if (text_.empty()) return std::nullopt;
  return fs::path(text_);
}

}  // namespace lv
