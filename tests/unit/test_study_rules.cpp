// The tables of rules: each rule holds for its own example and not for a picture about which
// nothing is known; and what series of real scanners are called, in several languages.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "engine/study/classify.h"
#include "engine/study/rules.h"
#include "tests/support/facts_text.h"

using namespace lv;
using lv::test::facts_from;

TEST_CASE("every rule that sets aside wins on its own example and holds for nothing else unknown") {
  const Facts unknown = facts_from("");
  for (const SetAsideRule& rule : set_aside_rules()) {
    CAPTURE(rule.what);
    CHECK_FALSE(rule.holds(unknown));
    CHECK(classify(facts_from(rule.example)).set_aside_as == rule.what);
  }
}

TEST_CASE("every weighting rule decides its own example") {
  const Facts unknown = facts_from("");
  for (const WeightingRule& rule : weighting_rules()) {
    CAPTURE(rule.why);
    const Facts example = facts_from(rule.example);
    CHECK_FALSE(rule.holds(unknown));
    CHECK(rule.holds(example));
    // A hint of fewer than two points does not decide alone.
    if (rule.points >= 2) CHECK(weigh(example).weighting == rule.weighting);
    const auto because = weigh(example).because;
    if (rule.points >= 2) CHECK(std::ranges::find(because, rule.why) != because.end());
  }
}

TEST_CASE("every contrast rule holds for its example and adds its points") {
  const Facts unknown = facts_from("");
  for (const ContrastRule& rule : contrast_rules()) {
    CAPTURE(rule.why);
    CHECK_FALSE(rule.holds(unknown));
    CHECK(rule.holds(facts_from(rule.example)));
    CHECK(classify(facts_from(rule.example)).contrast_points == rule.points);
  }
}

TEST_CASE("every word of a region or plane names it") {
  for (const RegionWords& entry : region_words()) {
    CAPTURE(entry.example);
    Facts facts = facts_from("");
    facts.name.add(entry.example);
    CHECK(region_of(facts).region == entry.region);
    CHECK(region_of(facts).other_name == entry.other_name);
  }
  for (const PlaneWords& entry : plane_words()) {
    CHECK(Words(entry.example).any(entry.patterns));
  }
}

TEST_CASE("points for contrast agent: yes, cannot tell, no") {
  CHECK(contrast_from_points(2) == true);
  CHECK(contrast_from_points(1.5) == std::nullopt);
  CHECK(contrast_from_points(0) == false);
  CHECK(contrast_from_points(-2.5) == false);
}

