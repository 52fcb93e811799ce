#include "engine/registration/row.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/assert.h"
#include "engine/registration/pose_graph.h"
#include "engine/registration/row_verdicts.h"

namespace lv {
namespace {

/// A registration of dates `from` and `to`.
struct Link {
  std::size_t from, to;
  Registration result;
};

class RowSolver {
 public:
  RowSolver(std::shared_ptr<Metric> metric, const std::vector<RowScan>& scans,
            const RowOptions& options, const RowObserver& observer, const Progress& progress)
      : metric_(std::move(metric)),
        scans_(scans),
        options_(options),
        observer_(observer),
        progress_(progress),
        dates_(scans.size()) {}

  Result<std::vector<DateAlignment>> run() {
    refuse_what_cannot_be_used();
    const std::vector<std::pair<std::size_t, std::size_t>> pairs = wanted_pairs();
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      progress_(static_cast<double>(i) / static_cast<double>(pairs.size()), "lining up");
      LV_TRY(link(pairs[i].first, pairs[i].second));
    }
    join();
    fall_back_on_what_is_known();
    if (options_.focus) LV_TRY(focus_all());
    return dates_;
  }

 private:
  bool usable(std::size_t date) const { return scans_[date].volume != nullptr; }

  void refuse_what_cannot_be_used() {
    settle(options_.reference, {RigidPose{}, Method::scanner, verdict_of_reference()});
    for (std::size_t d = 0; d < scans_.size(); ++d) {
      if (usable(d)) continue;
      settle(d, refused(scans_[d].refusal));
    }
  }

  /// Reference and each date, then neighbours in time.
  std::vector<std::pair<std::size_t, std::size_t>> wanted_pairs() const {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    const std::size_t r = options_.reference;
    std::vector<std::size_t> dates;
    for (std::size_t d = 0; d < scans_.size(); ++d) {
      if (!usable(d)) continue;
      dates.push_back(d);
      if (d != r) pairs.emplace_back(r, d);
    }
    for (std::size_t i = 1; i < dates.size(); ++i) {
      if (dates[i - 1] != r && dates[i] != r) pairs.emplace_back(dates[i - 1], dates[i]);
    }
    return pairs;
  }

  /// Reference points to a date's, where they are known: as it was lined up well, or from
  /// elsewhere.
  std::optional<RigidPose> known(std::size_t date) const {
    if (date == options_.reference) return RigidPose{};
    return surely_lined_up(dates_[date]) ? dates_[date].pose : known_elsewhere(date);
  }

  /// As another row has found it.
  std::optional<RigidPose> known_elsewhere(std::size_t date) const {
    return options_.known.empty() ? std::nullopt : options_.known[date];
  }

  std::optional<RigidPose> known(std::size_t from, std::size_t to) const {
    const auto first = known(from), second = known(to);
    if (!first || !second) return std::nullopt;
    return *second * inverse(*first);
  }

  /// Registers two dates from the pose that is known, if there is one. Where that gives no good
  /// result, the patient may have moved between the scans of the two rows, or the pose was wrong:
  /// then it searches from nothing too, and takes the result of that if it is better.
  Result<void> link(std::size_t from, std::size_t to) {
    RegistrationTask task{scans_[from].volume, scans_[to].volume, nullptr, {}, known(from, to)};
    LV_ASSIGN(Registration found, run_registration(task, from, to));
    if (task.start && found.verdict.kind != VerdictKind::good) {
      task.start.reset();
      LV_ASSIGN(Registration searched, run_registration(task, from, to));
      if (searched.verdict.kind < found.verdict.kind) found = std::move(searched);
    }
    links_.push_back({from, to, found});
    if (from == options_.reference) settle(to, {found.pose, Method::automatic, found.verdict});
    return {};
  }

  Result<Registration> run_registration(const RegistrationTask& task, std::size_t from,
                                        std::size_t to) {
    PoseListener moving;
    if (from == options_.reference && observer_.moving) {
      moving = [&](const PoseSample& sample) { observer_.moving(to, sample); };
    }
    return register_pair(metric_, task, Progress{{}, progress_.stop}, moving);
  }

