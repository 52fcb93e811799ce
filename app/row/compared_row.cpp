#include "app/row/compared_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "app/row/bent_date.h"

namespace lv {
namespace {

/// "lined up within ½ mm", or, where the parts of the body have moved against each other, "lined up
/// within ½ mm in the middle, 2 mm at the edges".
std::string within_text(const Verdict& verdict) {
  const std::string middle = half_millimetres(verdict.uncertainty_mm);
  const std::string edges =
      half_millimetres(std::max(verdict.remaining_mm, verdict.uncertainty_mm));
  if (edges == middle) return "lined up within " + middle;
  return "lined up within " + middle + " in the middle, " + edges + " at the edges";
}

/// Two scans of one year: "2013, 1st scan", "2013, 2nd scan".
void tell_equal_years_apart(ComparedRow& row) {
  constexpr std::array ordinals{"1st", "2nd", "3rd"};
  for (std::size_t d = 0; d < row.dates.size();) {
    const std::string year = row.dates[d].facts.year;
    std::size_t end = d;
    while (end < row.dates.size() && row.dates[end].facts.year == year) ++end;
    for (std::size_t i = d; end - d > 1 && i < end; ++i) {
      const std::size_t nth = i - d;
      row.dates[i].facts.year += fmt::format(
          ", {} scan", nth < 3 ? std::string(ordinals[nth]) : fmt::format("{}th", nth + 1));
    }
    d = end;
  }
}

}  // namespace

std::string half_millimetres(double mm) {
  const int halves = std::max(1, static_cast<int>(std::ceil(mm * 2 - 1e-9)));
  const std::string whole = halves >= 2 ? std::to_string(halves / 2) : "";
  return whole + (halves % 2 ? "½" : "") + " mm";
}

ComparedRow compared_row(const Matrix& matrix, int index) {
  const Row& source = matrix.rows[static_cast<std::size_t>(index)];
  ComparedRow row;
  row.name = source.name;
  row.region = source.kind.region;
  std::optional<Date> first;
  for (const Cell& cell : source.cells) {
    const Series& series = matrix.series[static_cast<std::size_t>(cell.series)];
    const auto& when = matrix.studies[static_cast<std::size_t>(cell.study)].date;
    if (!first) first = when;
    ComparedDate date;
    date.facts = facts_of(matrix, series, first);
    date.series = cell.series;
    date.key = series.key;
    date.flat = series.flat;
    if (series.header) date.frame_of_reference = series.header->frame_of_reference_uid;
    for (const int also : cell.also) {
      const Series& other = matrix.series[static_cast<std::size_t>(also)];
      ComparedDate& stack = date.further.emplace_back();
      stack.facts = facts_of(matrix, other, first);
      stack.series = also;
      stack.flat = other.flat;
    }
    row.dates.push_back(std::move(date));
  }
  tell_equal_years_apart(row);
  for (ComparedDate& date : row.dates) {
    for (ComparedDate& stack : date.further) stack.facts.year = date.facts.year;
  }
  return row;
}

std::vector<const ComparedDate*> framing_dates(const ComparedRow& row) {
  std::vector<const ComparedDate*> placed, read;
  for (const ComparedDate& date : row.dates) {
    if (date.volume) read.push_back(&date);
    if (date.volume && !date.flat) placed.push_back(&date);
  }
  return placed.empty() ? read : placed;
}

void take_volume(ComparedDate& date, VolumePtr volume, std::vector<dvec3> outline) {
  std::vector<int>& numbers = date.facts.instance_numbers;
  for (auto lost = volume->lost_slices.rbegin(); lost != volume->lost_slices.rend(); ++lost) {
    if (std::cmp_less(*lost, numbers.size())) numbers.erase(numbers.begin() + *lost);
  }
  std::vector<std::string>& told = date.facts.findings;  // some of the headers alone, some of both
  for (const std::string& finding : volume->findings) {
    if (std::ranges::find(told, finding) == told.end()) told.push_back(finding);
  }
  date.volume = std::move(volume);
  date.outline = std::move(outline);
}

std::size_t usable_reference(const ComparedRow& row) {
  const auto framing = framing_dates(row);
  return framing.empty() ? 0 : static_cast<std::size_t>(framing.front() - row.dates.data());
}

void line_up_on(ComparedRow& row, std::size_t reference) {
  const RigidPose old_from_new = inverse(row.dates[reference].pose);
  const auto sure = [&](std::size_t d) {
    return d == row.reference || surely_lined_up(row.dates[d].alignment);
  };
  std::vector<std::optional<RigidPose>> known(row.dates.size());
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    if (sure(reference) && sure(d)) known[d] = row.dates[d].pose * old_from_new;
  }
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    ComparedDate& date = row.dates[d];
    date.pose = d == reference ? RigidPose{} : date.pose * old_from_new;
    date.pose_before_hand.reset();
    date.known = known[d];
    date.known_levels.clear();
    date.state = AlignmentState::running;
    date.alignment = {};
    date.restored = false;
    date.levels.clear();
    date.rival_levels.clear();
    date.levels_guided = false;
    date.bend = {};
    date.contrast.reset();
    date.contrast_known = false;
  }
  row.reference = reference;
  row.focus.reset();
}

