#include "engine/dicom/values_dcmtk.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/dicom/attributes_dcmtk.h"

namespace lv {
namespace {

constexpr double least_scale = 1e-30, largest_scale = 1e30;  // beyond, values fit into no number
constexpr double most_steps_from_0 = 1e12;  // farther away, one value cannot be told from the next
constexpr int words = 65536;

double number_in(DcmItem& item, const DcmTagKey& key, double otherwise) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(key, element).bad() || element->getLength() == 0) return otherwise;
  return scale_number(*element);
}

/// Some write the values in 8 bits each, some in 16.
std::vector<std::uint16_t> table_values(DcmElement& data, std::size_t count) {
  const std::size_t bytes = data.getLength();
  Uint16* unsigned_values = nullptr;
  Sint16* signed_values = nullptr;
  Uint8* small_values = nullptr;
  if (bytes == 2 * count) {
    if (data.getUint16Array(unsigned_values).good())
      return {unsigned_values, unsigned_values + count};
    if (data.getSint16Array(signed_values).good()) return {signed_values, signed_values + count};
    return {};
  }
  if (bytes != count && bytes != count + count % 2) return {};
  if (data.getUint8Array(small_values).good()) return {small_values, small_values + count};
  std::vector<std::uint16_t> values;  // two in a word, the first one in its lower half
  const bool in_words = data.getUint16Array(unsigned_values).good();
  for (std::size_t i = 0; in_words && i < count; ++i) {
    values.push_back(i % 2 == 0 ? unsigned_values[i / 2] & 0xFF : unsigned_values[i / 2] >> 8);
  }
  return values;
}

}  // namespace

std::int32_t ValueTable::value(std::int64_t stored) const {
  const std::int64_t last = static_cast<std::int64_t>(values.size()) - 1;
  return values[static_cast<std::size_t>(std::clamp(stored - first, std::int64_t{0}, last))];
}

double scale_number(DcmElement& element) {
  const std::vector<double> said = numbers_of(element);
  return said.empty() ? std::numeric_limits<double>::quiet_NaN() : said.front();
}

bool can_scale(const Rescale& rescale) {
  const double slope = std::abs(rescale.slope), intercept = std::abs(rescale.intercept);
  return slope >= least_scale && slope <= largest_scale && intercept <= largest_scale &&
         intercept <= most_steps_from_0 * slope;
}

Rescale rescale_in(DcmItem& item, const Rescale& otherwise, std::string_view& doubt) {
  const Rescale said{number_in(item, DCM_RescaleSlope, otherwise.slope),
                     number_in(item, DCM_RescaleIntercept, otherwise.intercept)};
  if (can_scale(said)) return said;
  doubt = absurd_scale;
  return {};
}

std::optional<ValueTable> value_table(DcmElement& sequence) {
  DcmItem* const item = item_of(sequence);
  DcmElement* descriptor = nullptr;
  DcmElement* data = nullptr;
  if (item == nullptr || item->findAndGetElement(DCM_LUTDescriptor, descriptor).bad() ||
      item->findAndGetElement(DCM_LUTData, data).bad()) {
    return std::nullopt;
  }
  const std::vector<double> said = numbers_of(*descriptor);
  const auto is_word = [](double n) { return n > -words && n < words; };
  const bool sound = said.size() == 3 && std::ranges::all_of(said, is_word);
  if (!sound || said[2] < 1 || said[2] > 16) return std::nullopt;
  // A count of 65536 is written as 0; where the pixels have a sign, so has the count.
  const int count = said[0] > 0 ? static_cast<int>(said[0]) : static_cast<int>(said[0]) + words;
  ValueTable table{static_cast<std::int64_t>(said[1]), static_cast<int>(said[2]),
                   table_values(*data, static_cast<std::size_t>(count))};
  return table.values.empty() ? std::nullopt : std::optional(std::move(table));
}

}  // namespace lv
