// The one frame loop: window and headless differ in their Host only.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace lv {

struct ViewerRun {
  std::vector<std::filesystem::path> paths;  ///< what to open first
  bool demo = false;                         ///< the demo patient in place of paths
  bool headless = false;                     ///< no window, fixed-step clock
  std::filesystem::path script;              ///< empty: none
  std::string metric = "auto";               ///< auto, cpu, cuda
  std::string gpu;                           ///< part of a Vulkan device's name
  /// Told, where set, how it went, before the window and its work are ended, which may take long.
  std::function<void(const Result<void>&)> leaving;
  /// Given, where set, what must be called if a library ends the program meanwhile: it keeps what
  /// is open; true: it is kept. At the end it is given an empty one.
  std::function<void(std::function<bool()>)> before_a_sudden_end;
};

/// Shows the window (or, headless, runs the script) until the user leaves or `stop` is asked for.
Result<void> run_viewer(const ViewerRun& run, const std::stop_token& stop);

}  // namespace lv