namespace {

struct Named {
  const char* facts;
  Weighting weighting;
};

// Names as Siemens, Philips, GE, Toshiba/Canon, Hitachi and UIH scanners write them by default.
const Named named[] = {
    {"name=t2_tse_tra_512 sequence=*tse2d1_15 scanning=SE te=101 tr=4186", Weighting::t2},
    {"name=t2_tirm_tra_dark-fluid sequence=*tir2d1_16 scanning=SE\\IR te=109 tr=8988 ti=2500",
     Weighting::flair},
    {"name=t2_tirm_cor sequence=*tir2d1_12 scanning=SE\\IR te=29 tr=4000 ti=160", Weighting::stir},
    {"name=t1_mprage_sag_p2_iso sequence=*tfl3d1_16ns scanning=GR\\IR te=2.5 tr=1906 ti=900 3d",
     Weighting::t1},
    {"name=t2_space_dark-fluid_sag scanning=SE\\IR te=387 tr=4986 ti=1800 3d", Weighting::flair},
    {"name=t1_fl2d_sag sequence=*fl2d1 scanning=GR te=2.46 tr=300 flip=80", Weighting::t1},
    {"name=t2_fl2d_tra_hemo sequence=*fl2d1 scanning=GR te=20 tr=633 flip=20", Weighting::t2_star},
    {"name=t2_me2d_tra_HWS scanning=GR te=17 tr=600", Weighting::t2_star},
    {"name=ep2d_diff_3scan_trace_p2 scanning=EP b=1000 te=90 tr=3000", Weighting::dwi},
    {"name=ep2d_diff_ADC type=DERIVED\\PRIMARY\\DIFFUSION\\ADC te=90 tr=3000", Weighting::adc},
    {"name=SWI_Images sequence=*swi3d1r scanning=GR te=20 tr=28 3d", Weighting::swi},
    {"name=TOF_3D_multi-slab sequence=*fi3d1_tof scanning=GR te=7 tr=23 flip=25 3d spacing=0.7",
     Weighting::mra},
    {"name=T1W_SE_AX scanning=SE te=9.1 tr=535", Weighting::t1},
    {"name=T2W_TSE_AX scanning=SE te=101 tr=4184", Weighting::t2},
    {"name=FLAIR_longTR_AX scanning=SE\\IR te=109 tr=8984 ti=2500", Weighting::flair},
    {"name=sT1W_3D_TFE scanning=GR te=3.8 tr=8.2 flip=8 variant=MP 3d", Weighting::t1},
    {"name=T2W_FFE scanning=GR te=16 tr=600", Weighting::t2_star},
    {"name=sWIP_T1W_TSE scanning=SE te=10 tr=550", Weighting::t1},
    // No header says which echo it is: the flip angle does, or nothing.
    {"name=Series_1 te=20 tr=633", Weighting::unknown},
    {"name=TIRM_lang body=HEAD", Weighting::unknown},
    {"name=TIRM_cor body=LSPINE", Weighting::stir},
    {"name=Series_1 te=20 tr=633 flip=20", Weighting::t2_star},
    {"name=Series_1 te=15 tr=600 flip=90", Weighting::t1},
    {"name=Series_1 te=20 tr=633 looks=FLAIR", Weighting::unknown},
    {"name=GE_STIR_cor scanning=GR te=16 tr=1400 ti=75", Weighting::stir},
    {"name=Turbo_3DT1 scanning=GR te=12 tr=35 flip=65", Weighting::t1},
    {"name=DWEPI scanning=EP te=80 tr=5000", Weighting::dwi},
    {"name=FSET2 te=100 tr=4000", Weighting::t2},
    {"name=Т1_сагиттальная", Weighting::t1},
    {"name=T2強調画像", Weighting::t2},
    {"name=Ｔ１ＷＩ", Weighting::t1},
    {"name=T2_mFFE_AX scanning=GR te=13 tr=700", Weighting::t2_star},
    {"name=VEN_BOLD_HR scanning=GR te=20 tr=28 3d", Weighting::swi},
    {"name=DWI_SSh_SENSE scanning=EP b=1000 te=89 tr=6091", Weighting::dwi},
    {"name=STIR_longTE_SAG scanning=SE\\IR te=60 tr=3500 ti=165", Weighting::stir},
    {"name=T2W_SPAIR_SAG scanning=SE te=80 tr=3500", Weighting::t2},
    {"name=T1W_mDIXON_W scanning=SE te=15 tr=600", Weighting::t1},
    {"name=Ax_T2_FSE scanning=SE te=101 tr=4186", Weighting::t2},
    {"name=Ax_T2_FLAIR_FS scanning=SE\\IR te=120 tr=9000 ti=2250", Weighting::flair},
    {"name=Sag_T1_FLAIR scanning=SE\\IR te=24 tr=2500 ti=750", Weighting::t1},
    {"name=Ax_T2_PROPELLER scanning=SE te=101 tr=4215", Weighting::t2},
    {"name=Ax_T2*_GRE scanning=GR te=15 tr=600 flip=20", Weighting::t2_star},
    {"name=Ax_MERGE scanning=GR te=14 tr=700", Weighting::t2_star},
    {"name=Ax_SWAN scanning=GR te=25 tr=40 3d", Weighting::swi},
    {"name=Ax_FSPGR_BRAVO scanning=GR te=3.2 tr=8.5 flip=12 ti=450 3d", Weighting::t1},
    {"name=Ax_DWI_1000b scanning=EP\\SE b=1000 te=80 tr=8000", Weighting::dwi},
    {"name=FRFSE_T2_sag scanning=SE te=100 tr=3000", Weighting::t2},
    {"name=Sag_CUBE_T2 scanning=SE te=90 tr=2500 3d", Weighting::t2},
    {"name=Sag_CUBE_FLAIR scanning=SE\\IR te=120 tr=6000 ti=1850 3d", Weighting::flair},
    {"name=FSE_PD_AXIAL_OBL scanning=SE te=22 tr=2300", Weighting::pd},
    {"name=Ax_PD/T2 scanning=SE te=15 tr=2800", Weighting::pd},
    {"name=Ax_PD/T2 scanning=SE te=95 tr=2800", Weighting::t2},
    {"name=T2_SAG sequence=FSE scanning=SE te=110 tr=3203", Weighting::t2},
    {"name=T1_SAG sequence=SE scanning=SE te=25 tr=462", Weighting::t1},
    {"name=t1_fse_tra scanning=SE te=12 tr=500", Weighting::t1},
    {"name=3D_TOF scanning=GR te=3.4 tr=21 flip=20 3d spacing=0.6", Weighting::mra},
    {"name=t2_ciss3d_tra scanning=GR te=2.8 tr=6 flip=40 3d", Weighting::t2},
    // Silent headers: the name alone.
    {"name=AX_FLAIR", Weighting::flair},
    {"name=Sag_T1_FLAIR", Weighting::t1},
    {"name=FLAIR te=159.5 tr=10002", Weighting::flair},  // 1996: no inversion time
    {"name=DWI scanning=EP te=90 tr=4000", Weighting::dwi},
    {"name=FLAIR scanning=SE te=10 tr=500", Weighting::t1},
    {"name=Sag_T2", Weighting::t2},
    {"name=T1_sagittal", Weighting::t1},
    {"name=EG_T2*", Weighting::t2_star},
    // Silent names: the parameters alone.
    {"scanning=SE te=15 tr=500", Weighting::t1},
    {"scanning=SE te=90 tr=3500", Weighting::t2},
    {"scanning=SE\\IR te=120 tr=10002 ti=2200", Weighting::flair},
    {"scanning=SE te=17 tr=2500", Weighting::pd},
    // Mislabelled by hand: the parameters win.
    {"name=Ax_T1 scanning=SE te=102 tr=4500", Weighting::t2},
    {"name=Ax_T2 scanning=SE\\IR te=120 tr=9000 ti=2400", Weighting::flair},
    // b = 0 everywhere is no diffusion picture; a T1 FLAIR is no FLAIR.
    {"scanning=SE te=90 tr=3500 b=0", Weighting::t2},
    // Nothing, and two things at once.
    {"name=Series_4", Weighting::unknown},
    {"name=T1/T2", Weighting::unknown},
};

struct Spoken {
  const char* facts;
  std::optional<bool> contrast;
};

const Spoken spoken[] = {
    {"name=T1_tra agent=Gadovist", true},
    {"name=T1_tra agent=NONE", false},
    {"name=T1_tra agent=off", false},
    {"name=T1_tra agent=nein", false},
    {"name=t1_tse_tra_KM", true},
    {"name=T1_SE_nach_KM", true},
    {"name=T1_ohne_KM", false},
    {"name=T1_nativ", false},
    {"name=T1_SAG_GADO", true},
    {"name=T1_avec_injection", true},
    {"name=T1_sans_injection", false},
    {"name=T1_con_mdc", true},
    {"name=T1_senza_mdc", false},
    {"name=T1_sin_contraste", false},
    {"name=T1_con_contraste", true},
    {"name=T1_met_contrast", true},
    {"name=T1_zonder_contrast", false},
    {"name=T1_po_kontraście", true},
    {"name=T1_bez_kontrastu", false},
    {"name=T1_efter_kontrast", true},
    {"name=T1_utan_kontrast", false},
    {"name=T1_com_contraste", true},
    {"name=T1_sem_contraste", false},
    {"name=T1_kontrastsız", false},
    {"name=Ax_T1_POST_GAD", true},
    {"name=Ax_T1_+C", true},
    {"name=AX_T1_C+", true},
    {"name=Ax_T1_w/o", false},
    {"name=Ax_T1_pre", false},
    {"name=Ax_T1", false},
    {"name=Ax_T1 volume=7.5", std::nullopt},
    {"name=Ax_T1 repeatsafteragent", std::nullopt},
    {"name=Ax_T1_post volume=7.5", true},
};

struct Place {
  const char* facts;
  Region region;
};

const Place places[] = {
    {"name=t2_sag body=HEAD", Region::brain},
    {"name=T2 study=IRM_cérébrale", Region::brain},
    {"name=T2 study=RM_encefalo", Region::brain},
    {"name=T2 study=MR_hersenen", Region::brain},
    {"name=T2 study=Schädel_MRT", Region::brain},
    {"name=T2 study=MR_głowy", Region::brain},
    {"name=T2 study=MR_hjärna", Region::brain},
    {"name=T2 study=BEYİN_MR", Region::brain},
    {"name=T2 study=RM_cabeza", Region::brain},
    {"name=T2 study=MR_kręgosłupa_szyjnego", Region::cervical},
    {"name=T2 study=MR_kręgosłupa_lędźwiowego", Region::lumbar},
    {"name=T2 study=MR_halsrygg", Region::cervical},
    {"name=T2 study=SERVİKAL_MR", Region::cervical},
    {"name=T2 study=RM_coluna_lombar", Region::lumbar},
    {"name=t2_tra_HWS", Region::cervical},
    {"name=T2_SAG body=CSPINE", Region::cervical},
    {"name=T2_mFFE_AX_C-SPINE body=SPINE", Region::cervical},
    {"name=T2_sag study=rachis_cervical", Region::cervical},
    {"name=T2_sag study=IRM_rachis_lombaire", Region::lumbar},
    {"name=T2_sag study=LWS^nativ", Region::lumbar},
    {"name=T2_sag body=LSPINE", Region::lumbar},
    {"name=T2_sag study=BWS", Region::thoracic},
    {"name=T2_sag body=SPINE", Region::spine},
    {"name=T2_sag_HWS_BWS", Region::spine},
    {"name=T2_HWS body=HEAD", Region::cervical},  // the operator's words beat a preset
    {"name=T2 study=Kopf_HWS", Region::unknown},  // either
    {"name=T2", Region::unknown},
    // Stations put together are the whole; a tie asks what lies around it.
    {"name=T2_HWS type=DERIVED\\SECONDARY\\COMPOSED", Region::spine},
    {"name=T2_sag body=CSPINE type=DERIVED\\PRIMARY\\COMP_AD", Region::spine},
    {"name=T2_sag_composing study=LWS", Region::spine},
    {"name=T2_composed study=Kopf", Region::brain},
    {"name=T2 study=Kopf_HWS neighbours=brain", Region::brain},
    {"name=T2 study=Kopf_HWS neighbours=cervical", Region::cervical},
    {"name=T2 study=HWS_BWS_LWS", Region::spine},
    {"name=T2 study=MRT_Knie body=EXTREMITY", Region::other},
    {"name=T2 study=MR_głowy", Region::brain},
    {"name=T2 study=MRI_mozku", Region::brain},
    {"name=T2 study=МРТ_головного_мозга", Region::brain},
    {"name=T2 study=MRI_ΕΓΚΕΦΆΛΟΥ", Region::brain},
    {"name=T2 study=頭部MRI", Region::brain},
    {"name=T2 study=MR_krční_páteř", Region::cervical},
    {"name=T2 study=МРТ_шейного_отдела_позвоночника", Region::cervical},
    {"name=T2 study=頸椎MRI", Region::cervical},
    {"name=T2 study=háti_gerinc", Region::thoracic},
    {"name=T2 study=RM_coluna_torácica", Region::thoracic},
    {"name=T2 study=MR_kręgosłupa_lędźwiowego", Region::lumbar},
    {"name=T2 study=Οσφυϊκή_μοίρα", Region::lumbar},
    {"name=T2 study=MR_ländrygg", Region::lumbar},
    {"name=Ax_L4-L5 study=MR", Region::lumbar},
    {"name=T2 study=diz_MR", Region::other},
    {"name=T2 study=polven_MRI", Region::other},
    {"name=T2 study=МРТ_коленного_сустава", Region::other},
};

struct Sided {
  const char* facts;
  Side side;
};

const Sided sided[] = {
    {"name=pd_sag body=KNEE laterality=L", Side::left},
    {"name=pd_sag_Rt body=KNEE", Side::right},
    {"name=pd_sag_li study=MRT_Knie", Side::left},
    {"name=pd_sag study=Kniegelenk_rechts", Side::right},
    {"name=pd_sag study=genou_gauche", Side::left},
    {"name=pd_sag study=rodilla_derecha", Side::right},
    {"name=pd_sag study=ginocchio_sin", Side::left},
    {"name=pd_sag study=ginocchio_dex", Side::right},
    {"name=pd_sag study=rodilla_sin_contraste", Side::unknown},
    {"name=pd_sag body=KNEE study=Knie_re_und_li x=100", Side::left},
    {"name=pd_sag body=KNEE x=-100", Side::right},
    {"name=pd_sag body=KNEE x=10", Side::unknown},
    {"name=pd_sag body=KNEE laterality=L study=knee_right", Side::contradicted},
    {"name=pd_sag_left body=KNEE x=-90", Side::contradicted},
    {"name=pd_sag_Lt protocol=Knee_Rt body=KNEE", Side::contradicted},
    {"name=pd_sag study=knee_leg_left", Side::left},  // two parts, one side
    {"name=t2 body=HEAD x=60", Side::unknown},
    {"name=pd_sag study=Knie_li.", Side::left},
    {"name=pd_sag study=sol_diz", Side::left},
    {"name=pd_cor study=sağ_diz", Side::right},
    {"name=pd_sag study=MR_levého_kolene", Side::left},
    {"name=pd_sag study=kolano_prawe", Side::right},
    {"name=pd_sag study=левый_коленный_сустав", Side::left},
    {"name=pd_sag study=δεξιό_γόνατο", Side::right},
    {"name=pd_sag study=右膝", Side::right},
    {"name=pd_sag study=oikea_polvi", Side::right},
    {"name=pd_sag body=WRIST study=hand_left x=-60", Side::left},  // held over the head
};

}  // namespace

