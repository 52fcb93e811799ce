// A connection to a hospital's archive: what lies there (C-FIND), and bringing it here over the
// same connection (C-GET, so that nothing has to listen on this computer).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/archive_network/address.h"
#include "engine/core/progress.h"

namespace lv {

struct ArchivedSeries {
  std::string study_uid, series_uid;
  int pictures = 0;  ///< 0: the archive does not say
};

/// More are not read without a narrower question.
inline constexpr std::size_t most_archived_studies = 200;

class HospitalArchive {
 public:
  /// Errors: unavailable, saying whether nobody answers, the titles are refused, or it cannot find
  /// or hand out; this longview was built without a network.
  static Result<HospitalArchive> open(const ArchiveAddress& address);
  ~HospitalArchive();
  HospitalArchive(HospitalArchive&&) noexcept;

  /// The series that fit the address. Errors: too many studies; the connection broke off.
  Result<std::vector<ArchivedSeries>> find(const Progress& progress);
  /// A file for each picture, in a folder that exists. Errors: it broke off, was stopped, or some
  /// pictures were not handed out.
  Result<void> get(const ArchivedSeries& series, const std::filesystem::path& folder,
                   const Progress& progress);

 private:
  struct Connection;
  explicit HospitalArchive(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace lv
