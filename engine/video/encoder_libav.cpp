// Films through libav, by the first of the kind's encoders that is there: H.264 in MP4 (index in
// front), VP9 in WebM, GIF with one palette of greys, or (FilmFormat::colour) with one of its own
// for each picture. Colour is BT.709, said to the scaler and to the file (unsaid, red shifts by 6
// levels).
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/hwcontext.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "engine/core/file_name.h"
#include "engine/core/output.h"
#include "engine/video/libav_module.h"
#include "engine/video/palette.h"

namespace lv {
namespace {

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
  LibavEncoder(const FilmPlace& place, const FilmKind& kind, const FilmFormat& format)
      : place_(place), kind_(kind), format_(format) {}

  ~LibavEncoder() override {
    if (begun_) av_write_trailer(muxer_.get());  // frees what the muxer holds back
  }

  Result<void> open() {
    LV_TRY(open_codec());
    LV_TRY(open_file());
    return prepare_frame();
  }

  Result<void> push(const FrameView& picture) override {
    LV_TRY(done(av_frame_make_writable(frame_.get())));
    if (pixels_ == AV_PIX_FMT_PAL8) {
      fill_paletted(picture);
    } else {
      const std::uint8_t* source[] = {picture.rgba.data()};
      const int stride[] = {4 * picture.width_px};
      LV_TRY(done(sws_scale(scaler_.get(), source, stride, 0, codec_->height, frame_->data,
                            frame_->linesize)));
    }
    ++pushed_;
    time_ += picture.wait;
    frame_->pts = time_++;
    return codec_->hw_frames_ctx ? encode_on_card() : encode(frame_.get());
  }

  std::string remark() const override { return remark_; }

  Result<void> finish() override {
    LV_TRY(encode(nullptr));
    begun_ = false;
    LV_TRY(done(av_write_trailer(muxer_.get())));
    LV_TRY(done(avio_closep(&muxer_->pb)));
    return verify();
  }

 private:
  /// libav's codes are the system's error numbers, negated, or its own four letters.
  Result<void> done(int code) const {
    if (code >= 0) return {};
    constexpr int greatest_error_number = 4095;
    if (-code <= greatest_error_number) return unwritable(place_.named, -code);
    char reason[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, reason, sizeof reason);
    return Error{ErrorCode::unwritable, std::string("FFmpeg cannot write the film: ") + reason,
                 file_name(place_.named)};
  }
  /// What libav allocates.
  Result<void> there(const void* allocated) const {
    return done(allocated != nullptr ? 0 : AVERROR(ENOMEM));
  }

  /// Error: that of the usual encoder, where none can be opened.
  Result<void> open_codec() {
    std::optional<Error> usual;
    for (const FilmEncoder& encoder : kind_.encoders) {
      if (encoder.live_only && !format_.live) continue;
      const Result<void> opened = open_codec(encoder);
      if (opened) return {};
      if (&encoder == &kind_.usual_encoder()) usual = opened.error();
    }
    return *usual;
  }

  Result<void> open_codec(const FilmEncoder& encoder) {
    const AVCodec* codec = avcodec_find_encoder_by_name(encoder.name);
    if (codec == nullptr) {
      return Error{
          ErrorCode::unavailable,
          std::string(kind_.title) + " cannot be written: FFmpeg here lacks " + encoder.name};
    }
    pixels_ = pixels_of(encoder);
    remark_ = encoder.remark;
    codec_.reset(avcodec_alloc_context3(codec));
    LV_TRY(there(codec_.get()));
    codec_->width = format_.width_px;
    codec_->height = format_.height_px;
    const bool on_card = encoder.pictures == FilmEncoder::Pictures::on_vaapi_card;
    codec_->pix_fmt = on_card ? AV_PIX_FMT_VAAPI : pixels_;
    codec_->time_base = {1, format_.frames_per_s};
    codec_->framerate = {format_.frames_per_s, 1};
    if (kind_.chroma_420) {
      codec_->color_primaries = AVCOL_PRI_BT709;
      codec_->color_trc = AVCOL_TRC_BT709;
      codec_->colorspace = AVCOL_SPC_BT709;
      codec_->color_range = AVCOL_RANGE_MPEG;
    }
    if (std::string_view(kind_.muxer) != "gif") codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (on_card) LV_TRY(open_card());
    return open_with_options(codec, encoder.options);
  }

  AVPixelFormat pixels_of(const FilmEncoder& encoder) const {
    using Pictures = FilmEncoder::Pictures;
    if (encoder.pictures == Pictures::three_planes) return AV_PIX_FMT_YUV420P;
    if (encoder.pictures != Pictures::own) return AV_PIX_FMT_NV12;
    return format_.colour ? AV_PIX_FMT_PAL8 : AV_PIX_FMT_GRAY8;
  }

  /// The encoder's own options and those that all encoders have.
  Result<void> open_with_options(const AVCodec* codec, const char* text) {
    AVDictionary* options = nullptr;
    Result<void> opened = done(av_dict_parse_string(&options, text, "=", ":", 0));
    if (opened) opened = done(avcodec_open2(codec_.get(), codec, &options));
    if (opened && av_dict_count(options) > 0) opened = done(AVERROR_OPTION_NOT_FOUND);
    av_dict_free(&options);
    return opened;
  }