TEST_CASE("weightings of series as the vendors name and measure them") {
  for (const Named& n : named) {
    CAPTURE(std::string(n.facts));
    CHECK(name_of(weigh(facts_from(n.facts)).weighting) == name_of(n.weighting));
  }
}

TEST_CASE("contrast agent in several languages, negations first") {
  for (const Spoken& s : spoken) {
    CAPTURE(std::string(s.facts));
    CHECK(classify(facts_from(s.facts)).kind.contrast == s.contrast);
  }
}

TEST_CASE("contrast agent as people of many countries type it") {
  const auto said = [](const std::string& description, const std::string& agent = "") {
    Facts facts = facts_from("");
    facts.own_name.add(description);
    facts.contrast_agent.add(agent);
    const Kind kind = classify(facts).kind;
    return !kind.contrast_said ? "nothing" : kind.contrast == true ? "given" : "denied";
  };
  for (const char* text :
       {"T1 m. Kontrast", "T1 s/p contrast", "T1 post gado", "T1 с контрастом", "T1造影",
        "T1 s kontrastem", "T1 m.KM", "T1 c/ contraste", "T1 kontraszt", "T1 GAD", "t1_+C"}) {
    CAPTURE(text);
    CHECK(said(text) == std::string("given"));
  }
  for (const char* text :
       {"T1 o. KM", "T1 plain", "T1 без контраста", "T1 sans produit de contraste",
        "T1 senza mezzo di contrasto", "T1 without IV contrast", "T1 ohne i.v. KM",
        "T1 s/ contraste", "T1 非造影", "T1 contrast: none", "T1 kontrast öncesi",
        "T1 without gadolinium contrast"}) {
    CAPTURE(text);
    CHECK(said(text) == std::string("denied"));
  }
  for (const char* text :
       {"T1 post op", "T1 post fossa", "T1 pre op", "T1 phase contrast", "T1 o/m KM",
        "T1 plain and contrast", "T1 no contrast reaction", "T1 nach OP", "T1 contrast not known",
        "T1 contrast unknown", "T1 KM nicht bekannt"}) {
    CAPTURE(text);
    CHECK(said(text) == std::string("nothing"));
  }
  for (const char* text :
       {"IV contrast given: none", "Contrast: no", "not given", "без контраста"}) {
    CAPTURE(text);
    CHECK(said("T1 ax", text) == std::string("denied"));
  }
  for (const char* text :
       {"no contrast reaction", "UNKNOWN", "N/A", "not documented", "contrast: unknown"}) {
    CAPTURE(text);
    CHECK(said("T1 ax", text) == std::string("nothing"));
  }
  CHECK(said("T1 ax", "15 ml, no side effects") == std::string("given"));
  CHECK(said("T1 ax", "Gadovist, complications: none") == std::string("given"));
}

