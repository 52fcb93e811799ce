#include "engine/dicom/outcome.h"

#include "engine/dicom/header.h"
#include "engine/dicom/sniff.h"

namespace lv {
namespace {

Outcome no_scan(std::string_view what, std::string_view reason) {
  Outcome outcome;
  outcome.what = what;
  outcome.reason = reason;
  return outcome;
}

Outcome from_header(Result<Outcome> read) {
  return read.ok() ? std::move(*read) : refused("DICOM file", read.error());
}

Outcome open_archive(const FileSource& source) {
  auto archive = ZipArchive::open(source.path);
  if (!archive.ok()) return refused("ZIP archive", archive.error());
  auto members = archive->members();
  if (!members.ok()) return refused("ZIP archive", members.error());
  Outcome outcome;
  outcome.members = std::move(*members);
  return outcome;
}

}  // namespace

Outcome refused(std::string what, const Error& error) {
  Outcome outcome;
  outcome.what = std::move(what);
  outcome.reason = error.what;
  outcome.unreadable = error.code == ErrorCode::unreadable || error.code == ErrorCode::unsupported;
  return outcome;
}

Outcome read_plain(const std::shared_ptr<const FileSource>& source) {
  Bytes file(source->path);
  if (!file.readable()) {
    return refused("file", {ErrorCode::unreadable, "it cannot be opened; may you read it?", ""});
  }
  Sniffed sniffed = sniff(file);
  if (sniffed.type == FileType::dicom) return from_header(read_header(file, source));
  if (sniffed.type == FileType::zip) return open_archive(*source);
  if (sniffed.type == FileType::program) {
    // A ZIP archive that unpacks itself has its table at the end like any other.
    Outcome archive = open_archive(*source);
    if (!archive.members.empty()) return archive;
    sniffed = sniff_program(file);
  }
  return no_scan(sniffed.what, sniffed.reason);
}

Outcome read_member(const ZipArchive& archive, const ZipMember& member,
                    const std::shared_ptr<const FileSource>& source) {
  if (member.link) return no_scan("link in a ZIP archive", "links are not followed");
  if (member.encrypted) {
    return refused("file in a ZIP archive",
                   {ErrorCode::unreadable, "it is locked with a password; unpack it first", ""});
  }
  const auto bytes = archive.read(member.index);
  if (!bytes.ok()) return refused("file in a ZIP archive", bytes.error());
  Bytes file{std::span<const std::uint8_t>(*bytes)};
  Sniffed sniffed = sniff(file);
  if (sniffed.type == FileType::dicom) return from_header(read_header(file, source));
  if (sniffed.type == FileType::zip) {
    return no_scan("ZIP archive inside a ZIP archive",
                   "it is not opened; unpack the outer archive first");
  }
  if (sniffed.type == FileType::program) sniffed = sniff_program(file);
  return no_scan(sniffed.what, sniffed.reason);
}

}  // namespace lv
