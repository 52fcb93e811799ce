// The demo patient at one date as a function of a point: ground truth for tests.
#pragma once

#include "app/demo/plan.h"

namespace lv::demo {

class Phantom {
 public:
  explicit Phantom(const StudyPlan& study)
      : scene_(study.scene()), anatomy_from_scan_(inverse(study.scan_from_anatomy())) {}

  /// The tissue at a point of the study's patient frame (LPS mm).
  Tissue tissue_at(const dvec3& scan_point) const {
    const dvec3 place = anatomy_from_scan_(scan_point);
    return LocalScene(scene_, place, 0).tissue_at(place);
  }

  /// Its brightness in a sequence, 0..1: no blur, no coil, no noise.
  double signal_at(const dvec3& scan_point, const Sequence& sequence) const {
    return signal(tissue_at(scan_point), sequence);
  }

 private:
  Scene scene_;
  Affine<Anatomy, Scan> anatomy_from_scan_;
};

}  // namespace lv::demo
