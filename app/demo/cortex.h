// The folded surfaces: cerebral cortex with sulci, cerebellum with folia. Folding is procedural:
// sulci are the zero surfaces of a random field that is constant towards the middle of each
// hemisphere, so that they cut in at right angles to the surface; the named deep fissures are
// explicit sheets. Grey matter is what lies within the cortex's thickness of any fluid surface.
// Frame: Anatomy, see head_form.h.
#pragma once

#include "app/demo/shape.h"

namespace lv::demo {

/// fluid (in a sulcus), grey_matter or white_matter within the cerebrum's hull, none outside.
Tissue cerebrum_at(const dvec3& point);

WholeTissue whole_cerebrum(const dvec3& centre, double radius);

/// The same for the cerebellum.
Tissue cerebellum_at(const dvec3& point);
WholeTissue whole_cerebellum(const dvec3& centre, double radius);

}  // namespace lv::demo
