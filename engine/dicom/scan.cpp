#include "engine/dicom/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "engine/core/parallel.h"
#include "engine/dicom/files.h"
#include "engine/dicom/header.h"
#include "engine/dicom/sniff.h"
#include "engine/dicom/zip.h"

namespace lv {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t batch_files = 256;  ///< between looks at the clock and at "stop"
constexpr auto first_partial_after = std::chrono::milliseconds(300);
constexpr auto progress_every = std::chrono::milliseconds(100);

/// What became of one file.
struct Outcome {
  std::vector<Picture> pictures;
  std::vector<std::string> listed_sop_uids;
  std::vector<ZipMember> members;  ///< where the file is a ZIP archive
  std::string what, reason;        ///< where it gave no picture
  bool unreadable = false;
};

Outcome refused(std::string what, const Error& error) {
  Outcome outcome;
  outcome.what = std::move(what);
  outcome.reason = error.what;
  outcome.unreadable = error.code == ErrorCode::unreadable || error.code == ErrorCode::unsupported;
  return outcome;
}

Outcome no_scan(std::string_view what) {
  Outcome outcome;
  outcome.what = what;
  outcome.reason = "it is no DICOM file";
  return outcome;
}

Outcome from_header(Result<FileContents> contents) {
  if (!contents.ok()) return refused("DICOM file", contents.error());
  Outcome outcome;
  outcome.pictures = std::move(contents->pictures);
  outcome.listed_sop_uids = std::move(contents->listed_sop_uids);
  if (contents->is_directory) {
    outcome.what = "table of contents of a disc";
    outcome.reason = "the files themselves are read";
  }
  return outcome;
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

Outcome read_plain(const std::shared_ptr<const FileSource>& source) {
  Bytes file(source->path);
  if (!file.readable()) {
    return refused("file", {ErrorCode::unreadable, "it cannot be opened; may you read it?", ""});
  }
  const Sniffed sniffed = sniff(file.at(0, sniff_bytes));
  if (sniffed.type == FileType::dicom) return from_header(read_header(file, source));
  if (sniffed.type == FileType::zip) return open_archive(*source);
  return no_scan(sniffed.what);
}

Outcome read_member(const ZipArchive& archive, const ZipMember& member,
                    const std::shared_ptr<const FileSource>& source) {
  if (member.link) return no_scan("link in a ZIP archive");
  if (member.encrypted) {
    return refused("file in a ZIP archive",
                   {ErrorCode::unreadable, "it is locked with a password; unpack it first", ""});
  }
  const auto bytes = archive.read(member.index);
  if (!bytes.ok()) return refused("file in a ZIP archive", bytes.error());
  Bytes file{std::span<const std::uint8_t>(*bytes)};
  const Sniffed sniffed = sniff(*bytes);
  if (sniffed.type == FileType::dicom) return from_header(read_header(file, source));
  if (sniffed.type == FileType::zip) return no_scan("ZIP archive inside a ZIP archive");
  return no_scan(sniffed.what);
}

/// Gathers outcomes in the order of the files, so that the same folder gives the same matrix.
class Gatherer {
 public:
  void add(Outcome outcome, const std::shared_ptr<const FileSource>& source) {
    for (Picture& picture : outcome.pictures) {
      picture.header = shared(std::move(picture.header));
      pictures_.push_back(std::move(picture));
    }
    for (std::string& uid : outcome.listed_sop_uids) listed_.insert(std::move(uid));
    if (outcome.what.empty()) return;
    LeftOut& entry = left_out_[{outcome.what, outcome.reason}];
    entry.what = std::move(outcome.what);
    entry.reason = std::move(outcome.reason);
    entry.unreadable = outcome.unreadable;
    ++entry.files;
    entry.sources.push_back(source);
  }
  void add(const LeftOut& left_out) { others_.push_back(left_out); }
  void expect(std::size_t files) { pictures_.reserve(files); }

  Matrix matrix(const Corrections& corrections) const {
    std::vector<LeftOut> left_out = others_;
    for (const auto& [key, entry] : left_out_) left_out.push_back(entry);
    Matrix result = build_matrix(pictures_, std::move(left_out), corrections);
    note_lost_files(result);
    return result;
  }

 private:
  /// One header for all pictures that agree in it: most pictures of a series.
  std::shared_ptr<const SeriesHeader> shared(std::shared_ptr<const SeriesHeader> header) {
    auto& known = headers_[header->series_uid];
    const auto same = std::ranges::find_if(
        known, [&](const auto& other) { return other == header || *other == *header; });
    if (same != known.end()) return *same;
    known.push_back(header);
    return header;
  }

  /// A DICOMDIR helps to see what a copied disc has lost; the files decide about all else.
  void note_lost_files(Matrix& matrix) const {
    std::unordered_set<std::string_view> here;
    for (const Picture& p : pictures_) here.insert(p.sop_uid);
    const auto lost =
        std::ranges::count_if(listed_, [&](const auto& uid) { return !here.contains(uid); });
    if (lost == 0) return;
    matrix.notes.push_back(
        fmt::format("the table of contents of a disc names {} picture{} or document{} that {} not "
                    "in the folders; copy the disc again if something is missing",
                    lost, lost == 1 ? "" : "s", lost == 1 ? "" : "s", lost == 1 ? "is" : "are"));
  }

  std::vector<Picture> pictures_;
  std::unordered_map<std::string, std::vector<std::shared_ptr<const SeriesHeader>>> headers_;
  std::map<std::pair<std::string, std::string>, LeftOut> left_out_;
  std::vector<LeftOut> others_;
  std::unordered_set<std::string> listed_;
};

/// Reports at most every 100 ms, and hands out partial matrices: soon, then ever more rarely.
class Pace {
 public:
  Pace(const Progress& progress, const PartialMatrix& partial)
      : progress_(progress), partial_(partial) {}

  void step(double fraction, const Gatherer& gatherer, const Corrections& corrections) {
    const auto now = Clock::now();
    if (now - last_report_ >= progress_every) {
      progress_(fraction, "reading headers");
      last_report_ = now;
    }
    if (!partial_ || now - start_ < next_partial_) return;
    partial_(std::make_shared<const Matrix>(gatherer.matrix(corrections)));
    next_partial_ = (Clock::now() - start_) * 2;
  }

 private:
  const Progress& progress_;
  const PartialMatrix& partial_;
  Clock::time_point start_ = Clock::now(), last_report_ = {};
  Clock::duration next_partial_ = first_partial_after;
};

Error stopped() {
  return {ErrorCode::cancelled, "stopped", ""};
}

struct Archive {
  std::shared_ptr<const FileSource> source;
  std::vector<ZipMember> members;
};

/// Members of one archive; each stretch of them opens the archive for itself, since a handle serves
/// one thread.
Result<void> read_archive(const Archive& archive, Gatherer& gatherer, const Progress& progress) {
  std::vector<std::shared_ptr<const FileSource>> sources;
  for (const ZipMember& m : archive.members) {
    sources.push_back(
        std::make_shared<const FileSource>(FileSource{archive.source->path, m.index}));
  }
  std::vector<Outcome> outcomes(archive.members.size());
  parallel_for(outcomes.size(), 32, [&](std::size_t begin, std::size_t end) {
    const auto open = ZipArchive::open(archive.source->path);
    for (std::size_t i = begin; i < end && !progress.cancelled(); ++i) {
      outcomes[i] = open.ok() ? read_member(*open, archive.members[i], sources[i])
                              : refused("file in a ZIP archive", open.error());
    }
  });
  if (progress.cancelled()) return stopped();
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    gatherer.add(std::move(outcomes[i]), sources[i]);
  return {};
}

}  // namespace

Result<MatrixPtr> scan(const std::vector<std::filesystem::path>& paths,
                       const Corrections& corrections, const Progress& progress,
                       const PartialMatrix& partial) {
  LV_TRY(prepare_dicom());
  LV_ASSIGN(const FileList list, list_files(paths, progress));
  Gatherer gatherer;
  for (const LeftOut& left_out : list.left_out) gatherer.add(left_out);
  gatherer.expect(list.files.size());
  Pace pace(progress, partial);
  std::vector<Archive> archives;
  const std::size_t count = list.files.size();
  for (std::size_t begin = 0; begin < count; begin += batch_files) {
    const std::size_t size = std::min(batch_files, count - begin);
    std::vector<Outcome> outcomes(size);
    parallel_for(size, 8, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last && !progress.cancelled(); ++i) {
        outcomes[i] = read_plain(list.files[begin + i]);
      }
    });
    if (progress.cancelled()) return stopped();
    for (std::size_t i = 0; i < size; ++i) {
      const auto& source = list.files[begin + i];
      if (!outcomes[i].members.empty()) {
        archives.push_back({source, std::move(outcomes[i].members)});
      } else {
        gatherer.add(std::move(outcomes[i]), source);
      }
    }
    pace.step(static_cast<double>(begin + size) / static_cast<double>(count), gatherer,
              corrections);
  }
  for (const Archive& archive : archives) LV_TRY(read_archive(archive, gatherer, progress));
  progress(1.0, "reading headers");
  return std::make_shared<const Matrix>(gatherer.matrix(corrections));
}

}  // namespace lv
