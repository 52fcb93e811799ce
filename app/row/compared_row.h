// ComparedRow: a row of the matrix as the viewer and the film see it: one kind of picture on
// several dates, oldest first, each with its volume, its pose and what is said about it. World is
// the reference date's LPS.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/row/facts.h"
#include "engine/contrast/fit.h"
#include "engine/registration/row_aligner.h"
#include "engine/render/plane.h"
#include "engine/render/view.h"
#include "engine/spine/bend.h"

namespace lv {

/// How far the alignment of a date has come.
enum class AlignmentState {
  from_scanner,  ///< nothing done yet: scanner coordinates
  running,
  settled,
};

struct ComparedDate {
  DateFacts facts;
  int series = -1;                 ///< index into the matrix
  SeriesKey key;                   ///< of that series
  std::string frame_of_reference;  ///< UID; empty: not known
  std::optional<RigidPose> known;  ///< reference points to this date's points, from another row
  std::vector<SpineLevel> known_levels;  ///< the same of a spine's levels
  bool flat = false;           ///< has no place in space: shown as it is stored, not aligned
  VolumePtr volume;            ///< null until it is read
  std::vector<dvec3> outline;  ///< of the body (body_outline), once it is read; Scan
  std::string problem;         ///< why it cannot be shown or aligned; empty: no problem
  VolumeId texture = 0;
  Window window;   ///< the scan's own; the view shifts and stretches it
  RigidPose pose;  ///< shown: reference points to this date's points
  /// Where it lay before a hand moved it. The view goes by this pose, so that it stays while the
  /// hand moves the date.
  std::optional<RigidPose> pose_before_hand;
  AlignmentState state = AlignmentState::from_scanner;
  DateAlignment alignment;  ///< what is known once settled
  /// The pose was taken from the last time the row was open. What is found meanwhile does not move
  /// the date.
  bool restored = false;
  /// Places along a spine, each with its own pose. Empty: not looked for, or not found.
  std::vector<SpineLevel> levels;
  std::vector<SpineLevel> rival_levels;  ///< SpineAlignment::rival
  bool levels_guided = false;            ///< SpineAlignment::guided
  std::optional<dvec3> marked_vertebra;  ///< by a person; Scan, mm
  Bend bend;  ///< made of the levels; it holds only for the pose with which they were found
  /// How the date's greys become those of the reference. Empty: not possible, or not known yet.
  std::optional<ContrastFit> contrast;
  bool contrast_known = false;
  /// Other stacks of the same series (stacks.h). What is said of the date as a whole, such as its
  /// pose, stands in this object and means nothing in them.
  std::vector<ComparedDate> further;
};

/// How one date lies at the focus.
struct DateFocus {
  enum class State { looking, found, refused };
  State state = State::looking;
  RigidPose pose;  ///< once found: reference points to this date's points, near the focus only
  bool needs_attention = false;
};

/// Alignment on what is near one point, or near a line from feet to head; it holds there only.
struct RowFocus {
  dvec3 point{0.0};  ///< World; the middle of the line
  double radius_mm = 0;
  double half_length_mm = 0;  ///< of the line; 0: the point alone
  std::vector<DateFocus> dates;
  bool pinned = false;  ///< it stays where it is when the pointer moves on
};

/// The pose by which the view frames a date: while a hand moves the date, the one before that.
inline const RigidPose& framing_pose(const ComparedDate& date) {
  return date.pose_before_hand ? *date.pose_before_hand : date.pose;
}

struct ComparedRow {
  std::string name;  ///< "Brain · FLAIR · axial"
  Region region = Region::unknown;
  std::vector<ComparedDate> dates;
  std::size_t reference = 0;
  std::optional<RowFocus> focus;

