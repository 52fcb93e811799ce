// Scans: what was read, and what of it is known. Plain values: actions say what shall be read next,
// and the session's desk (scan_desk.h) reads it in the background.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/row/known_poses.h"
#include "app/row/session_file.h"
#include "app/session/history.h"
#include "engine/study/corrections.h"

namespace lv {

/// How far work in the background is.
struct WorkProgress {
  double fraction = 0;
  std::string phrase;
};

struct Scans {
  SessionFile file;                            ///< what was read, and what the user has said of it
  std::vector<std::filesystem::path> opening;  ///< what is being read
  std::shared_ptr<const Matrix> matrix;        ///< null: nothing has been read yet
  /// Came while a row of `matrix` was open; it becomes `matrix` when that row is left.
  std::shared_ptr<const Matrix> newer_matrix;
  KnownPoses known_poses;               ///< what the rows that were open have found
  History<SaidChange> history;          ///< of the corrections
  std::optional<SavedRow> resume;       ///< to be opened as it was, once all is read
  bool demo = false;                    ///< the scans are the demo patient's
  std::optional<WorkProgress> reading;  ///< empty: nothing is being read

  // What the desk shall do next.
  bool forget_wanted = false;  ///< end what is being read, and begin with an empty index
  bool demo_wanted = false;    ///< write the demo patient, then open its folder
  bool read_wanted = false;    ///< read `opening`, and arrange all anew
  bool stop_wanted = false;    ///< end what is being read, and keep what was read until then
};

/// Adds what is opened to what was read.
void open_paths(Scans& scans, const SessionFile& more);

/// Arranges the scans anew with what the user has just said; `what`: as the history tells it.
void correct(Scans& scans, const Corrections& said, const std::string& what);

/// Arranges the scans anew as if the user had said this and nothing else.
void say_instead(Scans& scans, const Corrections& said);

}  // namespace lv
