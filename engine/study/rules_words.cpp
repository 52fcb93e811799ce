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

/// What a text says of contrast agent.
enum class Said : std::uint8_t { nothing, given, denied };

bool brand(const std::string& word) {
  return fits_any(word, {"gd%", "gad%", "dotarem%", "magnev%", "prohance%", "multihan%",
                         "clariscan%", "omniscan%", "primovist%", "eovist%", "vueway%", "elucirem%",
                         "artirem%", "optimark%", "cyclolux%"});
}

bool names_agent(const std::string& word) {
  return brand(word) || fits_any(word, {"km", "k.m%", "mdc", "m.d.c.", "pdc", "civ", "gbca",
                                        "contrast%", "kontrast%", "kontrasc%", "kontraszt%",
                                        "tehost%", "контраст%", "inj", "inject%", "c", "agent"});
}

/// Whether a word denies the agent that follows: "ohne KM".
bool denies_next(const std::string& word) {
  return fits_any(word, {"ohne",  "o",    "o.",   "without", "wo",    "w.o.", "w.o",    "sans",
                         "senza", "sin",  "no",   "non",     "sem",   "bez",  "zonder", "utan",
                         "uden",  "uten", "fara", "ilman",   "vor",   "pre",  "prae",   "avant",
                         "not",   "без",  "до",   "kein",    "keine", "nil",  "before"});
}

/// Words that deny only where an agent follows: "no SAT", "o" and the German "vor" of a place.
bool denies_with_agent_only(const std::string& word) {
  return fits_any(word, {"o", "o.", "no", "non", "not", "nil", "до", "kein", "keine", "before"});
}

/// Between a denial and its agent: "sans produit de contraste", "without IV contrast".
bool filler(const std::string& word) {
  return fits_any(word, {"iv", "i.v", "i.v.", "i", "v", "produit", "de", "mezzo", "di", "medio",
                         "meio", "del", "any", "use", "of", "intraven%", "podani%", "the"});
}

/// Behind an agent's name: "contrast given: none", "kontrast oncesi".
bool denies_before(const std::string& word) {
  return fits_any(word, {"none", "nil", "nein", "no", "0", "keine", "kein", "free", "negative",
                         "oncesi", "nelkul", "not", "nicht", "нет"});
}

/// "not known", "unknown", "N/A": whoever wrote it could not tell either.
bool cannot_tell(const std::vector<std::string>& words, std::size_t at) {
  const auto word = [&](std::size_t i) { return i < words.size() ? words[i] : std::string(); };
  return fits_any(word(at), {"unknown", "unk", "unbekannt", "inconnu%", "sconosciut%", "desconoc%",
                             "na", "null", "unspecified", "?"}) ||
         (word(at) == "n" && word(at + 1) == "a") ||
         (fits_any(word(at), {"not", "nicht"}) &&
          fits_any(word(at + 1), {"known", "specified", "stated", "documented", "recorded",
                                  "available", "bekannt", "angegeben"}));
}

bool reaction(const std::string& word) {
  return fits_any(word, {"react%", "reakt%", "side", "effect%", "nebenwirk%", "allerg%", "complic%",
                         "komplik%", "advers%", "problem%"});
}

/// What "post" and "pre" may be about besides contrast agent.
bool other_event(const std::string& word) {
  return fits_any(word,
                  {"op",      "operat%", "surg%",  "fossa", "chemo%",   "rt",   "radi%",  "trauma%",
                   "resect%", "resekt%", "partum", "ictal", "process%", "proc", "stroke", "treat%",
                   "therap%", "biops%",  "sat",    "sats",  "scan",     "horn"});
}

bool denying_word(const std::string& word) {
  return fits_any(word, {"nativ%",   "precon%",    "pregad%",    "pregd%", "prekm",
                         "noncon%",  "nocontrast", "unenhanced", "plain",  "blanco",
                         "smdc",     "okm",        "o.km",       "ohnekm", "kontrastsiz%",
                         "%造影前%", "%非造影%",   "%造影なし%", "%平扫%", "%単純%"});
}

bool giving_word(const std::string& word) {
  return fits_any(word, {"+c",     "c+",     "mkm",  "m.km", "nach",     "post",   "postc%",
                         "postg%", "postkm", "cmdc", "t1c",  "t1gd",     "t1km",   "t1+%",
                         "+gd",    "+gado",  "+km",  "+k",   "enhanced", "%造影%", "%增强%"}) &&
         word.find("血管造影") == std::string::npos;
}

/// Reads a text word by word: a denial takes the agent behind it along ("ohne KM", "w/o contrast"),
/// whatever else speaks of one is named. Both together ("w/wo", "nativ + KM", "pre/post") say
/// nothing of this one series.
class ContrastReader {
 public:
  explicit ContrastReader(const Words& text) : words_(text.list()) {}

