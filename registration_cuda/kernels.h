// The kernels as the CUDA runtime launches them: each is a body (body_*.h) run by the blocks of a
// card.
#pragma once

#include "registration_cuda/work.h"

namespace lv {

/// A kernel's address for cudaLaunchKernel. All take one argument, a `const Work*` in the card's
/// memory, and blocks of block_threads threads; any number of blocks will do.
const void* kernel_address(Kernel kernel);

}  // namespace lv
