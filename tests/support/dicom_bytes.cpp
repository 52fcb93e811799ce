#include "tests/support/dicom_bytes.h"

#include <atomic>
#include <fstream>
#include <stdexcept>
#include <string>

#include "engine/system/open_file.h"
#include "engine/system/this_process.h"

namespace lv::test {

void append(ByteList& bytes, const std::string& text) {
  bytes.insert(bytes.end(), text.begin(), text.end());
}

void append_number(ByteList& bytes, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

ByteList element_claiming(unsigned group, unsigned number, const std::string& vr,
                          std::uint32_t length, const ByteList& value) {
  ByteList bytes;
  append_number(bytes, group, 2);
  append_number(bytes, number, 2);
  append(bytes, vr);
  const bool long_form = vr == "OB" || vr == "OW" || vr == "SQ" || vr == "UN" || vr == "UT";
  if (long_form) append_number(bytes, 0, 2);
  append_number(bytes, length, long_form ? 4 : 2);
  bytes.insert(bytes.end(), value.begin(), value.end());
  return bytes;
}

ByteList element(unsigned group, unsigned number, const std::string& vr, const std::string& value) {
  ByteList padded(value.begin(), value.end());
  if (padded.size() % 2 == 1) padded.push_back(vr == "UI" || vr == "OB" ? 0 : ' ');
  return element_claiming(group, number, vr, static_cast<std::uint32_t>(padded.size()), padded);
}

namespace {

void add(ByteList& bytes, const ByteList& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

std::string word(unsigned value) {
  return {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)};
}

}  // namespace

ByteList file_start(const std::string& transfer_syntax) {
  ByteList bytes(128, 0);
  append(bytes, "DICM");
  ByteList meta = element(2, 0x0002, "UI", "1.2.840.10008.5.1.4.1.1.4");
  add(meta, element(2, 0x0003, "UI", "1.2.3.4.5"));
  add(meta, element(2, 0x0010, "UI", transfer_syntax));
  ByteList length;
  append_number(length, static_cast<std::uint32_t>(meta.size()), 4);
  add(bytes, element_claiming(2, 0x0000, "UL", 4, length));
  add(bytes, meta);
  return bytes;
}

ByteList small_slice(const SmallSlice& s) {
  ByteList bytes = file_start();
  add(bytes, element(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\M"));
  add(bytes, element(0x0008, 0x0016, "UI", "1.2.840.10008.5.1.4.1.1.4"));
  add(bytes, element(0x0008, 0x0018, "UI", s.sop));
  add(bytes, element(0x0008, 0x0020, "DA", s.date));
  add(bytes, element(0x0008, 0x0060, "CS", "MR"));
  add(bytes, element(0x0008, 0x103E, "LO", s.description));
  add(bytes, element(0x0010, 0x0010, "PN", "TEST^ONE"));
  add(bytes, element(0x0010, 0x0030, "DA", s.birth_date));
  add(bytes, element(0x0018, 0x0015, "CS", "HEAD"));
  add(bytes, element(0x0018, 0x0050, "DS", "5"));
  add(bytes, element(0x0020, 0x000D, "UI", s.study));
  add(bytes, element(0x0020, 0x000E, "UI", s.series));
  add(bytes, element(0x0020, 0x0013, "IS", std::to_string(s.instance)));
  add(bytes, element(0x0020, 0x0032, "DS", "0\\0\\" + std::to_string(s.z_mm)));
  add(bytes, element(0x0020, 0x0037, "DS", "1\\0\\0\\0\\1\\0"));
  add(bytes, element(0x0028, 0x0002, "US", word(1)));
  add(bytes, element(0x0028, 0x0004, "CS", "MONOCHROME2"));
  add(bytes, element(0x0028, 0x0010, "US", word(4)));
  add(bytes, element(0x0028, 0x0011, "US", word(4)));
  add(bytes, element(0x0028, 0x0030, "DS", "1\\1"));
  add(bytes, element(0x0028, 0x0100, "US", word(16)));
  add(bytes, element(0x0028, 0x0101, "US", word(12)));
  add(bytes, element(0x0028, 0x0102, "US", word(11)));
  add(bytes, element(0x0028, 0x0103, "US", word(0)));
  ByteList pixels;
  for (unsigned i = 0; i < 16; ++i) append_number(pixels, 100 * i, 2);
  add(bytes, element_claiming(0x7FE0, 0x0010, "OW", 32, pixels));
  return bytes;
}

void write_file(const std::filesystem::path& path, const ByteList& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

void write_series(const std::filesystem::path& folder, int count, SmallSlice slice) {
  const std::string sop = slice.sop;
  for (int i = 0; i < count; ++i) {
    slice.sop = sop + "." + std::to_string(i);
    slice.instance = i + 1;
    slice.z_mm = 5.0 * i;
    write_file(folder / ("IM" + std::to_string(i)), small_slice(slice));
  }
}

TemporaryFolder::TemporaryFolder() {
  static std::atomic<int> made = 0;
  path_ = std::filesystem::temp_directory_path() /
          ("longview_test_" + std::to_string(process_number()) + "_" + std::to_string(++made));
  if (make_new(path_, true) != 0) throw std::runtime_error("no temporary folder");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code error;
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all, error);
  std::filesystem::remove_all(path_, error);
}

}  // namespace lv::test
