// What headers and names say of contrast agent, in the words of several countries and as people
// type them. It is given, denied, or both, which says nothing; silence is no denial.
#include <algorithm>

#include "engine/study/rules.h"

namespace lv {
namespace {

/// What a text says of contrast agent; both: "w/wo", which tells nothing of one series.
enum class Said : std::uint8_t { nothing, given, denied, both };

bool brand(const std::string& word) {
  return fits_any(word, {"gd%",      "gad%",     "dota%",    "magnev%",   "magneg%",  "prohan%",
                         "multih%",  "clarisc%", "omnisc%",  "primovist", "eovist%",  "vueway%",
                         "elucir%",  "artirem%", "optimark", "cyclolux%", "pixxos%",  "vasovist",
                         "feraheme", "resovist", "endorem",  "dtpa",      "bopta",    "гадо%",
                         "магнев%",  "дотар%",   "γαδο%",    "%ガド%",    "%マグネ%", "%プロハ%"});
}

bool names_agent(const std::string& word) {
  return brand(word) ||
         fits_any(word,
                  {"km",         "k.m%",     "kl",      "k.l",       "mdc",   "m.d.c", "pdc",
                   "p.d.c",      "civ",      "cte",     "contr",     "kontr", "ce",    "gbca",
                   "%contrast%", "kontras%", "tehost%", "контраст%", "ку",    "ιvκ",   "σκιαγραφ%",
                   "inj",        "inject%",  "injekt%", "ingespo%",  "c",     "agent", "ivk"}) ||
         word.ends_with("kontrastmittel");
}

/// Whether a word denies the agent that follows: "ohne KM".
bool denies_next(const std::string& word) {
  return fits_any(
      word,
      {"ohne", "o",      "without", "wo",    "w.o",   "sans",  "senza", "sin",    "no",   "non",
       "sem",  "bez",    "brez",    "utan",  "uden",  "uten",  "fara",  "ilman",  "ilma", "be",
       "vor",  "pre",    "prae",    "avant", "not",   "без",   "до",    "zonder", "kein", "keine",
       "nil",  "before", "przed",   "pred",  "prije", "prima", "antes", "fore",   "voor", "u",
       "pas",  "geen",   "ikke",    "inte",  "nie",   "tanpa", "χωρισ", "πριν",   "prior"});
}

/// Words that deny only where an agent follows: "no SAT", the German "vor" of a place.
bool denies_with_agent_only(const std::string& word) {
  return fits_any(word,
                  {"o",  "no",     "non",   "not",  "sin",   "nil",   "до",    "kein", "keine",
                   "be", "before", "przed", "pred", "prije", "prima", "antes", "fore", "voor",
                   "u",  "pas",    "geen",  "ikke", "inte",  "nie",   "πριν",  "prior"});
}

/// Words that may stand between a denial and its agent: "sans produit de contraste", "without IV
/// contrast".
bool filler(const std::string& word) {
  return fits_any(
      word,
      {"iv",  "i.v",    "i",   "v",  "produit",   "de",      "mezzo",   "di",   "meio", "medio",
       "del", "any",    "use", "of", "intraven%", "podani%", "the",     "do",   "med",  "to",
       "sr",  "srodk%", "в",   "а",  "-",         "d",       "введен%", "gabe", "von",  "applik%"});
}

/// "Before and after contrast": what stands between the two.
bool leads_to_after(const std::string& word) {
  return fits_any(word, {"and",     "und",    "et",   "e",     "ed",    "y",     "i",      "и",
                         "en",      "och",    "og",   "ja",    "ve",    "es",    "si",     "a",
                         "και",     "after",  "nach", "apres", "dopo",  "po",    "depois", "apos",
                         "despues", "efter",  "na",   "poste", "nakon", "после", "μετα",   "post",
                         "pos",     "sonra%", "o",    "with",  "mit"});
}

/// Words that deny the agent before them: "contrast given: none", "kontrast oncesi".
bool denies_before(const std::string& word) {
  return fits_any(word, {"none", "nil",      "nein",   "no",     "0",   "keine", "kein",
                         "free", "negative", "oncesi", "nelkul", "not", "nicht", "нет",
                         "nie",  "yok",      "brak",   "elott",  "-",   "neg",   "frei"});
}

/// "not known", "unknown", "N/A", "REMOVED": whoever wrote it could not tell either.
bool cannot_tell(const std::vector<std::string>& words, std::size_t at) {
  const auto word = [&](std::size_t i) { return i < words.size() ? words[i] : std::string(); };
  return fits_any(word(at),
                  {"unknown",   "unk",     "unbekannt", "inconnu%",     "sconosciut%", "desconoc%",
                   "na",        "null",    "nan",       "unspecified",  "?",           "anon%",
                   "removed",   "deleted", "redacted",  "deidentified", "undefined",   "empty",
                   "blank",     "tbd",     "x",         "xx%",          "neznam%",     "nieznan%",
                   "неизвест%", "n.a",     "k.a",       "onbekend%",    "okan%",       "ukjent%",
                   "ukendt%",   "see",     "siehe",     "nkda",         "nc"}) ||
         (fits_any(word(at), {"n", "k"}) && word(at + 1) == "a") ||
         (fits_any(word(at), {"not", "nicht", "non", "no", "keine", "nao", "не", "niet", "nie"}) &&
          fits_any(word(at + 1), {"known",     "specified", "stated",  "documented", "recorded",
                                  "available", "bekannt",   "angab%",  "angegeben",  "renseign%",
                                  "precis%",   "noto",      "specif%", "especif%",   "inform%",
                                  "data",      "bekend",    "указан%", "известн%",   "podano"}));
}

bool reaction(const std::string& word) {
  return fits_any(word, {"react%", "reakt%", "side", "effect%", "nebenwirk%", "allerg%", "complic%",
                         "komplik%", "advers%", "problem%", "reaz%", "reacc%"});
}

/// What "post", "pre" and "without" may be about besides contrast agent.
bool other_event(const std::string& word) {
  return fits_any(
      word, {"op", "operat%", "surg%", "fossa", "chemo%", "rt", "radi%", "trauma%", "resect%",
             "resekt%", "partum", "ictal", "process%", "proc", "stroke", "treat%", "therap%",
             "biops%", "scan", "horn", "shunt%", "fusion", "%ectomy", "%ektomie", "implant%",
             "stereo%", "navi%", "neuronav%", "srs", "plan%", "links", "rechts", "kran%", "caud%",
             "kaud%", "mortem", "void%", "dbs", "gamma%",
             // What can be left out of a measurement.
             "fs", "fat%", "fett%", "graisse", "grasso", "grasa", "gordura", "vet%", "sat%",
             "supp%", "supr%", "soppr%", "spair", "spir", "dixon", "ir", "sedat%", "sedier%",
             "sedac%", "anest%", "anaest%", "narko%", "ga", "gating", "gated", "trigger%", "mt",
             "mtc", "flow", "fc", "motion", "moco", "beweg%", "correct%", "korrekt%", "angul%",
             "gap", "coil%", "spule%", "filter%", "norm%", "dist%", "sense", "grappa", "pat",
             "metal%", "artef%", "artif%", "breath%"});
}

bool denying_word(const std::string& word) {
  return fits_any(word,
                  {"nativ%",       "nat",        "natyw%",       "s.m.d.c",      "precon%",
                   "pregad%",      "pregd%",     "prekm",        "natiiv%",      "noncon%",
                   "nonenh%",      "nocontrast", "unenh%",       "plain",        "blanco",
                   "basale",       "smdc",       "okm",          "o.km",         "ohnekm",
                   "vkm",          "v.km",       "kontrastsiz%", "kontrastfri%", "kontrastlos%",
                   "kontrastita%", "bezkontr%",  "beskontr%",    "opaksiz%",     "ilacsiz%",
                   "precontrast%", "нативн%",    "безконтраст%", "бесконтраст%", "%造影前%",
                   "%非造影%",     "%造影なし%", "%平扫%",       "%平掃%",       "%単純%",
                   "%비조영%"});
}

bool giving_word(const std::string& word) {
  return fits_any(word,
                  {"c+",      "mkm",     "m.km",          "nkm",   "n.km",    "nach",   "post",
                   "postc%",  "postg%",  "postk%",        "posc%", "posg%",   "cmdc",   "t1c",
                   "t1c+",    "t1gd%",   "t1ce",          "t1km",  "t1+%",    "%+c",    "%+gd%",
                   "%+gad%",  "%+km",    "%+k",           "km+",   "iv+",     "enh",    "enhance%",
                   "opakli%", "ilacli%", "постконтраст%", "%+ку",  "c.m.d.c", "%造影%", "%增强%",
                   "%增強%",  "%조영%",  "cemra",         "cemr"}) &&
         word.find("血管造影") == std::string::npos;
}

/// One word that says both: "before and after", "plain + enhanced".
bool saying_both(const std::string& word) {
  return fits_any(
      word, {"+/-", "wwo", "woandw", "%造影前後%", "%平扫%增强%", "%平掃%增強%", "%単純%造影%"});
}

bool is_amount(const std::string& word) {
  return !word.empty() && word.find_first_not_of("0123456789.") == std::string::npos;
}

/// Reads a text word by word: a denial takes the agent behind it along ("ohne KM", "w/o contrast"),
/// whatever else speaks of one is named. Both together ("w/wo", "nativ + KM", "pre/post") say
/// nothing of this one series.
class ContrastReader {
 public:
  explicit ContrastReader(const Words& text) : words_(text.list()) {}

