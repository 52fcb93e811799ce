#include "app/cli/index_text.h"

#include <fmt/format.h>

#include "app/row/facts.h"
#include "engine/study/matrix_text.h"
#include "engine/study/offers.h"

namespace lv {
namespace {

std::string size_text(const Series& s) {
  std::string text = fmt::format("{} slices", s.slices.size());
  if (s.slice_spacing_mm) text += fmt::format(" every {:.1f} mm", *s.slice_spacing_mm);
  if (s.pixel_spacing_mm.x > 0) text += fmt::format(", pixels {:.2f} mm", s.pixel_spacing_mm.x);
  return text;
}

void add_row(std::string& out, const Matrix& matrix, const Row& row) {
  const bool start = matrix.start_row == row.number - 1;
  out += fmt::format("\n{:3}  {}{}\n", row.number, row.name, start ? "   <- start here" : "");
  const Study* previous = nullptr;
  for (const Cell& cell : row.cells) {
    const Study& study = matrix.studies[static_cast<std::size_t>(cell.study)];
    const Series& s = matrix.series[static_cast<std::size_t>(cell.series)];
    const bool interval = previous && previous->date && study.date;
    out += fmt::format("     {:<14} {:<10} {:<30} {}; {}\n", date_text(study),
                       interval ? interval_text(*previous->date, *study.date) : "",
                       s.header->series_description, size_text(s), scanner_text(study));
    if (!cell.also.empty()) {
      out += fmt::format("{:31}and {} more stack{} of the same series\n", "", cell.also.size(),
                         cell.also.size() == 1 ? "" : "s");
    }
    for (const std::string& finding : s.findings) out += fmt::format("{:31}{}\n", "", finding);
    previous = &study;
  }
  for (const Offer& offer : offers_for(matrix, row)) {
    const Study& study = matrix.studies[static_cast<std::size_t>(offer.study)];
    const Series& s = matrix.series[static_cast<std::size_t>(offer.series)];
    out +=
        fmt::format("     {:<14} {:<10} {:<30} could stand in{}{}\n", date_text(study), "",
                    s.header->series_description, offer.because.empty() ? "" : ": ", offer.because);
  }
}

}  // namespace

std::string index_text(const Matrix& matrix) {
  std::string out = counts_text(matrix.counts) + "\n";
  if (!matrix.question.empty()) out += "\n" + matrix.question + "\n";
  for (const Row& row : matrix.rows) add_row(out, matrix, row);
  if (!matrix.left_out.empty()) out += "\nleft out:\n";
  for (const LeftOut& l : matrix.left_out) {
    out += fmt::format("  {:>14}  {}: {}\n", count_text(l), l.what, l.reason);
  }
  for (const std::string& note : matrix.notes) out += "\n" + note + "\n";
  return out;
}

}  // namespace lv
