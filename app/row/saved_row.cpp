#include "app/row/saved_row.h"

#include <algorithm>

namespace lv {
namespace {

bool by_hand(const ComparedDate& date) {
  return date.alignment.pose && date.alignment.method == Method::hand;
}

}  // namespace

SavedRow saved(const ComparedRow& row) {
  SavedRow kept;
  kept.reference = row.dates[row.reference].key;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const ComparedDate& date = row.dates[d];
    if (date.state != AlignmentState::settled && !by_hand(date)) continue;
    SavedRow::Date& one =
        kept.dates.emplace_back(SavedRow::Date{date.key, place_of(date), {}, date.marked_vertebra});
    one.place.state = AlignmentState::settled;
    if (row.focus) one.focus = row.focus->dates[d];
  }
  kept.focus = row.focus;
  if (kept.focus) kept.focus->dates.clear();
  return kept;
}

bool has_work(const ComparedRow& row) {
  const auto marked = [](const ComparedDate& date) { return date.marked_vertebra.has_value(); };
  return row.focus.has_value() || std::ranges::any_of(row.dates, by_hand) ||
         std::ranges::any_of(row.dates, marked) || row.reference != usable_reference(row);
}

void keep(std::vector<SavedRow>& rows, SavedRow row) {
  std::erase_if(rows, [&](const SavedRow& old) {
    return old.reference == row.reference ||
           std::ranges::find(row.dates, old.reference, &SavedRow::Date::series) != row.dates.end();
  });
  rows.push_back(std::move(row));
}

void forget_place(SavedRow& row, const SeriesKey& series) {
  const bool all = row.reference == series;
  std::erase_if(row.dates,
                [&](const SavedRow::Date& date) { return all || date.series == series; });
  if (all) row.focus.reset();
}

const SavedRow* kept_of(const std::vector<SavedRow>& rows, const ComparedRow& row) {
  for (const SavedRow& kept : rows) {
    if (std::ranges::find(row.dates, kept.reference, &ComparedDate::key) != row.dates.end()) {
      return &kept;
    }
  }
  return nullptr;
}

void forget_restored(ComparedRow& row) {
  for (ComparedDate& date : row.dates) date.restored = false;
}

void restore(ComparedRow& row, const SavedRow& saved) {
  const auto reference = std::ranges::find(row.dates, saved.reference, &ComparedDate::key);
  if (reference == row.dates.end()) return;  // the poses are to a date that is not there
  row.reference = static_cast<std::size_t>(reference - row.dates.begin());
  row.focus = saved.focus;
  if (row.focus) row.focus->dates.resize(row.dates.size());
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const auto kept = std::ranges::find(saved.dates, row.dates[d].key, &SavedRow::Date::series);
    if (kept == saved.dates.end()) continue;
    put(row.dates[d], kept->place);
    row.dates[d].restored = true;
    row.dates[d].marked_vertebra = kept->marked_vertebra;
    if (row.focus && kept->focus) row.focus->dates[d] = *kept->focus;
  }
}

}  // namespace lv
