// A row of dates: consistent poses, a stranger among them, what another row knows, cancelling.
#include <doctest/doctest.h>

#include <algorithm>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/registration/row.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;

namespace {

PhantomScan date(std::uint64_t seed, const dvec3& turn, const dvec3& shift_mm, double size = 1.0) {
  const auto contrast = seed % 2 == 0 ? Contrast::t2 : Contrast::t1;
  return {
      axial_stack(2, 5), {rotation_from_vector(turn), shift_mm}, contrast, 0.03, 0.02, size, seed};
}

/// The third is another person's.
const std::vector<PhantomScan>& dates() {
  static const std::vector<PhantomScan> all = {
      date(1, {0, 0, 0}, {0, 0, 0}), date(2, {0.1, -0.05, 0.1}, {8, -6, 10}),
      date(3, {0.05, 0.1, 0}, {-5, 9, -4}, 0.85), date(4, {-0.1, 0.05, 0.05}, {3, 7, -12})};
  return all;
}

std::vector<RowScan> scans() {
  static const auto prepared = [] {
    std::vector<RowScan> row;
    for (const PhantomScan& scan : dates()) {
      row.push_back({PreparedVolume::prepare(scan_phantom(scan)).value()});
    }
    return row;
  }();
  return prepared;
}

double error_mm(const std::vector<DateAlignment>& found, std::size_t d) {
  return brain_error_mm(found[d].pose.value(), dates()[0], dates()[d]);
}

}  // namespace

TEST_CASE("a_row_is_lined_up_and_a_stranger_in_it_is_not_good") {
  std::vector<std::size_t> settled;
  RowObserver observer;
  observer.settled = [&](std::size_t d, const DateAlignment&) { settled.push_back(d); };
  const auto found = align_row(make_cpu_metric(), scans(), {}, observer, {});
  REQUIRE(found.ok());
  CHECK(error_mm(*found, 1) < 0.2);
  CHECK(error_mm(*found, 3) < 0.2);
  CHECK((*found)[1].verdict.kind == VerdictKind::good);
  CHECK((*found)[3].verdict.kind == VerdictKind::good);
  CHECK((*found)[2].verdict.kind != VerdictKind::good);
  for (std::size_t d = 0; d < 4; ++d) CHECK(std::ranges::count(settled, d) >= 1);
}

TEST_CASE("what_another_row_knows_is_refined_and_searched_for_where_it_is_wrong") {
  std::vector<RowScan> row = scans();
  row.erase(row.begin() + 2);
  const RigidPose& truth = dates()[1].scan_from_head;
  RowOptions options;
  options.known = {std::nullopt, moved(truth, {{3, -2, 1}, {0.02, 0, 0.02}}, truth(dvec3(0.0))),
                   moved(dates()[3].scan_from_head, {{70, 0, 0}, {0, 0, 2}}, dvec3(0.0))};
  const auto found = align_row(make_cpu_metric(), row, options, {}, {});
  REQUIRE(found.ok());
  CHECK(error_mm(*found, 1) < 0.2);
  CHECK(brain_error_mm((*found)[2].pose.value(), dates()[0], dates()[3]) < 0.2);
}

TEST_CASE("what_cannot_be_lined_up_alone_lies_as_another_row_knows_and_is_doubtful") {
  PhantomScan edge = dates()[1];
  edge.geometry.size.z = 3;
  std::vector<RowScan> row = {scans()[0], scans()[1]};
  row[1].volume = PreparedVolume::prepare(scan_phantom(edge)).value();
  const auto alone = align_row(make_cpu_metric(), row, {}, {}, {});
  REQUIRE(alone.ok());
  REQUIRE((*alone)[1].verdict.kind == VerdictKind::failed);
  RowOptions options;
  options.known = {std::nullopt, dates()[1].scan_from_head};
  const auto found = align_row(make_cpu_metric(), row, options, {}, {});
  REQUIRE(found.ok());
  CHECK((*found)[1].verdict.kind == VerdictKind::doubtful);
  CHECK(error_mm(*found, 1) < 1e-9);
}

TEST_CASE("a_date_without_the_focus_keeps_the_whole_s_pose_and_says_so") {
  std::vector<RowScan> row = scans();
  row.resize(2);
  RowOptions options;
  options.focus = Focus{{300, 0, 0}, 25.0};
  const auto found = align_row(make_cpu_metric(), row, options, {}, {});
  REQUIRE(found.ok());
  CHECK(error_mm(*found, 1) < 0.2);
  CHECK((*found)[1].verdict.kind == VerdictKind::doubtful);
  CHECK((*found)[1].verdict.because.front().find("focus") != std::string::npos);
}

TEST_CASE("a_date_that_cannot_be_used_is_refused_alone") {
  std::vector<RowScan> row = scans();
  row.resize(2);
  row.push_back({nullptr, "one slice alone cannot be aligned in space"});
  const auto found = align_row(make_cpu_metric(), row, {}, {}, {});
  REQUIRE(found.ok());
  CHECK(!(*found)[2].pose);
  CHECK((*found)[2].verdict.kind == VerdictKind::failed);
  CHECK((*found)[1].verdict.kind == VerdictKind::good);
}

TEST_CASE("a_stopped_row_ends") {
  std::stop_source stop;
  stop.request_stop();
  const auto found = align_row(make_cpu_metric(), scans(), {}, {}, Progress{{}, stop.get_token()});
  REQUIRE(!found.ok());
  CHECK(found.error().code == ErrorCode::cancelled);
}