  Said read() {
    for (at_ = 0; at_ < words_.size(); ++at_) word();
    if (denied_ && (given_ || with_)) return Said::both;
    return denied_ ? Said::denied : given_ ? Said::given : Said::nothing;
  }

 private:
  static bool with(const std::string& w) {
    return fits_any(w, {"w", "with", "avec", "con", "mit", "met", "com", "med", "+", "m", "cu", "с",
                        "z", "ze", "su", "sa", "με"});
  }

  const std::string& word_at(std::size_t i) const {
    static const std::string none;
    return i < words_.size() ? words_[i] : none;
  }
  const std::string& next() const { return word_at(at_ + 1); }

  /// "C" is the neck in "C spine"; "kl" and "kontr" are agents only where a word leads to them.
  bool agent_at(std::size_t i) const {
    if (word_at(i) == "к") return word_at(i + 1) == "у";
    if (i >= words_.size() || !names_agent(words_[i])) return false;
    if (words_[i] == "c") {
      const bool sign = word_at(i + 1) == "-" || word_at(i + 1) == "+";
      return !fits_any(word_at(sign ? i + 2 : i + 1),
                       {"spine%", "sp", "th", "t", "wirbel%", "pater%"});
    }
    const std::string before = i > 0 ? words_[i - 1] : "";
    return !fits_any(words_[i], {"kl", "kontr", "contr", "cte"}) ||
           fits_any(before, {"po", "s", "z", "ze", "bez", "pred", "przed", "sr", "+", "c", "con",
                             "com", "sem", "sin", "avec", "sans", "iv", "i.v", "aplik%"});
  }

