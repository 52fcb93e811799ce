// What commands tell the person at the terminal: progress and errors on stderr. Any thread.
#pragma once

#include <memory>
#include <string_view>

#include "app/cli/interrupt.h"
#include "app/cli/options.h"
#include "engine/core/parallel.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"

namespace lv {

/// Prints the error and returns the exit code that fits it. That a command was stopped is said
/// once.
int report(const Error& error);

/// Prints a command's result to stdout, fit to be shown, and returns `exit_code`; where stdout does
/// not take it, says so and returns exit_failed.
int answer(std::string_view text, int exit_code);
/// To be asked before long work. Error: nothing can be printed, because stdout is closed.
Result<void> check_stdout();

/// The exit code of a program that has drawn: failed where validation was on and found a mistake.
int exit_code_after_drawing(int exit_code);

/// Progress of long work as one line that is written over, at most ten times a second; nothing
/// where stderr is not a terminal or `quiet` is set. The line is cleared when the object goes.
class TerminalProgress {
 public:
  explicit TerminalProgress(bool quiet);
  ~TerminalProgress();
  /// Prints into this line and stops with `stop`. The object must outlive the work.
  Progress progress(std::stop_token stop);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// The long work of a command: it shows its progress, and Ctrl-C stops it.
template <class Work>
auto with_progress(const Options& options, const Work& work) {
  const std::stop_token stop = stop_on_interrupt(exit_failed);
  set_thread_count(options.threads);
  set_nifti_form(options.nifti_form);
  TerminalProgress terminal(options.quiet);
  return work(terminal.progress(stop));
}

}  // namespace lv
