// What the invented patient is made of, and how bright each tissue is in a pulse sequence.
// Relaxation times are rounded from the literature (Stanisz et al., MRM 2005; Bojorquez et al., MRI
// 2017; de Bazelaire et al., Radiology 2004) and set so that the usual weightings look right.
#pragma once

#include <cstdint>

namespace lv::demo {

enum class Tissue : std::uint8_t {
  none,  ///< "not here": what a shape answers outside of itself
  air,
  skin,
  fat,
  muscle,
  cortical_bone,
  fatty_marrow,
  red_marrow,
  ligament,  ///< also dura and falx
  mucosa,
  fluid,  ///< cerebrospinal fluid
  grey_matter,
  white_matter,
  deep_grey,
  thalamus,
  pallidum,
  brainstem,
  spot,    ///< a small bright place in the white matter
  plexus,  ///< choroid plexus and pituitary: takes up contrast agent
  artery,  ///< fast flow: dark
  vein,    ///< slow flow: dark, bright after contrast agent
  vitreous,
  lens,
  wet_disc,
  dry_disc,
  annulus,
  nerve,
  bowel,
  count
};

/// The physics of one picture series. Times in ms.
struct Sequence {
  enum class Kind {
    spin_echo,               ///< also fast spin echo, with its effective echo time
    inversion_recovery,      ///< spin echo after an inversion, magnitude
    gradient_echo,           ///< spoiled
    prepared_gradient_echo,  ///< inversion, then one train of spoiled echoes (MPRAGE, BRAVO)
  };
  Kind kind = Kind::spin_echo;
  double repetition_ms = 500, echo_ms = 12, inversion_ms = 0, flip_deg = 90;
  double field_tesla = 1.5;
  bool contrast_agent = false;
};

/// Signal of a tissue (proton density of water times relaxation), 0..1. Equations: Bernstein et
/// al., Handbook of MRI Pulse Sequences, 2004; MPRAGE: Mugler and Brookeman, MRM 1990, centre of
/// the train reached at `inversion_ms`.
double signal(Tissue tissue, const Sequence& sequence);

}  // namespace lv::demo
