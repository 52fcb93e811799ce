// Whether two pictures that name themselves alike are one and the same.
#pragma once

#include "engine/study/header.h"

namespace lv {

/// Decodes both. Equal, but for the loss of a compression that one of them went through. False as
/// well where one cannot be read: then nothing is thrown away.
bool same_pixels(const Picture& first, const Picture& second);

}  // namespace lv
