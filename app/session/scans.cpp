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
  for (const SavedRow& row : more.rows) keep(scans.file.rows, row);
  if (more.row_open) scans.resume = more.rows.back();
  scans.opening.insert(scans.opening.end(), more.paths.begin(), more.paths.end());
  scans.read_wanted = true;
  scans.reading = WorkProgress{};
}

void correct(Scans& scans, const Corrections& said, const std::string& what) {
  Corrections after = scans.file.corrections;
  merge(after, said);
  const auto& spacings = said.slice_spacings;
  scans.history.add({what, scans.file.corrections, after,
                     spacings.empty() ? std::nullopt : std::optional(spacings.front().first)});
  say_instead(scans, after);
}

void say_instead(Scans& scans, const Corrections& said) {
  scans.file.corrections = said;
  scans.read_wanted = true;
  scans.reading = WorkProgress{};
}

}  // namespace lv
