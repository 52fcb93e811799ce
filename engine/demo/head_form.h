// The large forms of the invented head, as distances in mm (negative inside, first order).
// Frame: Anatomy; origin at the anterior commissure, x to the left, y to the back, z up.
// Proportions follow the MNI brain (Evans et al. 1993).
#pragma once

#include "engine/demo/shape.h"

namespace lv::demo {

/// None of these distances changes faster than this with the point, mm per mm (tested).
constexpr double steepest = 1.7;

/// The smooth envelopes that the folded surfaces touch from inside.
double cerebrum_hull(const dvec3& point);
double cerebellum_hull(const dvec3& point);

/// The inner surface of the skull, with the canal of the cord.
double cavity(const dvec3& point);

/// The surface of the skin.
double skin(const dvec3& point);

/// What holds muscle in face and neck: several mm under the skin.
double flesh(const dvec3& point);

/// Height of the tentorium, the tent between cerebrum and cerebellum, over x and y.
double tentorium_z(const dvec3& point);

/// Distance in the middle plane to the outer edge of the corpus callosum, negative within; what
/// lies below its level is outside.
double callosum_edge(const dvec3& point);

/// x of the fissure between the hemispheres.
double midline_x(const dvec3& point);

}  // namespace lv::demo
