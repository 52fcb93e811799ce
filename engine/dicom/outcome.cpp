#include "engine/dicom/outcome.h"

#include "engine/dicom/header.h"
#include "engine/dicom/nifti_header.h"
#include "engine/dicom/sniff.h"
#include "engine/volume/nifti.h"

namespace lv {
namespace {

Outcome no_scan(std::string_view what, std::string_view reason) {
  Outcome outcome;
  outcome.what = what;
  outcome.reason = reason;
  return outcome;
}

/// A file that is there but cannot be used.
Outcome refused(std::string_view what, const Error& error) {
  Outcome outcome = no_scan(what, error.what);
  outcome.unreadable = error.code == ErrorCode::unreadable || error.code == ErrorCode::unsupported;
  return outcome;
}

/// Of a file that claims many pictures each one costs memory.
Outcome from_header(std::string_view what, Result<Outcome> read, MemoryBudget& budget) {
  constexpr std::uint64_t bytes_of_a_picture = 1024;  // with its share of series, rows and the rest
  if (!read.ok()) return refused(what, read.error());
  if (budget.take(read->pictures.size() * bytes_of_a_picture)) return std::move(*read);
  return refused("file of pictures",
                 {ErrorCode::unavailable,
                  "there are more pictures than can be held at once; name fewer folders"});
}

Result<Stretch> place_of(const FileSource& source, const Bytes& file, MemoryBudget& budget) {
  if (source.archive) {
    return source.archive->place_of(static_cast<std::size_t>(source.member), budget);
  }
  return Stretch{source.path, 0, file.size()};
}

Outcome open_archive(const FileSource& source, const Bytes& file, const Sniffed& sniffed,
                     MemoryBudget& budget, const std::stop_token& stop) {
  const auto place = place_of(source, file, budget);
  if (!place.ok()) return refused(sniffed.what, place.error());
  const auto archive = Archive::open(*place, sniffed.type, budget, stop);
  if (!archive.ok()) return refused(sniffed.what, archive.error());
  if ((*archive)->members().empty()) {
    return no_scan(sniffed.what,
                   sniffed.type == FileType::zip ? "it holds no files" : sniffed.reason);
  }
  Outcome outcome;
  outcome.archive = *archive;
  if (!outcome.archive->cut()) return outcome;
  outcome.what = sniffed.what;
  outcome.reason = "it is damaged or incomplete; what stands before that is read; copy it again";
  outcome.unreadable = true;
  return outcome;
}

Outcome read_bytes(Bytes& file, const std::shared_ptr<const FileSource>& source, int depth,
                   MemoryBudget& budget, const std::stop_token& stop) {
  Sniffed sniffed = sniff(file);
  if (sniffed.type == FileType::dicom) {
    return from_header("DICOM file", read_header(file, source), budget);
  }
  const bool packed_nifti =
      sniffed.type == FileType::archive && has_nifti_name(nifti_path(*source));
  if (sniffed.type == FileType::nifti || packed_nifti) {
    return from_header("NIfTI volume", read_nifti_pictures(source), budget);
  }
  const bool archive = sniffed.type == FileType::zip || sniffed.type == FileType::archive;
  if (archive && depth == most_depth) {
    return no_scan("archive inside an archive inside an archive",
                   "it is not opened; unpack the outer archive first");
  }
  if (archive) return open_archive(*source, file, sniffed, budget, stop);
  if (sniffed.type != FileType::program) return no_scan(sniffed.what, sniffed.reason);
  // A ZIP archive that unpacks itself has its table at the end like any other.
  if (depth == 0) {
    Outcome opened = open_archive(*source, file, sniffed, budget, stop);
    if (opened.archive) return opened;
  }
  sniffed = sniff_program(file);
  return no_scan(sniffed.what, sniffed.reason);
}

}  // namespace

Outcome read_source(const std::shared_ptr<const FileSource>& source, int depth,
                    MemoryBudget& budget, const std::stop_token& stop) {
  if (!source->archive) {
    Bytes file{std::filesystem::path(source->path)};
    if (file.readable()) return read_bytes(file, source, depth, budget, stop);
    return refused("file", {ErrorCode::unreadable, "it cannot be opened; may you read it?"});
  }
  const auto index = static_cast<std::size_t>(source->member);
  if (source->archive->members()[index].link) {
    return no_scan("link in an archive", "links are not followed");
  }
  auto file = source->archive->open_member(index);
  if (!file.ok()) return refused("file in an archive", file.error());
  Outcome outcome = read_bytes(*file, source, depth, budget, stop);
  if (file->damaged()) {
    return refused("file in an archive",
                   {ErrorCode::unreadable, "it is damaged inside its archive"});
  }
  return outcome;
}

}  // namespace lv
