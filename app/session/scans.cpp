#include "app/session/scans.h"

namespace lv {

void open_paths(Scans& scans, const SessionFile& more) {
  merge(scans.file.corrections, more.corrections);
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
