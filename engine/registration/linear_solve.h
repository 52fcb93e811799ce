// Symmetric linear systems of a few unknowns: 6 for one pose, 6 N for a row of N dates. Cholesky's
// decomposition, compiled for CUDA too.
#pragma once

#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "engine/core/host_device.h"

namespace lv {

/// Turns the lower triangle of `a` (n * n, row by row) into its Cholesky factor. False: it is not
/// positive definite.
LV_HD inline bool factorise(double* a, int n) {
  for (int j = 0; j < n; ++j) {
    double pivot = a[j * n + j];
    for (int k = 0; k < j; ++k) pivot -= a[j * n + k] * a[j * n + k];
    if (!(pivot > 0.0) || pivot > std::numeric_limits<double>::max()) return false;
    const double root = a[j * n + j] = std::sqrt(pivot);
    for (int i = j + 1; i < n; ++i) {
      double value = a[i * n + j];
      for (int k = 0; k < j; ++k) value -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = value / root;
    }
  }
  return true;
}

/// Turns `x`, the right side, into the solution of a * x = right; `a` is overwritten. `a` is
/// symmetric (the lower triangle is read). False: it is not positive definite.
LV_HD inline bool solve_symmetric(double* a, double* x, int n) {
  if (!factorise(a, n)) return false;
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < i; ++k) x[i] -= a[i * n + k] * x[k];
    x[i] /= a[i * n + i];
  }
  for (int i = n - 1; i >= 0; --i) {
    for (int k = i + 1; k < n; ++k) x[i] -= a[k * n + i] * x[k];
    x[i] /= a[i * n + i];
  }
  return true;
}

/// The same for any number of unknowns, n = right.size(). Empty: not positive definite.
inline std::vector<double> solve_symmetric(std::vector<double> matrix,
                                           std::span<const double> right) {
  std::vector<double> x(right.begin(), right.end());
  if (!solve_symmetric(matrix.data(), x.data(), static_cast<int>(x.size()))) x.clear();
  return x;
}

}  // namespace lv
