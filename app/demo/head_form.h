// The large forms of the invented head, as distances in mm (negative inside, first order).
// Frame: Anatomy; origin at the anterior commissure, x to the left, y to the back, z up.
// Proportions follow the MNI brain (Evans et al. 1993).
#pragma once

#include "app/demo/shape.h"

namespace lv::demo {

/// From 10 mm inside of its surface to 20 mm outside none of these distances changes faster than
/// this with the point, mm per mm (tested); further away they only say "further than that".
/// cerebrum_hull holds it to 36 mm inside, 32 mm from the middle; callosum_edge to 20 mm.
constexpr double steepest = 1.6;

/// mm. Balls up to this radius can be told apart from these surfaces by their distances.
constexpr double largest_ball = 5;

/// The smooth envelopes that the folded surfaces touch from inside.
double cerebrum_hull(const dvec3& point);
double cerebellum_hull(const dvec3& point);

/// The inner surface of the skull, with the canal of the cord.
double cavity(const dvec3& point);

/// The surface of the skin.
double skin(const dvec3& point);

/// What holds muscle in face and neck: several mm under the skin.
double flesh(const dvec3& point);

/// Distance to the tentorium (the tent between cerebrum and cerebellum) and, in front of it, the
/// back of the petrous bone; positive on the side of the cerebellum.
double below_tentorium(const dvec3& point);

/// Distance in the middle plane to the outer edge of the corpus callosum, negative within; what
/// lies below its level is outside.
double callosum_edge(const dvec3& point);

/// x of the fissure between the hemispheres.
double midline_x(const dvec3& point);

}  // namespace lv::demo