  bool shown(std::size_t date) const { return dates[date].texture != 0; }
};

/// The row `index` of the matrix, nothing read yet: every date at its scanner position.
/// The reference is the oldest date.
ComparedRow compared_row(const Matrix& matrix, int index);

/// The renderer has taken in a date's volume, or why not.
void take_texture(ComparedDate& date, Result<VolumeId> texture);

/// The dates that say where the row lies: those that are read and have a place in space; where no
/// date has one, all that are read.
std::vector<const ComparedDate*> framing_dates(const ComparedRow& row);

/// Gives a date the volume that was read, with what was found while reading. Instance numbers of
/// slices that were lost are taken out. `outline` is body_outline() of the volume.
void take_volume(ComparedDate& date, VolumePtr volume, std::vector<dvec3> outline);

/// The date that the others are lined up to: the oldest of framing_dates(); the oldest of all where
/// none is read.
std::size_t usable_reference(const ComparedRow& row);

/// Another date becomes the reference: World is its space from now on, the others lie to it as they
/// did, and are to be lined up on it. What was found against the old one is forgotten, but for
/// poses that are sure: they are where the search begins.
void line_up_on(ComparedRow& row, std::size_t reference);

/// What is handed to a RowAligner: each date that is read and has a place in space.
std::vector<RowVolume> volumes_to_align(const ComparedRow& row);
/// The options for it. `focus` is in the space of the reference; without one the whole is lined up.
RowOptions alignment_options(const ComparedRow& row, const std::optional<Focus>& focus = {});

/// True: the alignment of the date is settled, and a person should look at it. `rigid`: a spine
/// that bends is shown as one rigid piece, not level by level.
bool needs_attention(const ComparedRow& row, std::size_t date, bool rigid = false);

/// "lined up within ½ mm", "check position", "not lined up", "lining up…", "position from the
/// scanner".
std::string chip_text(const ComparedRow& row, std::size_t date, bool rigid = false);

/// "½ mm", "1 mm", "1½ mm": rounded up to half a millimetre, because the estimate is no finer.
std::string half_millimetres(double mm);

/// What the chip means, for somebody who reads it for the first time.
std::string chip_help(const ComparedRow& row, std::size_t date);

/// "here 1.8 mm, 0.9° from the whole": how far, at the focus, the alignment there differs from that
/// of the whole date; or why there is none. Only to be called while there is a focus.
std::string focus_text(const ComparedRow& row, std::size_t date);

/// How far apart the slices of a date would have to lie to explain why it does not fit, mm; 0: that
/// would not explain it.
double suggested_slice_spacing_mm(const ComparedDate& date);

/// How the position came about and how much overlaps: "automatic, 93 % overlap"; empty: nothing to
/// say yet.
std::string how_text(const ComparedRow& row, std::size_t date);

/// The date whose slices are farthest apart; of equal ones the reference. Its acquired plane is the
/// row's own plane, and what it shows of the body fills the pane. Headers tell which date it is
/// before any volume is read, so that neither changes while the row is being read. A date that
/// cannot be read does not count.
std::size_t coarsest_date(const ComparedRow& row);

/// The row's own plane, in World: that of the coarsest date's slices, shown upright, however the
/// patient or the pictures were turned on that date.
PlaneAxes native_axes(const ComparedRow& row);

/// The corners of a date's stack in World.
std::array<dvec3, 8> world_corners(const ComparedDate& date);

/// Points that a picture of the date must show, in World: the outline of the body, or where none is
/// known the corners of the stack.
std::vector<dvec3> framed_points(const ComparedDate& date);

/// The middle of framed_points() along each axis of the plane; World.
dvec3 framed_centre(const ComparedDate& date, const PlaneAxes& axes);

/// The middle of common_range() along each axis of the plane; World.
dvec3 common_centre(const ComparedRow& row, const PlaneAxes& axes);

/// The part of a direction of World that every date covers: its two ends, in mm from World's
/// origin. Where `least` is above `greatest`, no place is covered by all dates.
struct CommonRange {
  double least = 0, greatest = 0;
};
CommonRange common_range(const ComparedRow& row, const dvec3& direction);

/// The part that at least one date covers, from the middle of the first slice to that of the last.
CommonRange covered_range(const ComparedRow& row, const dvec3& direction);

}  // namespace lv
