// Words of headers as technicians of many countries type them, alone and combined: sides, contrast
// agent, angiograms; and what is left where tags are missing.
#include <doctest/doctest.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "engine/study/classify.h"
#include "engine/study/rules.h"
#include "tests/support/facts_text.h"
#include "tests/support/headers.h"

using namespace lv;
using lv::test::facts_from;
using lv::test::pictures_of;
using lv::test::SeriesTable;

TEST_CASE("a knee whose side is contradicted stands alone and says so") {
  SeriesTable left{.study = "1",
                   .date = "20150304",
                   .description = "pd sag left",
                   .study_description = "knee",
                   .body_part = "KNEE",
                   .te = 30};
  SeriesTable odd = left;
  odd.study = "2", odd.date = "20190304", odd.study_description = "knee right";
  const Matrix m = test::matrix_of({left, odd});
  CHECK(m.rows.size() == 2);
  CHECK(m.series[0].findings.empty());
  REQUIRE_FALSE(m.series[1].findings.empty());
  CHECK(m.series[1].findings[0].find("do not agree") != std::string::npos);
}

TEST_CASE("of a phase contrast angiogram the vessels are shown, not the tissue or the phase") {
  SeriesTable tissue{.description = "3D PCA", .image_type = "ORIGINAL\\PRIMARY\\M_FFE\\M\\FFE"};
  tissue.scanning = "GR", tissue.te = 5, tissue.tr = 20, tissue.flip = 15;
  SeriesTable vessels = tissue, phase = tissue;
  vessels.image_type = "ORIGINAL\\PRIMARY\\M_PCA\\M\\PCA";
  phase.image_type = "ORIGINAL\\PRIMARY\\PHASE CONTRAST M\\P\\PCA";
  auto pictures = pictures_of({tissue, vessels, phase});
  for (std::size_t i = 0; i < pictures.size(); ++i) pictures[i].sop_uid = std::to_string(i);
  const Matrix m = build_matrix(pictures, {}, {});
  REQUIRE(m.rows.size() == 1);
  const Cell& cell = m.rows[0].cells.at(0);
  CHECK(cell.also.empty());
  const Series& shown = m.series.at(static_cast<std::size_t>(cell.series));
  CHECK(shown.header->image_type == vessels.image_type);
  CHECK(shown.kind.weighting == Weighting::mra);
}

