#include "tests/support/archives.h"

#include <archive.h>
#include <archive_entry.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>

namespace lv::test {
namespace {

la_ssize_t append_written(archive*, void* data, const void* buffer, std::size_t count) {
  ByteList& bytes = *static_cast<ByteList*>(data);
  const auto* begin = static_cast<const std::uint8_t*>(buffer);
  bytes.insert(bytes.end(), begin, begin + count);
  return static_cast<la_ssize_t>(count);
}

void write_entry(archive* a, const ArchivedFile& file) {
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                       archive_entry_free);
  archive_entry_set_pathname(entry.get(), file.name.c_str());
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), 1'000'000'000, 0);
  archive_entry_set_filetype(entry.get(), file.link ? AE_IFLNK : AE_IFREG);
  const std::string target(file.bytes.begin(), file.bytes.end());
  if (file.link) archive_entry_set_symlink(entry.get(), target.c_str());
  if (!file.link) archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.bytes.size()));
  REQUIRE(archive_write_header(a, entry.get()) == ARCHIVE_OK);
  if (file.link) return;
  const auto count = static_cast<la_ssize_t>(file.bytes.size());
  REQUIRE(archive_write_data(a, file.bytes.data(), file.bytes.size()) == count);
}

}  // namespace

std::vector<ArchivedFile> files_below(const std::filesystem::path& folder) {
  std::vector<ArchivedFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files.push_back({std::filesystem::relative(entry.path(), folder).string(),
                     {std::istreambuf_iterator<char>(stream), {}}});
  }
  std::ranges::sort(files, {}, &ArchivedFile::name);
  return files;
}

ByteList archive_of(const std::vector<ArchivedFile>& files, const std::string& format,
                    const std::string& filter, const std::string& options) {
  ByteList bytes;
  const std::unique_ptr<archive, int (*)(archive*)> writer(archive_write_new(), archive_write_free);
  archive* a = writer.get();
  REQUIRE(archive_write_set_format_by_name(a, format.c_str()) == ARCHIVE_OK);
  if (!filter.empty()) REQUIRE(archive_write_add_filter_by_name(a, filter.c_str()) == ARCHIVE_OK);
  if (!options.empty()) REQUIRE(archive_write_set_options(a, options.c_str()) == ARCHIVE_OK);
  archive_write_set_bytes_in_last_block(a, 1);  // nothing behind the archive
  archive_write_set_passphrase(a, "secret");
  REQUIRE(archive_write_open(a, &bytes, nullptr, append_written, nullptr) == ARCHIVE_OK);
  for (const ArchivedFile& file : files) write_entry(a, file);
  REQUIRE(archive_write_close(a) == ARCHIVE_OK);
  return bytes;
}

}  // namespace lv::test
