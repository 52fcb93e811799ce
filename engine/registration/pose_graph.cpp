#include "engine/registration/pose_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/core/assert.h"
#include "engine/registration/linear_solve.h"

namespace lv {
namespace {

/// A motion as six numbers in mm: turns count by how far they move the skin of a head.
using Six = std::array<double, 6>;

Six to_six(const Motion& m) {
  const dvec3 r = head_radius_mm * m.rotation;
  return {m.translation.x, m.translation.y, m.translation.z, r.x, r.y, r.z};
}

Motion from_six(std::span<const double> v) {
  return {{v[0], v[1], v[2]}, dvec3(v[3], v[4], v[5]) / head_radius_mm};
}

double length(const Six& v) {
  double sum = 0.0;
  for (const double x : v) sum += x * x;
  return std::sqrt(sum);
}

/// Grows a tree from the reference, always along the most certain edge.
std::vector<RigidPose> first_guess(std::size_t count, std::span<const PoseEdge> edges,
                                   std::size_t reference) {
  std::vector<RigidPose> poses(count);
  std::vector<bool> reached(count);
  reached[reference] = true;
  for (std::size_t n = 1; n < count; ++n) {
    const PoseEdge* best = nullptr;
    for (const PoseEdge& edge : edges) {
      if (reached[edge.from] == reached[edge.to]) continue;
      if (!best || edge.uncertainty_mm < best->uncertainty_mm) best = &edge;
    }
    LV_ASSERT(best);
    const bool forward = reached[best->from];
    const std::size_t known = forward ? best->from : best->to;
    const std::size_t next = forward ? best->to : best->from;
    poses[next] = (forward ? best->pose : inverse(best->pose)) * poses[known];
    reached[next] = true;
  }
  return poses;
}

/// What edge and poses disagree by: the motion, about the centre of `to`, from the measured place
/// to the joined one.
Six residual(const PoseEdge& edge, std::span<const RigidPose> poses,
             std::span<const dvec3> centres) {
  return to_six(motion_between(edge.pose * poses[edge.from], poses[edge.to], centres[edge.to]));
}

class Solver {
 public:
  Solver(std::span<const dvec3> centres, std::span<const PoseEdge> edges, std::size_t reference)
      : centres_(centres), edges_(edges), reference_(reference), kept_(edges.size(), true) {}

  /// One Gauss-Newton step; edges that disagree by much more than `scale_mm` hardly count.
  void step(std::vector<RigidPose>& poses, double scale_mm) const {
    const std::size_t n = 6 * poses.size();
    std::vector<double> matrix(n * n), right(n);
    for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] = 1e-9;
    for (std::size_t a = 0; a < 6; ++a) matrix[(reference_ * 6 + a) * (n + 1)] = 1e12;
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      if (kept_[e]) add(edges_[e], poses, scale_mm, matrix, right);
    }
    const std::vector<double> step = solve_symmetric(std::move(matrix), right);
    LV_ASSERT(!step.empty());
    for (std::size_t i = 0; i < poses.size(); ++i) {
      if (i == reference_) continue;
      poses[i] = moved(poses[i], from_six(std::span(step).subspan(i * 6, 6)), centres_[i]);
    }
  }

  void leave_out_contradicted(std::span<const RigidPose> poses) {
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      const double allowed_mm = std::max(1.0, 3.0 * edges_[e].uncertainty_mm);
      kept_[e] = length(residual(edges_[e], poses, centres_)) <= allowed_mm;
    }
  }

  const std::vector<bool>& kept() const { return kept_; }

 private:
  /// A small motion of `to` about its centre changes the residual by itself; one of `from` about
  /// its own centre changes it by minus that motion carried over by the edge.
  void add(const PoseEdge& edge, std::span<const RigidPose> poses, double scale_mm,
           std::vector<double>& matrix, std::vector<double>& right) const {
    const Six r = residual(edge, poses, centres_);
    const double size = length(r) / std::max(1.0, edge.uncertainty_mm);
    const double robust = 1.0 / (1.0 + size / scale_mm * (size / scale_mm));
    const double weight = robust * robust / (edge.uncertainty_mm * edge.uncertainty_mm);
    std::array<Six, 12> jacobian{};  // d residual / d (to, from)
    for (std::size_t a = 0; a < 6; ++a) {
      jacobian[a][a] = 1.0;
      Six unit{};
      unit[a] = 1.0;
      const Motion motion = from_six(unit);
      const dvec3 turn = edge.pose.rotation * motion.rotation;
      const dvec3 lever = centres_[edge.to] - edge.pose(centres_[edge.from]);
      const Motion carried{edge.pose.rotation * motion.translation + glm::cross(turn, lever), turn};
      jacobian[6 + a] = to_six(carried);
      for (double& v : jacobian[6 + a]) v = -v;
    }
    const std::size_t n = right.size();
    const auto place = [&](std::size_t a) { return (a < 6 ? edge.to : edge.from) * 6 + a % 6; };
    for (std::size_t a = 0; a < 12; ++a) {
      for (std::size_t k = 0; k < 6; ++k) right[place(a)] -= weight * jacobian[a][k] * r[k];
      for (std::size_t b = 0; b < 12; ++b) {
        double sum = 0.0;
        for (std::size_t k = 0; k < 6; ++k) sum += jacobian[a][k] * jacobian[b][k];
        matrix[place(a) * n + place(b)] += weight * sum;
      }
    }
  }

  std::span<const dvec3> centres_;
  std::span<const PoseEdge> edges_;
  std::size_t reference_;
  std::vector<bool> kept_;
};

}  // namespace

PoseGraph join_poses(std::span<const dvec3> centres, std::span<const PoseEdge> edges,
                     std::size_t reference) {
  PoseGraph graph;
  graph.poses = first_guess(centres.size(), edges, reference);
  Solver solver(centres, edges, reference);
  for (double scale_mm = 64.0; scale_mm > 0.9; scale_mm /= 1.4) solver.step(graph.poses, scale_mm);
  solver.leave_out_contradicted(graph.poses);
  for (int i = 0; i < 5; ++i) solver.step(graph.poses, std::numeric_limits<double>::max());
  graph.kept = solver.kept();
  for (const PoseEdge& edge : edges) {
    graph.residual_mm.push_back(length(residual(edge, graph.poses, centres)));
  }
  return graph;
}

}  // namespace lv
