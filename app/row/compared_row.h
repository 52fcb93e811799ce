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
  bool flat = false;               ///< has no place in space: shown as it is stored, not aligned
  VolumePtr volume;                ///< null until it is read
  std::vector<dvec3> outline;      ///< of the body (body_outline), once it is read; Scan
  std::string problem;             ///< why it cannot be shown or aligned; empty: no problem
  VolumeId texture = 0;
  Window window;   ///< the scan's own; the view shifts and stretches it
  RigidPose pose;  ///< shown: reference points to this date's points
  /// Where it lay before a hand moved it. The view goes by this pose, so that it stays while the
  /// hand moves the date.
  std::optional<RigidPose> pose_before_hand;
  AlignmentState state = AlignmentState::from_scanner;
  DateAlignment alignment;  ///< what is known once settled
  bool restored = false;    ///< it lies where it lay when it was left, whatever is found meanwhile
  /// Of a spine: places along it, each with its own pose. Empty: not looked for, or not found.
  std::vector<SpineLevel> levels;
  std::optional<dvec3> marked_vertebra;  ///< by a person; Scan, mm
  Bend bend;  ///< of these; holds while the date lies as it did when they were found
  /// How its greys become the reference's; empty: they cannot, or it is not known yet.
  std::optional<ContrastFit> contrast;
  bool contrast_known = false;
  /// Other stacks of the same series, which come to the front where they are looked at (stacks.h).
  /// What is said of the date as a whole means nothing in them.
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
};

/// Where the view takes a date to lie.
inline const RigidPose& framing_pose(const ComparedDate& date) {
  return date.pose_before_hand ? *date.pose_before_hand : date.pose;
}

struct ComparedRow {
  std::string name;  ///< "Brain · FLAIR · axial"
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

/// The dates that say where the row lies: those with a place in space; where no date has one, all
/// that are read.
std::vector<const ComparedDate*> framing_dates(const ComparedRow& row);

/// The date has been read: with its volume come its findings, without the slices that were lost,
/// and what body_outline() says of it.
void take_volume(ComparedDate& date, VolumePtr volume, std::vector<dvec3> outline);

/// The date that the others are lined up to: the oldest that has a place and is read; in doubt the
/// oldest.
std::size_t usable_reference(const ComparedRow& row);

/// Another date becomes the reference: World is its space from now on, the others lie to it as they
/// did, and are to be lined up on it. What was found against the old one is forgotten, but for
/// poses that are sure: they are where the search begins.
void line_up_on(ComparedRow& row, std::size_t reference);

/// What is handed to a RowAligner: each date that is read and has a place in space.
std::vector<RowVolume> volumes_to_align(const ComparedRow& row);
/// The options that go with it. `focus`: in the space of the reference; none: line up the whole.
RowOptions alignment_options(const ComparedRow& row, const std::optional<Focus>& focus = {});

/// Settled, and a person should look at it.
/// `rigid`: a spine that bends is shown as one rigid piece, not level by level.
bool needs_attention(const ComparedRow& row, std::size_t date, bool rigid = false);

/// "lined up within ½ mm", "check position", "not lined up", "lining up…", "position from the
/// scanner".
std::string chip_text(const ComparedRow& row, std::size_t date, bool rigid = false);

/// "½ mm", "1 mm", "1½ mm": rounded up to half a millimetre: the estimate is no finer than that.
std::string half_millimetres(double mm);

/// What the chip means, for who reads it the first time.
std::string chip_help(const ComparedRow& row, std::size_t date);

/// "here 1.8 mm, 0.9° from the whole": how far the alignment at the focus is from that of the whole
/// date, at the focus; or why there is none. Only while there is a focus.
std::string focus_text(const ComparedRow& row, std::size_t date);

/// How the position came about and how much overlaps: "automatic, 93 % overlap"; empty: nothing to
/// say yet.
std::string how_text(const ComparedRow& row, std::size_t date);

/// The date whose slices are farthest apart (in doubt the reference): its acquired plane is the
/// row's own, and what it shows of the body is framed. Headers tell it before anything is read, so
/// that plane and frame stay what they are; a date that cannot be read does not count.
std::size_t coarsest_date(const ComparedRow& row);

/// The row's own plane, in World: that of the coarsest date's slices, upright as the patient lies
/// in World, however the patient or the pictures were turned on that date.
PlaneAxes native_axes(const ComparedRow& row);

/// The corners of a date's stack in World.
std::array<dvec3, 8> world_corners(const ComparedDate& date);

/// What a picture of the date must hold, in World: the outline of the body, or the stack's corners.
std::vector<dvec3> framed_points(const ComparedDate& date);

/// The middle of those points along each axis of the plane; World.
dvec3 framed_centre(const ComparedDate& date, const PlaneAxes& axes);

/// The middle of what all dates that are read cover, along each axis of the plane; World.
dvec3 common_centre(const ComparedRow& row, const PlaneAxes& axes);

/// Places along a direction of World, in mm from its origin: the least and the greatest that every
/// date covers. Least above greatest: no place is covered by all.
struct CommonRange {
  double least = 0, greatest = 0;
};
CommonRange common_range(const ComparedRow& row, const dvec3& direction);

/// From the first to the last slice (their middles) of any date, measured likewise.
CommonRange covered_range(const ComparedRow& row, const dvec3& direction);

}  // namespace lv
