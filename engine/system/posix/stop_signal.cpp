#include "engine/system/stop_signal.h"

#include <csignal>
#include <ctime>

namespace lv {
namespace {

const sigset_t& stop_signals() {
  static const sigset_t signals = [] {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    struct sigaction closed_terminal {};  // whoever lets it ignore that (nohup) wants it to go on
    sigaction(SIGHUP, nullptr, &closed_terminal);
    if (closed_terminal.sa_handler != SIG_IGN) sigaddset(&set, SIGHUP);
    return set;
  }();
  return signals;
}

}  // namespace

void hold_stop_signals() {
  pthread_sigmask(SIG_BLOCK, &stop_signals(), nullptr);
}

int wait_for_stop_signal() {
  int signal = 0;
  sigwait(&stop_signals(), &signal);
  return signal;
}

int wait_for_stop_signal(std::chrono::nanoseconds patience) {
  constexpr long one_second_ns = 1'000'000'000;
  const timespec wait{static_cast<std::time_t>(patience.count() / one_second_ns),
                      static_cast<long>(patience.count() % one_second_ns)};
  const int signal = sigtimedwait(&stop_signals(), nullptr, &wait);
  return signal > 0 ? signal : 0;
}

void ignore_closed_pipes() {
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace lv
