#include "engine/registration/row_verdicts.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace lv {
namespace {

bool touches(const JudgedLink& link, std::size_t date) {
  return link.from == date || link.to == date;
}

std::size_t other_end(const JudgedLink& link, std::size_t date) {
  return link.from == date ? link.to : link.from;
}

/// The worst link of the best chain from the reference; none: no kept link leads there.
using Reached = std::vector<std::optional<VerdictKind>>;

Reached reach(std::span<const JudgedLink> links, std::size_t dates, std::size_t reference) {
  Reached reached(dates);
  reached[reference] = VerdictKind::good;
  for (bool changed = true; changed;) {
    changed = false;
    for (const JudgedLink& link : links) {
      for (const std::size_t to : {link.from, link.to}) {
        const auto& from = reached[other_end(link, to)];
        if (!link.kept || !from) continue;
        const VerdictKind kind = std::max(*from, link.verdict.kind);
        if (reached[to] && *reached[to] <= kind) continue;
        reached[to] = kind;
        changed = true;
      }
    }
  }
  return reached;
}

/// The first of the kept links that the best chain to the date may end with.
const JudgedLink* last_link(std::span<const JudgedLink> links, std::size_t date,
                            const Reached& reached) {
  const auto found = std::ranges::find_if(links, [&](const JudgedLink& link) {
    const auto& from = reached[other_end(link, date)];
    return touches(link, date) && link.kept && from &&
           std::max(*from, link.verdict.kind) == *reached[date];
  });
  return found == links.end() ? nullptr : &*found;
}

/// What is suspected of a date against the reference holds, even where its pose was outvoted.
void inherit_suspicion(const JudgedLink& direct, Verdict& verdict) {
  const Verdict& suspect = direct.verdict;
  if (verdict.kind == VerdictKind::good || suspect.suspicion == Suspicion::none) return;
  if (verdict.suspicion == suspect.suspicion) return;
  verdict.suspicion = suspect.suspicion;
  verdict.left_right = suspect.left_right;
  verdict.because.insert(verdict.because.begin(), suspect.because.front());
}

Verdict verdict_of(std::span<const JudgedLink> links, std::size_t date, std::size_t reference,
                   const Reached& reached) {
  const JudgedLink* last = reached[date] ? last_link(links, date, reached) : nullptr;
  if (!last) return {VerdictKind::failed, 0.0, 0.0, {"its registrations contradict each other"}};
  Verdict verdict = last->verdict;
  if (verdict.kind < *reached[date]) {
    verdict.kind = *reached[date];
    verdict.because.insert(verdict.because.begin(),
                           "it is lined up with a date that is doubtful itself");
  }
  double worst_residual_mm = 0.0, direct_spacing_factor = 1.0;
  bool contradicted = false;
  for (const JudgedLink& link : links) {
    if (!touches(link, date)) continue;
    contradicted = contradicted || !link.kept;
    if (link.kept) worst_residual_mm = std::max(worst_residual_mm, link.residual_mm);
    if (!touches(link, reference)) continue;
    inherit_suspicion(link, verdict);
    direct_spacing_factor = link.verdict.slice_spacing_factor;
  }
  verdict.uncertainty_mm = std::hypot(verdict.uncertainty_mm, worst_residual_mm / 2.0);
  if (contradicted) verdict.because.push_back("one registration was outvoted");
  if (!touches(*last, reference)) verdict.parts.clear();  // they lie in another date's space
  verdict.slice_spacing_factor = direct_spacing_factor;   // other links may speak of another date
  return verdict;
}

void suspect(Verdict& verdict, Suspicion suspicion, std::string reason) {
  verdict.kind = std::max(verdict.kind, VerdictKind::doubtful);
  verdict.suspicion = suspicion;
  verdict.because.insert(verdict.because.begin(), std::move(reason));
}

/// Where most dates are flipped against the reference, it is the odd one, and who agrees with it.
void outvote_reference(std::span<const JudgedLink> links, std::size_t reference,
                       std::vector<Verdict>& verdicts) {
  std::vector<std::size_t> flipped, agreeing;
  for (const JudgedLink& link : links) {
    if (!touches(link, reference)) continue;
    const LeftRight sides = link.verdict.left_right;
    if (sides == LeftRight::flipped) flipped.push_back(other_end(link, reference));
    if (sides == LeftRight::agrees) agreeing.push_back(other_end(link, reference));
  }
  if (flipped.size() <= agreeing.size() + 1) return;
  for (const std::size_t date : flipped) {
    Verdict& verdict = verdicts[date];
    if (verdict.suspicion == Suspicion::flipped && !verdict.because.empty()) {
      verdict.because.erase(verdict.because.begin());
    }
    suspect(verdict, Suspicion::none,
            "the reference may be flipped left to right; choose another reference");
  }
  for (const std::size_t date : agreeing) {
    suspect(verdicts[date], Suspicion::flipped, "this date may be flipped left to right");
  }
  suspect(verdicts[reference], Suspicion::flipped,
          "the reference may be flipped left to right: most dates are the other way round; choose "
          "another reference");
  verdicts[reference].left_right = LeftRight::flipped;
}

}  // namespace

Verdict verdict_of_reference() {
  Verdict verdict{VerdictKind::good, 0.0, 1.0, {"the reference"}};
  verdict.left_right = LeftRight::agrees;
  return verdict;
}

std::vector<Verdict> row_verdicts(std::span<const JudgedLink> links, std::size_t dates,
                                  std::size_t reference) {
  const Reached reached = reach(links, dates, reference);
  std::vector<Verdict> verdicts(dates);
  for (std::size_t d = 0; d < dates; ++d) {
    verdicts[d] =
        d == reference ? verdict_of_reference() : verdict_of(links, d, reference, reached);
  }
  outvote_reference(links, reference, verdicts);
  return verdicts;
}

}  // namespace lv
