// The kind of one volume, from the tables of rules.h, with its reasons.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/study/facts.h"
#include "engine/study/split.h"
#include "engine/study/stack.h"

namespace lv {

/// What all volumes of a series have in common: its pictures as they came.
struct SeriesShape {
  int pictures = 0;
  int orientations = 0;
  int most_parallel = 0;
  bool orthogonal = false;  ///< three orientations at right angles
};
SeriesShape shape_of(const PictureGroup& series);

Facts facts_of(const Stack& stack, const SeriesShape& shape);

struct Classification {
  Kind kind;
  std::vector<std::string> because;
  std::vector<std::string> doubts;  ///< contradictions between its words and its header
  double contrast_points = 0.0;
  double region_points = 0.0;  ///< at most study_words: only the name of the study tells the region
  std::string set_aside_as, set_aside_reason;  ///< empty: it is compared
};
Classification classify(const Facts& facts);

/// The weighting alone: the winner, or unknown where nothing or two things are as likely.
struct WeightingVerdict {
  Weighting weighting = Weighting::unknown;
  std::vector<std::string> because;
  std::string doubt;  ///< name and header contradict each other; empty: they do not
};
WeightingVerdict weigh(const Facts& facts);

/// Whether agent was given, by the points of contrast_rules(). Empty: it cannot be told.
std::optional<bool> contrast_from_points(double points);

/// Region of one text; unknown where no word of it is in the table, or words contradict.
inline constexpr double study_words = 1.0;
struct RegionVerdict {
  Region region = Region::unknown;
  double points = 0.0;
  std::string other_name;
  std::string because;
  std::string doubt;  ///< name and body part contradict each other; empty: they do not
};
RegionVerdict region_of(const Facts& facts);

}  // namespace lv
