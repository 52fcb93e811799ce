// The tables of the demo patient's examinations.
#include "app/demo/plan.h"

namespace lv::demo {
namespace {

using Kind = Sequence::Kind;

// How slices lie.
StackPlan axial(int slices, double step, double thickness, const dvec3& tilt, bool downwards) {
  return {Plane::axial, 184, 228, slices, 0.95, step, thickness, tilt, brain_middle, downwards};
}
StackPlan sagittal(int slices, double step, double thickness, const dvec3& tilt, bool downwards) {
  return {Plane::sagittal, 232, 232, slices, 1.0, step, thickness, tilt, head_middle, downwards};
}
StackPlan spine(int slices, double step, double thickness, const dvec3& tilt, bool downwards) {
  return {Plane::sagittal, 208, 312, slices, 0.92, step, thickness, tilt, back_middle, downwards};
}

std::vector<StackPlan> three_planes(double pixel, const dvec3& target) {
  std::vector<StackPlan> stacks;
  for (const Plane plane : {Plane::sagittal, Plane::coronal, Plane::axial}) {
    stacks.push_back({plane, 112, 112, 3, pixel, 20, 8, dvec3(0), target, false});
  }
  return stacks;
}

SeriesPlan localizer(int number, std::string_view description, Region region) {
  const bool head = region == Region::head;
  return {.number = number,
          .description = description,
          .weighting = "LOC",
          .sequence = {Kind::gradient_echo, 7.4, 3.2, 0, 20},
          .scanning_sequence = "GR",
          .sequence_variant = "SP",
          .stacks = three_planes(head ? 2.3 : 3.1, head ? head_middle : back_middle)};
}

// One function per kind of picture. `name`: as Siemens and Philips write the sequence's.
SeriesPlan t1(int number, std::string_view description, std::string_view group,
              double repetition_ms, double echo_ms, const StackPlan& stack,
              std::string_view name = "") {
  return {.number = number,
          .description = description,
          .weighting = "T1",
          .match_group = group,
          .sequence = {Kind::spin_echo, repetition_ms, echo_ms, 0, 90},
          .scanning_sequence = "SE",
          .sequence_variant = "NONE",
          .sequence_name = name,
          .stacks = {stack}};
}

SeriesPlan t1_after(int number, std::string_view description, double repetition_ms, double echo_ms,
                    const StackPlan& stack, std::string_view name = "") {
  SeriesPlan series = t1(number, description, "T1+C ax brain", repetition_ms, echo_ms, stack, name);
  series.weighting = "T1C";
  series.sequence.contrast_agent = true;
  return series;
}

SeriesPlan t2(int number, std::string_view description, std::string_view group,
              double repetition_ms, double echo_ms, const StackPlan& stack,
              std::string_view name = "") {
  return {.number = number,
          .description = description,
          .weighting = "T2",
          .match_group = group,
          .sequence = {Kind::spin_echo, repetition_ms, echo_ms, 0, 150},
          .scanning_sequence = "SE",
          .sequence_variant = "SK",
          .sequence_name = name,
          .echo_train_length = 15,
          .stacks = {stack}};
}

SeriesPlan flair(int number, std::string_view description, double repetition_ms, double echo_ms,
                 double inversion_ms, const StackPlan& stack, std::string_view name = "") {
  return {.number = number,
          .description = description,
          .weighting = "FLAIR",
          .match_group = "FLAIR ax brain",
          .sequence = {Kind::inversion_recovery, repetition_ms, echo_ms, inversion_ms, 150},
          .scanning_sequence = "SE\\IR",
          .sequence_variant = "SK\\MP",
          .sequence_name = name,
          .echo_train_length = 21,
          .stacks = {stack}};
}

SeriesPlan mprage(int number, std::string_view description, const StackPlan& volume) {
  return {.number = number,
          .description = description,
          .weighting = "MPR",
          .match_group = "T1 3D brain",
          .sequence = {Kind::prepared_gradient_echo, 2000, 3.2, 900, 12},
          .scanning_sequence = "GR\\IR",
          .sequence_variant = "SP\\MP\\SS",
          .stacks = {volume}};
}

constexpr std::string_view t1_axial = "T1 ax brain", t2_axial = "T2 ax brain",
                           t2_sagittal = "T2 sag brain", t1_spine = "T1 sag lumbar spine",
                           t2_spine = "T2 sag lumbar spine";

// What really changes: fluid spaces widen, small bright places come, grow, shrink and go, a fold of
// mucosa swells and settles, a disc thins.
constexpr HeadState head_states[] = {
    {0.0, {2.4, 1.9, 0.0, 3.6, 2.6, 0.0, 0.0, 2.1, 1.9}, 5},
    {0.25, {2.4, 2.5, 0.0, 3.1, 2.7, 2.9, 0.0, 2.1, 1.6}, 4},
    {0.6, {2.4, 3.1, 2.1, 2.5, 2.8, 2.3, 0.0, 2.2, 0.0}, 10},
    {1.2, {2.5, 3.8, 2.7, 1.9, 3.0, 1.7, 2.4, 2.3, 0.0}, 6},
    {1.7, {2.5, 4.4, 2.9, 1.6, 3.2, 1.5, 3.5, 2.4, 0.0}, 5},
};
constexpr LumbarState lumbar_states[] = {{0.0, 0.5}, {1.5, 2.0}, {3.4, 3.6}};

constexpr std::string_view ge = "GE MEDICAL SYSTEMS", siemens = "SIEMENS",
                           philips = "Philips Medical Systems";
constexpr dvec3 spine_coil_curvature(0, 0.1, -0.08);

StudyPlan head_2009() {
  const StackPlan ax = axial(24, 6.0, 5, {0, 0, 0}, true);
  const StackPlan sag = sagittal(19, 6.5, 5, {0, -2, 3}, false);
  return {.letter = 'A',
          .date = "20090417",
          .time = "091500",
          .region = Region::head,
          .manufacturer = ge,
          .model = "Signa HDx",
          .institution = "DEMO HOSPITAL ONE",
          .description = "MRI BRAIN W/O CONTRAST",
          .body_part = "BRAIN",
          .agent = "",
          .field_tesla = 1.5,
          .turn_deg = {4, -2, 3},
          .shift = {1.5, -12, 8},
          .head = head_states[0],
          .coil_slope = {0.05, 0.08, -0.06},
          .coil_curvature = {0.12, 0.10, -0.10},
          .reference_value = 900,
          .noise = 0.035,
          .series = {localizer(1, "3 Plane Loc", Region::head),
                     t2(2, "Sag T2 FSE", t2_sagittal, 4100, 102, sag),
                     t1(3, "Ax T1 SE", t1_axial, 500, 12, ax),
                     t2(4, "Ax T2 FSE", t2_axial, 4200, 104, ax),
                     flair(5, "Ax FLAIR", 8800, 120, 2250, ax)}};
}

StudyPlan head_2011() {
  const StackPlan ax = axial(25, 5.75, 5, {-13, 2, -3}, false);
  const StackPlan sag = sagittal(20, 6.0, 5, {0, 3, -4}, false);
  return {.letter = 'B',
          .date = "20110304",
          .time = "143000",
          .region = Region::head,
          .manufacturer = siemens,
          .model = "Avanto",
          .institution = "DEMO KLINIK ZWEI",
          .description = "MRT Schädel nativ + KM",
          .body_part = "HEAD",
          .agent = "Gadolinium 15 ml",
          .field_tesla = 1.5,
          .turn_deg = {-6, 3, -4},
          .shift = {-5, 4, -14},
          .head = head_states[1],
          .coil_slope = {-0.08, 0.04, 0.10},
          .coil_curvature = {0.05, 0.16, -0.05},
          .reference_value = 280,
          .noise = 0.03,
          .series = {localizer(1, "localizer", Region::head),
                     t2(2, "t2_tse_tra", t2_axial, 4000, 98, ax, "*tse2d1_15"),
                     flair(3, "t2_tirm_tra_dark-fluid", 8500, 110, 2400, ax, "*tir2d1_21"),
                     t2(4, "t2_tse_sag", t2_sagittal, 3900, 98, sag, "*tse2d1_15"),
                     t1(5, "t1_se_tra", t1_axial, 520, 14, ax, "*se2d1"),
                     t1_after(6, "t1_se_tra_KM", 520, 14, ax, "*se2d1")}};
}

StudyPlan head_2013() {
  const StackPlan ax = axial(23, 6.5, 5.5, {12, 1, 4}, false);
  const StackPlan sag = sagittal(19, 6.6, 5.5, {0, 2, 6}, true);
  return {.letter = 'C',
          .date = "20131126",
          .time = "101000",
          .region = Region::head,
          .manufacturer = philips,
          .model = "Achieva",
          .institution = "DEMO HOPITAL TROIS",
          .description = "IRM cérébrale avec injection",
          .body_part = "BRAIN",
          .agent = "GADOLINIUM",
          .field_tesla = 1.5,
          .turn_deg = {9, 2, 5},
          .shift = {6, -20, 22},
          .head = head_states[2],
          .coil_slope = {0.02, -0.10, 0.03},
          .coil_curvature = {0.14, 0.05, 0.06},
          .reference_value = 520,
          .noise = 0.035,
          .series = {localizer(101, "SURVEY", Region::head),
                     t1(201, "T1W_SE AX", t1_axial, 550, 15, ax, "SE"),
                     t2(301, "T2W_TSE AX", t2_axial, 4400, 100, ax, "TSE"),
                     flair(401, "FLAIR_longTR AX", 9000, 125, 2500, ax, "TIR"),
                     t2(501, "T2W_TSE SAG", t2_sagittal, 4200, 100, sag, "TSE"),
                     t1_after(601, "T1W_SE AX GADO", 550, 15, ax, "SE")}};
}

StudyPlan head_2018() {
  const StackPlan ax = axial(24, 6.0, 5, {-8, -4, -6}, true);
  const StackPlan sag = sagittal(20, 6.0, 5, {2, -3, -7}, false);
  const StackPlan volume{Plane::sagittal, 176, 176, 128, 1.3, 1.3, 1.3, {0, 0, -5}, head_middle};
  return {.letter = 'D',
          .date = "20180612",
          .time = "165500",
          .region = Region::head,
          .manufacturer = ge,
          .model = "Discovery MR750",
          .institution = "DEMO OSPEDALE QUATTRO",
          .description = "RM encefalo senza mdc",
          .body_part = "BRAIN",
          .agent = "",
          .field_tesla = 3.0,
          .turn_deg = {-2, -5, -7},
          .shift = {-3, 10, 71},
          .head = head_states[3],
          .coil_slope = {0.10, -0.03, -0.08},
          .coil_curvature = {-0.16, -0.14, -0.12},
          .reference_value = 880,
          .noise = 0.025,
          .series = {localizer(1, "3-pl Loc", Region::head),
                     t2(2, "T2 SAGITTALE", t2_sagittal, 4500, 98, sag),
                     mprage(3, "SAG 3D T1 MPRAGE", volume),
                     t2(4, "T2 ASSIALE PROPELLER", t2_axial, 4600, 100, ax),
                     flair(5, "FLAIR ASSIALE", 9000, 118, 2420, ax)}};
}

StudyPlan head_2021() {
  const StackPlan ax = axial(25, 5.8, 5, {3, 3, 2}, false);
  const StackPlan sag = sagittal(20, 6.0, 5, {0, 4, 1}, false);
  return {.letter = 'E',
          .date = "20210506",
          .time = "082000",
          .region = Region::head,
          .manufacturer = siemens,
          .model = "Skyra",
          .institution = "DEMO KLINIK ZWEI",
          .description = "MRT Kopf mit KM",
          .body_part = "BRAIN",
          .agent = "Gadolinium 10 ml",
          .field_tesla = 3.0,
          .turn_deg = {5, 4, 1},
          .shift = {4, -2, -30},
          .head = head_states[4],
          .coil_slope = {-0.04, -0.06, 0.05},
          .coil_curvature = {-0.12, -0.18, -0.10},
          .reference_value = 330,
          .noise = 0.025,
          .series = {localizer(1, "AAHead_Scout", Region::head),
                     t2(2, "t2_tse_sag_p2", t2_sagittal, 4400, 96, sag, "*tse2d1_15"),
                     t1(3, "t1_se_tra_p2", t1_axial, 600, 10, ax, "*se2d1"),
                     t2(4, "t2_tse_tra_p2", t2_axial, 4500, 96, ax, "*tse2d1_15"),
                     flair(5, "t2_tirm_tra_dark-fluid_p2", 9000, 115, 2450, ax, "*tir2d1_21"),
                     t1_after(6, "t1_se_tra_p2 +C", 600, 10, ax, "*se2d1")}};
}

StudyPlan lumbar_2009() {
  const StackPlan sag = spine(13, 4.8, 4, {0, 0, 1}, false);
  return {.letter = 'F',
          .date = "20090417",
          .time = "095000",
          .region = Region::lumbar,
          .manufacturer = ge,
          .model = "Signa HDx",
          .institution = "DEMO HOSPITAL ONE",
          .description = "MRI LUMBAR SPINE",
          .body_part = "LSPINE",
          .agent = "",
          .field_tesla = 1.5,
          .turn_deg = {2, -1, 1.5},
          .shift = {3, 12, -5},
          .lumbar = lumbar_states[0],
          .coil_slope = {0, 0.7, 0.05},
          .coil_curvature = spine_coil_curvature,
          .reference_value = 560,
          .noise = 0.04,
          .series = {localizer(1, "3 Plane Loc", Region::lumbar),
                     t1(2, "Sag T1 FSE", t1_spine, 560, 11, sag),
                     t2(3, "Sag T2 FSE", t2_spine, 3500, 108, sag)}};
}

StudyPlan lumbar_2013() {
  const StackPlan sag = spine(13, 4.4, 4, {0, 1.5, -3}, true);
  return {.letter = 'G',
          .date = "20131126",
          .time = "104500",
          .region = Region::lumbar,
          .manufacturer = philips,
          .model = "Achieva",
          .institution = "DEMO HOPITAL TROIS",
          .description = "IRM rachis lombaire",
          .body_part = "LSPINE",
          .agent = "",
          .field_tesla = 1.5,
          .turn_deg = {-3, 2, -2},
          .shift = {-6, 20, 33},
          .lumbar = lumbar_states[1],
          .coil_slope = {0, 0.56, 0.04},
          .coil_curvature = spine_coil_curvature,
          .reference_value = 380,
          .noise = 0.04,
          .series = {localizer(101, "SURVEY", Region::lumbar),
                     t1(201, "T1W_TSE SAG", t1_spine, 600, 9, sag, "TSE"),
                     t2(301, "T2W_TSE SAG", t2_spine, 3300, 110, sag, "TSE")}};
}

StudyPlan lumbar_2021() {
  const StackPlan sag = spine(15, 4.4, 4, {0, 0, -4}, false);
  return {.letter = 'H',
          .date = "20210506",
          .time = "090000",
          .region = Region::lumbar,
          .manufacturer = siemens,
          .model = "Skyra",
          .institution = "DEMO KLINIK ZWEI",
          .description = "MRT LWS nativ",
          .body_part = "LSPINE",
          .agent = "",
          .field_tesla = 3.0,
          .turn_deg = {1.5, 1, -4},
          .shift = {4, 5, -95},
          .lumbar = lumbar_states[2],
          .coil_slope = {0, 0.63, 0.045},
          .coil_curvature = spine_coil_curvature,
          .reference_value = 300,
          .noise = 0.03,
          .series = {localizer(1, "localizer", Region::lumbar),
                     t2(2, "t2_tse_sag", t2_spine, 3700, 100, sag, "*tse2d1_15"),
                     t1(3, "t1_tse_sag", t1_spine, 650, 10, sag, "*tse2d1_3")}};
}

}  // namespace

const std::vector<StudyPlan>& studies() {
  static const std::vector<StudyPlan> all = [] {
    std::vector<StudyPlan> plans = {head_2009(), head_2011(),   head_2013(),   head_2018(),
                                    head_2021(), lumbar_2009(), lumbar_2013(), lumbar_2021()};
    for (StudyPlan& plan : plans) {
      for (SeriesPlan& series : plan.series) series.sequence.field_tesla = plan.field_tesla;
    }
    return plans;
  }();
  return all;
}

}  // namespace lv::demo
