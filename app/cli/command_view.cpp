// `longview [PATH…]`: the window, or without one a script.
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/process.h"
#include "app/cli/terminal.h"
#include "app/window/run.h"
#include "engine/core/parallel.h"

namespace lv {

int run_view(const Options& options) {
  const std::stop_token stop = stop_on_interrupt(exit_done);
  set_thread_count(options.threads);
  set_nifti_form(options.nifti_form);
  if (options.headless && options.script.empty()) {
    return report({ErrorCode::usage, "--headless needs a --script that says what to do"});
  }
  std::optional<int> exit_code;
  const auto report_once = [&exit_code](const Result<void>& done) {
    if (!exit_code) exit_code = done ? exit_done : report(done.error());
    return *exit_code;
  };
  ViewerRun run{options.paths, options.demo, options.headless,   options.script, options.metric,
                options.gpu,   {},           before_a_sudden_end};
  // The window may be closed while a thread waits for a folder that does not answer. The program
  // then ends without that thread.
  if (!options.headless) {
    run.leaving = [&](const Result<void>& done) { leave_soon(report_once(done)); };
  }
  return exit_code_after_drawing(report_once(run_viewer(run, stop)));
}

}  // namespace lv