void take_texture(ComparedDate& date, Result<VolumeId> texture) {
  if (texture) {
    date.texture = *texture;
  } else {
    date.problem = texture.error().text();
  }
}

std::vector<RowVolume> volumes_to_align(const ComparedRow& row) {
  std::vector<RowVolume> volumes;
  for (const ComparedDate& date : row.dates) {
    if (date.volume && !date.flat) {
      volumes.push_back({date.volume});
    } else {
      volumes.push_back(
          {nullptr, date.volume ? "it does not say where its slices lie" : date.problem});
    }
  }
  return volumes;
}

RowOptions alignment_options(const ComparedRow& row, const std::optional<Focus>& focus) {
  RowOptions options{row.reference, focus, {}};
  for (const ComparedDate& date : row.dates) options.known.push_back(date.known);
  return options;
}

bool needs_attention(const ComparedRow& row, std::size_t date, bool rigid) {
  const ComparedDate& compared = row.dates[date];
  if (levels_contradicted(row, date)) return true;
  if (!rigid && is_bent(compared)) return !compared.bend.complete;
  const Verdict& verdict = compared.alignment.verdict;
  const bool odd_one = date != row.reference || verdict.suspicion != Suspicion::none;
  return odd_one && compared.state == AlignmentState::settled && verdict.kind != VerdictKind::good;
}

std::string chip_text(const ComparedRow& row, std::size_t date, bool rigid) {
  if (date == row.reference) {
    const bool odd_one = row.dates[date].alignment.verdict.suspicion != Suspicion::none;
    return odd_one ? "the reference: may be flipped left to right" : "the reference";
  }
  const ComparedDate& compared = row.dates[date];
  if (compared.state == AlignmentState::from_scanner) return "position from the scanner";
  if (compared.state == AlignmentState::running) return "lining up…";
  if (levels_contradicted(row, date)) return "check: " + level_check_text(row, date);
  if (!rigid && is_bent(compared)) return bent_chip_text(compared);
  const Verdict& verdict = compared.alignment.verdict;
  const std::string suspicion(words(verdict.suspicion));
  switch (verdict.kind) {
    case VerdictKind::good:
      return within_text(verdict);
    case VerdictKind::doubtful:
      return suspicion.empty() ? "check position" : "check: " + suspicion;
    case VerdictKind::failed:
      break;
  }
  return suspicion.empty() ? "not lined up" : "not lined up: " + suspicion;
}

std::string chip_help(const ComparedRow& row, std::size_t date) {
  if (date == row.reference) return "The other dates are laid onto this one.";
  const ComparedDate& compared = row.dates[date];
  if (compared.state == AlignmentState::from_scanner) {
    return "It lies where the scanner says. It is laid onto the reference next.";
  }
  if (compared.state == AlignmentState::running) return "It is being laid onto the reference.";
  switch (compared.alignment.verdict.kind) {
    case VerdictKind::good:
      return "The same place of the body lies at the same place of the picture, but for so much.";
    case VerdictKind::doubtful:
      return "It may lie in another place than the reference: look whether the bones fit, or move "
             "it by hand (A).";
    case VerdictKind::failed:
      break;
  }
  return "No position was found in which both fit. Move it by hand (A) where you see one.";
}

std::string focus_text(const ComparedRow& row, std::size_t date) {
  if (date == row.reference) return "the reference";
  const DateFocus& focus = row.focus->dates[date];
  switch (focus.state) {
    case DateFocus::State::looking:
      return "lining up here…";
    case DateFocus::State::refused:
      return "nothing holds here; this is the alignment of the whole";
    case DateFocus::State::found:
      break;
  }
  const RigidPose& whole = row.dates[date].pose;
  const Motion apart = motion_between(whole, focus.pose, whole(row.focus->point));
  return fmt::format("{}here {:.1f} mm, {:.1f}° from the whole",
                     focus.needs_attention ? "check: " : "", glm::length(apart.translation),
                     degrees_from_radians(glm::length(apart.rotation)));
}

double suggested_slice_spacing_mm(const ComparedDate& date) {
  const Verdict& verdict = date.alignment.verdict;
  const double factor = verdict.slice_spacing_factor;
  const bool suspected = verdict.suspicion == Suspicion::size && factor != 1.0;
  if (date.state != AlignmentState::settled || !suspected) return 0.0;
  return std::round(100 * factor * date.facts.slice_spacing_mm) / 100;
}

