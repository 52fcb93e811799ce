// Affine<To, From>: a map between two named frames. Only neighbouring frames multiply, so a product
// in the wrong order does not compile (pbrt's `to_from` names, checked by the compiler).
//
//   texture_from_pane = texture_from_voxel * inverse(scan_from_voxel) * scan_from_world
//                       * world_from_pane;
#pragma once

#include "engine/core/math.h"

namespace lv {

// Frame tags; never defined.
struct Voxel;    ///< index (column, row, slice) of one volume, centres at integers
struct Scan;     ///< the patient frame of one scan: LPS, mm, as DICOM writes it
struct World;    ///< the reference date's Scan frame; every pane is cut from it
struct Pane;     ///< pixels: x right, y down, centres at integers + 0.5; z mm towards the viewer
struct Texture;  ///< normalised texture coordinates of one volume, 0..1 over its extent

template <class To, class From>
struct Affine {
  dmat4 matrix{1.0};

  /// The image in To of a point of From.
  dvec3 operator()(const dvec3& point) const { return dvec3(matrix * dvec4(point, 1.0)); }
  /// The image of a direction: no translation.
  dvec3 direction(const dvec3& vector) const { return dmat3(matrix) * vector; }
};

template <class A, class B, class C>
Affine<A, C> operator*(const Affine<A, B>& a_from_b, const Affine<B, C>& b_from_c) {
  return {a_from_b.matrix * b_from_c.matrix};
}

template <class A, class B>
Affine<B, A> inverse(const Affine<A, B>& a_from_b) {
  return {glm::affineInverse(a_from_b.matrix)};
}

}  // namespace lv