  /// Pictures in the memory of a card, for encoders that take none from elsewhere.
  Result<void> open_card() {
    AVBufferRef* card = nullptr;
    LV_TRY(done(av_hwdevice_ctx_create(&card, AV_HWDEVICE_TYPE_VAAPI, nullptr, nullptr, 0)));
    codec_->hw_frames_ctx = av_hwframe_ctx_alloc(card);
    av_buffer_unref(&card);
    LV_TRY(there(codec_->hw_frames_ctx));
    auto* const pictures = reinterpret_cast<AVHWFramesContext*>(codec_->hw_frames_ctx->data);
    pictures->format = AV_PIX_FMT_VAAPI;
    pictures->sw_format = pixels_;
    pictures->width = format_.width_px;
    pictures->height = format_.height_px;
    return done(av_hwframe_ctx_init(codec_->hw_frames_ctx));
  }

  Result<void> encode_on_card() {
    const Frame there_now(av_frame_alloc());
    LV_TRY(there(there_now.get()));
    LV_TRY(done(av_hwframe_get_buffer(codec_->hw_frames_ctx, there_now.get(), 0)));
    LV_TRY(done(av_hwframe_transfer_data(there_now.get(), frame_.get(), 0)));
    there_now->pts = frame_->pts;
    return encode(there_now.get());
  }

  Result<void> open_file() {
    AVFormatContext* context = nullptr;
    avformat_alloc_output_context2(&context, nullptr, kind_.muxer, place_.written.string().c_str());
    if (context == nullptr)
      return Error{ErrorCode::unavailable, "FFmpeg here cannot write this format"};
    muxer_.reset(context);
    stream_ = avformat_new_stream(context, nullptr);
    LV_TRY(there(stream_));
    stream_->time_base = codec_->time_base;
    stream_->avg_frame_rate = codec_->framerate;
    LV_TRY(done(avcodec_parameters_from_context(stream_->codecpar, codec_.get())));
    LV_TRY(done(av_set_options_string(context->priv_data, kind_.muxer_options, "=", ":")));
    LV_TRY(done(avio_open(&context->pb, place_.written.string().c_str(), AVIO_FLAG_WRITE)));
    LV_TRY(done(avformat_write_header(context, nullptr)));
    begun_ = true;
    return {};
  }

  Result<void> prepare_frame() {
    frame_.reset(av_frame_alloc());
    packet_.reset(av_packet_alloc());
    LV_TRY(there(frame_.get()));
    LV_TRY(there(packet_.get()));
    frame_->format = pixels_;
    frame_->width = codec_->width;
    frame_->height = codec_->height;
    LV_TRY(done(av_frame_get_buffer(frame_.get(), 0)));
    if (pixels_ == AV_PIX_FMT_PAL8) return {};  // swscale cannot make it
    scaler_.reset(sws_getContext(
        codec_->width, codec_->height, AV_PIX_FMT_RGBA, codec_->width, codec_->height, pixels_,
        SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr));
    LV_TRY(there(scaler_.get()));
    const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
    const bool full_range = pixels_ == AV_PIX_FMT_GRAY8;
    return done(sws_setColorspaceDetails(scaler_.get(), bt709, 1, bt709, full_range ? 1 : 0, 0,
                                         1 << 16, 1 << 16));
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
    return done(code);
  }

  /// Opens the finished file as a player would and counts its pictures.
  Result<void> verify() {
    const Error bad{ErrorCode::unwritable, "the film could not be read back; is the disk full?"};
    AVFormatContext* context = nullptr;
    if (avformat_open_input(&context, place_.written.string().c_str(), nullptr, nullptr) < 0)
      return bad;
    const Demuxer demuxer(context);
    std::int64_t count = 0;
    while (av_read_frame(context, packet_.get()) >= 0) {
      ++count;
      av_packet_unref(packet_.get());
    }
    if (count != pushed_) return bad;
    return {};
  }

  FilmPlace place_;
  const FilmKind& kind_;
  FilmFormat format_;
  AVPixelFormat pixels_ = AV_PIX_FMT_NONE;  // of frame_
  std::string remark_;
  Codec codec_;
  Muxer muxer_;
  AVStream* stream_ = nullptr;
  Frame frame_;
  Packet packet_;
  Scaler scaler_;
  std::int64_t pushed_ = 0, time_ = 0;  // of the next frame, in frames
  bool begun_ = false;                  // the header is written, the trailer is not
};

Result<std::unique_ptr<Encoder>> open(const FilmPlace& place, const FilmKind& kind,
                                      const FilmFormat& format) {
  av_log_set_level(AV_LOG_QUIET);
  auto encoder = std::make_unique<LibavEncoder>(place, kind, format);
  LV_TRY(encoder->open());
  return std::unique_ptr<Encoder>(std::move(encoder));
}

}  // namespace
}  // namespace lv

extern "C" void lv_open_libav_encoder(const lv::FilmPlace& place, const lv::FilmKind& kind,
                                      const lv::FilmFormat& format,
                                      lv::Result<std::unique_ptr<lv::Encoder>>& result) {
  result = lv::open(place, kind, format);
}

extern "C" bool lv_has_libav_encoder(const char* encoder) {
  return avcodec_find_encoder_by_name(encoder) != nullptr;
}
