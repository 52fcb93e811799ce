// Films through libav: H.264 in MP4 (index in front), VP9 in WebM, GIF with one palette of greys,
// or (FilmFormat::colour) with one of its own for each picture. Colour is BT.709, said to the
// scaler and to the file (unsaid, red shifts by 6 levels). 4:2:0 needs even sizes: an odd edge is
// dropped from the right or the bottom by the scaler's target size.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "engine/core/output.h"
#include "engine/video/libav_module.h"
#include "engine/video/palette.h"

namespace lv {
namespace {

/// One film format: file extension, muxer, encoder, and the encoder's private options.
struct Recipe {
  const char* extension;
  const char* title;
  const char* muxer;
  const char* encoder;
  AVPixelFormat pixels;
  const char* options;  ///< key=value:key=value
};

constexpr std::array recipes{
    Recipe{".mp4", "H.264 film (mp4)", "mp4", "libx264", AV_PIX_FMT_YUV420P, "preset=fast:crf=17"},
    Recipe{".webm", "VP9 film (webm)", "webm", "libvpx-vp9", AV_PIX_FMT_YUV420P,
           "deadline=good:cpu-used=5:crf=24:row-mt=1"},
    Recipe{".gif", "GIF", "gif", "gif", AV_PIX_FMT_GRAY8, ""},
};

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const {
    Free(&pointer);
  }
};
using Codec = std::unique_ptr<AVCodecContext, Deleter<avcodec_free_context>>;
using Frame = std::unique_ptr<AVFrame, Deleter<av_frame_free>>;
using Packet = std::unique_ptr<AVPacket, Deleter<av_packet_free>>;
using Demuxer = std::unique_ptr<AVFormatContext, Deleter<avformat_close_input>>;
struct ScalerDeleter {
  void operator()(SwsContext* context) const { sws_freeContext(context); }
};
using Scaler = std::unique_ptr<SwsContext, ScalerDeleter>;
struct MuxerDeleter {
  void operator()(AVFormatContext* context) const {
    avio_closep(&context->pb);
    avformat_free_context(context);
  }
};
using Muxer = std::unique_ptr<AVFormatContext, MuxerDeleter>;

class LibavEncoder : public Encoder {
 public:
  LibavEncoder(PendingOutput output, const Recipe& recipe, const FilmFormat& format)
      : output_(std::move(output)),
        recipe_(recipe),
        format_(format),
        pixels_(recipe.pixels == AV_PIX_FMT_GRAY8 && format.colour ? AV_PIX_FMT_PAL8
                                                                   : recipe.pixels) {}

  ~LibavEncoder() override {
    if (begun_) av_write_trailer(muxer_.get());  // frees what the muxer holds back
  }

  Result<void> open() {
    LV_TRY(open_codec());
    LV_TRY(open_file());
    return prepare_frame();
  }

  Result<void> push(const FrameView& picture) override {
    if (const int code = av_frame_make_writable(frame_.get()); code < 0) {
      return failed(code);
    }
    if (pixels_ == AV_PIX_FMT_PAL8) {
      fill_paletted(picture);
    } else {
      const std::uint8_t* source[] = {picture.rgba.data()};
      const int stride[] = {4 * picture.width_px};
      sws_scale(scaler_.get(), source, stride, 0, codec_->height, frame_->data, frame_->linesize);
    }
    frame_->pts = pushed_++;
    return encode(frame_.get());
  }

  Result<void> finish() override {
    LV_TRY(encode(nullptr));
    begun_ = false;
    if (const int code = av_write_trailer(muxer_.get()); code < 0) {
      return failed(code);
    }
    if (const int code = avio_closep(&muxer_->pb); code < 0) {
      return failed(code);
    }
    LV_TRY(verify());
    return output_.commit();
  }

 private:
  /// libav's codes are the system's error numbers, negated, or its own four letters.
  Error failed(int code) const {
    constexpr int greatest_error_number = 4095;
    if (-code <= greatest_error_number) return unwritable(output_.final_path(), -code);
    char reason[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, reason, sizeof reason);
    return {ErrorCode::unwritable, std::string("FFmpeg cannot write the film: ") + reason,
            output_.final_path().filename().string()};
  }

  Result<void> open_codec() {
    const AVCodec* codec = avcodec_find_encoder_by_name(recipe_.encoder);
    if (codec == nullptr) {
      return Error{
          ErrorCode::unavailable,
          std::string(recipe_.title) + " cannot be written: FFmpeg here lacks " + recipe_.encoder,
          ""};
    }
    codec_.reset(avcodec_alloc_context3(codec));
    const bool even = pixels_ == AV_PIX_FMT_YUV420P;
    codec_->width = even ? format_.width_px & ~1 : format_.width_px;
    codec_->height = even ? format_.height_px & ~1 : format_.height_px;
    codec_->pix_fmt = pixels_;
    codec_->time_base = {1, format_.frames_per_s};
    codec_->framerate = {format_.frames_per_s, 1};
    if (even) {
      codec_->color_primaries = AVCOL_PRI_BT709;
      codec_->color_trc = AVCOL_TRC_BT709;
      codec_->colorspace = AVCOL_SPC_BT709;
      codec_->color_range = AVCOL_RANGE_MPEG;
    }
    av_set_options_string(codec_->priv_data, recipe_.options, "=", ":");
    if (std::string_view(recipe_.muxer) != "gif") codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (const int code = avcodec_open2(codec_.get(), codec, nullptr); code < 0) {
      return failed(code);
    }
    return {};
  }

