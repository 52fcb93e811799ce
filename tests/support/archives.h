// Archives of every kind, written by libarchive.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/dicom_bytes.h"

namespace lv::test {

struct ArchivedFile {
  std::string name;
  ByteList bytes;
  bool link = false;  ///< to what `bytes` name
};

/// Every file below a folder, in the order of their names.
std::vector<ArchivedFile> files_below(const std::filesystem::path& folder);

/// `format` and, unless empty, `filter` as libarchive names them: "zip", "7zip", "iso9660",
/// "ustar"; "gzip", "bzip2", "xz". `options` as of archive_write_set_options(); the
/// password, where they ask for one, is "secret".
ByteList archive_of(const std::vector<ArchivedFile>& files, const std::string& format,
                    const std::string& filter = "", const std::string& options = "");

}  // namespace lv::test