  void word() {
    const std::string& w = words_[at_];
    const bool denial = denies_next(w);
    if (w == "w" && next() == "o") {
      ++at_;
      if (!other_event(next())) deny(false);
    } else if (of_the_picture(w) || of_another_event(w, denial)) {
      ++at_;
    } else if (saying_both(w) || (w == "o" && next() == "m") ||
               (w == "c" && (next() == "s" || next() == "c+"))) {
      with_ = denied_ = true;
    } else if (w == "s" && agent_at(at_ + 1)) {
      slashed_s();
    } else if (w == "-" || w == "c") {
      signed_agent(w);
    } else if (denying_word(w)) {
      denied_ = true;
    } else if (denial || (w == "v" && next() == "km") ||
               (w == "for" && next().starts_with("kontrast"))) {
      deny(denies_with_agent_only(w));
    } else if (agent_at(at_)) {
      name();
    } else if (giving_word(w) || (fits_any(w, {"w", "with", "+"}) && agent_at(at_ + 1)) ||
               (fits_any(w, {"w", "with"}) && short_contrast(at_ + 1))) {
      given_ = true;
    } else {
      with_ =
          with_ || with(w) || (w == "s" && leads_to_after(next()) && denies_next(word_at(at_ + 2)));
    }
  }

  /// "C-" and "-Gd" are without, "C+", "C(+)" and "c/c" are with.
  void signed_agent(const std::string& w) {
    if (w == "c" && !agent_at(at_)) return;
    const bool minus = w == "-" ? agent_at(at_ + 1) : next() == "-";
    const bool plus = w == "c" && (next() == "+" || (next() == "c" && agent_at(at_ + 1)));
    denied_ = denied_ || minus;
    given_ = given_ || plus;
    if (minus || plus) ++at_;
  }

