// The matrix: kinds of pictures in rows, studies in columns. The outcome of reading folders, and
// everything the screen, the film and `index` say about them. Immutable once built (build.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/study/date.h"
#include "engine/study/header.h"
#include "engine/study/kind.h"
#include "engine/study/series_key.h"
#include "engine/volume/geometry.h"

namespace lv {

/// One picture of a volume.
struct Slice {
  std::shared_ptr<const FileSource> source;
  std::int32_t frame = 0;
  std::int32_t instance_number = 0;
  std::optional<double> location_mm;  ///< SliceLocation; as text only
};

/// One volume (or, `flat`, one heap of pictures without a place): a stack of parallel slices of one
/// kind, in the order of the geometry.
struct Series {
  SeriesKey key;
  int study = 0;  ///< index into Matrix::studies
  Kind kind;
  std::vector<std::string> because;  ///< why this kind, one reason each
  std::string set_aside;             ///< why it stands in no row; empty: it stands in one

  Geometry geometry;  ///< size is right even where flat
  bool flat = false;  ///< no trustworthy geometry: shown as it is stored, never aligned
  std::vector<Slice> slices;
  /// What a person should know: "slice 12 of 28 is missing; 5 mm apart elsewhere".
  std::vector<std::string> findings;

  std::shared_ptr<const SeriesHeader> header;
  double slice_thickness_mm = 0.0;         ///< as the header says; 0: not said
  double spacing_between_mm = 0.0;         ///< SpacingBetweenSlices as the header says; not used
  std::optional<double> slice_spacing_mm;  ///< most frequent distance; empty: one slice, irregular
  bool spacing_typed = false;              ///< the user has said it; the header says another
  dvec2 pixel_spacing_mm{0.0};             ///< distance of rows, distance of columns; 0: not known
  double echo_time_ms = 0.0, repetition_time_ms = 0.0, inversion_time_ms = 0.0;
  std::optional<double> b_value;     ///< s/mm²
  std::optional<double> measured_s;  ///< seconds since 1970, first picture
};

/// One visit: a column.
struct Study {
  std::string study_uid;
  std::optional<Date> date;
  bool date_typed = false;  ///< by the user
  std::string session;      ///< what a researcher's folder calls it; empty: nothing
  int person = 0;           ///< index into Matrix::people
  std::string description, manufacturer, model;
  double field_strength_t = 0.0;
};

/// Somebody who may be the person looked at. Memory only: never written, logged or filmed unasked.
struct Person {
  std::string name;  ///< for people: "Anna Meier"; may be empty
  std::optional<Date> birth_date;
  std::string sex;  ///< M, F, O or empty
};

struct Cell {
  int study = 0, series = 0;  ///< indices
  /// Further volumes of the same DICOM series and kind, from head to foot: the stacks of other
  /// discs, or the same place measured again.
  std::vector<int> also;
  std::vector<std::string> because;  ///< why it stands here
};

struct Row {
  int number = 0;    ///< 1, 2, …: what --row takes
  std::string name;  ///< "Brain · FLAIR · axial"
  Kind kind;
  int person = 0;
  std::vector<Cell> cells;  ///< in order of study; at most one of each study
};

/// Pictures or files that stand in no row.
struct LeftOut {
  std::string what;    ///< "localizer, 9 pictures of 3 Nov 2015"; holds nothing of identity
  std::string reason;  ///< one sentence
  int files = 0;
  int pictures = 0;
  bool unreadable = false;                                 ///< damaged, not merely of another kind
  std::vector<std::shared_ptr<const FileSource>> sources;  ///< for the screen; may name a person
  /// What a correction can put in a row; empty: nothing here can.
  std::vector<SeriesKey> series = {};
};

/// "2,300 pictures: 2,180 used, 96 set aside, 24 unreadable".
struct Counts {
  int pictures = 0, used = 0, set_aside = 0, unreadable = 0;
  int other_files = 0;  ///< no DICOM at all; not among the pictures
};

struct Matrix {
  std::vector<Person> people;
  std::vector<Study> studies;  ///< by date; those without a date last
  std::vector<Series> series;
  std::vector<Row> rows;
  int start_row = -1;              ///< index of the row marked "Start here"; -1: no row
  std::vector<LeftOut> left_out;   ///< unreadable ones first, then by number of pictures
  std::vector<std::string> notes;  ///< what concerns no single series (a disc's contents, …)
  Counts counts;
  /// Where the pictures may be of several people: what to ask. Empty: nothing to ask. Rows never
  /// mix people until Corrections::one_person answers it.
  std::string question;
};

using MatrixPtr = std::shared_ptr<const Matrix>;

}  // namespace lv
