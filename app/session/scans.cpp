#include "app/session/scans.h"

#include <algorithm>

namespace lv {

void open_paths(Scans& scans, const SessionFile& more) {
  merge(scans.file.corrections, more.corrections);
  std::vector<std::filesystem::path>& missing = scans.file.missing;
  std::erase_if(missing, [&](const auto& path) {
    return std::ranges::find(more.paths, path) != more.paths.end();
  });
  for (const auto& path : more.missing) {
    if (std::ranges::find(missing, path) == missing.end()) missing.push_back(path);
  }
  scans.opening.insert(scans.opening.end(), more.paths.begin(), more.paths.end());
  scans.read_wanted = true;
  scans.reading = WorkProgress{};
}

void correct(Scans& scans, const Corrections& said) {
  merge(scans.file.corrections, said);
  scans.read_wanted = true;
  scans.reading = WorkProgress{};
}

}  // namespace lv
