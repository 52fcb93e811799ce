#include "engine/registration/registrar.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <tuple>

#include "engine/core/assert.h"
#include "engine/core/clock.h"
#include "engine/registration/start_poses.h"

namespace lv {
namespace {

constexpr int spread_per_start = 256;
constexpr double spread_rotation = radians_from_degrees(50.0);
constexpr double spread_translation_mm = 40.0;
constexpr int spread_per_turn = 48;
constexpr double turn_spread_rotation = radians_from_degrees(25.0);
constexpr double least_overlap = 0.25;
constexpr std::size_t coarse_candidates = 12, middle_candidates = 4;
constexpr double apart_mm = 10.0;      ///< candidates nearer than this are one
constexpr double elsewhere_mm = 15.0;  ///< a runner-up farther than this is another answer
constexpr double most_focus_mm = 10.0, most_focus_turn = radians_from_degrees(15.0);

const ClimbRules& rules_of(Level level) {
  static constexpr ClimbRules coarse{20, 0.02, 16.0, false};
  static constexpr ClimbRules middle{15, 0.02, 16.0, false};
  static constexpr ClimbRules fine{12, 0.003, 16.0, false};
  return level == Level::coarse ? coarse : level == Level::middle ? middle : fine;
}

bool better(const Climb& a, const Climb& b) {
  return a.score.value() > b.score.value();
}

/// The best of `climbs`, at most `count`, no two nearer than apart_mm.
std::vector<Climb> best_apart(std::vector<Climb> climbs, std::size_t count, const dvec3& centre) {
  std::ranges::stable_sort(climbs, better);
  std::vector<Climb> kept;
  for (const Climb& climb : climbs) {
    const auto near = [&](const Climb& other) {
      return size_mm(motion_between(other.pose, climb.pose, other.pose(centre))) < apart_mm;
    };
    if (kept.size() < count && std::ranges::none_of(kept, near)) {
      kept.push_back({.pose = climb.pose, .score = climb.score});
    }
  }
  return kept;
}

}  // namespace

Registrar::Registrar(std::shared_ptr<Metric> metric, RegistrationTask task, bool swapped)
    : metric_(std::move(metric)), task_(std::move(task)), swapped_(swapped) {}

Result<Registrar> Registrar::create(std::shared_ptr<Metric> metric, RegistrationTask task) {
  LV_ASSERT(metric && task.fixed && task.moving && (!task.focus || task.start));
  const bool swapped = task.moving->fingerprint() < task.fixed->fingerprint();
  Registrar registrar(std::move(metric), std::move(task), swapped);
  LV_TRY(registrar.bind_pairs());
  if (registrar.task_.start) {
    registrar.restart(*registrar.task_.start);
  } else {
    registrar.begin_search(suggested_poses(registrar.first(), registrar.second()), spread_per_start,
                           spread_rotation);
  }
  return registrar;
}

Result<void> Registrar::bind_pairs() {
  for (std::size_t l = 0; l < level_count; ++l) {
    const auto level = static_cast<Level>(l);
    LV_ASSIGN(pairs_[l], metric_->bind(first().side(level), second().side(level)));
  }
  first_fine_ = first().side(Level::fine);
  second_fine_ = second().side(Level::fine);
  return {};
}

/// The level's pair looks at the mask or the focus only. Both are said in the fixed scan's space;
/// the moving scan's samples follow the pose that was reached.
Result<void> Registrar::bind_restricted(Level level) {
  const SampleWeight fixed_weight =
      task_.focus ? weighting_of(*task_.focus) : weighting_of(task_.mask);
  const RigidPose fixed_from_moving = inverse(turned(climbs_[0].pose));
  const SampleWeight moving_weight = [&](const dvec3& point) {
    return fixed_weight(fixed_from_moving(point));
  };
  const Extent extent = task_.focus ? Extent::spot : Extent::organ;
  const auto fixed = task_.fixed->weighted_side(level, extent, fixed_weight);
  const auto moving = task_.moving->weighted_side(level, extent, moving_weight);
  if (!fixed || !moving) {
    return Error{ErrorCode::unsupported,
                 task_.focus ? "nothing can be seen at the focus in one of the scans"
                             : "the mask covers nothing that both scans show"};
  }
  const auto& first = swapped_ ? moving : fixed;
  const auto& second = swapped_ ? fixed : moving;
  if (level == Level::fine) {
    first_fine_ = first;
    second_fine_ = second;
  }
  LV_ASSIGN(pairs_[static_cast<std::size_t>(level)], metric_->bind(first, second));
  return {};
}

Result<void> Registrar::bind_focus() {
  LV_TRY(bind_restricted(Level::middle));
  LV_TRY(bind_restricted(Level::fine));
  focused_ = true;
  return {};
}

Result<bool> Registrar::step(double budget_s) {
  const SteadyClock clock;
  while (stage_ != Stage::done) {
    const double begun_s = clock.now_s();
    const Stage stage = stage_;
    LV_TRY(unit());
    unit_s_ = stage == stage_ ? std::max(unit_s_, clock.now_s() - begun_s) : 0.0;
    if (clock.now_s() + unit_s_ >= budget_s) break;
  }
  return stage_ != Stage::done;
}

Result<void> Registrar::unit() {
  ++iteration_;
  switch (stage_) {
    case Stage::search:
      return search();
    case Stage::coarse:
      return climb(Level::coarse);
    case Stage::middle:
      return task_.focus && !focused_ ? bind_focus() : climb(Level::middle);
    case Stage::fine:
      return climb(Level::fine);
    case Stage::check:
      return check();
    case Stage::mirror:
      return mirror();
    case Stage::stretch:
      return stretch();
    case Stage::done:
      return {};
  }
  return {};
}

void Registrar::begin_search(const std::vector<RigidPose>& starts, int spread,
                             double most_rotation) {
  climbs_.clear();
  next_ = 0;
  stage_ = Stage::search;
  const dvec3 centre = first().centre_of_mass();
  for (const RigidPose& start : starts) {
    climbs_.push_back({.pose = start});
    for (const RigidPose& pose :
         spread_poses(start, centre, spread, most_rotation, spread_translation_mm)) {
      climbs_.push_back({.pose = pose});
    }
  }
}

Result<void> Registrar::search() {
  PairMetric& metric = pair(Level::search);
  const std::size_t count = std::min(metric.portion().poses, climbs_.size() - next_);
  const auto batch = std::span(climbs_).subspan(next_, count);
  std::vector<RigidPose> poses;
  for (const Climb& climb : batch) poses.push_back(climb.pose);
  std::vector<PoseScore> scores(count);
  LV_TRY(metric.score(poses, all_regions, scores));
  for (std::size_t i = 0; i < count; ++i) batch[i].score = scores[i];
  next_ += count;
  if (next_ < climbs_.size()) return {};
  std::erase_if(climbs_, [](const Climb& c) { return c.score.overlap() < least_overlap; });
  climbs_ = best_apart(std::move(climbs_), coarse_candidates, first().centre_of_mass());
  if (climbs_.empty()) climbs_.push_back({});  // nothing overlaps; the verdict will say so
  stage_ = Stage::coarse;
  return {};
}

/// A focus may not leave its surroundings: a vertebra is not aligned with its neighbour.
bool Registrar::ran_away() const {
  if (!task_.focus) return false;
  const dvec3 point = swapped_ ? inverse(*given_)(task_.focus->point) : task_.focus->point;
  const Motion run = motion_between(*given_, climbs_[0].pose, (*given_)(point));
  return glm::length(run.translation) > most_focus_mm ||
         glm::length(run.rotation) > most_focus_turn;
}

Result<void> Registrar::climb(Level level) {
  LV_TRY(pair(level).climb(climbs_, rules_of(level), pair(level).portion().iterations));
  if (ran_away()) {
    climbs_ = {{.pose = *given_}};
    evidence_.ran_away = true;
    begin_checks();
    return {};
  }
  std::ranges::stable_sort(climbs_, better);
  return std::ranges::all_of(climbs_, &Climb::converged) ? finish_level(level) : Result<void>{};
}

Result<void> Registrar::finish_level(Level level) {
  const dvec3 centre = first().centre_of_mass();
  if (level == Level::coarse) {
    climbs_ = best_apart(std::move(climbs_), middle_candidates, centre);
    stage_ = Stage::middle;
  } else if (level == Level::middle) {
    note_runner_up();
    climbs_ = best_apart(std::move(climbs_), 1, centre);
    stage_ = Stage::fine;
    if (task_.mask && !task_.focus) {
      const Result<void> bound = bind_restricted(Level::fine);
      if (!bound && first_outcome_) keep_first_outcome();  // what the turned headers lead to
      return first_outcome_ ? Result<void>{} : bound;
    }
  } else {
    begin_checks();
  }
  return {};
}

void Registrar::begin_checks() {
  checks_ = SelfChecks(climbs_[0].pose, *first_fine_);
  blocks_ = {};
  if (!task_.focus) blocks_ = BlockShifts(climbs_[0].pose, first_fine_, second_fine_);
  stage_ = Stage::check;
}

Result<void> Registrar::check() {
  LV_ASSIGN(const bool more, checks_.step(pair(Level::fine)));
  if (turned_in_vain()) {
    keep_first_outcome();
    return {};
  }
  if (more || (!task_.focus && blocks_.step())) return {};
  const Climb& best = climbs_[0];
  evidence_.self = checks_.findings();
  auto parts = blocks_.parts();
  evidence_.self.blocks_mm = root_mean_square_mm(parts);
  if (!parts.empty()) evidence_.self.parts = std::move(parts);
  if (swapped_) {  // they are told in the fixed scan's space
    for (PartShift& part : evidence_.self.parts) part.place = best.pose(part.place);
  }
  evidence_.overlap = best.score.overlap();
  evidence_.information = best.score.value();
  evidence_.turn = angle(best.pose);
  evidence_.heads = first().head() && second().head();
  if (task_.focus) {  // too small a part to tell left from right
    stage_ = Stage::done;
    return {};
  }
  LV_ASSIGN(mirror_, MirrorTest::create(*metric_, found_pair()));
  stage_ = Stage::mirror;
  return {};
}

/// What turned headers have led to fits no better than what was found before.
bool Registrar::turned_in_vain() const {
  const auto sharpness = checks_.sharpness();
  return first_outcome_ && sharpness && first_outcome_->evidence.self.sharpness >= *sharpness;
}

void Registrar::keep_first_outcome() {
  climbs_ = {first_outcome_->best};
  evidence_ = first_outcome_->evidence;
  first_fine_ = first_outcome_->first_fine;
  second_fine_ = first_outcome_->second_fine;
  conclude();
}

FoundPair Registrar::found_pair() const {
  const auto& [first, second] =
      swapped_ ? std::tie(task_.moving, task_.fixed) : std::tie(task_.fixed, task_.moving);
  return {first, second, first_fine_, second_fine_, climbs_[0], swapped_};
}

/// True: the result is good, or it is clear why not, so that nothing else need be tried.
bool Registrar::explained() const {
  const Verdict verdict = judge(evidence_);
  return verdict.kind == VerdictKind::good || verdict.suspicion == Suspicion::flipped;
}

Result<void> Registrar::mirror() {
  LV_ASSIGN(const bool more, mirror_.step());
  if (more) return {};
  evidence_.mirrored = mirror_.ratio();
  if (explained() || given_ || first_outcome_) {
    conclude();
  } else {
    search_turned_headers();
  }
  return {};
}

/// What does not fit, and is not flipped, may be drawn out.
void Registrar::conclude() {
  stage_ = explained() ? Stage::done : Stage::stretch;
  if (!explained()) stretch_ = StretchTest(found_pair());
}

Result<void> Registrar::stretch() {
  LV_ASSIGN(const bool more, stretch_.step(*metric_));
  if (more) return {};
  evidence_.stretch = stretch_.findings();
  stage_ = Stage::done;
  return {};
}

/// Headers may be wrong by whole quarter turns (axes mixed up by a converter).
void Registrar::search_turned_headers() {
  first_outcome_ = Outcome{climbs_[0], evidence_, first_fine_, second_fine_};
  begin_search(turned_poses(first(), second()), spread_per_turn, turn_spread_rotation);
}

void Registrar::note_runner_up() {
  const dvec3 centre = first().centre_of_mass();
  const Climb& best = climbs_[0];
  evidence_.runner_up = 0.0;
  for (const Climb& other : climbs_) {
    const Motion apart = motion_between(best.pose, other.pose, best.pose(centre));
    if (size_mm(apart) < elsewhere_mm) continue;
    evidence_.runner_up = std::max(evidence_.runner_up, other.score.value() / best.score.value());
  }
}

void Registrar::restart(const RigidPose& pose) {
  given_ = turned(pose);
  climbs_ = {{.pose = *given_}};
  stage_ = Stage::middle;
  focused_ = false;
  first_outcome_.reset();
  evidence_ = {};
}

PoseSample Registrar::current() const {
  PoseSample sample;
  sample.pose = turned(climbs_[0].pose);
  sample.value = climbs_[0].score.value();
  sample.overlap = climbs_[0].score.overlap();
  sample.stage = stage_;
  sample.iteration = iteration_;
  return sample;
}

Registration Registrar::result() const {
  LV_ASSERT(done());
  return {turned(climbs_[0].pose), judge(evidence_)};
}

Result<Registration> register_pair(std::shared_ptr<Metric> metric, RegistrationTask task,
                                   const Progress& progress, const PoseListener& moving,
                                   double slice_s) {
  if (task.focus && !task.start) {
    RegistrationTask whole = task;
    whole.focus.reset();
    LV_ASSIGN(const Registration found, register_pair(metric, whole, progress, moving, slice_s));
    if (found.verdict.kind == VerdictKind::failed) return found;
    task.start = found.pose;
  }
  LV_ASSIGN(Registrar registrar, Registrar::create(std::move(metric), std::move(task)));
  while (!registrar.done()) {
    LV_TRY(registrar.step(slice_s));
    if (progress.cancelled()) return Error{ErrorCode::cancelled, "stopped"};
    const PoseSample now = registrar.current();
    progress(static_cast<double>(now.stage) / static_cast<double>(Stage::done), "lining up");
    if (moving) moving(now);
  }
  return registrar.result();
}

}  // namespace lv
