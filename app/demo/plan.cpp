#include "app/demo/plan.h"

namespace lv::demo {

RigidPose StudyPlan::pose() const {
  return {turned(turn_deg), shift};
}

Affine<Scan, Anatomy> StudyPlan::scan_from_anatomy() const {
  return {scan_from_world(pose()).matrix};
}

Scene StudyPlan::scene() const {
  return region == Region::head ? lv::demo::head(head) : lv::demo::lumbar(lumbar);
}

Geometry geometry(const StudyPlan& study, const StackPlan& stack) {
  const bool side = stack.plane == Plane::sagittal, flat = stack.plane == Plane::axial;
  const dquat tilt = turned(stack.tilt_deg);
  const dvec3 row = tilt * (side ? dvec3(0, 1, 0) : dvec3(1, 0, 0));
  const dvec3 column = tilt * (flat ? dvec3(0, 1, 0) : dvec3(0, 0, -1));
  const dvec3 ascending = tilt * (side ? dvec3(1, 0, 0) : flat ? dvec3(0, 0, 1) : dvec3(0, 1, 0));
  const dvec3 normal = stack.downwards ? -ascending : ascending;
  const dvec3 centre = study.scan_from_anatomy()(stack.target);
  const dvec3 first = centre - row * (stack.pixel_mm * (stack.columns - 1) / 2) -
                      column * (stack.pixel_mm * (stack.rows - 1) / 2) -
                      normal * (stack.slice_step_mm * (stack.slices - 1) / 2);
  Geometry geometry =
      regular_geometry({stack.columns, stack.rows, stack.slices}, row, column, normal,
                       {stack.pixel_mm, stack.pixel_mm, stack.slice_step_mm}, first);
  geometry.slice_thickness_mm = stack.thickness_mm;
  return geometry;
}

Receiver receiver(const StudyPlan& study, const SeriesPlan& series) {
  const Tissue reference = study.region == Region::head ? Tissue::white_matter : Tissue::red_marrow;
  Receiver receiver;
  receiver.coil = {
      study.scan_from_anatomy()(study.region == Region::head ? brain_middle : back_middle),
      study.coil_slope, study.coil_curvature};
  receiver.gain = study.reference_value / signal(reference, series.sequence);
  receiver.noise = study.reference_value * study.noise;
  return receiver;
}

std::vector<Landmark> landmarks(Region region) {
  if (region == Region::lumbar) {
    std::vector<Landmark> places;
    for (const Vertebra& v : vertebrae()) places.push_back({v.name, v.centre});
    return places;
  }
  return {{"left eye", {32, -66, -35}},
          {"right eye", {-32, -66, -35}},
          {"fourth ventricle", {0, 40, -34}},
          {"left atrium", {23, 43, 11}},
          {"right atrium", {-23, 43, 11}},
          {"left thalamus", {10.5, 17, 7}},
          {"pons", {0, 24, -29}},
          {"left putamen", {26, 0, 3}},
          {"right frontal", {-24, -30, 34}},
          {"left parietal", {28, 45, 42}}};
}

}  // namespace lv::demo
