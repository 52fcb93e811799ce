// How the stored values of pictures become values of the scan, as a header says it (PS3.3 C.11.1):
// by a slope and an intercept, or by a table (Modality LUT).
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace lv {

struct Rescale {
  double slope = 1.0, intercept = 0.0;
  bool operator==(const Rescale&) const = default;
};

/// The value of each stored one from `first` on. Those before and behind get that of the nearest.
struct ValueTable {
  std::int64_t first = 0;
  int bits = 16;                      ///< of the values, which have no sign
  std::vector<std::uint16_t> values;  ///< at least one

  std::int32_t value(std::int64_t stored) const;
};

/// Why values are shown as they are stored, in words for people.
inline constexpr std::string_view absurd_scale =
    "its header scales the values by 0, by an absurd number or by none (RescaleSlope, "
    "RescaleIntercept): they are shown as they are stored";
inline constexpr std::string_view unusable_table =
    "its header has a table that changes the values (Modality LUT), which is damaged: they are "
    "shown as they are stored";

/// RescaleSlope or RescaleIntercept; NaN: it is no number.
double scale_number(DcmElement& element);

/// False: values scaled so would be no numbers, or all the same.
bool can_scale(const Rescale& rescale);

/// What an item says of the scale, `otherwise` where it says nothing. What cannot be scaled so
/// stays as it is stored, and `doubt` says why.
Rescale rescale_in(DcmItem& item, const Rescale& otherwise, std::string_view& doubt);

/// The table of a Modality LUT Sequence. Empty: it is damaged.
std::optional<ValueTable> value_table(DcmElement& sequence);

}  // namespace lv
