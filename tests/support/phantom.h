// An invented head of ellipsoids, defined at every point of space: scans of it in any position have
// an exact known pose. Asymmetric, so that no wrong pose looks right. Slabs are integrated from the
// shapes, not resampled by the code under test.
#pragma once

#include <cstdint>

#include "engine/registration/pose.h"
#include "engine/volume/volume.h"

namespace lv::test {

enum class Contrast { t1, t2 };

struct PhantomScan {
  Geometry geometry;         ///< the scan's own patient frame
  RigidPose scan_from_head;  ///< where the head lies in it
  Contrast contrast = Contrast::t1;
  double bias = 0.0;   ///< brightness varies by this part across the head
  double noise = 0.0;  ///< Rician, of white matter's grey
  double size = 1.0;   ///< of the head and everything in it; another person's
  std::uint64_t seed = 1;
};

VolumePtr scan_phantom(const PhantomScan& scan);

/// Axial or sagittal stacks about the head and `margin_mm` around it: `across_mm` in-plane spacing,
/// `slices_mm` from slice to slice, slices 5/6 as thick.
Geometry axial_stack(double across_mm, double slices_mm, double margin_mm = 10);
Geometry sagittal_stack(double across_mm, double slices_mm, double margin_mm = 10);

/// One head twice, in axial stacks: T1, then T2, turned by 8 degrees and moved by 16 mm.
struct PhantomPair {
  PhantomScan fixed, moving;
};
PhantomPair phantom_pair(double across_mm, double slices_mm);

/// Mean error in mm over the brain of a pose found between two scans.
double brain_error_mm(const RigidPose& found, const PhantomScan& fixed, const PhantomScan& moving);

}  // namespace lv::test
