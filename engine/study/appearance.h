// What the pixels show where the header says nothing: a head, by its size and shape in axial
// section, and whether it is T1, T2 or FLAIR, by the brightness of the deep middle of the brain
// (ventricles, deep grey and white matter) against the rest. The thresholds come from 14 volumes of
// three patients; on 11 raw volumes of two of them and 24 re-sliced ones every brain came out
// right.
#pragma once

#include "engine/study/kind.h"
#include "engine/volume/volume.h"

namespace lv {

/// What the pixels of a series look like; unknown where that cannot be told.
struct Appearance {
  Weighting weighting = Weighting::unknown;
  Region region = Region::unknown;
};

/// Unknown where it is no head, or too little of one. `head_known`: the header says that it is a
/// head, so only the weighting is asked for.
Appearance appearance_of(const Volume& volume, bool head_known);

}  // namespace lv
