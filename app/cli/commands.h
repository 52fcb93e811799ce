// The commands of the program. Each prints its result to stdout, progress and errors to
// stderr, and returns the exit code.
#pragma once

#include "app/cli/options.h"

namespace lv {

int run_view(const Options& options);
int run_index(const Options& options);
int run_align(const Options& options);
int run_export(const Options& options);
int run_register(const Options& options);
int run_demo(const Options& options);
int run_doctor(const Options& options);

}  // namespace lv
