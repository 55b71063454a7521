#include "view/window/mp4.h"

#include <array>
#include <stdexcept>

#include "engine/libav.h"

namespace tricolor::harness {
using namespace libav;

namespace {

// Constant quality of H.264, 0 … 51, lower is better: text stays sharp at about 1 Mbit/s. Assumed.
constexpr const char* kQuality = "20";
// Bits a second of MPEG-4, which needs more bits for the same sharpness. Assumed.
constexpr std::int64_t kBitsPerSecond = 6'000'000;

struct Free {
  void operator()(AVFormatContext* it) const {
    if (it->pb) avio_closep(&it->pb);
    avformat_free_context(it);
  }
  void operator()(AVCodecContext* it) const { avcodec_free_context(&it); }
  void operator()(AVFrame* it) const { av_frame_free(&it); }
  void operator()(AVPacket* it) const { av_packet_free(&it); }
  void operator()(SwsContext* it) const { sws_freeContext(it); }
};

}  // namespace

struct Mp4::Impl {
  std::string path;
  int source_width = 0;
  std::unique_ptr<AVFormatContext, Free> container;
  std::unique_ptr<AVCodecContext, Free> codec;
  std::unique_ptr<AVFrame, Free> frame;
  std::unique_ptr<AVPacket, Free> packet;
  std::unique_ptr<SwsContext, Free> scaler;
  AVStream* stream = nullptr;
  std::int64_t frames = 0;
  bool finished = false;

  int check(int result) const {
    if (result >= 0) return result;
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(result, text.data(), text.size());
    throw std::runtime_error(path + ": " + text.data());
  }
  template <class Pointer>
  Pointer* check(Pointer* pointer, const char* what) const {
    if (!pointer) throw std::runtime_error(path + ": " + what);
    return pointer;
  }

  // Takes the packets that the encoder has ready.
  void drain() {
    while (true) {
      const int result = avcodec_receive_packet(codec.get(), packet.get());
      if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) return;
      check(result);
      av_packet_rescale_ts(packet.get(), codec->time_base, stream->time_base);
      packet->stream_index = stream->index;
      check(av_interleaved_write_frame(container.get(), packet.get()));
    }
  }
};

Mp4::Mp4(const std::string& path, int width, int height, int fps) : impl_(std::make_unique<Impl>()) {
  Impl& self = *impl_;
  self.path = path;
  self.source_width = width;
  AVFormatContext* container = nullptr;
  self.check(avformat_alloc_output_context2(&container, nullptr, "mp4", path.c_str()));
  self.container.reset(container);
  const AVCodec* encoder = avcodec_find_encoder_by_name("libx264");
  const bool h264 = encoder != nullptr;
  if (!h264)
    encoder = self.check(avcodec_find_encoder(AV_CODEC_ID_MPEG4),
                         "this system's libavcodec can encode neither H.264 nor MPEG-4");
  self.codec.reset(self.check(avcodec_alloc_context3(encoder), "out of memory"));
  self.codec->width = width / 2 * 2;
  self.codec->height = height / 2 * 2;
  self.codec->pix_fmt = AV_PIX_FMT_YUV420P;
  self.codec->time_base = {1, fps};
  self.codec->framerate = {fps, 1};
  self.codec->gop_size = 2 * fps;
  if (h264) av_opt_set(self.codec->priv_data, "crf", kQuality, 0);
  else self.codec->bit_rate = kBitsPerSecond;
  if (container->oformat->flags & AVFMT_GLOBALHEADER) self.codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  av_log_set_level(AV_LOG_ERROR);
  self.check(avcodec_open2(self.codec.get(), encoder, nullptr));
  self.stream = self.check(avformat_new_stream(container, nullptr), "out of memory");
  self.stream->time_base = self.codec->time_base;
  self.check(avcodec_parameters_from_context(self.stream->codecpar, self.codec.get()));
  self.check(avio_open(&container->pb, path.c_str(), AVIO_FLAG_WRITE));
  self.check(avformat_write_header(container, nullptr));
  self.frame.reset(self.check(av_frame_alloc(), "out of memory"));
  self.frame->format = self.codec->pix_fmt;
  self.frame->width = self.codec->width;
  self.frame->height = self.codec->height;
  self.check(av_frame_get_buffer(self.frame.get(), 0));
  self.packet.reset(self.check(av_packet_alloc(), "out of memory"));
  self.scaler.reset(
      self.check(sws_getContext(self.codec->width, self.codec->height, AV_PIX_FMT_RGBA, self.codec->width,
                                self.codec->height, AV_PIX_FMT_YUV420P, SWS_BILINEAR, nullptr, nullptr, nullptr),
                 "pixels cannot be converted"));
}

Mp4::~Mp4() = default;

void Mp4::add(const std::uint8_t* rgba) {
  Impl& self = *impl_;
  self.check(av_frame_make_writable(self.frame.get()));
  const std::uint8_t* planes[1] = {rgba};
  const int strides[1] = {4 * self.source_width};
  sws_scale(self.scaler.get(), planes, strides, 0, self.codec->height, self.frame->data, self.frame->linesize);
  self.frame->pts = self.frames++;
  self.check(avcodec_send_frame(self.codec.get(), self.frame.get()));
  self.drain();
}

void Mp4::finish() {
  Impl& self = *impl_;
  if (self.finished) return;
  self.finished = true;
  self.check(avcodec_send_frame(self.codec.get(), nullptr));
  self.drain();
  self.check(av_write_trailer(self.container.get()));
}

}  // namespace tricolor::harness
