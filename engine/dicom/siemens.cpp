#include "engine/dicom/siemens.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string_view>
#include <vector>

namespace lv {
namespace {

constexpr std::size_t name_bytes = 64;
constexpr std::uint32_t most_elements = 4096, most_items = 4096;

/// Reads forward and never beyond the end.
class Cursor {
 public:
  explicit Cursor(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  bool take(std::size_t count, std::string_view& out) {
    if (count > rest_.size()) return false;
    out = {reinterpret_cast<const char*>(rest_.data()), count};
    rest_ = rest_.subspan(count);
    return true;
  }
  bool skip(std::size_t count) {
    std::string_view unused;
    return take(count, unused);
  }
  bool number(std::uint32_t& out) {
    std::string_view bytes;
    if (!take(4, bytes)) return false;
    out = 0;
    for (std::size_t i = 4; i-- > 0;) out = out << 8 | static_cast<std::uint8_t>(bytes[i]);
    return true;
  }

 private:
  std::span<const std::uint8_t> rest_;
};

/// The numbers of one element's items; false at the end of what makes sense.
bool read_items(Cursor& cursor, std::uint32_t count, std::vector<double>& values) {
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint32_t length = 0;
    std::string_view text;
    if (!cursor.skip(4) || !cursor.number(length) || !cursor.skip(8)) return false;
    if (!cursor.take(length, text) || !cursor.skip((4 - length % 4) % 4)) return false;
    text.remove_prefix(std::min(text.find_first_not_of(" +"), text.size()));
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec == std::errc() && std::isfinite(value)) values.push_back(value);
  }
  return true;
}

}  // namespace

SiemensHeader read_siemens_header(std::span<const std::uint8_t> bytes) {
  SiemensHeader header;
  Cursor cursor(bytes);
  std::string_view magic, name;
  std::uint32_t elements = 0, items = 0;
  if (!cursor.take(4, magic) || magic != "SV10" || !cursor.skip(4)) return header;
  if (!cursor.number(elements) || !cursor.skip(4)) return header;
  for (std::uint32_t e = 0; e < std::min(elements, most_elements); ++e) {
    if (!cursor.take(name_bytes, name) || !cursor.skip(12) || !cursor.number(items)) break;
    if (!cursor.skip(4) || items > most_items) break;
    std::vector<double> values;
    if (!read_items(cursor, items, values)) break;
    name = name.substr(0, name.find('\0'));
    if (name == "NumberOfImagesInMosaic" && !values.empty()) {
      header.images_in_mosaic = static_cast<int>(std::clamp(values[0], 0.0, 4096.0));
    }
    if (name == "SliceNormalVector" && values.size() == 3) {
      header.slice_normal = dvec3(values[0], values[1], values[2]);
    }
  }
  return header;
}

std::vector<dvec3> siemens_tile_positions(const Picture& mosaic,
                                          const std::optional<dvec3>& slice_normal,
                                          ivec2 mosaic_size, ivec2 tile_size, int tiles) {
  const auto& [corner, row, column] = *mosaic.plane;
  const dvec2 spacing = mosaic.pixel_spacing_mm, cut(mosaic_size - tile_size);
  const dvec3 first = corner + row * (spacing.y * cut.x / 2.0) + column * (spacing.x * cut.y / 2.0);
  const double step =
      mosaic.spacing_between_mm > 0 ? mosaic.spacing_between_mm : mosaic.slice_thickness_mm;
  const dvec3 normal = slice_normal.value_or(glm::cross(row, column));
  std::vector<dvec3> positions;
  for (int i = 0; i < tiles; ++i) positions.push_back(first + normal * (step * i));
  return positions;
}

}  // namespace lv
