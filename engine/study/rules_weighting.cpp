// Evidence for the weighting of a series: first what was measured, in ms, then
// what somebody called it. Limits cover 0.3 to 3 T.
#include "engine/study/rules.h"

namespace lv {
namespace {

constexpr auto header = Source::header;
constexpr auto name = Source::name;

bool within(double value, double low, double high) {
  return value >= low && value <= high;
}

bool t1_name(const Facts& f) {
  return f.name.any({"t1%", "%mprage%", "%mp rage%", "%spgr%", "%bravo%", "%vibe%", "%mp2rage%",
                     "tfl%", "%t1ffe%", "%set1%", "3dt1%", "t3dt1%", "%t1w%", "lava%", "%thrive%",
                     "3d tfe", "3d ffe t1"});
}
bool t2_star_name(const Facts& f) {
  return f.name.any({"t2*%",       "t2star%",  "t2 star%", "t2s",     "t2ffe%",    "t2 ffe%",
                     "t2w ffe",    "%medic%",  "%merge%",  "cosmic%", "%mffe%",    "%me2d%",
                     "hemo%",      "haemo%",   "hamo%",    "t2 fl2d", "t2 flash%", "gre t2%",
                     "t2 スター%", "gre hem%", "t2 gre",   "t2 ge",   "ge t2",     "ffe t2",
                     "eg t2",      "t2 eg"});
}
bool susceptibility_name(const Facts& f) {
  // Philips puts "sWIP" before the names of works in progress.
  return !f.name.has("wip") && f.name.any({"swi%", "swan%", "%venobold%", "ven bold%", "suscept%",
                                           "%fsbb%", "bsi", "bsi%"});
}
/// "T1 FLAIR" is a T1 whose inversion nulls no fluid; so it is where the header gives no times.
bool t1_flair(const Facts& f) {
  return t1_name(f) && (within(f.ti, 1, 1400) || (f.ti == 0 && f.te <= 45));
}
bool flair_name(const Facts& f) {
  return f.name.any({"%flair%", "%dark fluid%", "%darkfluid%", "fluid att%"}) && !t1_flair(f);
}
/// A turbo inversion recovery (TIRM) nulls fat or, in a head, fluid: where no inversion time says
/// which, only other parts of the body are clear.
bool stir_name(const Facts& f) {
  if (f.ti >= 1500 || flair_name(f)) return false;
  const auto head = [](const Words& words) {
    return words.any({"head%", "brain%", "kopf%", "schadel%", "hirn%", "cran%", "neurocran%"});
  };
  const bool may_null_fluid = f.ti == 0 && (f.tr >= 6000 || head(f.body) || head(f.study));
  return f.name.has("%stir%") || (f.name.has("%tirm%") && !may_null_fluid);
}
bool diffusion_name(const Facts& f) {
  return f.name.any({"%dwi%",    "dti%",       "diff%",  "dw",     "sdw%",    "%trace%",
                     "resolve%", "ep2d diff%", "b1000%", "b 1000", "b1000t%", "%diffusion%",
                     "dwssh",    "isodiff%",   "dwepi%", "dif%z%", "difus%",  "dyfuz%",
                     "дви",      "диффуз%",    "%拡散%", "%扩散%"});
}
bool angio_name(const Facts& f) {
  return f.name.any({"%tof%", "mra",     "mra%",       "%angio%",   "%anjiyo%",   "%ангио%",
                     "мра",   "αγγειο%", "%血管造影%", "willis",    "arteriogr%", "phlebogr%",
                     "pca",   "mrv",     "%veno",      "%venogra%", "inhance%",   "arm",
                     "cow",   "tricks%", "twist%",     "3dpc",      "pc3d",       "2dpc",
                     "s3di%", "3di mc"});
}

bool late_inversion(const Facts& f) {
  return f.ti >= 1500 && f.te >= 60 && f.tr >= 4000;
}
bool flair_sequence(const Facts& f) {
  return f.sequence.any({"%spcir%", "%tir2d%", "%tir3d%"}) && f.ti >= 1500;
}
bool early_inversion(const Facts& f) {
  return within(f.ti, 80, 300) && f.tr >= 1500 && !f.gradient_echo();
}
bool middle_inversion(const Facts& f) {
  return f.ti > 300 && f.ti < 1400 && f.te <= 40;
}
bool prepared_gradient_echo(const Facts& f) {
  return f.sequence.any({"%tfl3d%", "%efgre3d%", "%bravo%", "%fspgr%"}) ||
         (f.variant.has("mp") && f.gradient_echo() && f.te < 8);
}
/// Times alone are those of a spin echo or of a gradient echo, where no header says which: from 12
/// ms on, the flip angle tells it.
bool times_alone(const Facts& f) {
  return !f.says_gradient() && !f.says_spin() && !f.echo_planar() && within(f.tr, 1, 1200) &&
         f.ti == 0;
}
bool short_times(const Facts& f) {
  return times_alone(f) && within(f.te, 1, 30) && (f.te < 12 || f.flip_deg >= 70) &&
         !t2_star_name(f) && !susceptibility_name(f);
}
bool long_echo_small_flip(const Facts& f) {
  return times_alone(f) && within(f.te, 12, 60) && within(f.flip_deg, 1, 40);
}
bool t1_spin_echo(const Facts& f) {
  return f.says_spin() && !f.gradient_echo() && !f.echo_planar() && within(f.te, 1, 30) &&
         within(f.tr, 1, 1200) && !within(f.ti, 80, 300) && f.ti < 1400;
}
bool t1_gradient_echo(const Facts& f) {
  return f.gradient_echo() && !f.echo_planar() && within(f.te, 0.5, 8) &&
         (f.variant.has("sp") || within(f.flip_deg, 8, 80));
}
bool long_echo(const Facts& f) {
  return f.te >= 60 && f.tr >= 1500 && !f.inversion() && !f.gradient_echo() && f.b_value == 0;
}
bool short_echo_long_repetition(const Facts& f) {
  return within(f.te, 1, 44.9) && f.tr >= 1500 && !f.inversion() && !f.gradient_echo() &&
         !f.echo_planar();
}
/// At 45 to 60 ms either is usual, with and without fat suppression: a sister tells which it is.
bool middle_echo_time(const Facts& f) {
  return within(f.te, 45, 59.9) && f.echo_decides();
}
/// Not at a short inversion time, as fat is nulled, nor where flips of a large angle follow so soon
/// that T1 decides.
bool long_gradient_echo(const Facts& f) {
  const bool steady = f.flip_deg >= 50 && within(f.tr, 1, 100);
  return f.gradient_echo() && f.te >= 12 && !within(f.ti, 50, 300) && !steady;
}
bool diffusion_header(const Facts& f) {
  return f.image_type.any({"diffusion", "tracew", "trace"}) || f.contrast_code.has("diffusion");
}
bool flow_header(const Facts& f) {
  return f.sequence.has("%tof%") || f.contrast_code.any({"tof", "flow encoded"});
}
bool thin_for_vessels(const Facts& f) {
  return f.three_d && f.gradient_echo() && within(f.te, 2, 8) && within(f.tr, 18, 40) &&
         within(f.flip_deg, 15, 30) && within(f.spacing_mm, 0.1, 1.2) && !f.inversion();
}
/// Trade names that serve T2, T1 and PD alike; alone they mean T2.
bool trade_name(const Facts& f) {
  return f.name.any({"%space%", "%cube%", "%vista%", "%blade%", "%propeller%"});
}
bool t2_name(const Facts& f) {
  if (t2_star_name(f)) return false;
  return f.name.any({"t2%", "%t2w%", "%set2%", "3dt2%", "frfse%", "%haste%", "ssfse%", "%ciss%",
                     "%fiesta%", "%bffe%", "%btfe%", "%trufi%"}) ||
         (trade_name(f) && !t1_name(f) && !f.name.has("pd%"));
}
bool pd_name(const Facts& f) {
  return f.name.any(
      {"pd", "pdw%", "dp", "dpfs", "pdfs", "rho", "proton%", "dens%", "ippd", "pdt", "iw"});
}
bool adc_name(const Facts& f) {
  return f.name.any({"adc", "adcmap%", "икд", "dadc", "apparent diff%", "%adc map%"});
}

constexpr WeightingRule weighting_table[] = {
    {"inversion at 1500 ms or later nulls fluid (FLAIR)", "ti=2500 te=109 tr=8984",
     Weighting::flair, 4, header, late_inversion},
    {"header says fluid attenuated (FLAIR)", "code=FLUID_ATTENUATED", Weighting::flair, 4, header,
     [](const Facts& f) { return f.contrast_code.has("fluid attenuated"); }},
    {"inversion-recovery turbo spin echo with late inversion (FLAIR)",
     "sequence=*tir2d1_21 ti=2500", Weighting::flair, 4, header, flair_sequence},
    {"inversion at 80 to 300 ms nulls fat (STIR)", "ti=160 tr=4500 te=60 scanning=SE\\IR",
     Weighting::stir, 4, header, early_inversion},
    {"header says short inversion recovery (STIR)", "code=STIR", Weighting::stir, 4, header,
     [](const Facts& f) { return f.contrast_code.has("stir"); }},
    {"inversion at 300 to 1400 ms with a short echo (T1)", "ti=900 te=2.5 tr=1906", Weighting::t1,
     3, header, middle_inversion},
    {"magnetization-prepared gradient echo (T1)", "sequence=*tfl3d1_16ns", Weighting::t1, 3, header,
     prepared_gradient_echo},
    {"spin echo with short echo and repetition (T1)", "scanning=SE te=9.1 tr=539", Weighting::t1, 3,
     header, t1_spin_echo},
    {"short echo and repetition (T1)", "te=9.1 tr=539", Weighting::t1, 2, header, short_times},
    {"gradient echo with short echo (T1)", "scanning=GR te=2.46 tr=300 flip=80 variant=SP",
     Weighting::t1, 2, header, t1_gradient_echo},
    {"header says T1", "code=T1", Weighting::t1, 2, header,
     [](const Facts& f) { return f.contrast_code.has("t1"); }},
    {"long echo and repetition (T2)", "te=101 tr=4184", Weighting::t2, 3, header, long_echo},
    {"header says T2", "code=T2", Weighting::t2, 2, header,
     [](const Facts& f) { return f.contrast_code.has("t2") && !f.contrast_code.has("star"); }},
    {"short echo and long repetition (proton density)", "te=22 tr=2300 scanning=SE", Weighting::pd,
     2.5, header, short_echo_long_repetition},
    {"a series measured alike has a shorter echo (T2)", "te=52 tr=3000 scanning=SE shorterecho",
     Weighting::t2, 2.5, header,
     [](const Facts& f) { return middle_echo_time(f) && f.shorter_echo && !f.longer_echo; }},
    {"a series measured alike has a longer echo (proton density)",
     "te=52 tr=3000 scanning=SE longerecho", Weighting::pd, 2.5, header,
     [](const Facts& f) { return middle_echo_time(f) && f.longer_echo && !f.shorter_echo; }},
    {"header says proton density", "code=PROTON_DENSITY", Weighting::pd, 2, header,
     [](const Facts& f) { return f.contrast_code.has("proton density"); }},
    {"gradient echo with long echo (T2*)", "scanning=GR te=20 tr=633", Weighting::t2_star, 3,
     header, long_gradient_echo},
    {"long echo and small flip angle (T2*)", "te=20 tr=633 flip=20", Weighting::t2_star, 2, header,
     long_echo_small_flip},
    {"header says T2*", "code=T2_STAR", Weighting::t2_star, 2, header,
     [](const Facts& f) {
       return f.contrast_code.any({"t2 star", "t2*"});
     }},
    {"susceptibility-weighted sequence", "sequence=*swi3d1r", Weighting::swi, 4, header,
     [](const Facts& f) { return f.sequence.has("%swi%"); }},
    {"diffusion gradient was on", "b=1000", Weighting::dwi, 4, header,
     [](const Facts& f) { return f.b_value > 0; }},
    {"header says diffusion", "type=ORIGINAL\\PRIMARY\\DIFFUSION", Weighting::dwi, 4, header,
     diffusion_header},
    {"header says ADC map", "type=DERIVED\\PRIMARY\\DIFFUSION\\ADC", Weighting::adc, 8, header,
     [](const Facts& f) { return f.image_type.has("adc"); }},
    {"time-of-flight sequence (MRA)", "sequence=*fi3d1_tof", Weighting::mra, 4, header,
     flow_header},
    {"phase contrast angiogram (MRA)", "type=ORIGINAL\\PRIMARY\\M_PCA\\M\\PCA", Weighting::mra, 4,
     header, [](const Facts& f) { return f.shows_flow(); }},
    {"thin 3D gradient echo as for vessels (MRA)",
     "3d scanning=GR te=3.6 tr=23 flip=20 spacing=0.6", Weighting::mra, 1.5, header,
     thin_for_vessels},
    {"its brain looks like a T1", "looks=T1", Weighting::t1, 2, header,
     [](const Facts& f) { return f.looks_like == Weighting::t1 && f.te <= 30; }},
    {"its brain looks like a T2", "looks=T2", Weighting::t2, 2, header,
     [](const Facts& f) { return f.looks_like == Weighting::t2 && (f.te == 0 || f.te >= 40); }},
    {"its brain looks like a FLAIR", "looks=FLAIR", Weighting::flair, 2, header,
     [](const Facts& f) { return f.looks_like == Weighting::flair && (f.te == 0 || f.te >= 60); }},

    {"called FLAIR", "name=t2_tirm_tra_dark-fluid", Weighting::flair, 4, name, flair_name},
    {"called STIR", "name=STIR_longTE", Weighting::stir, 4, name, stir_name},
    {"called diffusion", "name=ep2d_diff_3scan_trace", Weighting::dwi, 4, name, diffusion_name},
    {"called ADC", "name=dADC", Weighting::adc, 5, name, adc_name},
    {"called an angiogram", "name=TOF_3D_multi-slab", Weighting::mra, 4, name, angio_name},
    {"called susceptibility-weighted", "name=Ax_SWAN", Weighting::swi, 4, name,
     susceptibility_name},
    {"called T2*", "name=t2_me2d_tra_HWS", Weighting::t2_star, 3, name, t2_star_name},
    {"called T1", "name=T1W_SE_SAG", Weighting::t1, 3, name, t1_name},
    {"called T2", "name=Ax_T2_PROPELLER", Weighting::t2, 3, name, t2_name},
    {"called proton density", "name=FSE_PD_AXIAL_OBL", Weighting::pd, 3, name, pd_name},
};

constexpr Veto veto_table[] = {
    {Weighting::flair, 4, Weighting::t2, 2},   {Weighting::flair, 4, Weighting::t1, 1},
    {Weighting::flair, 4, Weighting::stir, 3}, {Weighting::stir, 4, Weighting::t2, 2},
    {Weighting::dwi, 4, Weighting::t2, 3},     {Weighting::adc, 5, Weighting::dwi, 8},
    {Weighting::t2_star, 3, Weighting::t2, 2}, {Weighting::swi, 4, Weighting::t2_star, 3},
    {Weighting::swi, 4, Weighting::t1, 2},     {Weighting::mra, 4, Weighting::t1, 3},
    {Weighting::mra, 4, Weighting::t2, 3},
};

}  // namespace

std::span<const WeightingRule> weighting_rules() {
  return weighting_table;
}

std::span<const Veto> vetoes() {
  return veto_table;
}

bool fat_suppressed(const Facts& f) {
  return f.options.any({"fs", "sat1 fs", "fat%"}) ||
         f.name.any({"fs", "fatsat%", "fat sat%", "spair%", "spir%", "chemsat%", "fsat", "fatsup%",
                     "fat sup%", "sf", "ideal water", "water", "we", "%dixon w", "fsfs"});
}

bool heavily_t2(const Facts& f) {
  return f.name.any({"%ciss%", "%fiesta%", "%myelo%", "%mrcp%", "%bffe%", "%trufi%"}) ||
         (f.three_d && f.name.has("%drive%")) || (f.te >= 250 && !f.inversion() && !f.three_d);
}

}  // namespace lv
