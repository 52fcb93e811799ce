#include "registration_cuda/programs.h"

namespace lv {
namespace {

constexpr Kernel begin[] = {Kernel::place, Kernel::histogram, Kernel::information, Kernel::accept};
constexpr Kernel climb_slope[] = {Kernel::table, Kernel::slope, Kernel::solve};
constexpr Kernel line_search[] = {Kernel::histogram, Kernel::information, Kernel::accept};

void append(Program& program, std::span<const Kernel> kernels) {
  program.insert(program.end(), kernels.begin(), kernels.end());
}

}  // namespace

Program score_program() {
  return {Kernel::place, Kernel::histogram, Kernel::information, Kernel::join};
}

Program slope_program() {
  Program program;
  append(program, begin);
  append(program, climb_slope);
  return program;
}

Program climb_program(int iterations) {
  Program program;
  append(program, begin);
  for (int i = 0; i < iterations; ++i) {
    append(program, climb_slope);
    append(program, line_search);
  }
  return program;
}

}  // namespace lv
