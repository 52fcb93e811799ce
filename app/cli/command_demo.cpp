// longview demo: writes the demo patient.
#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "app/demo/demo.h"

namespace lv {

int run_demo(const Options& options) {
  const Result<void> written = with_progress(options, [&](const Progress& progress) {
    return demo::write_demo(options.output, progress);
  });
  return written ? exit_done : report(written.error());
}

}  // namespace lv
