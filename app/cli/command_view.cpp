// `longview [PATH…]`: the window, or without one a script.
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "app/window/run.h"
#include "engine/core/parallel.h"

namespace lv {

int run_view(const Options& options) {
  const std::stop_token stop = stop_on_interrupt();
  set_thread_count(options.threads);
  if (options.headless && options.script.empty()) {
    return report({ErrorCode::usage, "--headless needs a --script that says what to do", ""});
  }
  const auto done = run_viewer(
      {options.paths, options.demo, options.headless, options.script, options.metric, options.gpu},
      stop);
  return exit_code_after_drawing(done ? exit_done : report(done.error()));
}

}  // namespace lv
