// Who the demo patient is and which examinations they had: plain tables. Everything that is written
// and everything that truth.json says follows from these.
#pragma once

#include <string_view>
#include <vector>

#include "app/demo/head.h"
#include "app/demo/lumbar.h"
#include "app/demo/scanner.h"
#include "engine/registration/pose.h"
#include "engine/volume/standard_plane.h"

namespace lv::demo {

enum class Region { head, lumbar };
using Plane = StandardPlane;  // no stack of the demo lies between the planes of the body

/// Anatomy points that stacks and coils are centred on.
constexpr dvec3 brain_middle(0, 16, 21), head_middle(0, 4, -4), back_middle(0, 22, -8);

/// A stack of parallel slices. Frame: Scan.
struct StackPlan {
  Plane plane;
  int columns, rows, slices;
  double pixel_mm, slice_step_mm, thickness_mm;
  dvec3 tilt_deg{0.0};     ///< of the scanner's main plane, about x, then y, then z
  dvec3 target{0.0};       ///< Anatomy point in the middle of the stack
  bool downwards = false;  ///< slices are numbered to the feet, or to the right
};

/// One series: what is measured and how its header words it.
struct SeriesPlan {
  int number = 0;
  std::string_view description{};
  std::string_view weighting{};    ///< as truth.json calls it: T1, T1C, MPR, T2, FLAIR, LOC
  std::string_view match_group{};  ///< series of one group are the same kind; empty: a localizer
  Sequence sequence{};
  std::string_view scanning_sequence{}, sequence_variant{}, sequence_name{};
  int echo_train_length = 1;
  std::vector<StackPlan> stacks{};  ///< one; three for a localizer
};

struct StudyPlan {
  char letter;  ///< of truth.json
  std::string_view date, time;
  Region region;
  std::string_view manufacturer, model, institution, description, body_part, agent;
  double field_tesla;
  dvec3 turn_deg, shift;  ///< how the patient lay: Scan = shift + turn (about x, y, z) * Anatomy
  HeadState head{};
  LumbarState lumbar{};
  dvec3 coil_slope, coil_curvature;  ///< see CoilSensitivity; about the region's middle
  double reference_value;            ///< stored value of white matter (head) or red marrow (lumbar)
  double noise;                      ///< as a fraction of it
  std::vector<SeriesPlan> series;

  RigidPose pose() const;  ///< maps Anatomy points to Scan points
  Affine<Scan, Anatomy> scan_from_anatomy() const;
  Scene scene() const;
};

/// The five dates; where head and lower back were scanned on one date, two studies.
const std::vector<StudyPlan>& studies();

Geometry geometry(const StudyPlan& study, const StackPlan& stack);
Receiver receiver(const StudyPlan& study, const SeriesPlan& series);

/// A named place in the anatomy that is the same at all dates.
struct Landmark {
  std::string_view name;
  dvec3 place;
};
std::vector<Landmark> landmarks(Region region);

}  // namespace lv::demo
