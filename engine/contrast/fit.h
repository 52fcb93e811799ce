// The curve that gives one scan the contrast of another: scanners and settings draw the same tissue
// in other greys, and what differs so is not a change of the person.
#pragma once

#include <optional>
#include <stop_token>

#include "engine/contrast/curve.h"
#include "engine/contrast/shading.h"
#include "engine/volume/volume.h"

namespace lv {

/// What a curve leaves has the standard deviation sqrt(noise² + (blur_mm * gradient)²), in values
/// of the reference. `noise` is that of both scans. `blur_mm` is as if the two places were so far
/// apart: the scans are sampled at different places and not perfectly lined up.
struct ContrastRest {
  double noise = 0, blur_mm = 0;
};

struct ContrastFit {
  ContrastCurve curve;  ///< values of the moving scan to values of the reference
  /// How well the curve explains the reference's tissue: correlation of both, 0..1.
  double likeness = 0;
  /// How far the curve is from a mere change of brightness (one factor, black stays black): mean
  /// distance over the tissue, in values of the reference.
  double bend = 0;
  ContrastRest matched;     ///< of the sharper scan averaged over the other's slices
  ContrastRest as_scanned;  ///< of both at full sharpness
  Shading shading;          ///< what the curve leaves that varies slowly
};

/// Fits the curve to the tissue that both scans cover. What has really changed does not pull the
/// curve: it has few knots, each of which stands for a sixth of the tissue, and values far from the
/// curve are left out. `moving_from_reference` maps points of the reference (World) to points of
/// the moving scan. Empty: the scans have too little tissue in common, or their greys have nothing
/// to do with each other, or it was stopped.
std::optional<ContrastFit> fit_contrast(const Volume& reference, const Volume& moving,
                                        const Affine<Scan, World>& moving_from_reference,
                                        const std::stop_token& stop = {});

}  // namespace lv
