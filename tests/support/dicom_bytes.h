// Small DICOM files made byte by byte (explicit little endian), so that tests can make bad ones
// too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/math.h"

namespace lv::test {

using ByteList = std::vector<std::uint8_t>;

void append(ByteList& bytes, const std::string& text);
void append_number(ByteList& bytes, std::uint32_t value, int count);  ///< little endian

/// One element; values of odd length are padded.
ByteList element(unsigned group, unsigned number, const std::string& vr, const std::string& value);
/// The same with a length of its own making.
ByteList element_claiming(unsigned group, unsigned number, const std::string& vr,
                          std::uint32_t length, const ByteList& value);

/// Preamble, DICM and meta header of a transfer syntax.
ByteList file_start(const std::string& transfer_syntax = "1.2.840.10008.1.2.1");

/// What a small MR slice of 4 x 4 pixels says of itself.
struct SmallSlice {
  std::string study = "1.2.3", series = "1.2.3.4", sop = "1.2.3.4.5";
  std::string description = "Ax T2", date = "20150304", birth_date = "19780412";
  int instance = 1;
  double z_mm = 0;
};
ByteList small_slice(const SmallSlice& slice);

void write_file(const std::filesystem::path& path, const ByteList& bytes);

/// A series of `count` small slices, 5 mm apart, in a folder.
void write_series(const std::filesystem::path& folder, int count, SmallSlice slice = {});

/// A folder that is gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace lv::test
