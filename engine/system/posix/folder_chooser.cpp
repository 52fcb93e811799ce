#include "engine/system/folder_chooser.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/system/posix/programs.h"

namespace lv {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> arguments_of(const fs::path& program) {
  if (program.filename() == "kdialog") {
    return {program.string(), "--title", "longview", "--getexistingdirectory", "."};
  }
  return {program.string(), "--file-selection", "--directory", "--title=Folder or disc of scans"};
}

}  // namespace

struct FolderChooser::Dialog {
  fs::path program;
  pid_t process = 0;
  int answer = -1;  ///< the end of its output that is read
  std::string text;

  bool show();
  void end();
};

FolderChooser::FolderChooser() : dialog_(std::make_unique<Dialog>()) {
  dialog_->program = program_named("zenity");
  if (!available()) dialog_->program = program_named("kdialog");
}

FolderChooser::~FolderChooser() {
  if (open()) kill(dialog_->process, SIGTERM);
  dialog_->end();
}

bool FolderChooser::available() const {
  return !dialog_->program.empty();
}

bool FolderChooser::open() const {
  return dialog_->process > 0;
}

bool FolderChooser::show() {
  return available() && (open() || dialog_->show());
}

void FolderChooser::Dialog::end() {
  if (answer >= 0) close(answer);
  if (process > 0) waitpid(process, nullptr, 0);
  answer = -1;
  process = 0;
}

bool FolderChooser::Dialog::show() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  const std::vector<std::string> words = arguments_of(program);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const int failure =
      posix_spawn(&process, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  answer = ends[0];
  text.clear();
  if (failure != 0) process = 0;
  if (failure != 0) end();
  if (answer >= 0) fcntl(answer, F_SETFL, O_NONBLOCK);
  return failure == 0;
}

std::optional<fs::path> FolderChooser::take() {
  if (!open()) return std::nullopt;
  char part[4096];
  ssize_t count = 0;
  while ((count = read(dialog_->answer, part, sizeof part)) > 0) {
    dialog_->text.append(part, static_cast<std::size_t>(count));
  }
  if (count != 0) return std::nullopt;  // it is still open
  dialog_->end();
  while (!dialog_->text.empty() && dialog_->text.back() == '\n') dialog_->text.pop_back();
  if (dialog_->text.empty()) return std::nullopt;
  return fs::path(dialog_->text);
}

}  // namespace lv
