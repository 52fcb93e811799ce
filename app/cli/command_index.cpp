// `longview index`: reads headers, prints the matrix.
#include "app/cli/commands.h"
#include "app/cli/index_json.h"
#include "app/cli/index_text.h"
#include "app/cli/terminal.h"
#include "app/jobs/scan_paths.h"
#include "app/row/session_file.h"

namespace lv {

namespace {

/// Sets `missing` to a sentence about folders that a session file names and that are not there, or
/// to nothing where all are.
Result<MatrixPtr> read_matrix(const Options& options, const Progress& progress,
                              std::string& missing) {
  LV_ASSIGN(const auto session, expand_session_files(options.paths));
  missing = missing_text(session);
  return scan_paths(session.paths, session.corrections, progress);
}

}  // namespace

int run_index(const Options& options) {
  std::string missing;
  const Result<MatrixPtr> matrix = with_progress(
      options, [&](const Progress& progress) { return read_matrix(options, progress, missing); });
  if (!matrix) return report(matrix.error());
  if (!missing.empty()) report({ErrorCode::not_found, missing});
  const int printed = answer(options.json ? index_json(**matrix) : index_text(**matrix), exit_done);
  if (printed != exit_done || !(*matrix)->rows.empty()) return printed;
  return report({ErrorCode::not_found, "there are no MRI pictures here that longview can compare"});
}

}  // namespace lv
