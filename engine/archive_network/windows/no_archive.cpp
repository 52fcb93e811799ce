#include "engine/archive_network/archive.h"

namespace lv {

struct Archive::Connection {};

Archive::Archive(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Archive::~Archive() = default;
Archive::Archive(Archive&&) noexcept = default;

Result<Archive> Archive::open(const ArchiveAddress&) {
  return Error{ErrorCode::unavailable,
               "this longview was built without a network; copy the scans to a folder"};
}

Result<std::vector<ArchivedSeries>> Archive::find(const Progress&) {
  return std::vector<ArchivedSeries>();
}

Result<void> Archive::get(const ArchivedSeries&, const std::filesystem::path&, const Progress&) {
  return {};
}

}  // namespace lv
