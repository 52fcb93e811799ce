// A hospital's archive named as a path: dicom://CALLED@host:port?PatientID=123&StudyDate=2010-2020,
// or dicom+tls://… where nobody on the way shall read or change what is said.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/result.h"

namespace lv {

struct ArchiveAddress {
  using Filters = std::vector<std::pair<std::string, std::string>>;  ///< DICOM keyword, value

  std::string called;                ///< title that the archive goes by
  std::string calling = "LONGVIEW";  ///< title that this computer goes by there
  std::string host;
  int port = 104;
  int patience_s = 30;  ///< that long the archive may be silent
  bool tls = false;
  /// Of TLS: certificates that are trusted besides the system's; this computer's own, and its key.
  std::string authorities, certificate, key;
  Filters study, series;  ///< what is asked for, at either level; both empty: everything
};

/// `text` is_archive_address(). Error: usage, saying what is wrong.
Result<ArchiveAddress> parse_archive_address(const std::string& text);

}  // namespace lv
