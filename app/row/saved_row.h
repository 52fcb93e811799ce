// SavedRow: the work that was done in a row, as it outlives the row and the program. It names
// volumes by their keys, so that it fits the same row when its files are read again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/row/date_place.h"

namespace lv {

struct SavedRow {
  struct Date {
    SeriesKey series;
    DatePlace place;
    std::optional<DateFocus> focus;  ///< only while there is a focus
  };
  std::vector<Date> dates;  ///< those that are lined up, or were put by hand
  SeriesKey reference;
  std::optional<RowFocus> focus;            ///< without its dates, which have it themselves
  std::map<std::string, std::string> view;  ///< what was looked at (app/view/view_words.h)
};

/// What is to be kept of a row. A date that is being lined up is not in it, unless a hand has put
/// it where it lies.
SavedRow saved(const ComparedRow& row);

/// A hand has moved a date, there is a focus, or the user has chosen the reference: something that
/// nothing brings back by itself.
bool has_work(const ComparedRow& row);

/// In place of what was kept of the same row, or with the rest. It stands last.
void keep(std::vector<SavedRow>& rows, SavedRow row);

/// What was kept of the row: the reference is one of its dates. Null: nothing.
const SavedRow* kept_of(const std::vector<SavedRow>& rows, const ComparedRow& row);

/// Puts the reference, the dates and the focus where they were; each such date is then `restored`.
void restore(ComparedRow& row, const SavedRow& saved);

/// What is found of a date counts again, wherever it lay before.
void forget_restored(ComparedRow& row);

}  // namespace lv