TEST_CASE("body regions in several languages") {
  for (const Place& p : places) {
    CAPTURE(std::string(p.facts));
    CHECK(name_of(region_of(facts_from(p.facts)).region) == name_of(p.region));
  }
}

TEST_CASE("left and right from tag, words and place, or their contradiction") {
  for (const Sided& s : sided) {
    CAPTURE(std::string(s.facts));
    CHECK(classify(facts_from(s.facts)).kind.side == s.side);
  }
}

TEST_CASE("a GE source image marked MPR and a Siemens t1_mpr are no reformats") {
  CHECK(classify(facts_from("type=ORIGINAL\\PRIMARY\\MPR te=22 tr=2300")).set_aside_as.empty());
  CHECK(classify(facts_from("name=t1_mpr_ns_sag type=ORIGINAL\\PRIMARY\\M")).set_aside_as.empty());
  CHECK(classify(facts_from("type=DERIVED\\SECONDARY\\OTHER\\AI")).set_aside_as.empty());
}

TEST_CASE("a sequence name of scouts alone makes no localizer") {
  CHECK(classify(facts_from("name=t2_hemo sequence=*fl2d1 te=20 tr=633")).set_aside_as.empty());
  CHECK(classify(facts_from("name=localizer parallel=120")).set_aside_as.empty());
}
