#include "app/cli/process.h"

#include <atomic>
#include <cstdlib>
#include <exception>

#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "engine/core/caught.h"
#include "engine/core/unfinished.h"
#include "engine/system/standard_streams.h"
#include "engine/system/stop_signal.h"

namespace lv {
namespace {

std::atomic<bool> ends_by_itself{false};

[[noreturn]] void on_terminate() {
  // Where there is no memory left, report() below throws too, and that brings us here once more.
  static std::atomic<bool> before{false};
  if (before.exchange(true) || !std::current_exception()) {
    say_without_memory("longview has stopped: there is not enough memory for what it was doing\n");
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
  say_without_memory("the display has gone, and the window with it\n");
  remove_all_unfinished();
  std::_Exit(exit_failed);
}

}  // namespace

void prepare_process() {
  prepare_standard_streams();
  ignore_closed_pipes();
  std::set_terminate(on_terminate);
  std::atexit(on_exit);
}

void process_ends() {
  ends_by_itself = true;
}

}  // namespace lv
