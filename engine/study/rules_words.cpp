// Words for body regions, planes and sides, in the languages of many hospitals.
#include <algorithm>
#include <vector>

#include "engine/study/rules.h"

namespace lv {
namespace {

const RegionWords region_table[] = {
    {Region::brain,
     "",
     "MRT Schädel",
     {"brain%",   "head",    "head%",    "snc",       "kopf%",    "schadel%",   "schaedel%",
      "schedel%", "hirn%",   "gehirn%",  "cran%",     "krani%",   "cerebr%",    "encefal%",
      "enceph%",  "cerveau", "cervello", "hersenen%", "neuro",    "neurocran%", "neurokran%",
      "skull",    "skalle%", "tete",     "testa",     "ncranium", "nhc",        "hoofd",
      "cabeza",   "cabeca",  "hlav%",    "mozek",     "mozk%",    "mozg%",      "mozog",
      "mozak",    "beyin%",  "kafa",     "kraniyal%", "hjarn%",   "hjern%",     "huvud%",
      "hoved%",   "hode",    "aivo%",    "paan",      "koponya%", "agy",        "agyi",
      "agykop%",  "glow%",   "glava",    "glave",     "galv%",    "creier%",    "kepala",
      "otak",     "голов%",  "мозг%",    "εγκεφαλ%",  "κρανι%",   "κεφαλ%",     "%頭部%",
      "%頭蓋%",   "%脳%",    "%头部%",   "头颅%",     "%颅%",     "%뇌%",       "%두부%"}},
    {Region::cervical,
     "",
     "t2_me2d_tra_HWS",
     {"c spine%",    "cspine%",      "cervical%",  "cervic%",  "cervik%",   "hws",       "cwk",
      "halswirbel%", "c wirbel%",    "ckr",        "csp",      "szyjn%",    "servikal%", "krcn%",
      "halsrygg%",   "nekkewervel%", "nekwervel%", "c pater%", "nakke%",    "kaularan%", "nyaki",
      "vratn%",      "шейн%",        "шоп",        "αυχεν%",   "αμσσ",      "%頚椎%",    "%頸椎%",
      "%颈椎%",      "%경추%",       "c2",         "c3",       "c4",        "c5",        "c6",
      "c7",          "c2c7",         "c1 7",       "c t l",    "c t spine%"}},
    {Region::thoracic,
     "",
     "BWS sag",
     {"t spine%",   "tspine%", "thorac%", "thorak%",      "bws",          "t l spine%", "c t l",
      "c t spine%", "dors%",   "twk",     "brustwirbel%", "d spine",      "dspine",     "th spine",
      "piersiow%",  "torak%",  "torac%",  "hrudn%",       "borstwervel%", "brostryg%",  "brystryg%",
      "rintaran%",  "hati",    "prsn%",   "sirt",         "грудн%",       "гоп",        "θωρακ%",
      "θμσσ",       "%胸椎%",  "%흉추%",  "th4",          "th5",          "th6",        "th7",
      "th8",        "th9",     "th10",    "th11",         "th12",         "t8",         "t9",
      "t10",        "t11",     "t12",     "d4",           "d5",           "d6",         "d7",
      "d8",         "d9",      "d10",     "d11",          "d12"}},
    {Region::lumbar,
     "",
     "IRM rachis lombaire",
     {"l spine%",  "lspine%",   "lumb%",     "lws",        "lomb%",  "lwk",       "lendenwirbel%",
      "lumbosac%", "lssp%",     "ls spine",  "ls",         "ledzw%", "lomber%",   "bederni%",
      "landrygg%", "korsrygg%", "lenderyg%", "lenderygg%", "laend%", "lanneran%", "agyek%",
      "bel",       "krizov%",   "поясн%",    "пкоп",       "οσφυ%",  "ομσσ",      "%腰椎%",
      "%요추%",    "l1",        "l2",        "l3",         "l4",     "l5",        "l5s1",
      "l4l5",      "l s spine", "l s"}},
    {Region::spine,
     "",
     "Wirbelsäule",
     {"spine%",    "%wirbels%", "rachis",    "colonna%", "columna%", "wervelkolom%", "spinal%",
      "ws",        "gws",       "vertebr%",  "medull%",  "myelon",   "kregoslup%",   "coluna%",
      "coloan%",   "omurga%",   "ryggrad%",  "ryg",      "rygg",     "patere%",      "pater",
      "chrbtic%",  "gerinc%",   "selkaran%", "selka%",   "kraljez%", "kicm%",        "hrbtenic%",
      "позвоноч%", "хребет%",   "σπονδυλ%",  "%脊椎%",   "%脊柱%",   "%脊髄%",       "%척추%"}},
    {Region::other, "orbits", "Orbita cor", {"orbit%", "augen%", "optic%", "oczodol%", "ocnic%"}},
    {Region::other,
     "pituitary",
     "Hypophyse",
     {"hypophys%", "pituit%", "sella%", "hypofy%", "ipofisi", "hipofi%", "przysad%", "гипофиз%",
      "%下垂体%", "%垂体%"}},
    {Region::other,
     "inner ear",
     "IAC",
     {"iac", "iacs", "iam", "iams", "rocher%", "felsenbein%", "kleinhirnbr%", "cai", "cae",
      "pyramid%"}},
    {Region::other,
     "neck",
     "Neck",
     {"neck", "hals", "cou", "collo", "soft tissue neck", "larynx", "szyja", "szyi", "krk", "boyun",
      "pescoco", "cuello", "nyak", "kaula", "шеи"}},
    {Region::other, "jaw joint", "Kiefergelenk", {"tmj%", "kiefergel%", "atm"}},
    {Region::other, "knee", "KNEE-RT", {"knee%",  "knie%",   "genou%",    "ginocchi%", "rodilla%",
                                        "kolen%", "koljen%", "joelho%",   "kolan%",    "knaled%",
                                        "kna",    "knae%",   "kne",       "polvi",     "polven",
                                        "terd%",  "diz",     "genunchi%", "колен%",    "γονατ%",
                                        "%膝%",   "%무릎%",  "lknee",     "rknee"}},
    {Region::other,
     "shoulder",
     "SHOULDER",
     {"shoulder%", "schulter%", "epaule%", "spalla", "hombro%",  "schouder%", "bark",
      "barku",     "ramen%",    "ombro%",  "omuz%",  "skulder%", "skuldr%",   "olka%",
      "vall",      "umar%",     "axel",    "плеч%",  "ωμου",     "ωμοσ",      "%肩%"}},
    {Region::other, "hip", "Hüfte", {"hip",     "hips",     "huft%",  "hueft%",  "hanche%",
                                     "anca",    "cadera%",  "biodr%", "kycel%",  "kycl%",
                                     "quadril", "kalca%",   "hoft%",  "lonkka%", "lonkan",
                                     "csipo%",  "heup%",    "kuk",    "sold%",   "тазобедр%",
                                     "ισχι%",   "%股関節%", "%髋%"}},
    {Region::other, "pelvis", "Becken", {"pelvi%",    "becken%",  "bassin", "prostat%", "uterus",
                                         "sacro il%", "bacino",   "isg",    "sacroil%", "miednic%",
                                         "panev%",    "panv%",    "bacia",  "bekken%",  "backen",
                                         "lantio%",   "medence%", "таза",   "таз",      "λεκαν%",
                                         "%骨盤%",    "%盆%"}},
    {Region::other, "abdomen", "ABDOMEN", {"abdom%",  "addom%",  "liver%",  "leber%",   "foie",
                                           "bauch%",  "renal%",  "kidney%", "pancrea%", "mrcp%",
                                           "brzuch%", "brzusz%", "brich%",  "batin",    "karin",
                                           "vatsa%",  "брюшн%",  "печен%",  "κοιλι%",   "%腹部%",
                                           "%肝%"}},
    {Region::other,
     "breast",
     "Mamma",
     {"breast%", "mamm%", "sein", "seins", "seno", "mama", "mamas", "piersi", "meme", "bryst",
      "emlo%", "молочн%", "μαστ%", "%乳腺%", "%乳房%"}},
    {Region::other,
     "heart",
     "Herz MRT",
     {"heart%", "cardi%", "kardi%", "herz%", "coeur", "serc%", "srdc%", "corac%", "corazon", "kalp",
      "sydan%", "сердц%", "καρδι%", "%心臓%", "%心脏%"}},
    {Region::other,
     "hand",
     "Handgelenk",
     {"hand%", "wrist%", "poignet%", "finger%", "polso", "mano", "muneca", "punho", "nadgarst%",
      "zapest%", "csuklo%", "ranne%", "кист%", "лучезап%", "καρπ%", "手関節%", "手关节%", "%手腕%",
      "el bileg%"}},
    {Region::other,
     "ankle or foot",
     "OSG",
     {"ankle%",  "foot",      "feet",     "osg",     "sprungg%", "fuss%", "cheville%", "pied",
      "tobillo", "tornozelo", "caviglia", "piede",   "skokow%",  "stopa", "stopy",     "kotnik",
      "hlezn%",  "ayak%",     "ankel%",   "fotled%", "nilkka%",  "boka",  "enkel%",    "голеност%",
      "стоп%",   "ποδοκν%",   "足関節%",  "足部%",   "%踝%"}},
    {Region::other,
     "elbow",
     "Ellenbogen",
     {"elbow%", "ellenbog%", "ellbog%", "coude%", "gomito", "codo", "cotovelo", "loket%", "lokt%",
      "lokc%", "dirsek", "albue%", "elleboog%", "локт%", "αγκων%", "%肘%"}},
    {Region::other,
     "leg",
     "Unterschenkel",
     {"thigh%", "leg", "femur", "unterschenk%", "lowerleg", "oberschenk%", "extremity%", "podudz%",
      "голен%", "бедр%"}},
    {Region::other,
     "arm",
     "Oberarm",
     {"upper arm", "upperarm", "forearm%", "oberarm%", "unterarm%", "humer%"}},
    {Region::other, "chest", "Chest", {"chest%", "lung%", "mediast%", "plexus", "thorax%"}},
};

const PlaneWords plane_table[] = {
    {Plane::axial,
     "t2_tse_tra_512",
     {"ax", "ax%", "aks%", "tra", "trans%", "tra%", "assial%", "tr", "osiow%", "poprzeczn%",
      "pricn%", "аксиал%", "%横断%", "%軸位%", "%轴位%"}},
    {Plane::sagittal, "T1W_SE SAG", {"sag", "sag%", "strzalk%", "сагит%", "οβελ%", "%矢状%"}},
    {Plane::coronal,
     "COR T1 POST",
     {"cor", "coro%", "kor", "koro%", "front%", "czolow%", "корон%", "στεφαν%", "%冠状%"}},
};

bool there_twice(std::string_view part) {
  static constexpr std::string_view all[] = {"knee",  "shoulder", "hip", "hand",  "ankle or foot",
                                             "elbow", "leg",      "arm", "breast"};
  return std::ranges::find(all, part) != std::end(all);
}

bool names_part_there_twice(const Facts& f) {
  return std::ranges::any_of(region_table, [&](const RegionWords& entry) {
    return there_twice(entry.other_name) &&
           (f.name.any(entry.patterns) || f.body.any(entry.patterns) ||
            f.study.any(entry.patterns));
  });
}

/// "Sin" is left, but in Spanish without.
bool left_sin(const Words& words) {
  return words.has("sin") &&
         !words.any({"sin contrast%", "sin y", "sin gd%", "sin gad%", "sin civ", "sin c", "sin iv",
                     "sin medio", "sin mdc", "sin fs", "sin sat%", "sin sup%"});
}

/// Whether one of these letters stands behind a part of the body: "GENOU G", "joelho D".
bool letter_behind_a_part(const Words& words, std::initializer_list<std::string_view> letters) {
  const std::vector<std::string>& list = words.list();
  for (std::size_t i = 1; i < list.size() && !list[i].empty(); ++i) {  // "dADC" says no side
    if (list[i].size() == 1 && fits_any(list[i], letters) &&
        std::ranges::any_of(region_table, [&](const RegionWords& entry) {
          return there_twice(entry.other_name) && fits_any(list[i - 1], entry.patterns);
        })) {
      return true;
    }
  }
  return false;
}

/// Text that names both sides, or none, says nothing.
Side side_in_words(const Words& words) {
  const bool left =
      left_sin(words) || letter_behind_a_part(words, {"g", "e", "i"}) ||
      words.any({"left",     "lt",       "lft",      "l",       "link%", "li",       "gauche%",
                 "sinistr%", "sx",       "izq%",     "izda",    "izdo",  "lewy",     "lewa",
                 "lewe%",    "lewej",    "levy",     "leva",    "leve",  "leveho",   "leveho",
                 "esq",      "esquerd%", "vanster%", "venstre", "vasen", "vasem%",   "bal",
                 "sol",      "stang%",   "lijev%",   "kair%",   "лев%",  "αριστερ%", "%左%",
                 "%좌%",     "lknee",    "l.sin",    "sn",      "vlevo", "vas",      "va",
                 "ve"});
  const bool right =
      letter_behind_a_part(words, {"d"}) ||
      words.any({"right",    "rt",         "rgt",      "r",        "recht%",    "re",
                 "droit%",   "destr%",     "dx",       "dex",      "dext%",     "derech%",
                 "dcha",     "dcho",       "praw%",    "pravy",    "prava",     "prave",
                 "praveho",  "direit%",    "dto",      "dta",      "hoger",     "hogra",
                 "hoyre",    "hojre",      "oikea%",   "jobb",     "drept%",    "dreapt%",
                 "desn%",    "прав%",      "δεξι%",    "%右%",     "%우%",      "rknee",
                 "l.dx",     "ds",         "vpravo",   "oik",      "ho",        "kolano p",
                 "kolana p", "bark p",     "sag diz",  "sag omuz", "sag kalca", "sag ayak%",
                 "sag el",   "sag dirsek", "sag bacak"});
  return left == right ? Side::unknown : left ? Side::left : Side::right;
}

/// LPS: left is positive. Near the middle of the magnet it may be either; hands and elbows are also
/// held over the head.
Side side_of_place(double x_mm, std::string_view part) {
  constexpr double beside_the_middle_mm = 40;
  if (part == "hand" || part == "elbow" || part == "arm") return Side::unknown;
  return x_mm > beside_the_middle_mm    ? Side::left
         : x_mm < -beside_the_middle_mm ? Side::right
                                        : Side::unknown;
}

}  // namespace

std::span<const RegionWords> region_words() {
  return region_table;
}

Side side_of(const Facts& f, std::string_view part) {
  if (!there_twice(part) && !(part.empty() && names_part_there_twice(f))) return Side::unknown;
  std::vector<Side> said{f.laterality == "L"   ? Side::left
                         : f.laterality == "R" ? Side::right
                                               : Side::unknown};
  for (const Words* words : {&f.own_name, &f.protocol, &f.body, &f.study}) {
    said.push_back(side_in_words(*words));
  }
  if (f.centre) said.push_back(side_of_place(f.centre->x, part));
  const auto any = [&](Side side) { return std::ranges::find(said, side) != said.end(); };
  if (any(Side::left) && any(Side::right)) return Side::contradicted;
  return any(Side::left) ? Side::left : any(Side::right) ? Side::right : Side::unknown;
}

std::span<const PlaneWords> plane_words() {
  return plane_table;
}

}  // namespace lv
