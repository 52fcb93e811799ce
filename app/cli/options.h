// The command line as plain values.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/view/view_state.h"
#include "engine/registration/restriction.h"
#include "engine/volume/nifti.h"

namespace lv {

/// What the program answers its caller.
enum ExitCode : int {
  exit_done = 0,
  exit_failed = 1,    ///< could not do it
  exit_usage = 2,     ///< the command line makes no sense
  exit_doubtful = 3,  ///< done, but something that matters is doubtful or could not be aligned
};

enum class CommandName { view, index, align, export_film, register_pair, demo, doctor };

struct Options {
  CommandName command = CommandName::view;
  std::vector<std::filesystem::path> paths;  ///< folders and files to read
  std::filesystem::path output;              ///< -o, --out, or demo's DIR
  std::string row;                           ///< --row: a number or words; empty: not said

  bool json = false;
  bool quiet = false;
  bool demo = false;      ///< the demo patient in place of paths
  bool headless = false;  ///< no window, fixed-step clock
  std::filesystem::path script;

  int threads = 0;  ///< 0: all cores
  NiftiForm nifti_form = NiftiForm::sform;
  std::string metric = "auto";  ///< auto, cpu, cuda
  std::string gpu;              ///< part of a Vulkan device's name; empty: the best one

  std::filesystem::path fixed, moving, mask;  ///< register
  std::filesystem::path resampled;            ///< register --resampled FILE
  std::filesystem::path field;                ///< register --field FILE
  std::filesystem::path dicom;                ///< align --dicom DIR; empty: none
  std::string send;                           ///< align --send: an archive's address; or empty
  bool write_resampled = false;               ///< align --resampled
  bool spine = false;                         ///< register --spine: level by level
  std::optional<Focus> focus;                 ///< in the space of FIXED or the reference

  ShownPlane plane;                 ///< export --plane
  std::optional<double> slice_mm;   ///< export --slice; empty: auto
  std::optional<ExtentPx> size_px;  ///< export --size
  Look look = Look::fade;           ///< of the film
  std::string audience = "others";  ///< --for others, doctor (which align means by itself)
};

/// Reads the command line. Where there is nothing to run (help, version, a mistake) there are the
/// exit code and what the user should see instead.
struct ParsedOptions {
  Options options;
  std::optional<int> exit_code;
  std::string text;
};
ParsedOptions parse_options(int argument_count, const char* const* arguments);

}  // namespace lv
