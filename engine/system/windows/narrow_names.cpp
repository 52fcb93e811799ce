// libstdc++ reads the name of a path by mbrtowc, which knows nothing but ASCII in a program that
// has chosen no locale; msvcrt.dll has no locale of UTF-8. All narrow text of this program is UTF-8
// (app/cli/windows/longview.manifest), so the linker puts this in its place
// (engine/CMakeLists.txt).
#include <cstddef>
#include <cwchar>

namespace {

constexpr auto damaged = static_cast<std::size_t>(-1), cut_off = static_cast<std::size_t>(-2);

/// How many bytes a character of this first byte has; 0: none begins with it.
std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  return first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
}

}  // namespace

/// One unit of UTF-16. Of a character that takes two, the first is read from all bytes but the last
/// one, and the second, kept in `state` meanwhile, from that.
extern "C" std::size_t __wrap_mbrtowc(wchar_t* to, const char* from, std::size_t most,
                                      std::mbstate_t* state) {
  if (from == nullptr || most == 0) return from == nullptr ? 0 : cut_off;
  if (*state != 0) {
    if (to != nullptr) *to = static_cast<wchar_t>(*state);
    *state = 0;
    return 1;
  }
  const auto byte = [from](std::size_t i) { return static_cast<unsigned char>(from[i]); };
  const std::size_t length = length_of(byte(0));
  if (length == 0) return damaged;
  if (most < length) return cut_off;
  unsigned code = length == 1 ? byte(0) : byte(0) & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return damaged;
    code = code << 6 | (byte(i) & 0x3F);
  }
  const bool two = code > 0xFFFF;
  if (two) *state = static_cast<std::mbstate_t>(0xDC00 + (code & 0x3FF));
  if (to != nullptr) *to = static_cast<wchar_t>(two ? 0xD7C0 + (code >> 10) : code);
  return code == 0 ? 0 : two ? length - 1 : length;
}
