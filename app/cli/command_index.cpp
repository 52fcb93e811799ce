// `longview index`: reads headers, prints the matrix.
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
  const std::stop_token stop = stop_on_interrupt(exit_failed);
  set_thread_count(options.threads);
  Result<MatrixPtr> matrix = MatrixPtr();
  std::string missing;
  {
    TerminalProgress terminal(options.quiet);
    const auto session = expand_session_files(options.paths);
    if (!session) return report(session.error());
    missing = missing_text(*session);
    matrix = scan(session->paths, session->corrections, terminal.progress(stop));
  }
  if (!matrix) return report(matrix.error());
  if (!missing.empty()) report({ErrorCode::not_found, missing, ""});
  const int printed = answer(options.json ? index_json(**matrix) : index_text(**matrix), exit_done);
  if (printed != exit_done || !(*matrix)->rows.empty()) return printed;
  return report(
      {ErrorCode::not_found, "there are no MRI pictures here that longview can compare", ""});
}

}  // namespace lv
