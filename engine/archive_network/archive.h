// A connection to a hospital's archive: what lies there (C-FIND), and bringing it here over the
// same connection (C-GET, so that nothing has to listen on this computer).
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
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

/// Error: unavailable, this longview was built without a network.
Result<void> archives_can_be_asked();

class HospitalArchive {
 public:
  /// Errors: unavailable, saying whether nobody answers, the titles are refused, or it cannot find
  /// or hand out; archives_can_be_asked(). `stop` breaks the connection off, now
  /// or later: what is waited for then ends with an error.
  static Result<HospitalArchive> open(const ArchiveAddress& address, const std::stop_token& stop);
  ~HospitalArchive();
  HospitalArchive(HospitalArchive&&) noexcept;

  /// The UIDs of the studies that fit the address. Errors: too many; the connection broke off.
  Result<std::vector<std::string>> find_studies();
  /// Of one of them, the series that fit the address and hold pictures.
  Result<std::vector<ArchivedSeries>> find_series(const std::string& study);
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
