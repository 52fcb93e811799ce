// `longview index`: reads headers, prints the matrix.
#include <cstdio>
#include <iostream>

#include "app/commands.h"
#include "app/index_json.h"
#include "app/index_text.h"
#include "engine/core/parallel.h"
#include "engine/dicom/scan.h"

namespace lv {
namespace {

Progress progress_to_stderr(bool quiet) {
  Progress progress;
  if (quiet) return progress;
  progress.report = [](double fraction, std::string_view phrase) {
    std::fprintf(stderr, "\r%.*s: %3.0f %%%s", static_cast<int>(phrase.size()), phrase.data(),
                 100 * fraction, fraction >= 1 ? "\n" : "");
  };
  return progress;
}

}  // namespace

int run_index(const Options& options) {
  set_thread_count(options.threads);
  const auto matrix = scan(options.paths, {}, progress_to_stderr(options.quiet));
  if (!matrix.ok()) {
    std::cerr << matrix.error().text() << "\n";
    return exit_failed;
  }
  std::cout << (options.json ? index_json(**matrix) : index_text(**matrix)) << std::flush;
  if ((*matrix)->rows.empty()) {
    std::cerr << "There are no MRI pictures here that longview can compare.\n";
    return exit_failed;
  }
  return std::cout ? exit_done : exit_failed;
}

}  // namespace lv
