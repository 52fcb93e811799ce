#include "engine/archive_network/archive.h"
#include "engine/archive_network/store.h"

namespace lv {

struct HospitalArchive::Connection {};

HospitalArchive::HospitalArchive(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}
HospitalArchive::~HospitalArchive() = default;
HospitalArchive::HospitalArchive(HospitalArchive&&) noexcept = default;

Result<HospitalArchive> HospitalArchive::open(const ArchiveAddress&, const std::stop_token&) {
  return Error{ErrorCode::unavailable,
               "this longview was built without a network; copy the scans to a folder"};
}

Result<std::vector<std::string>> HospitalArchive::find_studies() {
  return std::vector<std::string>();
}

Result<std::vector<ArchivedSeries>> HospitalArchive::find_series(const std::string&) {
  return std::vector<ArchivedSeries>();
}

Result<void> HospitalArchive::get(const ArchivedSeries&, const std::filesystem::path&,
                                  const Progress&) {
  return {};
}

Result<void> store_in_archive(const ArchiveAddress&, const std::vector<std::filesystem::path>&,
                              const Progress&) {
  return Error{ErrorCode::unavailable,
               "this longview was built without a network; send the files with another program"};
}

}  // namespace lv
