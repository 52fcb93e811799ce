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
    std::optional<dvec3> marked_vertebra;
  };
  std::vector<Date> dates;  ///< those that are lined up, or were put by hand
  SeriesKey reference;
  std::optional<RowFocus> focus;            ///< its `dates` are empty: Date::focus holds them
  std::map<std::string, std::string> view;  ///< what was looked at (app/view/view_words.h)
};

/// What is kept of a row. A date that is still being lined up is left out, unless a hand has put it
/// where it lies.
SavedRow saved(const ComparedRow& row);

/// True: a hand has moved a date or marked a vertebra, there is a focus, or the user has chosen the
/// reference. Lining up anew would not bring that back.
bool has_work(const ComparedRow& row);

/// Puts `row` last among `rows`. An entry of the same row is removed.
void keep(std::vector<SavedRow>& rows, SavedRow row);

/// From now on nothing is known of how a volume lies. Where it is the reference, nothing of the
/// others.
void forget_place(SavedRow& row, const SeriesKey& series);

/// What was kept of a row: the entry whose reference is one of the row's dates. Null: there is
/// none.
const SavedRow* kept_of(const std::vector<SavedRow>& rows, const ComparedRow& row);

/// Puts the reference, the dates and the focus where they were; each such date is then `restored`.
void restore(ComparedRow& row, const SavedRow& saved);

/// From now on what is found of a date moves it again.
void forget_restored(ComparedRow& row);

}  // namespace lv
