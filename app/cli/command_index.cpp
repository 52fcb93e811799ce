// `longview index`: reads headers, prints the matrix.
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/index_json.h"
#include "app/cli/index_text.h"
#include "app/cli/terminal.h"
#include "app/row/session_file.h"
#include "engine/dicom/scan.h"

namespace lv {

namespace {

Result<MatrixPtr> read_matrix(const Options& options, const Progress& progress) {
  LV_ASSIGN(const auto session, expand_session_files(options.paths));
  return scan(session.paths, session.corrections, progress);
}

}  // namespace

int run_index(const Options& options) {
  const Result<MatrixPtr> matrix = with_progress(
      options, [&](const Progress& progress) { return read_matrix(options, progress); });
  if (!matrix) return report(matrix.error());
  std::cout << (options.json ? index_json(**matrix) : index_text(**matrix)) << std::flush;
  if ((*matrix)->rows.empty()) {
    return report(
        {ErrorCode::not_found, "there are no MRI pictures here that longview can compare", ""});
  }
  return std::cout ? exit_done : exit_failed;
}

}  // namespace lv
