// The decoders of compressed pictures, as their own process calls them: the first bytes say which
// one, how large the picture is and into how many fragments the rest is cut.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/decoder/codecs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array syntaxes = {
      "1.2.840.10008.1.2.5",    "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51",
      "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80",
      "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"};
  constexpr std::size_t said = 5;
  if (size < said + 1) return 0;
  lv::prepare_codecs();
  lv::PackedPicture picture;
  picture.transfer_syntax_uid = syntaxes[data[0] % syntaxes.size()];
  picture.columns = 1 + data[1];
  picture.rows = 1 + data[2];
  picture.bits_allocated = 8 << data[3] % 3;
  picture.bits_stored = 1 + data[4] % picture.bits_allocated;
  picture.high_bit = picture.bits_stored - 1;
  picture.is_signed = data[4] > 127;
  const std::size_t parts = 1 + data[3] / 3 % 3;
  std::span<const std::uint8_t> rest(data + said, size - said);
  for (std::size_t left = parts; left > 0; --left) {
    const std::size_t length = rest.size() / left;
    if (length > 0) picture.fragments.push_back(rest.first(length));
    rest = rest.subspan(length);
  }
  std::vector<std::uint8_t> samples(picture.unpacked_bytes());
  try {
    (void)lv::unpack_here(picture, samples);
  } catch (const std::exception&) {  // the process answers that it could not
  }
  return 0;
}
