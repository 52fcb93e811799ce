#include "registration_cuda/kernels.h"

namespace lv {

const char* kernels_ptx() {
  return
#include <kernels.ptx.inc>
      ;
}

const char* kernel_name(Kernel kernel) {
  static constexpr const char* names[kernel_count] = {"lv_place", "lv_histogram", "lv_information",
                                                      "lv_join",  "lv_accept",    "lv_table",
                                                      "lv_slope", "lv_solve"};
  return names[static_cast<int>(kernel)];
}

}  // namespace lv
