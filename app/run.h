// The one frame loop: window and headless differ in their Host only.
#pragma once

#include "app/options.h"

namespace lv {

/// `longview [PATH…]`: shows the window (or, headless, runs the script) until the user leaves.
int run_viewer(const Options& options);

}  // namespace lv
