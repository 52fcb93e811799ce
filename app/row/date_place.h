// DatePlace: where a date lies and what is said about it, to be kept and put back.
#pragma once

#include "app/row/compared_row.h"

namespace lv {

struct DatePlace {
  RigidPose pose;  ///< reference points to this date's points
  AlignmentState state = AlignmentState::from_scanner;
  DateAlignment alignment;
};

inline DatePlace place_of(const ComparedDate& date) {
  return {date.pose, date.state, date.alignment};
}

inline void put(ComparedDate& date, const DatePlace& place) {
  date.pose = place.pose;
  date.state = place.state;
  date.alignment = place.alignment;
}

}  // namespace lv