  Said read() {
    for (at_ = 0; at_ < words_.size(); ++at_) word();
    if (denied_ && (given_ || with_)) return Said::nothing;
    return denied_ ? Said::denied : given_ ? Said::given : Said::nothing;
  }

 private:
  const std::string& next(std::size_t further = 1) const {
    static const std::string none;
    return at_ + further < words_.size() ? words_[at_ + further] : none;
  }

  void word() {
    const std::string& w = words_[at_];
    if (w == "w" && next() == "o") {
      ++at_;
      deny(false);
    } else if (fits_any(w, {"phase", "high", "low", "tissue", "dual"}) &&
               fits_any(next(), {"contrast%", "kontrast%"})) {
      ++at_;  // of the picture, not in the blood
    } else if (fits_any(w, {"pre", "post", "nach", "vor"}) && other_event(next())) {
      ++at_;
    } else if (w == "o" && next() == "m") {
      with_ = denied_ = true;
    } else if (w == "s" && names_agent(next())) {
      slashed_s();
    } else if (denying_word(w)) {
      denied_ = true;
    } else if (denies_next(w)) {
      deny(denies_with_agent_only(w));
    } else if (w != "c" && names_agent(w)) {
      name();
    } else if (giving_word(w)) {
      given_ = true;
    } else {
      with_ = with_ || fits_any(w, {"w", "with", "avec", "con", "mit", "met", "com", "med", "+",
                                    "m", "m.", "cu", "с"});
    }
  }

  /// Passes the agent behind a denial, whatever lies between.
  void deny(bool agent_only) {
    std::size_t i = at_ + 1;
    while (i < words_.size() && filler(words_[i])) ++i;
    const bool agent = i < words_.size() && names_agent(words_[i]);
    if (agent) {
      while (i < words_.size() && names_agent(words_[i])) ++i;
      at_ = i - 1;
      if (reaction(next())) return;  // "no contrast reaction"
    }
    denied_ = denied_ || agent || !agent_only;
  }

  /// "s/ contraste" is without, "s kontrastem" is with; others may be either.
  void slashed_s() {
    ++at_;
    const std::string& agent = words_[at_];
    given_ = given_ || agent.starts_with("kontras");
    denied_ = denied_ || fits_any(agent, {"contrast%", "mdc", "c", "civ"});
  }

  void name() {
    std::size_t behind = at_ + 1;
    while (behind < words_.size() && fits_any(words_[behind], {"given", "agent", "iv"})) ++behind;
    if (cannot_tell(words_, behind) || (behind < words_.size() && reaction(words_[behind]))) {
      at_ = words_.size();
    } else if (behind < words_.size() && denies_before(words_[behind])) {
      at_ = behind;
      denied_ = true;
    } else {
      given_ = true;
    }
  }

  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  bool given_ = false, denied_ = false, with_ = false;
};

/// The agent's own tag: "Gadovist 0,1 mmol/kg, no side effects" names one, "NONE", "0" and "IV
/// contrast given: none" deny one, "no contrast reaction" does neither.
Said said_by_tag(const Facts& f) {
  const std::vector<std::string>& words = f.contrast_agent.list();
  if (words.empty()) return Said::nothing;
  const std::string& first = words.front();
  const bool amount = first.front() >= '1' && first.front() <= '9';
  const bool real = amount || std::ranges::any_of(words, brand);
  if (!real && (cannot_tell(words, 0) || cannot_tell(words, 1))) return Said::nothing;
  const bool none = (first == "0" && (words.size() == 1 || words[1] == "ml")) ||
                    fits_any(first, {"no",   "none", "off", "nein",   "non",   "without", "n",
                                     "ohne", "sans", "not", "nil",    "senza", "sin",     "keine",
                                     "kein", "sem",  "bez", "zonder", "utan",  "без",     "нет"}) ||
                    (!real && (words.size() > 1) && std::ranges::any_of(words, denies_before));
  if (!real && std::ranges::any_of(words, reaction)) return Said::nothing;
  if (none && std::ranges::any_of(words, reaction)) return Said::given;
  return none ? Said::denied : Said::given;
}
bool agent_denied(const Facts& f) {
  return said_by_tag(f) == Said::denied;
}
bool agent_given(const Facts& f) {
  return said_by_tag(f) == Said::given;
}

/// A series' own words win over its protocol's.
Said said_by_names(const Facts& f) {
  const Said own = ContrastReader(f.own_name).read();
  const bool own_only = f.own_name.any({"pre", "post"});
  return own != Said::nothing || own_only ? own : ContrastReader(f.protocol).read();
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
