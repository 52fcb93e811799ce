#include "engine/volume/gunzip.h"

#include <zlib.h>

#include <algorithm>

namespace lv {

bool is_gzip(std::span<const std::uint8_t> file) {
  return file.size() > 2 && file[0] == 0x1F && file[1] == 0x8B;
}

std::vector<std::uint8_t> first_unpacked(std::span<const std::uint8_t> file, std::size_t count) {
  constexpr std::size_t most_at_once = 1 << 30;
  if (!is_gzip(file)) return {file.begin(), file.begin() + std::min(count, file.size())};
  constexpr int window_of_gzip = MAX_WBITS + 16;
  z_stream stream{};
  if (inflateInit2(&stream, window_of_gzip) != Z_OK) return {};
  std::vector<std::uint8_t> bytes(count);
  std::size_t taken = 0, filled = 0;
  for (int status = Z_OK; status == Z_OK && filled < count;) {
    stream.next_in = const_cast<Bytef*>(file.data() + taken);
    stream.avail_in = static_cast<uInt>(std::min(file.size() - taken, most_at_once));
    stream.next_out = bytes.data() + filled;
    stream.avail_out = static_cast<uInt>(std::min(count - filled, most_at_once));
    status = inflate(&stream, Z_NO_FLUSH);
    taken = static_cast<std::size_t>(stream.next_in - file.data());
    filled = static_cast<std::size_t>(stream.next_out - bytes.data());
  }
  inflateEnd(&stream);
  bytes.resize(filled);
  return bytes;
}

}  // namespace lv
