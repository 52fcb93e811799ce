#include "app/cli/interrupt.h"

#include <chrono>
#include <cstdlib>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "engine/core/unfinished.h"
#include "engine/system/stop_signal.h"

namespace lv {
namespace {

// Ctrl-C promises an end within half a second (interrupt.h): these three together are well below.
constexpr auto time_to_end = std::chrono::milliseconds(180);
constexpr auto time_to_clean_up = std::chrono::milliseconds(100);
constexpr auto time_to_say_so = std::chrono::milliseconds(30);

/// Does `work` on a thread of its own and waits for it, but no longer than `patience` after the
/// last unfinished file was removed: on a machine that is busy with other things that takes its
/// time.
void within(std::chrono::milliseconds patience, void (*work)()) {
  const auto done = std::make_shared<std::promise<void>>();
  std::thread([done, work] {
    work();
    done->set_value();
  }).detach();
  const auto end = done->get_future();
  for (long before = -1; std::exchange(before, removed_unfinished()) != removed_unfinished();) {
    if (end.wait_for(patience) == std::future_status::ready) return;
  }
}

/// The folder of an unfinished output and the terminal may both never answer, so each gets a limit.
void clean_up(bool say_so) {
  within(time_to_clean_up, remove_all_unfinished);
  if (say_so) within(time_to_say_so, [] { report({ErrorCode::cancelled, "stopped"}); });
}

/// Waits for the program to end by itself, or for another signal; then ends it where it stands.
[[noreturn]] void wait_for_the_end(int exit_code, bool say_so) {
  const int again = wait_for_stop_signal(time_to_end);
  if (again > 0) std::_Exit(128 + again);
  clean_up(say_so);
  std::_Exit(exit_code);
}

}  // namespace

std::stop_token stop_on_interrupt(int exit_code) {
  static std::stop_source source;
  hold_stop_signals();
  std::thread([exit_code] {
    wait_for_stop_signal();
    source.request_stop();
    wait_for_the_end(exit_code, exit_code != exit_done);
  }).detach();
  return source.get_token();
}

void leave_soon(int exit_code) {
  std::thread([exit_code] { wait_for_the_end(exit_code, false); }).detach();
}

}  // namespace lv
