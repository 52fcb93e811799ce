// The session file (*.longview): what outlives a session. JSON; it names folders, series and
// studies by their UIDs, and holds no name and no birth date but what the address of an archive
// asks for.
#pragma once

#include <filesystem>
#include <vector>

#include "app/row/saved_row.h"
#include "engine/core/result.h"
#include "engine/study/corrections.h"
#include "engine/study/matrix.h"

namespace lv {

struct SessionFile {
  std::vector<std::filesystem::path> paths;  ///< files, folders, addresses of archives
  /// Paths that are not there now, because a disc is not plugged in, say. The session keeps them.
  std::vector<std::filesystem::path> missing;
  Corrections corrections;
  std::vector<SavedRow> rows;  ///< rows in which the user did something; the latest stands last
  bool row_open = false;       ///< the last of `rows` is to be opened
};

/// The text of the file. Paths below `folder`, in which the file stands, are relative to it, so
/// that both can be moved together.
std::string session_text(const SessionFile& session, const std::filesystem::path& folder);

/// Errors: unwritable.
Result<void> write_session_file(const std::filesystem::path& file, const SessionFile& session);

/// Errors: not_found; unreadable: it is no session file, or of a later longview.
Result<SessionFile> read_session_file(const std::filesystem::path& file);

/// Replaces each session file among `paths` by the paths, corrections and rows that it holds; other
/// paths stay. Errors: those of read_session_file(); not_found: nothing else is named, and nothing
/// that the session files name is there.
Result<SessionFile> expand_session_files(const std::vector<std::filesystem::path>& paths);

/// Says in a sentence which paths are missing; empty: none is.
std::string missing_text(const SessionFile& session);

/// Adds `later` to `into`. Where both say something of the same series or study, `later` wins.
void merge(Corrections& into, const Corrections& later);

}  // namespace lv
