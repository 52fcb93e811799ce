// longview demo: writes the demo patient.
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "app/demo/demo.h"
#include "engine/core/parallel.h"

namespace lv {

int run_demo(const Options& options) {
  const std::stop_token stop = stop_on_interrupt(exit_failed);
  set_thread_count(options.threads);
  Result<void> written;
  {
    TerminalProgress terminal(options.quiet);
    written = demo::write_demo(options.output, terminal.progress(stop));
  }
  return written ? exit_done : report(written.error());
}

}  // namespace lv
