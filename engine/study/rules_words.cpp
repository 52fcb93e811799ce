// Words for body regions, planes and contrast agent, in the languages of European hospitals
// (MATCHING.md 6.4).
#include "engine/study/rules.h"

namespace lv {
namespace {

const RegionWords region_table[] = {
    {Region::brain,
     "",
     "MRT Schädel",
     {"brain%",    "head",       "head%",     "kopf%",    "schadel%", "schaedel%", "hirn%",
      "gehirn%",   "cran%",      "cerebr%",   "encefal%", "enceph%",  "cerveau",   "hersenen%",
      "neuro",     "neurocran%", "skull",     "tete",     "testa",    "crane%",    "craneo",
      "cerebral%", "ncranium",   "nhc",       "hoofd",    "cabeza",   "cabeca",    "hlav%",
      "mozek",     "beyin%",     "kraniyal%", "hjarn%",   "hjern%",   "aivo%",     "koponya%",
      "mozg%",     "glow%",      "голов%",    "мозг%",    "頭部%",    "脳%"}},
    {Region::cervical,
     "",
     "t2_me2d_tra_HWS",
     {"c spine%", "cspine%", "cervical%", "cervic%", "hws", "cwk", "rachis cervical", "halswirbel%",
      "colonna cervicale", "cervicale", "c wirbel%", "ckr", "csp", "szyjn%", "servikal%", "krcni%",
      "halsrygg%", "nekkewervel%"}},
    {Region::thoracic,
     "",
     "BWS sag",
     {"t spine%", "tspine%", "thora%", "bws", "dors%", "twk", "brustwirbel%", "d spine", "dspine",
      "thoracic%", "piersiow%", "torak%", "hrudni%"}},
    {Region::lumbar,
     "",
     "IRM rachis lombaire",
     {"l spine%", "lspine%", "lumb%", "lws", "lomb%", "lwk", "lendenwirbel%", "lumbosac%", "lssp%",
      "ls spine", "ls", "ledzw%", "lomber%", "bederni%", "landrygg%", "korsrygg%"}},
    {Region::spine,
     "",
     "Wirbelsäule",
     {"spine%", "wirbels%", "rachis", "colonna%", "columna%", "wervelkolom%", "spinal%", "ws",
      "gws", "vertebr%", "medull%", "myelon", "kregoslup%", "coluna%", "omurga%", "ryggrad%",
      "patere%"}},
    {Region::other, "orbits", "Orbita cor", {"orbit%", "augen%", "optic%"}},
    {Region::other, "pituitary", "Hypophyse", {"hypophys%", "pituit%", "sella%", "ipofisi"}},
    {Region::other, "inner ear", "IAC", {"iac", "iacs", "felsenbein%", "kleinhirnbr%", "cai"}},
    {Region::other, "neck", "Neck", {"neck", "hals", "cou", "collo", "soft tissue neck", "larynx"}},
    {Region::other, "jaw joint", "Kiefergelenk", {"tmj%", "kiefergel%"}},
    {Region::other, "knee", "KNEE-RT", {"knee%", "knie%", "genou%", "ginocchio", "rodilla"}},
    {Region::other,
     "shoulder",
     "SHOULDER",
     {"shoulder%", "schulter%", "epaule%", "spalla", "hombro", "schouder%"}},
    {Region::other,
     "hip",
     "Hüfte",
     {"hip", "hips", "huft%", "hueft%", "hanche%", "anca", "cadera"}},
    {Region::other,
     "pelvis",
     "Becken",
     {"pelvi%", "becken%", "bassin", "prostat%", "uterus", "bacino", "isg", "sacroil%"}},
    {Region::other,
     "abdomen",
     "ABDOMEN",
     {"abdom%", "liver%", "leber%", "foie", "bauch%", "renal%", "kidney%", "pancrea%", "mrcp%"}},
    {Region::other, "breast", "Mamma", {"breast%", "mamm%", "sein", "seins"}},
    {Region::other, "heart", "Herz MRT", {"heart%", "cardi%", "herz%", "coeur"}},
    {Region::other, "hand", "Handgelenk", {"hand%", "wrist%", "poignet", "finger%"}},
    {Region::other,
     "ankle or foot",
     "OSG",
     {"ankle%", "foot", "feet", "osg", "sprungg%", "fuss%", "cheville", "pied"}},
    {Region::other, "elbow", "Ellenbogen", {"elbow%", "ellenbog%", "coude"}},
    {Region::other,
     "leg",
     "Unterschenkel",
     {"thigh%", "leg", "femur", "unterschenk%", "lowerleg", "oberschenk%", "extremity%"}},
    {Region::other, "chest", "Chest", {"chest%", "lung%", "mediast%", "plexus"}},
};

const PlaneWords plane_table[] = {
    {Plane::axial,
     "t2_tse_tra_512",
     {"ax", "ax%", "tra", "trans%", "tra%", "assial%", "axiaal", "tr", "transverse", "osiow%",
      "poprzeczn%"}},
    {Plane::sagittal, "T1W_SE SAG", {"sag", "sag%", "strzalk%"}},
    {Plane::coronal, "COR T1 POST", {"cor", "coro%", "kor", "koro%", "front%", "czolow%"}},
};

bool agent_given(const Facts& f) {
  return !f.contrast_agent.empty() &&
         !f.contrast_agent.any({"no", "none", "off", "0", "nein", "non", "without", "n", "ohne",
                                "sans", "no contrast%", "not %", "unknown", "null", "na"});
}

/// Said first: "ohne KM" holds "KM".
bool denied(const Facts& f) {
  return f.name.any({"ohne",        "ohne km",    "o km",    "nativ%",  "sans",
                     "senza",       "sin",        "zonder",  "w o",     "wo",
                     "without",     "pre",        "precon%", "no gad%", "non contrast%",
                     "noncontrast", "unenhanced", "no c",    "vor km",  "avant",
                     "blanco",      "smdc",       "s mdc",   "prae",    "sem",
                     "bez",         "utan",       "uden",    "uten",    "kontrastsiz%"});
}

bool named(const Facts& f) {
  return !denied(f) &&
         f.name.any({"+c",        "c+",        "gd",           "gd%",       "gad",
                     "gado%",     "km",        "mkm",          "nach km",   "mit km",
                     "post",      "postc%",    "postgd%",      "postgad%",  "avec",
                     "inject%",   "inj",       "con mdc",      "mdc",       "cmdc",
                     "contrast%", "contraste", "met contrast", "dotarem%",  "magnevist",
                     "prohance%", "gadovist%", "multihance",   "clariscan", "t1c",
                     "t1gd",      "t1km",      "t1+c",         "t1+%",      "+gd",
                     "+gado",     "+km",       "+k",           "enhanced",  "postkm",
                     "with c",    "w gd",      "+ c",          "kontrast%", "kontrasc%"});
}

constexpr ContrastRule contrast_table[] = {
    {"header names a contrast agent", "agent=Dotarem_0.5", 3, agent_given},
    {"called after contrast agent", "name=T1W_SE_AX_GADO", 2.5, named},
    {"called without contrast agent", "name=t1_tse_sag_ohne_KM", -2.5, denied},
    {"repeats a series after contrast agent was given", "repeatsafteragent name=t1_se_tra", 1.5,
     [](const Facts& f) { return f.repeats_after_agent && !denied(f); }},
    {"header gives an amount of contrast agent", "volume=7.5", 0.5,
     [](const Facts& f) { return f.contrast_volume_ml > 0; }},
};

}  // namespace

std::span<const RegionWords> region_words() {
  return region_table;
}

std::span<const PlaneWords> plane_words() {
  return plane_table;
}

std::span<const ContrastRule> contrast_rules() {
  return contrast_table;
}

}  // namespace lv
