#include "tests/support/facts_text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <sstream>
#include <string>

namespace lv::test {
namespace {

using Set = std::function<void(Facts&, const std::string&)>;

Set number(double Facts::*field) {
  return [field](Facts& f, const std::string& v) { f.*field = std::stod(v); };
}
Set count(int Facts::*field) {
  return [field](Facts& f, const std::string& v) { f.*field = std::stoi(v); };
}
Set words(Words Facts::*field) {
  return [field](Facts& f, const std::string& v) { (f.*field).add(v); };
}
Set flag(bool Facts::*field, bool value) {
  return [field, value](Facts& f, const std::string&) { f.*field = value; };
}

void set_b_value(Facts& f, const std::string& v) {
  f.b_value = std::stod(v);
  f.has_b_value = true;
}
void set_component(Facts& f, const std::string& v) {
  f.component = v == "P"   ? Component::phase
                : v == "R" ? Component::real
                : v == "I" ? Component::imaginary
                           : Component::magnitude;
}
void set_look(Facts& f, const std::string& v) {
  f.looks_like = v == "T1" ? Weighting::t1 : v == "T2" ? Weighting::t2 : Weighting::flair;
}

void set_neighbours(Facts& f, const std::string& v) {
  f.neighbours = v == "brain" ? Region::brain : Region::cervical;
}
void set_x(Facts& f, const std::string& v) {
  f.centre = dvec3(std::stod(v), 0, 0);
}
void set_laterality(Facts& f, const std::string& v) {
  f.laterality = v;
}

void set_name(Facts& f, const std::string& v) {
  f.name.add(v);
  f.own_name.add(v);
}

const std::map<std::string, Set>& keys() {
  static const std::map<std::string, Set> all = {
      {"name", set_name},
      {"protocol",
       [](Facts& f, const std::string& v) {
         f.name.add(v);
         f.protocol.add(v);
       }},
      {"sequence", words(&Facts::sequence)},
      {"body", words(&Facts::body)},
      {"study", words(&Facts::study)},
      {"type", words(&Facts::image_type)},
      {"scanning", words(&Facts::scanning)},
      {"variant", words(&Facts::variant)},
      {"options", words(&Facts::options)},
      {"agent", words(&Facts::contrast_agent)},
      {"code", words(&Facts::contrast_code)},
      {"modality", [](Facts& f, const std::string& v) { f.modality = v; }},
      {"sop", [](Facts& f, const std::string& v) { f.sop_class_uid = v; }},
      {"photometric", [](Facts& f, const std::string& v) { f.photometric = v; }},
      {"te", number(&Facts::te)},
      {"tr", number(&Facts::tr)},
      {"ti", number(&Facts::ti)},
      {"flip", number(&Facts::flip_deg)},
      {"b", set_b_value},
      {"volume", number(&Facts::contrast_volume_ml)},
      {"3d", flag(&Facts::three_d, true)},
      {"nopixels", flag(&Facts::has_pixels, false)},
      {"component", set_component},
      {"slices", count(&Facts::slices)},
      {"parallel", count(&Facts::most_parallel)},
      {"orthogonal", flag(&Facts::orthogonal, true)},
      {"repeats", count(&Facts::repeats)},
      {"turn", count(&Facts::turn)},
      {"echoes", count(&Facts::echoes)},
      {"outerecho", flag(&Facts::middle_echo, false)},
      {"shorterecho", flag(&Facts::shorter_echo, true)},
      {"longerecho", flag(&Facts::longer_echo, true)},
      {"agentofall", flag(&Facts::agent_of_all, true)},
      {"vesselstoo", flag(&Facts::vessels_too, true)},
      {"neighbours", set_neighbours},
      {"laterality", set_laterality},
      {"x", set_x},
      {"higherb", flag(&Facts::higher_b_value, true)},
      {"magnitude", flag(&Facts::magnitude_too, true)},
      {"beforeagent", flag(&Facts::before_agent, true)},
      {"painted", flag(&Facts::painted, true)},
      {"edgecopy", flag(&Facts::edge_copy, true)},
      {"phase", flag(&Facts::one_of_phases, true)},
      {"repeatsafteragent", flag(&Facts::repeats_after_agent, true)},
      {"looks", set_look},
      {"pixel", number(&Facts::pixel_mm)},
      {"spacing", number(&Facts::spacing_mm)},
      {"thickness", number(&Facts::thickness_mm)},
  };
  return all;
}

}  // namespace

Facts facts_from(std::string_view text) {
  Facts facts;
  facts.modality = "MR";
  facts.photometric = "MONOCHROME2";
  facts.slices = 20;
  facts.most_parallel = 20;
  std::istringstream stream{std::string(text)};
  for (std::string word; stream >> word;) {
    const std::size_t equals = std::min(word.find('='), word.size());
    std::string value = equals < word.size() ? word.substr(equals + 1) : "";
    std::ranges::replace(value, '_', ' ');
    const auto key = keys().find(word.substr(0, equals));
    REQUIRE_MESSAGE(key != keys().end(), "no such key: " << word);
    key->second(facts, value);
  }
  return facts;
}

}  // namespace lv::test
