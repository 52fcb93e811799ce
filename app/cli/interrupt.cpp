#include "app/cli/interrupt.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <future>
#include <memory>
#include <thread>

#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "engine/core/unfinished.h"

namespace lv {
namespace {

// Together well below half a second.
constexpr long time_to_end_ns = 180'000'000;
constexpr auto time_to_clean_up = std::chrono::milliseconds(100);
constexpr auto time_to_say_so = std::chrono::milliseconds(30);

sigset_t signals_to_stop() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  struct sigaction closed_terminal {};  // whoever lets it ignore that (nohup) wants it to go on
  sigaction(SIGHUP, nullptr, &closed_terminal);
  if (closed_terminal.sa_handler != SIG_IGN) sigaddset(&signals, SIGHUP);
  return signals;
}

/// Waits for `work` no longer than this; it goes on meanwhile.
void within(std::chrono::milliseconds patience, void (*work)()) {
  const auto done = std::make_shared<std::promise<void>>();
  std::thread([done, work] {
    work();
    done->set_value();
  }).detach();
  done->get_future().wait_for(patience);
}

/// Neither the folder of what is not finished nor the terminal is
/// sure to answer.
void clean_up(bool say_so) {
  within(time_to_clean_up, remove_all_unfinished);
  if (say_so) within(time_to_say_so, [] { report({ErrorCode::cancelled, "stopped", ""}); });
}

/// Waits for the program to end by itself, or for another signal; then ends it where it stands.
[[noreturn]] void wait_for_the_end(const sigset_t& signals, int exit_code, bool say_so) {
  const timespec patience{0, time_to_end_ns};
  const int again = sigtimedwait(&signals, nullptr, &patience);
  if (again > 0) std::_Exit(128 + again);
  clean_up(say_so);
  std::_Exit(exit_code);
}

}  // namespace

std::stop_token stop_on_interrupt(int exit_code) {
  static std::stop_source source;
  const sigset_t signals = signals_to_stop();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([signals, exit_code] {
    int signal = 0;
    sigwait(&signals, &signal);
    source.request_stop();
    wait_for_the_end(signals, exit_code, exit_code != exit_done);
  }).detach();
  return source.get_token();
}

void leave_soon(int exit_code) {
  std::thread([exit_code] { wait_for_the_end(signals_to_stop(), exit_code, false); }).detach();
}

}  // namespace lv
