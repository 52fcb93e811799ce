#include "engine/archive_network/archive.h"
#include "engine/archive_network/store.h"

namespace lv {

struct HospitalArchive::Connection {};

Result<void> archives_can_be_asked() {
  return Error{ErrorCode::unavailable,
               "longview for Windows does not ask a hospital's archive on the network; copy the "
               "scans to a folder, and send files with another program"};
}

HospitalArchive::HospitalArchive(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}
HospitalArchive::~HospitalArchive() = default;
HospitalArchive::HospitalArchive(HospitalArchive&&) noexcept = default;

Result<HospitalArchive> HospitalArchive::open(const ArchiveAddress&, const std::stop_token&) {
  return archives_can_be_asked().error();
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
  return archives_can_be_asked();
}

}  // namespace lv
