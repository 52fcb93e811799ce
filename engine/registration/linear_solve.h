// Symmetric linear systems of a few unknowns: 6 for one pose, 6 N for a row of N dates.
#pragma once

#include <span>
#include <vector>

namespace lv {

/// Solves matrix * x = right by Cholesky's decomposition. `matrix`: n * n, row by row, symmetric
/// (the lower triangle is read), n = right.size(). Empty: it is not positive definite.
std::vector<double> solve_symmetric(std::vector<double> matrix, std::span<const double> right);

}  // namespace lv
