#include "engine/system/stop_signal.h"

#include <windows.h>

#include <condition_variable>
#include <mutex>
#include <utility>

namespace lv {
namespace {

constexpr int interrupt_number = 2;  // as Ctrl-C has it elsewhere
constexpr int end_number = 15;

struct Waiting {
  std::mutex mutex;
  std::condition_variable came;
  int number = 0;
};

/// Never destroyed: Windows asks in a thread of its own, until the program has ended.
Waiting& waiting() {
  static auto* const instance = new Waiting;
  return *instance;
}

/// When a console closes, Windows ends the program as soon as this returns, and 5 s later at the
/// latest. So it does not return: the program ends itself once it has cleaned up.
BOOL WINAPI on_console(DWORD event) {
  {
    const std::scoped_lock lock(waiting().mutex);
    waiting().number = event == CTRL_C_EVENT ? interrupt_number : end_number;
  }
  waiting().came.notify_all();
  if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) Sleep(INFINITE);
  return TRUE;
}

}  // namespace

void hold_stop_signals() {
  SetConsoleCtrlHandler(on_console, TRUE);
}

int wait_for_stop_signal() {
  std::unique_lock lock(waiting().mutex);
  waiting().came.wait(lock, [] { return waiting().number != 0; });
  return std::exchange(waiting().number, 0);
}

int wait_for_stop_signal(std::chrono::nanoseconds patience) {
  std::unique_lock lock(waiting().mutex);
  waiting().came.wait_for(lock, patience, [] { return waiting().number != 0; });
  return std::exchange(waiting().number, 0);
}

void ignore_closed_pipes() {}

}  // namespace lv
