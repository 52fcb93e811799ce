#include "app/cli/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "engine/core/caught.h"
#include "engine/core/unfinished.h"

namespace lv {
namespace {

std::atomic<bool> ends_by_itself{false};

/// Needs no memory.
void say(std::string_view sentence) {
  static_cast<void>(!write(STDERR_FILENO, sentence.data(), sentence.size()));
}

/// Opened the other way round, so that whoever reads or writes there is told that it does not work.
void occupy_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    static_cast<void>(open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

[[noreturn]] void on_terminate() {
  // What throws here again, since there is no memory left, ends up here again.
  static std::atomic<bool> before{false};
  if (before.exchange(true) || !std::current_exception()) {
    say("longview has stopped: there is not enough memory for what it was doing\n");
  } else {
    try {
      throw;
    } catch (...) {
      report(caught());
    }
  }
  remove_all_unfinished();
  std::_Exit(exit_failed);
}

void on_exit() {
  if (ends_by_itself) return;
  say("the display has gone, and the window with it\n");
  remove_all_unfinished();
  std::_Exit(exit_failed);
}

}  // namespace

void prepare_process() {
  occupy_closed_streams();
  std::signal(SIGPIPE, SIG_IGN);
  std::set_terminate(on_terminate);
  std::atexit(on_exit);
}

void process_ends() {
  ends_by_itself = true;
}

}  // namespace lv
