// All that has been read, and the matrix made of it. One thread at a time.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/dicom/outcome.h"
#include "engine/study/build.h"
#include "engine/study/corrections.h"

namespace lv {

class Gatherer {
 public:
  void expect(std::size_t files) { pictures_.reserve(pictures_.size() + files); }
  void add(Outcome outcome, const std::shared_ptr<const FileSource>& source);
  void add(LeftOut left_out) { others_.push_back(std::move(left_out)); }
  /// Whether this file, or all of this archive, has been read.
  bool knows(const FileSource& file) const { return read_.contains(hash_of(file)); }
  void remember(const FileSource& file) { read_.insert(hash_of(file)); }

  Matrix matrix(const Corrections& corrections, const PixelAnswers& pixels) const;

  const std::vector<Picture>& pictures() const { return pictures_; }

 private:
  static std::size_t hash_of(const FileSource& file) { return std::hash<std::string>()(file.path); }
  std::shared_ptr<const SeriesHeader> shared(std::shared_ptr<const SeriesHeader> header);
  void note_lost_files(Matrix& matrix) const;

  std::vector<Picture> pictures_;
  std::unordered_map<std::string, std::vector<std::shared_ptr<const SeriesHeader>>> headers_;
  std::map<std::pair<std::string, std::string>, LeftOut> left_out_;
  std::vector<LeftOut> others_;
  std::unordered_set<std::string> listed_sop_uids_;
  std::unordered_set<std::size_t> read_;  ///< hashes of paths: 10,000 paths would take megabytes
};

}  // namespace lv
