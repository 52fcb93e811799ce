// Which pictures are set aside.
#include "engine/study/rules.h"

namespace lv {
namespace {

constexpr std::string_view secondary_capture = "1.2.840.10008.5.1.4.1.1.7";
constexpr std::string_view spectroscopy = "1.2.840.10008.5.1.4.1.1.4.2";
constexpr std::string_view raw_data = "1.2.840.10008.5.1.4.1.1.66";

bool of_modality(const Facts& f, std::initializer_list<std::string_view> modalities) {
  for (const std::string_view m : modalities) {
    if (f.modality == m) return true;
  }
  return false;
}
bool report(const Facts& f) {
  return of_modality(f, {"SR", "DOC", "KO", "PLAN"});
}
bool outlines(const Facts& f) {
  return of_modality(f, {"RTSTRUCT", "RTPLAN", "RTDOSE", "RTRECORD", "SEG", "REG", "FID"});
}
bool screen_picture(const Facts& f) {
  return f.sop_class_uid.starts_with(secondary_capture) ||
         f.image_type.any({"screen save", "screensave", "secondary capture"}) ||
         f.name.any({"screen save%", "screensave%", "screen shot%", "screenshot%", "posdisp%"});
}

bool named_localizer(const Facts& f) {
  return f.image_type.any({"localizer", "%scout%"}) ||
         f.name.any({"loc",       "loca",       "locs",           "localiz%",     "localis%",
                     "lokalis%",  "lokaliz%",   "lokalizer",      "%scout%",      "%survey%",
                     "%pilot%",   "3 plane%",   "3plane%",        "3 pl",         "3pl",
                     "3 plan%",   "aahead%",    "smartbrain%",    "smartspine",   "planscan",
                     "plan scan", "topogram%",  "scano%",         "ubersicht%",   "uebersicht",
                     "reperage%", "centrage",   "centratore",     "orientier%",   "locator%",
                     "tri plan%", "triplan%",   "positionnement", "prehled%",     "planowan%",
                     "obzorn%",   "обзорн%",    "локал%",         "скаут%",       "τοπογρ%",
                     "%位置決%",  "%スカウト%", "%定位%",         "3 axis%",      "3axis%",
                     "3ax",       "scanogr%",   "planering%",     "yer belirle%", "repere",
                     "pianific%", "isoloc%",    "planung%",       "planen",       "topo",
                     "fastview%", "fast view%", "compass%"});
}
/// A quick gradient echo in three planes, as scouts are: a hint that needs the geometry.
bool measured_as_localizer(const Facts& f) {
  return f.orthogonal && f.most_parallel <= 5 && f.tr > 0 && f.tr < 30 && f.te < 6 &&
         f.thickness_mm >= 5;
}
/// Programs that plan other series by a 3D scan, and what they compute of it.
bool planning_scan(const Facts& f) {
  return f.name.any({"aahead%",     "aaspine%",     "aaknee%",    "aashoulder%",    "aahip%",
                     "smartbrain%", "smartspine%",  "smartknee%", "smartshoulder%", "%awplan%",
                     "%smartplan%", "autoalign%",   "%aalscout%", "aascout%",       "sureovi%",
                     "surevoi%",    "neuroline%",   "spineline%", "kneeline%",      "easyscan%",
                     "smartexam%",  "smartsurvey%", "brainline%", "airx%"});
}
bool localizer(const Facts& f) {
  const bool few = f.orthogonal || f.most_parallel <= 30;
  return planning_scan(f) || (named_localizer(f) && few) || measured_as_localizer(f);
}
bool perfusion(const Facts& f) {
  return f.image_type.any({"asl", "perfusion", "perfusion asl"}) ||
         f.name.any({"asl",       "%casl",      "%pasl%",     "3dasl%",      "easl",
                     "asl%",      "%perfusi%",  "perfusao",   "perf",        "perfuz%",
                     "pwi%",      "dsc",        "перфуз%",    "%灌流%",      "%灌注%",
                     "careb%",    "bolustr%",   "bolus tr%",  "test bolus%", "testbolus%",
                     "care bol%", "smartprep%", "smart prep%"});
}
bool calibration(const Facts& f) {
  return f.name.any({"asset cal%", "%calibration%", "cal", "refvol%", "b1map%", "b1 map%",
                     "ref scan", "refscan", "sense ref%", "coil survey", "shim%", "prescan%",
                     "coilsens%", "kalibr%"});
}
bool field_map(const Facts& f) {
  return f.component == Component::field_map || f.sequence.has("%fm2d%") ||
         f.name.any({"field map%", "fieldmap%", "b0map%", "b0 map%", "b0 ns"});
}
bool phase(const Facts& f) {
  return f.component == Component::phase || f.component == Component::imaginary ||
         f.image_type.any({"phase map", "phase"});
}

bool derived(const Facts& f) {
  return !f.image_type.has("original");
}
bool projection(const Facts& f) {
  return f.image_type.any({"projection image", "mip", "minip", "min ip", "max ip", "mnip"}) ||
         (derived(f) && f.name.any({"mip", "minip", "mip%", "collapse%", "project%", "projekt%",
                                    "proj", "radial"}));
}
bool subtraction(const Facts& f) {
  return f.image_type.any({"subtract%", "sub"}) ||
         f.name.any({"subtr%", "sustrac%", "sottraz%", "soustr%", "odejm%", "вычит%", "%差分%"}) ||
         (derived(f) && f.name.has("sub"));
}
/// GE writes ORIGINAL\PRIMARY\MPR on source images, Siemens names a sequence "t1_mpr": only derived
/// ones are reformats.
bool reformat(const Facts& f) {
  return derived(f) && !f.lonely_reformat &&
         (f.image_type.any({"mpr", "reformat%", "resampled", "csaparallel", "curved", "cpr"}) ||
          f.name.any({"mpr", "reformat%", "rfmt", "mpv", "recon", "recons", "reconstr%",
                      "rekonstr%", "ricostr%"}));
}
bool diffusion_map(const Facts& f) {
  return f.image_type.any({"fa", "eadc", "exponential", "tensor%", "cfa"}) ||
         f.name.any({"eadc", "e adc", "exp adc", "exponential%", "fractional%", "colfa"});
}
bool perfusion_map(const Facts& f) {
  return f.image_type.any({"%cbf", "%cbv", "mtt", "ttp", "tmax", "gbp"}) ||
         f.name.any({"cbf", "rcbf", "cbv", "rcbv", "mtt", "ttp", "tmax"});
}
bool diffusion(const Facts& f) {
  return f.b_value > 0 || f.higher_b_value;
}

bool coarse(const Facts& f) {
  return (f.pixel_mm > 2.6 && !diffusion(f)) || f.name.any({"fmri%", "rsfmri%", "resting%"}) ||
         (f.name.has("bold") && !f.name.has("ven bold%"));
}
/// Relaxation times in numbers, computed from several series.
bool relaxation_map(const Facts& f) {
  return f.image_type.any(
             {"t1 map", "t2 map", "t2 star map", "t2* map", "r2 map", "r2 star map"}) ||
         (derived(f) && f.name.any({"t1 map%", "t2 map%", "t1map%", "t2map%", "t2* map%",
                                    "t2 star map%", "r2 map%", "r2* map%"}));
}

constexpr SetAsideRule set_aside_table[] = {
    {"presentation state", "it says how pictures were shown and holds none itself", "modality=PR",
     [](const Facts& f) { return f.modality == "PR"; }},
    {"report", "it holds text, not pictures", "modality=SR", report},
    {"outlines or plans", "it holds outlines drawn on pictures, not pictures", "modality=RTSTRUCT",
     outlines},
    {"CT", "longview compares MRI only", "modality=CT",
     [](const Facts& f) { return f.modality == "CT"; }},
    {"pictures of another kind of machine", "longview compares MRI only", "modality=US",
     [](const Facts& f) { return f.modality != "MR"; }},
    {"screen picture", "it is a copy of a screen, without position",
     "sop=1.2.840.10008.5.1.4.1.1.7 type=DERIVED\\SECONDARY", screen_picture},
    {"spectroscopy", "it holds spectra, not pictures", "sop=1.2.840.10008.5.1.4.1.1.4.2",
     [](const Facts& f) { return f.sop_class_uid == spectroscopy; }},
    {"raw data", "it holds measurements, not pictures", "sop=1.2.840.10008.5.1.4.1.1.66",
     [](const Facts& f) { return f.sop_class_uid == raw_data; }},
    {"file without a picture", "it has no pixels", "nopixels",
     [](const Facts& f) { return !f.has_pixels; }},
    {"colour picture", "its colours are painted on, not measured", "photometric=RGB",
     [](const Facts& f) { return !f.photometric.starts_with("MONOCHROME"); }},
    {"localizer", "it is a quick overview to plan the other series by",
     "name=3_Plane_Loc parallel=3 orthogonal", localizer},
    {"calibration", "it was measured to calibrate the coil", "name=ASSET_calibration", calibration},
    {"field map", "it maps the magnetic field", "name=gre_field_mapping", field_map},
    {"phase pictures", "they show the phase of the signal", "component=P", phase},
    {"projection", "it is computed from another series (a projection)",
     "type=DERIVED\\SECONDARY\\PROJECTION_IMAGE", projection},
    {"subtraction", "it is computed from other series (a difference)",
     "type=DERIVED\\PRIMARY\\SUBTRACTION", subtraction},
    {"reformat", "it is computed from another series (a reformat)", "type=DERIVED\\SECONDARY\\MPR",
     reformat},
    {"diffusion map", "it is computed from diffusion pictures", "type=DERIVED\\PRIMARY\\FA",
     diffusion_map},
    {"perfusion map", "it is computed from perfusion pictures", "type=DERIVED\\PRIMARY\\RCBF",
     perfusion_map},
    {"relaxation map", "it is computed from other series (a map of relaxation times)",
     "type=DERIVED\\PRIMARY\\T2_MAP", relaxation_map},
    {"perfusion pictures", "they show the flow of blood, not anatomy", "name=3D_Ax_PERFUSION",
     perfusion},
    {"painted outlines", "they were painted on another series", "painted",
     [](const Facts& f) { return f.painted; }},
    {"sharpened copy", "it is computed from another series, which is there", "edgecopy",
     [](const Facts& f) { return f.edge_copy; }},
    {"tissue of an angiogram", "the pictures of the vessels are in the same series", "vesselstoo",
     [](const Facts& f) { return f.vessels_too; }},
    {"one phase of many", "another one of many series alike stands for all", "phase",
     [](const Facts& f) { return f.one_of_phases; }},
    {"diffusion pictures without gradient", "the diffusion-weighted pictures are there as well",
     "b=0 higherb", [](const Facts& f) { return f.b_value == 0 && f.higher_b_value; }},
    {"weaker diffusion pictures", "the same series holds a higher b-value", "b=500 higherb",
     [](const Facts& f) { return f.b_value > 0 && f.higher_b_value; }},
    {"further diffusion directions", "one direction of the same series stands for all",
     "b=1000 repeats=6 turn=1",
     [](const Facts& f) { return f.b_value > 0 && f.repeats > 1 && f.turn > 0; }},
    {"one volume of a time series", "it was measured to see signals change, not anatomy",
     "repeats=40", [](const Facts& f) { return f.repeats > 2 && !diffusion(f); }},
    {"one of many echoes", "the middle echo of the same series stands for all",
     "echoes=5 outerecho", [](const Facts& f) { return f.echoes > 2 && !f.middle_echo; }},
    {"real part", "the magnitude of the same pictures is there", "component=R magnitude",
     [](const Facts& f) { return f.component == Component::real && f.magnitude_too; }},
    {"functional or very coarse pictures", "their pixels are too coarse to compare anatomy",
     "pixel=3.25 scanning=EP", coarse},
    {"single picture", "one slice cannot be lined up with a volume", "slices=1",
     [](const Facts& f) { return f.slices == 1; }},
    {"two pictures", "two slices cannot be lined up with a volume", "slices=2",
     [](const Facts& f) { return f.slices == 2; }},
};

}  // namespace

std::span<const SetAsideRule> set_aside_rules() {
  return set_aside_table;
}

}  // namespace lv
