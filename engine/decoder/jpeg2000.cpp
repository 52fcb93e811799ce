#include "engine/decoder/jpeg2000.h"

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace lv {
namespace {

/// The bytes in memory as OpenJPEG wants to read them.
struct Reader {
  std::span<const std::uint8_t> bytes;
  std::size_t at = 0;

  static OPJ_SIZE_T read(void* buffer, OPJ_SIZE_T count, void* user) {
    auto& self = *static_cast<Reader*>(user);
    const std::size_t left = self.bytes.size() - self.at;
    if (left == 0) return static_cast<OPJ_SIZE_T>(-1);
    const std::size_t taken = std::min(left, static_cast<std::size_t>(count));
    std::memcpy(buffer, self.bytes.data() + self.at, taken);
    self.at += taken;
    return taken;
  }
  static OPJ_OFF_T skip(OPJ_OFF_T count, void* user) {
    auto& self = *static_cast<Reader*>(user);
    const auto left = static_cast<OPJ_OFF_T>(self.bytes.size() - self.at);
    const OPJ_OFF_T moved = std::clamp<OPJ_OFF_T>(count, 0, left);
    self.at += static_cast<std::size_t>(moved);
    return moved;
  }
  static OPJ_BOOL seek(OPJ_OFF_T to, void* user) {
    auto& self = *static_cast<Reader*>(user);
    if (to < 0 || static_cast<std::size_t>(to) > self.bytes.size()) return OPJ_FALSE;
    self.at = static_cast<std::size_t>(to);
    return OPJ_TRUE;
  }
};

using Stream = std::unique_ptr<opj_stream_t, void (*)(opj_stream_t*)>;
using Codec = std::unique_ptr<opj_codec_t, void (*)(opj_codec_t*)>;
using Image = std::unique_ptr<opj_image_t, void (*)(opj_image_t*)>;

Stream open_stream(Reader& reader) {
  Stream stream(opj_stream_default_create(OPJ_TRUE), opj_stream_destroy);
  opj_stream_set_user_data(stream.get(), &reader, nullptr);
  opj_stream_set_user_data_length(stream.get(), reader.bytes.size());
  opj_stream_set_read_function(stream.get(), Reader::read);
  opj_stream_set_skip_function(stream.get(), Reader::skip);
  opj_stream_set_seek_function(stream.get(), Reader::seek);
  return stream;
}

bool starts_as_jp2_file(std::span<const std::uint8_t> bytes) {
  static constexpr std::uint8_t signature[] = {0, 0, 0, 12, 'j', 'P', ' ', ' '};
  return bytes.size() >= sizeof signature &&
         std::equal(std::begin(signature), std::end(signature), bytes.begin());
}

}  // namespace

Result<std::vector<std::int32_t>> unpack_jpeg2000(std::span<const std::uint8_t> code_stream,
                                                  int columns, int rows) {
  const Error damaged{ErrorCode::unreadable, "its JPEG 2000 picture is damaged"};
  Reader reader{code_stream};
  const Stream stream = open_stream(reader);
  const Codec codec(
      opj_create_decompress(starts_as_jp2_file(code_stream) ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K),
      opj_destroy_codec);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!codec || !opj_setup_decoder(codec.get(), &parameters)) return damaged;
  // Half a picture is worse than none: the missing part would look like anatomy.
  opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE);
  opj_image_t* raw = nullptr;
  const bool has_header = opj_read_header(stream.get(), codec.get(), &raw);
  const Image image(raw, opj_image_destroy);
  // Looked at before decoding, so that a lie about the size costs no memory.
  if (!has_header || image->numcomps != 1 ||
      image->x1 - image->x0 != static_cast<OPJ_UINT32>(columns) ||
      image->y1 - image->y0 != static_cast<OPJ_UINT32>(rows)) {
    return damaged;
  }
  if (!opj_decode(codec.get(), stream.get(), image.get()) ||
      !opj_end_decompress(codec.get(), stream.get())) {
    return damaged;
  }
  const opj_image_comp_t& component = image->comps[0];
  if (component.data == nullptr || component.w != static_cast<OPJ_UINT32>(columns) ||
      component.h != static_cast<OPJ_UINT32>(rows)) {
    return damaged;
  }
  const std::size_t count = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  return std::vector<std::int32_t>(component.data, component.data + count);
}

}  // namespace lv
