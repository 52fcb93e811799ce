// The kernels as the driver is given them: PTX, which it compiles for the card that is there and
// keeps compiled in its own cache.
#pragma once

#include "registration_cuda/work.h"

namespace lv {

/// The text of kernels.cu, compiled.
const char* kernels_ptx();

/// A kernel's name in it. All take one argument, a `const Work*` in the card's memory, and blocks
/// of block_threads threads; any number of blocks will do.
const char* kernel_name(Kernel kernel);

}  // namespace lv