std::string how_text(const ComparedRow& row, std::size_t date) {
  const ComparedDate& compared = row.dates[date];
  if (date == row.reference || compared.state != AlignmentState::settled) return "";
  if (!compared.alignment.pose) return "";
  const auto how = [method = compared.alignment.method] {
    switch (method) {
      case Method::scanner:
        return "from the scanner";
      case Method::automatic:
        return "automatic";
      case Method::group:
        return "automatic, all dates together";
      case Method::hand:
        break;
    }
    return "by hand";
  };
  std::string text = how();
  if (const double overlap = compared.alignment.verdict.overlap; overlap > 0) {
    text += fmt::format(", {:.0f}\u00a0% overlap", 100 * overlap);
  }
  const std::string check = level_check_text(row, date);
  return check.empty() ? text : text + ", " + check;
}

std::size_t coarsest_date(const ComparedRow& row) {
  const bool any_placed =
      std::ranges::any_of(row.dates, [](const auto& date) { return !date.flat; });
  std::size_t coarsest = row.reference;
  double spacing_mm = 0;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const ComparedDate& date = row.dates[d];
    if (!date.problem.empty() || (date.flat && any_placed)) continue;
    const double own_mm =
        date.volume ? date.volume->geometry.spacing_mm().z : date.facts.slice_spacing_mm;
    const bool preferred = d == row.reference && own_mm > spacing_mm - 0.01;
    if (own_mm <= spacing_mm + 0.01 && !preferred) continue;
    coarsest = d;
    spacing_mm = std::max(spacing_mm, own_mm);
  }
  return coarsest;
}

PlaneAxes native_axes(const ComparedRow& row) {
  const ComparedDate& date = row.dates[coarsest_date(row)];
  if (!date.volume) return standard_axes(StandardPlane::axial);
  const dmat3 world_from_scan = glm::mat3_cast(inverse(framing_pose(date)).rotation);
  return native_axes(world_from_scan * date.volume->geometry.axes());
}

std::vector<dvec3> framed_points(const ComparedDate& date) {
  const auto corners = date.volume->geometry.corners();
  std::vector<dvec3> points = date.outline;
  if (points.empty()) points.assign(corners.begin(), corners.end());
  std::ranges::transform(points, points.begin(), inverse(framing_pose(date)));
  return points;
}

dvec3 framed_centre(const ComparedDate& date, const PlaneAxes& axes) {
  const std::vector<dvec3> points = framed_points(date);
  dvec3 centre(0.0);
  for (const dvec3& direction : {axes.right, axes.down, axes.away()}) {
    const auto along = [&](const dvec3& point) { return glm::dot(point, direction); };
    const auto [least, greatest] = std::ranges::minmax(points, {}, along);
    centre += direction * (along(least) + along(greatest)) / 2.0;
  }
  return centre;
}

std::array<dvec3, 8> world_corners(const ComparedDate& date) {
  std::array<dvec3, 8> corners = date.volume->geometry.corners();
  const RigidPose world_from_scan = inverse(framing_pose(date));
  std::ranges::transform(corners, corners.begin(), world_from_scan);
  return corners;
}

namespace {

constexpr double far = std::numeric_limits<double>::infinity();

/// The part of a direction of World that a box of `size` columns, rows and slices about the middle
/// of a date covers. Where the stack is tilted, the line through its middle is measured.
CommonRange slab(const ComparedDate& date, const dvec3& direction, const ivec3& size) {
  const RigidPose world_from_scan = inverse(framing_pose(date));
  const dmat3 axes = glm::mat3_cast(world_from_scan.rotation) * date.volume->geometry.axes();
  const dvec3 size_mm = date.volume->geometry.spacing_mm() * dvec3(size);
  double half = far;
  for (int a = 0; a < 3; ++a) {
    const double cosine = std::abs(glm::dot(axes[a], direction));
    if (cosine > 1e-6) half = std::min(half, 0.5 * size_mm[a] / cosine);
  }
  const double middle = glm::dot(world_from_scan(date.volume->geometry.centre()), direction);
  return {middle - half, middle + half};
}

}  // namespace

CommonRange common_range(const ComparedRow& row, const dvec3& direction) {
  CommonRange range{-far, far};
  for (const ComparedDate* date : framing_dates(row)) {
    const CommonRange own = slab(*date, direction, date->volume->geometry.size);
    range = {std::max(range.least, own.least), std::min(range.greatest, own.greatest)};
  }
  return range;
}

CommonRange covered_range(const ComparedRow& row, const dvec3& direction) {
  CommonRange range{far, -far};
  for (const ComparedDate* date : framing_dates(row)) {
    const CommonRange own = slab(*date, direction, date->volume->geometry.size - 1);
    range = {std::min(range.least, own.least), std::max(range.greatest, own.greatest)};
  }
  return range;
}

dvec3 common_centre(const ComparedRow& row, const PlaneAxes& axes) {
  dvec3 centre(0.0);
  for (const dvec3& direction : {axes.right, axes.down, axes.away()}) {
    const CommonRange range = common_range(row, direction);
    if (std::isfinite(range.least) && std::isfinite(range.greatest)) {
      centre += direction * (range.least + range.greatest) / 2.0;
    }
  }
  return centre;
}

}  // namespace lv
