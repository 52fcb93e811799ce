// A hospital's archive named as a path: dicom://CALLED@host:port?PatientID=123&StudyDate=2010-2020
#pragma once

#include <string>
#include <string_view>
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
  Filters study, series;  ///< what is asked for, at either level; both empty: everything
};

bool is_archive_address(std::string_view path);

/// Error: usage, saying what is wrong.
Result<ArchiveAddress> parse_archive_address(const std::string& text);

}  // namespace lv
