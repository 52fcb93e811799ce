// Words for body regions, planes and contrast agent, in the languages of European hospitals
// (MATCHING.md 6.4).
#include <algorithm>

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
    {Region::other,
     "knee",
     "KNEE-RT",
     {"knee%", "knie%", "genou%", "ginocchio", "rodilla", "kolen%", "koljen%", "joelho%", "kolan%",
      "knaled%", "diz"}},
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

/// "Gadovist 0,1 mmol/kg, no side effects" names an agent, "NONE" and "0" deny one: what comes
/// first says it.
bool agent_denied(const Facts& f) {
  const std::vector<std::string>& words = f.contrast_agent.list();
  if (words.empty()) return false;
  static constexpr std::string_view denials[] = {
      "no",  "none", "off",   "nein", "non", "without", "n",       "ohne", "sans",
      "not", "nil",  "senza", "sin",  "na",  "null",    "unknown", "keine"};
  const bool nothing = words.front() == "0" && (words.size() == 1 || words[1] == "ml");
  return nothing || std::ranges::find(denials, words.front()) != std::end(denials);
}
bool agent_given(const Facts& f) {
  return !f.contrast_agent.empty() && !agent_denied(f);
}

/// What a text says of contrast agent.
enum class Said : std::uint8_t { nothing, given, denied };

/// Whether a word denies what follows: "ohne KM".
bool denies_next(const std::string& word) {
  static constexpr std::string_view all[] = {
      "ohne",   "o",   "without", "wo",   "sans", "senza", "sin", "no",   "non",   "sem",
      "zonder", "bez", "utan",    "uden", "uten", "vor",   "pre", "prae", "avant", "not"};
  return std::ranges::find(all, word) != std::end(all);
}

bool names_agent(const std::string& word) {
  return fits_any(word, {"gd%",       "gad",       "gado%",      "km",        "mdc",
                         "contrast%", "contraste", "kontrast%",  "kontrasc%", "kontrastm%",
                         "inj",       "inject%",   "c",          "dotarem%",  "magnevist",
                         "prohance%", "gadovist%", "multihance", "clariscan", "agent"});
}

/// Reads a text word by word: a denial takes the agent behind it along ("ohne KM", "w/o contrast"),
/// whatever else speaks of one is named. Both together ("w/wo", "nativ + KM", "pre/post") say
/// nothing of this one series.
Said said_of_contrast(const Words& text) {
  const std::vector<std::string>& words = text.list();
  bool given = false, denied = false, with = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool w_o = word == "w" && i + 1 < words.size() && words[i + 1] == "o";
    if (w_o) ++i;
    const bool alone = word == "o" || word == "no" || word == "non" || word == "not";
    if (w_o || denies_next(word)) {
      const bool agent = i + 1 < words.size() && names_agent(words[i + 1]);
      denied = denied || agent || !alone;
      i += agent ? 1 : 0;
    } else if (fits_any(word, {"nativ%", "precon%", "noncontrast", "unenhanced", "blanco", "smdc",
                               "kontrastsiz%"})) {
      denied = true;
    } else if (word != "c" && names_agent(word)) {
      given = true;
    } else if (fits_any(word,
                        {"+c", "c+", "mkm", "nach", "post", "postc%", "postg%", "postkm", "cmdc",
                         "t1c", "t1gd", "t1km", "t1+%", "+gd", "+gado", "+km", "+k", "enhanced"})) {
      given = true;
    } else {
      with = with || fits_any(word, {"w", "with", "avec", "con", "mit", "met", "com", "med", "+"});
    }
  }
  if (denied && (given || with)) return Said::nothing;
  return denied ? Said::denied : given ? Said::given : Said::nothing;
}

/// A series' own words win over its protocol's.
Said said_by_names(const Facts& f) {
  const Said own = said_of_contrast(f.own_name);
  return own != Said::nothing || f.own_name.any({"pre", "post"}) ? own
                                                                 : said_of_contrast(f.protocol);
}
bool named(const Facts& f) {
  return said_by_names(f) == Said::given;
}
bool denied(const Facts& f) {
  return said_by_names(f) == Said::denied;
}

constexpr ContrastRule contrast_table[] = {
    {"header names a contrast agent", "agent=Dotarem_0.5", 3, agent_given},
    {"header says that no contrast agent was given", "agent=NONE", -1.5, agent_denied},
    {"called after contrast agent", "name=T1W_SE_AX_GADO", 2.5, named},
    {"called without contrast agent", "name=t1_tse_sag_ohne_KM", -2, denied},
    {"repeats a series after contrast agent was given", "repeatsafteragent name=t1_se_tra", 1.5,
     [](const Facts& f) { return f.repeats_after_agent && !denied(f); }},
    {"measured before contrast agent was given", "beforeagent", -0.5,
     [](const Facts& f) { return f.before_agent; }},
    {"header gives an amount of contrast agent", "volume=7.5", 0.5,
     [](const Facts& f) { return f.contrast_volume_ml > 0; }},
};

}  // namespace

std::span<const RegionWords> region_words() {
  return region_table;
}

Side side_of(const Facts& f, std::string_view part) {
  static constexpr std::string_view twice[] = {"knee",          "shoulder", "hip", "hand",
                                               "ankle or foot", "elbow",    "leg", "breast"};
  if (std::ranges::find(twice, part) == std::end(twice)) return Side::unknown;
  bool left = f.laterality == "L", right = f.laterality == "R";
  for (const Words* words : {&f.name, &f.body, &f.study}) {
    left = left || words->any({"left", "lt", "links", "li", "gauche", "sinistr%", "sx", "izq%",
                               "lewy", "lewa", "lewe%", "esquerd%", "vanster", "venstre"});
    right = right || words->any({"right", "rt", "rechts", "re", "droit%", "destr%", "dx", "derech%",
                                 "praw%", "direit%", "hoger", "hoyre", "hojre"});
  }
  constexpr double beside_the_middle_mm = 40;
  if (!left && !right && f.centre) {
    left = f.centre->x > beside_the_middle_mm;
    right = f.centre->x < -beside_the_middle_mm;
  }
  return left == right ? Side::unknown : left ? Side::left : Side::right;
}

std::span<const PlaneWords> plane_words() {
  return plane_table;
}

std::span<const ContrastRule> contrast_rules() {
  return contrast_table;
}

}  // namespace lv
