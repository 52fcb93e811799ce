#include "app/row/equal_contrast.h"

#include <fmt/format.h>

namespace lv {

std::vector<ContrastTask> contrast_tasks(const ComparedRow& row) {
  std::vector<ContrastTask> tasks;
  if (row.dates.empty()) return tasks;
  const ComparedDate& reference = row.dates[row.reference];
  if (!reference.volume || reference.flat) return tasks;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const ComparedDate& date = row.dates[d];
    if (d == row.reference || !date.volume || date.flat) continue;
    tasks.push_back({d, reference.volume, date.volume, date.pose});
  }
  return tasks;
}

void take_contrast(ComparedRow& row, std::size_t date, std::optional<ContrastFit> fit) {
  row.dates[date].contrast = fit;
  row.dates[date].contrast_known = true;
}

ShownContrast shown_contrast(const ComparedRow& row, const ComparedDate& date, bool equalised) {
  if (!equalised || !date.contrast) return {date.window, std::nullopt};
  return {row.dates[row.reference].window, date.contrast->curve};
}

std::string contrast_text(const ComparedRow& row, std::size_t date, bool equalised,
                          const std::string& reference_name) {
  const ComparedDate& compared = row.dates[date];
  if (date == row.reference || !compared.contrast_known) return "";
  if (!equalised) return "contrast as scanned";
  if (!compared.contrast) {
    return "contrast as scanned: its greys have too little in common with those of " +
           reference_name;
  }
  return "contrast equalised to " + reference_name;
}

std::string contrast_detail(const ComparedRow& row, std::size_t date, bool equalised,
                            const std::string& reference_name) {
  const std::string text = contrast_text(row, date, equalised, reference_name);
  const std::optional<ContrastFit>& fit = row.dates[date].contrast;
  if (text.empty() || !equalised || !fit) return text;
  const double changed = fit->bend / row.dates[row.reference].window.width;
  return text + fmt::format(", greys changed by {:.0f}\u00a0%", 100 * changed);
}

}  // namespace lv