  void join() {
    std::vector<dvec3> centres;
    std::vector<std::size_t> node(scans_.size()), dates;
    for (std::size_t d = 0; d < scans_.size(); ++d) {
      if (!usable(d)) continue;
      node[d] = dates.size();
      dates.push_back(d);
      centres.push_back(scans_[d].volume->centre_of_mass());
    }
    if (dates.size() < 3) return;
    std::vector<PoseEdge> edges;
    for (const Link& link : links_) {
      edges.push_back(
          {node[link.from], node[link.to], link.result.pose, link.result.verdict.uncertainty_mm});
    }
    const PoseGraph graph = join_poses(centres, edges, node[options_.reference]);
    std::vector<JudgedLink> judged;
    for (std::size_t e = 0; e < links_.size(); ++e) {
      judged.push_back({links_[e].from, links_[e].to, links_[e].result.verdict, graph.kept[e],
                        graph.residual_mm[e]});
    }
    std::vector<Verdict> verdicts = row_verdicts(judged, scans_.size(), options_.reference);
    for (const std::size_t date : dates) {
      const Method method = date == options_.reference ? Method::scanner : Method::group;
      settle(date, {graph.poses[node[date]], method, std::move(verdicts[date])});
    }
  }

  /// A few slices at the edge of the head cannot be lined up alone, but their study's others were.
  void fall_back_on_what_is_known() {
    constexpr double not_known_mm = std::numeric_limits<double>::infinity();
    for (std::size_t d = 0; d < scans_.size(); ++d) {
      const Verdict& alone = dates_[d].verdict;
      if (!usable(d) || !known_elsewhere(d) || alone.kind != VerdictKind::failed) continue;
      Verdict known = alone;
      known.kind = VerdictKind::doubtful;
      known.uncertainty_mm = known.remaining_mm = not_known_mm;
      known.because.insert(
          known.because.begin(),
          "it lies as another series of the same visit; alone it cannot be lined up");
      settle(d, {known_elsewhere(d), Method::group, std::move(known)});
    }
  }

  /// A part cannot tell what is suspected of the whole.
  static Verdict suspected_as(const Verdict& whole, Verdict part) {
    part.left_right = whole.left_right;
    if (whole.suspicion == Suspicion::none) return part;
    part.suspicion = whole.suspicion;
    part.slice_spacing_factor = whole.slice_spacing_factor;
    part.kind = std::max(part.kind, VerdictKind::doubtful);
    part.because.insert(part.because.begin(), whole.because.front());
    return part;
  }

  /// Every date once more, from the pose of the whole, on the focus only.
  Result<void> focus_all() {
    for (std::size_t d = 0; d < scans_.size(); ++d) {
      if (d == options_.reference || dates_[d].verdict.kind == VerdictKind::failed) continue;
      RegistrationTask task{scans_[options_.reference].volume, scans_[d].volume, nullptr,
                            options_.focus, dates_[d].pose};
      const auto found = run_registration(task, options_.reference, d);
      if (found) {
        settle(d,
               {found->pose, Method::automatic, suspected_as(dates_[d].verdict, found->verdict)});
      } else if (found.error().code == ErrorCode::unsupported) {
        DateAlignment whole = dates_[d];
        whole.verdict.kind = VerdictKind::doubtful;
        whole.verdict.because.insert(whole.verdict.because.begin(), found.error().what);
        settle(d, std::move(whole));
      } else {
        return found.error();
      }
    }
    return {};
  }

  void settle(std::size_t date, DateAlignment answer) {
    dates_[date] = std::move(answer);
    if (observer_.settled) observer_.settled(date, dates_[date]);
  }

  std::shared_ptr<Metric> metric_;
  const std::vector<RowScan>& scans_;
  const RowOptions& options_;
  const RowObserver& observer_;
  const Progress& progress_;
  std::vector<DateAlignment> dates_;
  std::vector<Link> links_;
};

}  // namespace

std::string_view name(Method method) {
  switch (method) {
    case Method::scanner:
      return "scanner";
    case Method::automatic:
      return "automatic";
    case Method::group:
      return "group";
    default:
      return "hand";
  }
}

DateAlignment refused(const std::string& reason) {
  return {std::nullopt, Method::scanner, {VerdictKind::failed, 0.0, 0.0, {reason}}};
}

Result<std::vector<DateAlignment>> align_row(std::shared_ptr<Metric> metric,
                                             const std::vector<RowScan>& scans,
                                             const RowOptions& options, const RowObserver& observer,
                                             const Progress& progress) {
  LV_ASSERT(options.reference < scans.size());
  LV_ASSERT(options.known.empty() || options.known.size() == scans.size());
  const RowScan& reference = scans[options.reference];
  if (!reference.volume) return Error{ErrorCode::unsupported, reference.refusal, "reference"};
  return RowSolver(std::move(metric), scans, options, observer, progress).run();
}

}  // namespace lv
