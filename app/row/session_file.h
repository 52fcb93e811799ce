// The session file (*.longview): what outlives a session. JSON; it names folders, series and
// studies by their UIDs, and holds no name and no birth date.
#pragma once

#include <filesystem>
#include <vector>

#include "app/row/saved_row.h"
#include "engine/core/result.h"
#include "engine/study/corrections.h"
#include "engine/study/matrix.h"

namespace lv {

struct SessionFile {
  std::vector<std::filesystem::path> paths;  ///< folders, archives, files of scans
  /// The same where they are not there now: on a disc that is not plugged in, say. The session
  /// keeps them.
  std::vector<std::filesystem::path> missing;
  Corrections corrections;
  std::vector<SavedRow> rows;  ///< in which something was done; the one done last stands last
  bool row_open = false;       ///< the last of them is to be opened
};

/// What stands in the file. Paths below `folder`, the file's own, are relative to it.
std::string session_text(const SessionFile& session, const std::filesystem::path& folder);

/// Paths below the session file's own folder are written relative to it, so that both can move.
Result<void> write_session_file(const std::filesystem::path& file, const SessionFile& session);

/// Errors: not_found; unreadable: it is no session file, or of a later longview.
Result<SessionFile> read_session_file(const std::filesystem::path& file);

/// What a user names: paths of scans stay, session files among them give theirs and their
/// corrections. Errors as read_session_file(); not_found: nothing that the session files name is
/// there, and nothing else is named.
Result<SessionFile> expand_session_files(const std::vector<std::filesystem::path>& paths);

/// What is missing, in a sentence; empty: nothing is.
std::string missing_text(const SessionFile& session);

/// Adds what the user has said more recently: a later placement or date of the same thing wins.
void merge(Corrections& into, const Corrections& later);

}  // namespace lv
