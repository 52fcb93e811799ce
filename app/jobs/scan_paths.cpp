#include "app/jobs/scan_paths.h"

#include <chrono>

#include "engine/archive_network/fetch.h"
#include "engine/core/archive_path.h"

namespace lv {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto between_partials = std::chrono::seconds(1);

Result<void> add_from_archive(ScanIndex& index, const std::string& address,
                              const Progress& progress, const PartialMatrix& partial,
                              const Corrections& corrections) {
  Clock::time_point next_partial = {};
  return fetch(address, progress, [&](const std::filesystem::path& folder) -> Result<void> {
    LV_TRY(index.add({folder}, Progress{{}, progress.stop}));
    if (!partial || Clock::now() < next_partial) return {};
    partial(index.matrix(corrections, progress.stop));
    next_partial = Clock::now() + between_partials;
    return {};
  });
}

}  // namespace

Result<void> add_paths(ScanIndex& index, const std::vector<std::filesystem::path>& paths,
                       const Progress& progress, const PartialMatrix& partial,
                       const Corrections& corrections) {
  std::vector<std::filesystem::path> here, archives;
  for (const auto& path : paths) (is_archive_address(path) ? archives : here).push_back(path);
  LV_TRY(index.add(here, progress, partial, corrections));
  for (const auto& address : archives) {
    LV_TRY(add_from_archive(index, address.string(), progress, partial, corrections));
  }
  return {};
}

Result<MatrixPtr> scan_paths(const std::vector<std::filesystem::path>& paths,
                             const Corrections& corrections, const Progress& progress) {
  ScanIndex index;
  LV_TRY(add_paths(index, paths, progress, {}, corrections));
  MatrixPtr matrix = index.matrix(corrections, progress.stop);
  if (progress.cancelled()) return Error{ErrorCode::cancelled, "stopped"};
  return matrix;
}

}  // namespace lv
