// Autosave: what is open is kept every few seconds, so that it can be gone on with however the
// program ended; and which session files were used last. Main thread only.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/session/state.h"

namespace lv {

class Autosave {
 public:
  /// Keeps in `folder`, which is made when it is needed. An empty path: keeps and offers nothing.
  explicit Autosave(std::filesystem::path folder);

  /// What can be gone on with, the most likely first: where the program ended last time, then
  /// session files.
  const std::vector<SessionOffer>& offers() const { return offers_; }

  /// Called once a frame. Every few seconds, keeps the state if it has changed since.
  void turn(const SessionState& state, double now_s);
  /// Keeps it at once. True: what is open can be gone on with.
  bool keep(const SessionState& state);
  /// The program ends as the user wished.
  void end();

 private:
  void remember(const std::filesystem::path& session_file);

  std::filesystem::path folder_, own_;
  std::vector<SessionOffer> offers_;
  std::string kept_;  ///< what stands in own_
  std::filesystem::path named_;
  double next_s_ = 0;
};

/// Where programs keep such things: $XDG_STATE_HOME/longview or ~/.local/state/longview. Empty: the
/// user has no home.
std::filesystem::path state_folder();

}  // namespace lv
