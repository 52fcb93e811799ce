#include "app/cli/terminal.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <mutex>

#include "engine/core/clock.h"
#include "engine/core/shown_text.h"
#include "engine/gpu/device.h"
#include "engine/system/standard_streams.h"

namespace lv {

int report(const Error& error) {
  static std::atomic<bool> said_stopped{false};  // interrupt.cpp may say it too
  const bool again = error.code == ErrorCode::cancelled && said_stopped.exchange(true);
  if (!again) say(error.text());
  return error.code == ErrorCode::usage ? exit_usage : exit_failed;
}

int answer(std::string_view text, int exit_code) {
  errno = 0;
  const std::string shown = shown_lines(text);
  const bool whole = std::fwrite(shown.data(), 1, shown.size(), stdout) == shown.size();
  if (whole && std::fflush(stdout) == 0) return exit_code;
  const char* const why = errno == ENOSPC  ? "the disk is full"
                          : errno == EPIPE ? "nobody reads it any more"
                                           : "it is closed or does not take it";
  return report({ErrorCode::unwritable, std::string("the result cannot be printed: ") + why});
}

Result<void> check_stdout() {
  if (output_can_be_printed()) return {};
  return Error{ErrorCode::unwritable, "the result cannot be printed: standard output is closed"};
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
  state_->shown = !quiet && messages_are_read_in_a_terminal();
}

TerminalProgress::~TerminalProgress() {
  if (state_->shown && state_->next_s > 0) std::fputs("\r\033[K", stderr);
}

Progress TerminalProgress::progress(std::stop_token stop) {
  const auto report = [state = state_](double fraction, std::string_view phrase) {
    std::scoped_lock lock(state->mutex);
    if (!state->shown || state->clock.now_s() < state->next_s) return;
    state->next_s = state->clock.now_s() + 0.1;
    std::fprintf(stderr, "\r\033[K%3.0f %% %s", 100 * fraction, shown_text(phrase).c_str());
  };
  return {report, std::move(stop)};
}

}  // namespace lv