  /// "W CON", "NON-CON": in English short for contrast; elsewhere it is "with".
  bool short_contrast(std::size_t i) const {
    return word_at(i) == "con" && !agent_at(i + 1) &&
           fits_any(word_at(i - 1), {"w", "with", "wo", "without", "non", "no", "o", "pre"});
  }

  /// "Post OP", "without fat saturation", and what "vor" and "nach" stand before: an irradiation.
  bool of_another_event(const std::string& w, bool denial) const {
    const std::string& event = next();
    if (!denial && !with(w) && !fits_any(w, {"post", "nach"})) return false;
    if (other_event(event) || (denial && reaction(event))) return true;
    const bool noun = event.size() >= 4 && !agent_at(at_ + 1) && !filler(event) &&
                      !leads_to_after(event) && !denying_word(event) && !giving_word(event) &&
                      std::ranges::none_of(plane_words(), [&](const PlaneWords& plane) {
                        return fits_any(event, plane.patterns);
                      });
    return noun && fits_any(w, {"vor", "nach", "avant"});
  }

  /// "Phase contrast", "edge enhanced": of the picture, not in the blood.
  bool of_the_picture(const std::string& w) const {
    return fits_any(w, {"phase", "high", "low", "tissue", "dual", "edge", "flow", "image"}) &&
           fits_any(next(), {"contrast%", "kontrast%", "enhanc%"});
  }

  /// Passes the agent behind a denial, whatever lies between.
  void deny(bool agent_only) {
    std::size_t i = at_ + 1;
    const auto denied_at = [&](std::size_t k) {
      return agent_at(k) || short_contrast(k) || word_at(k).starts_with("enhanc");
    };
    while (i < words_.size() && filler(words_[i])) ++i;
    const bool agent = denied_at(i);
    if (agent) {
      while (denied_at(i)) ++i;
      at_ = i - 1;
      if (reaction(next())) return;  // "no contrast reaction"
    } else if (agent_only) {
      i = at_ + 1;
      while (filler(word_at(i)) || leads_to_after(word_at(i)) || with(word_at(i))) ++i;
      with_ = with_ || (i > at_ + 1 && denied_at(i));
      denied_ = denied_ || with_;
    }
    denied_ = denied_ || agent || !agent_only;
  }

  /// "s/ contraste" is without, "s kontrastem" is with; others may be either.
  void slashed_s() {
    ++at_;
    const std::string& agent = words_[at_];
    given_ = given_ || agent.starts_with("k");
    denied_ = denied_ || fits_any(agent, {"contrast%", "mdc", "c", "civ", "cte"});
  }

  void name() {
    std::size_t behind = at_ + 1;
    while (fits_any(word_at(behind), {"given", "agent", "iv"})) ++behind;
    const bool joined = word_at(behind) == "-" && agent_at(behind + 1);  // "Gd- DTPA"
    const bool unharmed = behind + 1 < words_.size() && reaction(words_[behind + 1]);
    if (cannot_tell(words_, behind) || reaction(word_at(behind))) {
      at_ = words_.size();
    } else if (denies_before(word_at(behind)) && !joined && !unharmed &&
               !is_amount(word_at(behind + 1))) {
      at_ = behind;
      denied_ = true;
    } else {
      if (joined) at_ = behind;
      given_ = true;
    }
  }

  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  bool given_ = false, denied_ = false, with_ = false;
};

bool zero(const std::string& word) {
  return word.find_first_not_of("0.") == std::string::npos && word.front() == '0';
}

/// "0ml".
bool zero_of_a_unit(const std::string& word) {
  const std::size_t unit = word.find_first_not_of("0.");
  return word.front() == '0' && unit != std::string::npos &&
         fits_any(std::string_view(word).substr(unit), {"ml", "cc", "mmol", "mg"});
}

/// "0", "Gadovist 0,0 ml"; not "1,0 ml".
bool zero_amount(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (zero_of_a_unit(words[i]) && (i == 0 || !is_amount(words[i - 1]))) return true;
    if (!zero(words[i]) || (i > 0 && is_amount(words[i - 1]))) continue;
    const std::size_t unit = i + 1 < words.size() && zero(words[i + 1]) ? i + 2 : i + 1;
    if (unit >= words.size() || fits_any(words[unit], {"ml", "cc", "mmol", "mg"})) return true;
  }
  return false;
}

/// "Gadovist not given", "Dotarem: none", "refused".
bool not_given(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string next = i + 1 < words.size() ? words[i + 1] : "";
    if (fits_any(words[i], {"refused", "declined", "abgelehnt", "verweigert"}) ||
        (fits_any(words[i], {"not", "nicht", "no", "non", "pas"}) &&
         fits_any(next, {"given", "gegeben", "admin%", "inject%", "verabreicht", "used", "fait%",
                         "realis%"})) ||
        (brand(words[i]) && fits_any(next, {"none", "nil", "nein", "keine"})) ||
        (brand(words[i]) && i + 2 == words.size() && fits_any(next, {"no", "non", "-"}))) {
      return true;
    }
  }
  return false;
}

