// `longview index`: reads headers, prints the matrix.
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/index_json.h"
#include "app/cli/index_text.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "app/row/session_file.h"
#include "engine/core/parallel.h"
#include "engine/dicom/scan.h"

namespace lv {

int run_index(const Options& options) {
  const std::stop_token stop = stop_on_interrupt();
  set_thread_count(options.threads);
  Result<MatrixPtr> matrix = MatrixPtr();
  {
    TerminalProgress terminal(options.quiet);
    const auto session = expand_session_files(options.paths);
    if (!session) return report(session.error());
    matrix = scan(session->paths, session->corrections, terminal.progress(stop));
  }
  if (!matrix) return report(matrix.error());
  std::cout << (options.json ? index_json(**matrix) : index_text(**matrix)) << std::flush;
  if ((*matrix)->rows.empty()) {
    return report(
        {ErrorCode::not_found, "there are no MRI pictures here that longview can compare", ""});
  }
  return std::cout ? exit_done : exit_failed;
}

}  // namespace lv
