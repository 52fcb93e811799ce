// Brings two prepared volumes together: search, three resolutions, then checks of the answer. A
// state machine without a thread: step() does a little and returns, so that it can be watched,
// stopped, and restarted from a nudge. The same input gives the same pose on any number of threads.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/progress.h"
#include "engine/registration/block_shifts.h"
#include "engine/registration/metric.h"
#include "engine/registration/mirror_test.h"
#include "engine/registration/prepared_volume.h"
#include "engine/registration/restriction.h"
#include "engine/registration/self_checks.h"
#include "engine/registration/stretch_test.h"
#include "engine/registration/verdict.h"

namespace lv {

struct RegistrationTask {
  std::shared_ptr<const PreparedVolume> fixed, moving;
  VolumePtr mask;                  ///< in the fixed scan's space: what is not 0 counts, at the end
  std::optional<Focus> focus;      ///< refine this part only; needs a start
  std::optional<RigidPose> start;  ///< refine from here only, without a search
};

enum class Stage { search, coarse, middle, fine, check, mirror, stretch, done };

/// What is published while it works, through Latest.
struct PoseSample {
  RigidPose pose;        ///< fixed (reference) points to moving points
  double value = 0.0;    ///< of the metric, nats; comparable within one stage only
  double overlap = 0.0;  ///< 0..1
  Stage stage = Stage::search;
  int iteration = 0;  ///< since the beginning
};

struct Registration {
  RigidPose pose;  ///< fixed (reference) points to moving points
  Verdict verdict;
};

class Registrar {
 public:
  /// Errors: the metric's device has no room.
  static Result<Registrar> create(std::shared_ptr<Metric> metric, RegistrationTask task);

  /// Works for about `budget_s` seconds. It does at least one unit of work, and then further ones
  /// as long as they are expected to fit into the time. False: nothing is left to do. Errors: the
  /// mask or focus covers nothing that both scans show; the metric's device failed.
  Result<bool> step(double budget_s);

  bool done() const { return stage_ == Stage::done; }
  PoseSample current() const;
  const Evidence& evidence() const { return evidence_; }

  /// Begins again from a pose that a hand has set (fixed to moving points), at the 4 mm level.
  void restart(const RigidPose& pose);

  /// To be called only once done().
  Registration result() const;

 private:
  Registrar(std::shared_ptr<Metric> metric, RegistrationTask task, bool swapped);
  Result<void> bind_pairs();
  Result<void> bind_restricted(Level level);
  Result<void> bind_focus();

  Result<void> unit();
  void begin_search(const std::vector<RigidPose>& starts, int spread, double most_rotation);
  void search_turned_headers();
  Result<void> search();
  Result<void> climb(Level level);
  Result<void> finish_level(Level level);
  bool ran_away() const;
  void begin_checks();
  Result<void> check();
  bool turned_in_vain() const;
  void keep_first_outcome();
  bool explained() const;
  void conclude();
  Result<void> mirror();
  Result<void> stretch();
  FoundPair found_pair() const;
  void note_runner_up();

  const PreparedVolume& first() const { return swapped_ ? *task_.moving : *task_.fixed; }
  const PreparedVolume& second() const { return swapped_ ? *task_.fixed : *task_.moving; }
  PairMetric& pair(Level level) { return *pairs_[static_cast<std::size_t>(level)]; }
  RigidPose turned(const RigidPose& pose) const { return swapped_ ? inverse(pose) : pose; }

  std::shared_ptr<Metric> metric_;
  RegistrationTask task_;
  bool swapped_;  ///< fixed and moving are swapped, so that a pair gives one result either way
  std::array<std::unique_ptr<PairMetric>, level_count> pairs_;
  std::shared_ptr<const MetricSide> first_fine_, second_fine_;  ///< as the fine pair uses them
  std::vector<Climb> climbs_;  ///< candidates; once they are scored, the best is the first
  std::size_t next_ = 0;       ///< in the search: the first of climbs_ that is not scored yet
  SelfChecks checks_;
  BlockShifts blocks_;
  MirrorTest mirror_;
  StretchTest stretch_;
  Evidence evidence_;
  /// What was found before headers with mixed-up axes were tried.
  struct Outcome {
    Climb best;
    Evidence evidence;
    std::shared_ptr<const MetricSide> first_fine, second_fine;
  };
  std::optional<Outcome> first_outcome_;
  Stage stage_ = Stage::search;
  std::optional<RigidPose> given_;  ///< the pose it started from; then nothing is searched
  bool focused_ = false;            ///< the pairs look at the focus
  int iteration_ = 0;
  double unit_s_ = 0.0;  ///< the longest unit of this stage so far
};

using PoseListener = std::function<void(const PoseSample&)>;

/// Does all steps of one pair. A focus without a start is refined after the whole was aligned.
/// About every `slice_s` seconds it looks whether it is to stop, and tells `moving`, if that is
/// set, the pose it has reached. Errors: those of create() and step(); cancelled.
Result<Registration> register_pair(std::shared_ptr<Metric> metric, RegistrationTask task,
                                   const Progress& progress, const PoseListener& moving = {},
                                   double slice_s = 0.02);

}  // namespace lv
