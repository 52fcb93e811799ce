#include "engine/dicom/gatherer.h"

#include <fmt/format.h>

#include <algorithm>

namespace lv {
namespace {

/// Headers of one series that are compared with a fresh one; more hardly ever differ.
constexpr std::ptrdiff_t looked_at = 8;

}  // namespace

void Gatherer::add(Outcome outcome, const std::shared_ptr<const FileSource>& source) {
  for (Picture& picture : outcome.pictures) {
    picture.header = shared(std::move(picture.header));
    pictures_.push_back(std::move(picture));
  }
  for (std::string& uid : outcome.listed_sop_uids) listed_sop_uids_.insert(std::move(uid));
  if (outcome.what.empty()) return;
  LeftOut& entry = left_out_[{outcome.what, outcome.reason}];
  entry.what = std::move(outcome.what);
  entry.reason = std::move(outcome.reason);
  entry.unreadable = outcome.unreadable;
  ++entry.files;
  entry.sources.push_back(source);
}

Matrix Gatherer::matrix(const Corrections& corrections, const PixelAnswers& pixels) const {
  std::vector<LeftOut> left_out = others_;
  for (const auto& [key, entry] : left_out_) left_out.push_back(entry);
  Matrix result = build_matrix(pictures_, std::move(left_out), corrections, pixels);
  note_lost_files(result);
  return result;
}

/// One header for all pictures that agree in it: most pictures of a series.
std::shared_ptr<const SeriesHeader> Gatherer::shared(std::shared_ptr<const SeriesHeader> header) {
  auto& known = headers_[header->series_uid];
  const auto newest = known.end() - std::min<std::ptrdiff_t>(looked_at, std::ssize(known));
  const auto same = std::find_if(
      newest, known.end(), [&](const auto& other) { return other == header || *other == *header; });
  if (same != known.end()) return *same;
  known.push_back(header);
  return header;
}

/// A DICOMDIR helps to see what a copied disc has lost; the files decide about all else.
void Gatherer::note_lost_files(Matrix& matrix) const {
  if (listed_sop_uids_.empty()) return;
  std::unordered_set<std::string_view> here;
  for (const Picture& p : pictures_) here.insert(p.sop_uid);
  const auto lost =
      std::ranges::count_if(listed_sop_uids_, [&](const auto& uid) { return !here.contains(uid); });
  if (lost == 0) return;
  matrix.notes.push_back(
      fmt::format("the table of contents of a disc names {} picture{} or document{} that {} not "
                  "in the folders; copy the disc again if something is missing",
                  lost, lost == 1 ? "" : "s", lost == 1 ? "" : "s", lost == 1 ? "is" : "are"));
}

}  // namespace lv
