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
#include "engine/system/this_process.h"

namespace lv {
namespace {

std::atomic<bool> ends_by_itself{false};
std::function<bool()> keeps;

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
  const bool kept = keeps && keeps();
  say_without_memory(kept ? "the window was closed from outside, or its screen has gone; start "
                            "longview again to go on where you were\n"
                          : "the window was closed from outside, or its screen has gone\n");
  remove_all_unfinished();
  std::_Exit(exit_failed);
}

}  // namespace

void prepare_process() {
  prepare_standard_streams();
  allow_long_paths();
  ignore_closed_pipes();
  std::set_terminate(on_terminate);
  std::atexit(on_exit);
}

void before_a_sudden_end(std::function<bool()> keep) {
  keeps = std::move(keep);
}

void process_ends() {
  ends_by_itself = true;
}

}  // namespace lv