  Result<void> open_file() {
    AVFormatContext* context = nullptr;
    avformat_alloc_output_context2(&context, nullptr, recipe_.muxer, output_.path().c_str());
    if (context == nullptr)
      return Error{ErrorCode::unavailable, "FFmpeg here cannot write this format", ""};
    muxer_.reset(context);
    stream_ = avformat_new_stream(context, nullptr);
    stream_->time_base = codec_->time_base;
    stream_->avg_frame_rate = codec_->framerate;
    avcodec_parameters_from_context(stream_->codecpar, codec_.get());
    av_opt_set(context->priv_data, "movflags", "faststart",
               0);  // mp4 only: the index stands in front
    if (const int code = avio_open(&context->pb, output_.path().c_str(), AVIO_FLAG_WRITE);
        code < 0) {
      return failed(code);
    }
    if (const int code = avformat_write_header(context, nullptr); code < 0) {
      return failed(code);
    }
    begun_ = true;
    return {};
  }

  Result<void> prepare_frame() {
    frame_.reset(av_frame_alloc());
    packet_.reset(av_packet_alloc());
    frame_->format = codec_->pix_fmt;
    frame_->width = codec_->width;
    frame_->height = codec_->height;
    if (const int code = av_frame_get_buffer(frame_.get(), 0); code < 0) {
      return failed(code);
    }
    if (pixels_ == AV_PIX_FMT_PAL8) return {};  // swscale cannot make it
    scaler_.reset(sws_getContext(codec_->width, codec_->height, AV_PIX_FMT_RGBA, codec_->width,
                                 codec_->height, codec_->pix_fmt,
                                 SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr,
                                 nullptr, nullptr));
    const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
    const bool full_range = pixels_ == AV_PIX_FMT_GRAY8;
    sws_setColorspaceDetails(scaler_.get(), bt709, 1, bt709, full_range ? 1 : 0, 0, 1 << 16,
                             1 << 16);
    return {};
  }

  void fill_paletted(const FrameView& picture) {
    const PalettedPicture made = paletted(picture);
    for (int y = 0; y < codec_->height; ++y) {
      std::copy_n(made.indices.data() + std::ptrdiff_t{y} * codec_->width, codec_->width,
                  frame_->data[0] + std::ptrdiff_t{y} * frame_->linesize[0]);
    }
    std::memcpy(frame_->data[1], made.argb.data(), sizeof made.argb);
  }

  /// Hands a frame (null: the end) to the codec and writes what comes out.
  Result<void> encode(AVFrame* frame) {
    int code = avcodec_send_frame(codec_.get(), frame);
    while (code >= 0) {
      code = avcodec_receive_packet(codec_.get(), packet_.get());
      if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return {};
      if (code < 0) break;
      packet_->duration = 1;
      av_packet_rescale_ts(packet_.get(), codec_->time_base, stream_->time_base);
      packet_->stream_index = stream_->index;
      code = av_interleaved_write_frame(muxer_.get(), packet_.get());
    }
    return failed(code);
  }

  /// Opens the finished file as a player would and counts its pictures.
  Result<void> verify() {
    const Error bad{ErrorCode::unwritable, "the film could not be read back; is the disk full?",
                    ""};
    AVFormatContext* context = nullptr;
    if (avformat_open_input(&context, output_.path().c_str(), nullptr, nullptr) < 0) return bad;
    const Demuxer demuxer(context);
    std::int64_t count = 0;
    while (av_read_frame(context, packet_.get()) >= 0) {
      ++count;
      av_packet_unref(packet_.get());
    }
    if (count != pushed_) return bad;
    return {};
  }

  PendingOutput output_;
  const Recipe& recipe_;
  FilmFormat format_;
  AVPixelFormat pixels_;
  Codec codec_;
  Muxer muxer_;
  AVStream* stream_ = nullptr;
  Frame frame_;
  Packet packet_;
  Scaler scaler_;
  std::int64_t pushed_ = 0;
  bool begun_ = false;  // the header is written, the trailer is not
};

Result<std::unique_ptr<Encoder>> open(const std::filesystem::path& path, const FilmFormat& format) {
  av_log_set_level(AV_LOG_QUIET);
  for (const Recipe& recipe : recipes) {
    if (path.extension() != recipe.extension) continue;
    LV_ASSIGN(PendingOutput output, PendingOutput::file(path));
    auto encoder = std::make_unique<LibavEncoder>(std::move(output), recipe, format);
    LV_TRY(encoder->open());
    return std::unique_ptr<Encoder>(std::move(encoder));
  }
  return Error{ErrorCode::usage, "longview cannot write films of this kind", path.extension()};
}

}  // namespace
}  // namespace lv

extern "C" void lv_open_libav_encoder(const std::filesystem::path& path,
                                      const lv::FilmFormat& format,
                                      lv::Result<std::unique_ptr<lv::Encoder>>& result) {
  result = lv::open(path, format);
}

extern "C" void lv_report_libav_encoders(std::vector<lv::EncoderReport>& reports) {
  for (const lv::Recipe& recipe : lv::recipes) {
    const bool available = avcodec_find_encoder_by_name(recipe.encoder) != nullptr;
    reports.push_back(
        {recipe.title, available,
         available ? recipe.encoder : std::string("FFmpeg here lacks ") + recipe.encoder});
  }
}