namespace {

const char* const agent_given_in_words[] = {"T1 m. Kontrast",
                                            "T1 s/p contrast",
                                            "T1 post gado",
                                            "T1 с контрастом",
                                            "T1造影",
                                            "T1 s kontrastem",
                                            "T1 m.KM",
                                            "T1 c/ contraste",
                                            "T1 kontraszt",
                                            "T1 GAD",
                                            "t1_+C",
                                            "T1+C",
                                            "T1 nKM",
                                            "T1 W/C",
                                            "T1 c/c",
                                            "T1 po kontraście",
                                            "T1 po k.l.",
                                            "T1 kontrastlı",
                                            "T1 με σκιαγραφικό",
                                            "T1 после КУ",
                                            "T1 増強 造影後",
                                            "T1 增强",
                                            "T1 dopo mdc",
                                            "T1 po kontr.",
                                            "T1 na contrast",
                                            "T1 efter kontrast",
                                            "T1 tehosteaine",
                                            "T1 +contrast",
                                            "T1 Gd(+)",
                                            "T1 C(+)",
                                            "T1 к/у",
                                            "T1 W CON",
                                            "T1 Gd- DTPA",
                                            "T1-KM",
                                            "T1 - Gd",
                                            "T1 nach Gabe von KM",
                                            "ce-T1"};

const char* const agent_denied_in_words[] = {"T1 o. KM",
                                             "T1 plain",
                                             "T1 без контраста",
                                             "T1 sans produit de contraste",
                                             "T1 senza mezzo di contrasto",
                                             "T1 without IV contrast",
                                             "T1 ohne i.v. KM",
                                             "T1 s/ contraste",
                                             "T1 非造影",
                                             "T1 contrast: none",
                                             "T1 kontrast öncesi",
                                             "T1 without gadolinium contrast",
                                             "T1 kontrastsız",
                                             "T1 przed kontrastem",
                                             "T1 χωρίς σκιαγραφικό",
                                             "T1 non-enhanced",
                                             "T1 voor contrast",
                                             "T1 до контраста",
                                             "T1 平扫",
                                             "T1 ilman tehostetta",
                                             "T1 s/c",
                                             "T1 u/ kontrast",
                                             "T1 før kontrast",
                                             "T1 vKM",
                                             "T1 KM-",
                                             "t1_tra_Gd-_fs",
                                             "T1 -Gd",
                                             "T1 contrast (-)",
                                             "T1 C-",
                                             "T1 NON-CON",
                                             "T1 WO CON",
                                             "T1 vor Gabe von KM",
                                             "T1 s.m.d.c.",
                                             "T1 natywne",
                                             "T1 до введения контраста"};

const char* const agent_untold_in_words[] = {
    "T1 post op", "T1 post fossa", "T1 pre op", "T1 phase contrast", "T1 o/m KM",
    "T1 plain and contrast", "T1 no contrast reaction", "T1 nach OP", "T1 +/- contrast",
    "T1 before and after contrast", "T1 до и после контраста", "T1 造影前後", "T1 平扫+增强",
    "T1 voor en na contrast", "T1 bez i z kontrastem", "T1 s/c e c/c", "T1 c/s contraste",
    // What is left out of the measurement is not the agent.
    "T1 ohne FS", "T1 without fat sat", "T1 w/o gating", "T1 sin FS", "T1 sin", "T1 pre-sat",
    "T1 edge enhanced", "T1 kl. Becken", "T1 with C spine", "T1 Kontr.", "T1 W C-SPINE",
    "T1 pre navi", "T1 vor Bestrahlung", "T1 nach Lagerung", "T1 -/+ KM", "T1 +-Gd", "T1 C-/C+",
    "T1 C+/-", "T1 sin y con gd", "T1 u/m kontrast", "T1 s i bez kontrasta", "T1 C- spine",
    "T1 sag -15"};

/// What a T1 with this description and agent is told to be.
std::string said_of_agent(const std::string& description, const std::string& agent = "") {
  const Matrix m = test::matrix_of(
      {SeriesTable{.description = description, .agent = agent, .te = 10, .tr = 500}});
  const Kind& kind = m.series.at(0).kind;
  return !kind.contrast_said ? "nothing" : kind.contrast == true ? "given" : "denied";
}

Kind kind_of_name(const std::string& name) {
  Facts facts = facts_from("");
  facts.name.add(name);
  facts.own_name.add(name);
  return classify(facts).kind;
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

/// The words of an example of a table that stands for a name; empty: it is about something else.
std::string name_in(std::string_view example) {
  if (!example.starts_with("name=") || example.find(' ') != std::string_view::npos) return {};
  std::string name(example.substr(5));
  std::ranges::replace(name, '_', ' ');
  return name;
}

}  // namespace

TEST_CASE("contrast agent as people of many countries type it") {
  const auto all_say = [](std::span<const char* const> texts, const std::string& expected) {
    for (const char* text : texts) {
      CAPTURE(std::string(text));
      CHECK(said_of_agent(text) == expected);
    }
  };
  all_say(agent_given_in_words, "given");
  all_say(agent_denied_in_words, "denied");
  all_say(agent_untold_in_words, "nothing");
}

TEST_CASE("the agent's tag as people of many countries type it") {
  for (const char* text : {"IV contrast given: none",
                           "Contrast: no",
                           "not given",
                           "без контраста",
                           "W/O CONTRAST",
                           "Gadovist 0 ml",
                           "0.0",
                           "0,0 ml",
                           "brak",
                           "yok",
                           "não",
                           "Gadovist not given",
                           "Dotarem: none",
                           "plain",
                           "KM-",
                           "GADO-",
                           "C-",
                           "PRE GAD",
                           "Gadovist 0ml",
                           "не вводился",
                           "なし",
                           "pas d'injection",
                           "GADO NON"}) {
    CAPTURE(std::string(text));
    CHECK(said_of_agent("T1 ax", text) == std::string("denied"));
  }
  for (const char* text : {"no contrast reaction", "W/WO", "with and without", "REMOVED", ".",
                           "XXX", "ANONYMIZED", "N/A", "Buscopan", "-", "--", "k.A.", "n.a.",
                           "keine Angabe", "non renseigné", "не указано", "onbekend"}) {
    CAPTURE(std::string(text));
    CHECK(said_of_agent("T1 ax", text) == std::string("nothing"));
  }
  for (const char* text : {"15 ml, no side effects", "Gadovist, complications: none", "Yes", "oui",
                           "Gadovist 1,0 mmol/ml", "Gadovist 0,1 mmol/kg", "造影剤",
                           "Magnevist - ohne Komplikationen", "Gadavist no reaction", "KM+"}) {
    CAPTURE(std::string(text));
    CHECK(said_of_agent("T1 ax", text) == std::string("given"));
  }
}

TEST_CASE("any two words in any order and case: nothing denies agent unasked, nothing flips") {
  // Words as technicians type them, and those of all tables.
  std::vector<std::string> words = {"T1", "T2", "FLAIR",   "tra",    "SAG", "cor",  "TSE",
                                    "fs", "3D", "left",    "w",      "mit", "post", "KM",
                                    "+C", "Gd", "post op", "FatSat", "rpt", "neu"};
  const std::vector<std::string> denying = {"ohne", "nativ", "w/o", "plain", "без", "sans", "pre"};
  words.insert(words.end(), denying.begin(), denying.end());
  for (const RegionWords& entry : region_words()) words.emplace_back(entry.example);
  for (const WeightingRule& rule : weighting_rules()) words.push_back(name_in(rule.example));
  for (const SetAsideRule& rule : set_aside_rules()) words.push_back(name_in(rule.example));
  std::erase(words, "");
  const auto denies = [&](const std::string& w) {
    return std::ranges::find(denying, w) != denying.end();
  };
  for (const std::string& a : words) {
    for (const std::string& b : words) {
      const Kind kind = kind_of_name(a + " " + b), turned = kind_of_name(b + " " + a);
      CAPTURE(a);
      CAPTURE(b);
      if (kind.contrast == false && kind.contrast_said) CHECK((denies(a) || denies(b)));
      CHECK(kind_of_name(upper(a + " " + b)) == kind);
      // Two words may be one term in one order ("T2 FLASH", "head neck"), nothing else comes of it.
      const bool known =
          kind.weighting != Weighting::unknown && turned.weighting != Weighting::unknown;
      if (known && kind.weighting != Weighting::t2_star && turned.weighting != Weighting::t2_star) {
        CHECK(turned.weighting == kind.weighting);
      }
      if (kind.region != Region::unknown && turned.region != Region::unknown) {
        CHECK(turned.region == kind.region);
      }
    }
  }
}

TEST_CASE("any word of a name against any header: what header and name disagree in is said") {
  struct Measured {
    const char* facts;
    Weighting weighting;
  };
  const Measured all[] = {{"te=10 tr=500 scanning=SE", Weighting::t1},
                          {"te=100 tr=4000 scanning=SE", Weighting::t2},
                          {"te=110 tr=9000 ti=2500 scanning=IR", Weighting::flair},
                          {"te=60 tr=4500 ti=160 scanning=IR", Weighting::stir},
                          {"te=20 tr=633 flip=20 scanning=GR", Weighting::t2_star},
                          {"te=15 tr=3000 scanning=SE", Weighting::pd},
                          {"b=1000 te=80 tr=5000 scanning=EP", Weighting::dwi}};
  for (const Measured& measured : all) {
    for (const WeightingRule& rule : weighting_rules()) {
      const std::string name = name_in(rule.example);
      if (name.empty()) continue;
      Facts facts = facts_from(measured.facts);
      REQUIRE(classify(facts).kind.weighting == measured.weighting);
      facts.name.add(name);
      facts.own_name.add(name);
      const Classification verdict = classify(facts);
      CAPTURE(std::string(measured.facts));
      CAPTURE(name);
      // Both sure: said. A name that says the same more exactly ("T2 FLAIR") is no contradiction.
      const Weighting got = verdict.kind.weighting;
      const bool finer =
          (measured.weighting == Weighting::t2 &&
           (rule.weighting == Weighting::flair || rule.weighting == Weighting::stir ||
            rule.weighting == Weighting::dwi || rule.weighting == Weighting::adc)) ||
          (measured.weighting == Weighting::t1 && rule.weighting == Weighting::mra) ||
          rule.weighting == Weighting::swi || rule.weighting == Weighting::adc;
      CHECK((got == measured.weighting || got == Weighting::unknown || finer ||
             !verdict.doubts.empty()));
    }
  }
}

TEST_CASE("without any of its tags a series keeps its weighting and region, or neither is known") {
  struct Whole {
    std::vector<std::string> tags;
    Weighting weighting;
    Region region;
  };
  const Whole all[] = {
      {{"name=T2_tse_tra", "te=100", "tr=4000", "scanning=SE", "body=HEAD", "study=MRT_Kopf"},
       Weighting::t2,
       Region::brain},
      {{"name=T1_se_sag", "te=10", "tr=500", "scanning=SE", "body=LSPINE", "study=LWS"},
       Weighting::t1,
       Region::lumbar},
      {{"name=T1_+C", "te=10", "tr=500", "agent=Gadovist", "volume=7", "body=CSPINE"},
       Weighting::t1,
       Region::cervical},
  };
  for (const Whole& whole : all) {
    for (unsigned kept = 0; kept < 1U << whole.tags.size(); ++kept) {
      std::string text;
      for (std::size_t i = 0; i < whole.tags.size(); ++i) {
        if (kept >> i & 1U) text += whole.tags[i] + " ";
      }
      const Kind kind = classify(facts_from(text)).kind;
      CAPTURE(std::string(text));
      CHECK((kind.weighting == whole.weighting || kind.weighting == Weighting::unknown));
      CHECK((kind.region == whole.region || kind.region == Region::unknown));
      CHECK_FALSE((kind.contrast == false && kind.contrast_said));
    }
  }
}
