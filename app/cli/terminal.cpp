#include "app/cli/terminal.h"

#include <unistd.h>

#include <cstdio>
#include <mutex>

#include "engine/core/clock.h"
#include "engine/gpu/device.h"

namespace lv {

int report(const Error& error) {
  std::fprintf(stderr, "%s\n", error.text().c_str());
  return error.code == ErrorCode::usage ? exit_usage : exit_failed;
}

int exit_code_after_drawing(int exit_code) {
  if (gpu::validation_messages() == 0) return exit_code;
  std::fputs("Vulkan validation found mistakes; they are in the log above\n", stderr);
  return exit_failed;
}

struct TerminalProgress::State {
  bool shown = false;
  std::mutex mutex;
  SteadyClock clock;
  double next_s = 0;
};

TerminalProgress::TerminalProgress(bool quiet) : state_(std::make_shared<State>()) {
  state_->shown = !quiet && isatty(STDERR_FILENO) == 1;
}

TerminalProgress::~TerminalProgress() {
  if (state_->shown && state_->next_s > 0) std::fputs("\r\033[K", stderr);
}

Progress TerminalProgress::progress(std::stop_token stop) {
  const auto report = [state = state_](double fraction, std::string_view phrase) {
    std::scoped_lock lock(state->mutex);
    if (!state->shown || state->clock.now_s() < state->next_s) return;
    state->next_s = state->clock.now_s() + 0.1;
    std::fprintf(stderr, "\r\033[K%3.0f %% %.*s", 100 * fraction, static_cast<int>(phrase.size()),
                 phrase.data());
  };
  return {report, std::move(stop)};
}

}  // namespace lv
