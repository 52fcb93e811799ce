// The rules that series are sorted by, one table each. Every rule has a name, which is also the
// reason shown to the user, and an example that the tests put through it. Examples are written as
// `key=value` words (tests/support/facts_text.h); underscores stand for spaces.
#pragma once

#include <span>
#include <string_view>

#include "engine/study/facts.h"

namespace lv {

/// Pictures that are not compared. The first rule that holds wins.
struct SetAsideRule {
  std::string_view what;     ///< "localizer"
  std::string_view reason;   ///< one sentence
  std::string_view example;  ///< facts that it holds for
  bool (*holds)(const Facts&);
};
std::span<const SetAsideRule> set_aside_rules();

/// Where evidence comes from: measured parameters beat what somebody typed.
enum class Source : std::uint8_t { header, name };

/// Evidence for a weighting; points add up.
struct WeightingRule {
  std::string_view why;  ///< "inversion at 1500 ms or later nulls fluid"
  std::string_view example;
  Weighting weighting;
  double points;
  Source source;
  bool (*holds)(const Facts&);
};
std::span<const WeightingRule> weighting_rules();

/// Where one weighting has at least `from` points, another loses `points`: a FLAIR, for example, is
/// also called T2.
struct Veto {
  Weighting winner;
  double from;
  Weighting loser;
  double points;
};
std::span<const Veto> vetoes();

/// Words for a body region; `other` regions carry a name of their own.
struct RegionWords {
  Region region;
  std::string_view other_name;
  std::string_view example;  ///< a text that names it
  std::initializer_list<std::string_view> patterns;
};
std::span<const RegionWords> region_words();

/// Words for a plane, for pictures that say it only in words.
struct PlaneWords {
  Plane plane;
  std::string_view example;
  std::initializer_list<std::string_view> patterns;
};
std::span<const PlaneWords> plane_words();

/// Evidence for contrast agent; points add up: 2 or more is yes, 1 to 2 cannot tell, less is no.
struct ContrastRule {
  std::string_view why;
  std::string_view example;
  double points;
  bool (*holds)(const Facts&);
};
std::span<const ContrastRule> contrast_rules();

/// The side of a part of the body that there is twice, from tag, words and place. `part` is empty
/// where the region is not known: then any word of such a part will do.
Side side_of(const Facts& facts, std::string_view part);

/// Properties that part rows of one weighting.
bool fat_suppressed(const Facts& facts);
bool heavily_t2(const Facts& facts);

}  // namespace lv
