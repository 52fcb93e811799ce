// What the rules look at: one candidate volume, its header and its geometry, in a form that makes a
// rule one line long.
#pragma once

#include <optional>
#include <string>

#include "engine/study/header.h"
#include "engine/study/kind.h"
#include "engine/study/words.h"

namespace lv {

/// Times in ms; 0: not said.
struct Facts {
  Words name;            ///< series description and protocol name
  Words own_name;        ///< series description
  Words protocol;        ///< protocol name
  Words sequence;        ///< sequence name of the vendor
  Words body;            ///< BodyPartExamined
  Words study;           ///< study description
  Words image_type;      ///< "original primary m nd norm"
  Words scanning;        ///< ScanningSequence, EchoPulseSequence: se, gr, ir, ep, …
  Words variant;         ///< SequenceVariant
  Words options;         ///< ScanOptions, fat suppression
  Words contrast_agent;  ///< ContrastBolusAgent
  Words contrast_code;   ///< AcquisitionContrast
  std::string modality, sop_class_uid, photometric;
  double te = 0, tr = 0, ti = 0, flip_deg = 0, b_value = 0;
  double contrast_volume_ml = 0;
  bool has_b_value = false;
  bool three_d = false;
  bool has_pixels = true;
  Component component = Component::magnitude;

  int slices = 0;         ///< of the volume
  int orientations = 1;   ///< of the whole series
  int pictures = 0;       ///< of the whole series
  int most_parallel = 0;  ///< most pictures of one orientation in the whole series

  // Other volumes of the same series at the same place.
  int repeats = 1;              ///< volumes that differ from this one in nothing but time, with it
  int turn = 0;                 ///< how many of them came before this one
  int echoes = 1;               ///< different echo times
  bool middle_echo = true;      ///< the one with as many before as after
  bool higher_b_value = false;  ///< another one has a stronger diffusion gradient
  bool magnitude_too = false;   ///< another one is the magnitude of the same signal

  // The rest of the study.
  bool shorter_echo = false;     ///< a sister, measured alike but for the echo, has a shorter one
  bool longer_echo = false;      ///< a sister has a longer one
  bool lonely_reformat = false;  ///< what it was computed from is not there
  bool protocol_shared = false;  ///< several kinds have this protocol name: it is the exam's
  bool name_shared = false;      ///< the same of the series description
  bool agent_of_all = false;     ///< every T1 bears an agent, and a later one is called after it
  int stations = 1;              ///< series measured alike at other heights, with it
  int station = 0;               ///< how many of them lie higher
  bool before_agent = false;     ///< measured before a series after contrast agent
  bool painted = false;          ///< outlines painted on a series of the same place
  bool vessels_too = false;      ///< the vessels of the same phase contrast angiogram are there
  bool edge_copy = false;        ///< a sharpened copy of another series
  bool one_of_phases = false;    ///< another series of many alike at this place stands for it
  bool repeats_after_agent = false;     ///< same protocol as one before contrast agent was given
  Region neighbours = Region::unknown;  ///< region of the series that it lies within
  Weighting looks_like = Weighting::unknown;  ///< what its pixels look like, where it was looked at
  Region looks_like_region = Region::unknown;

  bool orthogonal = false;  ///< three orientations, each at right angles to the others
  double pixel_mm = 0, spacing_mm = 0, thickness_mm = 0, field_of_view_mm = 0;
  std::optional<Plane> plane;
  std::optional<dvec3> centre;  ///< of the stack, LPS mm
  std::string laterality;       ///< as the header says

  // ScanningSequence says SE and GR, EchoPulseSequence (enhanced files) SPIN and GRADIENT.
  bool says_spin() const { return scanning.any({"se", "spin"}); }
  bool says_gradient() const { return scanning.any({"gr", "gradient"}); }
  bool spin_echo() const { return says_spin() && !says_gradient(); }
  bool gradient_echo() const { return says_gradient() && !says_spin(); }
  /// Phase contrast: pictures of the speed of blood, not of its direction and not of the tissue.
  bool shows_flow() const {
    return component == Component::magnitude && image_type.any({"pca", "msum", "mag sum"});
  }
  /// Spin echoes of long repetition, whose echo alone decides between proton density and T2.
  bool echo_decides() const {
    return te > 0 && tr >= 1500 && !inversion() && !gradient_echo() && !echo_planar() &&
           b_value == 0;
  }
  bool inversion() const { return ti > 0 || scanning.has("ir"); }
  bool echo_planar() const { return scanning.has("ep") || sequence.any({"ep%", "%epi%"}); }
};

}  // namespace lv
