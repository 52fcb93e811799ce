// A map of what no pose removes: how far places lie from where they belong, because the body is not
// rigid.
#pragma once

#include "engine/registration/verdict.h"

namespace lv {

/// How far a place of the fixed scan lies from where it belongs, by the parts near by. Where no
/// part was asked, it is Verdict::remaining_mm everywhere.
double remaining_mm_at(const Verdict& verdict, const dvec3& place);

}  // namespace lv