/// What is given besides contrast agent.
bool other_drug(const std::string& word) {
  return fits_any(word, {"buscopan%", "nacl%", "saline", "glucagon%", "lasix", "furosemid%",
                         "mannit%", "water", "wasser", "oral%", "secretin%", "air", "luft"});
}

bool first_word_denies(const std::string& word) {
  return fits_any(
      word, {"no",    "none",   "off",    "nein",    "non",     "without", "n",   "ohne",  "sans",
             "not",   "nil",    "senza",  "sin",     "kein%",   "pas",     "sem", "bez",   "zonder",
             "utan",  "без",    "нет",    "nie",     "ne",      "nej",     "nei", "ei",    "nem",
             "nincs", "brak",   "ingen",  "geen",    "nee",     "niet",    "nao", "yok",   "hayir",
             "nu",    "fara",   "aucun%", "nessun%", "ningun%", "nenhum%", "οχι", "χωρισ", "false",
             "zadn%", "nativ%", "не",     "無%",     "无%",     "%なし",   "없음"});
}

/// The agent's own tag: "Gadovist 0,1 mmol/kg, no side effects" names one, "NONE", "0" and "IV
/// contrast given: none" deny one, "no contrast reaction" and "w/wo" do neither.
Said said_by_tag(const Facts& f) {
  const std::vector<std::string>& words = f.contrast_agent.list();
  const auto silent = [](const std::string& w) {
    return w.find_first_not_of(".+*") == std::string::npos;
  };
  if (std::ranges::all_of(words, silent)) return Said::nothing;
  if (zero_amount(words) || not_given(words)) return Said::denied;
  const std::string& first = words.front();
  if (first.front() >= '1' && first.front() <= '9') return Said::given;
  const Said text = ContrastReader(f.contrast_agent).read();
  const bool named = std::ranges::any_of(words, brand);
  if (named && text != Said::denied) return Said::given;
  if (cannot_tell(words, 0) || cannot_tell(words, 1) || other_drug(first)) return Said::nothing;
  if (std::ranges::any_of(words, reaction)) return named ? Said::given : Said::nothing;
  if (text == Said::both) return Said::nothing;
  if (text == Said::denied || first_word_denies(first)) return Said::denied;
  return words.size() > 1 && std::ranges::any_of(words, denies_before) ? Said::denied : Said::given;
}
bool agent_denied(const Facts& f) {
  return said_by_tag(f) == Said::denied;
}
bool agent_given(const Facts& f) {
  return said_by_tag(f) == Said::given;
}

/// A series' own words win over its protocol's, also where they name both.
Said said_by_names(const Facts& f) {
  const Said own = f.name_shared ? Said::nothing : ContrastReader(f.own_name).read();
  return own != Said::nothing || f.protocol_shared ? own : ContrastReader(f.protocol).read();
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
    {"a later series of this kind alone is called after the agent that all bear", "agentofall",
     -1.5, [](const Facts& f) { return f.agent_of_all && !named(f); }},
    {"called after contrast agent", "name=T1W_SE_AX_GADO", 2.5, named},
    {"called without contrast agent", "name=t1_tse_sag_ohne_KM", -2, denied},
    {"repeats a series after contrast agent was given", "repeatsafteragent name=t1_se_tra", 1.5,
     [](const Facts& f) { return f.repeats_after_agent && !denied(f); }},
    {"measured before contrast agent was given", "beforeagent", -0.5,
     [](const Facts& f) { return f.before_agent; }},
    {"header gives an amount of contrast agent", "volume=7.5", 1,
     [](const Facts& f) { return f.contrast_volume_ml > 0 && !f.agent_of_all; }},
};

}  // namespace

std::span<const ContrastRule> contrast_rules() {
  return contrast_table;
}

}  // namespace lv
