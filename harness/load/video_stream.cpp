#include "load/video_stream.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/libav.h"

namespace tricolor::harness {
using namespace libav;

namespace {

// Packets that a stream keeps for a camera that nobody looks at: from the last key picture on, and no more than this.
constexpr std::size_t kMostWaiting = 4 * static_cast<std::size_t>(kKeyEvery);
// Width of the vectors that libswscale writes beyond a picture's end, bytes.
constexpr std::size_t kSpare = 64;

void must(bool fine, const std::string& what) {
  if (!fine) throw std::runtime_error("video of a load: " + what);
}

AVCodecID id_of(VideoCodec codec) { return codec == VideoCodec::mjpeg ? AV_CODEC_ID_MJPEG : AV_CODEC_ID_H264; }
const char* name_of(VideoCodec codec) { return codec == VideoCodec::mjpeg ? "MJPEG" : "H.264"; }

}  // namespace

struct VideoEncoder::Impl {
  AVCodecContext* codec = nullptr;
  AVFrame* frame = av_frame_alloc();
  AVPacket* packet = av_packet_alloc();
  SwsContext* to_yuv = nullptr;
  std::int64_t number = 0;

  ~Impl() {
    sws_freeContext(to_yuv);
    av_packet_free(&packet);
    av_frame_free(&frame);
    avcodec_free_context(&codec);
  }
};

VideoEncoder::VideoEncoder(VideoCodec codec, int width_px, int height_px, double every_s)
    : impl_(std::make_unique<Impl>()) {
  av_log_set_level(AV_LOG_ERROR);
  Impl& self = *impl_;
  const AVCodec* encoder = avcodec_find_encoder(id_of(codec));
  must(encoder, std::string("libavcodec has no encoder for ") + name_of(codec));
  self.codec = avcodec_alloc_context3(encoder);
  const AVPixelFormat format = codec == VideoCodec::mjpeg ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P;
  self.codec->width = width_px;
  self.codec->height = height_px;
  self.codec->pix_fmt = format;
  self.codec->color_range = codec == VideoCodec::mjpeg ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  self.codec->time_base = {std::max(1, static_cast<int>(std::lround(every_s * 1000))), 1000};
  self.codec->gop_size = kKeyEvery;
  self.codec->max_b_frames = 0;
  self.codec->thread_count = 1;
  if (codec == VideoCodec::mjpeg) {
    self.codec->flags |= AV_CODEC_FLAG_QSCALE;
    self.codec->global_quality = 4 * FF_QP2LAMBDA;
  } else {
    av_opt_set(self.codec->priv_data, "preset", "ultrafast", 0);
    av_opt_set(self.codec->priv_data, "tune", "zerolatency", 0);
    av_opt_set(self.codec->priv_data, "crf", "26", 0);
  }
  must(avcodec_open2(self.codec, encoder, nullptr) >= 0, std::string("no encoder for ") + name_of(codec));
  self.frame->width = width_px;
  self.frame->height = height_px;
  self.frame->format = format;
  must(av_frame_get_buffer(self.frame, 0) >= 0, "no memory for a picture");
  self.to_yuv = sws_getContext(width_px, height_px, AV_PIX_FMT_BGR24, width_px, height_px, format, SWS_BILINEAR,
                               nullptr, nullptr, nullptr);
  must(self.to_yuv, "no conversion of colours");
}

VideoEncoder::~VideoEncoder() = default;

VideoPacket VideoEncoder::encode(const engine::Image& picture) {
  Impl& self = *impl_;
  must(picture.width_px == self.codec->width && picture.height_px == self.codec->height, "a picture of another size");
  must(av_frame_make_writable(self.frame) >= 0, "no memory for a picture");
  const std::uint8_t* rows[1] = {picture.bytes.data()};
  const int stride[1] = {3 * picture.width_px};
  sws_scale(self.to_yuv, rows, stride, 0, picture.height_px, self.frame->data, self.frame->linesize);
  self.frame->pts = self.number;
  self.frame->quality = self.codec->global_quality;
  must(avcodec_send_frame(self.codec, self.frame) >= 0 && avcodec_receive_packet(self.codec, self.packet) >= 0,
       "a picture cannot be compressed");
  VideoPacket packet{static_cast<std::uint64_t>(self.number++),
                     (self.packet->flags & AV_PKT_FLAG_KEY) != 0,
                     {self.packet->data, self.packet->data + self.packet->size}};
  av_packet_unref(self.packet);
  return packet;
}

struct VideoStream::Impl {
  AVCodecContext* codec = nullptr;
  AVFrame* frame = av_frame_alloc();
  AVPacket* packet = av_packet_alloc();
  SwsContext* to_bgr = nullptr;

  ~Impl() {
    sws_freeContext(to_bgr);
    av_packet_free(&packet);
    av_frame_free(&frame);
    avcodec_free_context(&codec);
  }
};

VideoStream::VideoStream(VideoCodec codec) : impl_(std::make_unique<Impl>()) {
  const AVCodec* decoder = avcodec_find_decoder(id_of(codec));
  must(decoder, std::string("libavcodec has no decoder for ") + name_of(codec));
  impl_->codec = avcodec_alloc_context3(decoder);
  impl_->codec->thread_count = 1;
  impl_->codec->flags |= AV_CODEC_FLAG_LOW_DELAY;
  must(avcodec_open2(impl_->codec, decoder, nullptr) >= 0, std::string("no decoder for ") + name_of(codec));
}

VideoStream::~VideoStream() = default;

void VideoStream::push(VideoPacket packet) {
  std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(packet));
  if (waiting_.size() <= kMostWaiting) return;
  // Nobody has looked for long: only what the newest picture needs is kept.
  const auto last_key = std::find_if(waiting_.rbegin(), waiting_.rend(), [](const VideoPacket& it) { return it.key; });
  if (last_key != waiting_.rend()) waiting_.erase(waiting_.begin(), last_key.base() - 1);
}

std::vector<VideoPacket> VideoStream::needed_for(std::uint64_t number) {
  std::lock_guard lock(mutex_);
  std::vector<VideoPacket> needed;
  while (!waiting_.empty() && waiting_.front().number <= number) {
    // A key picture makes all before it needless.
    if (waiting_.front().key) needed.clear();
    needed.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  must(!needed.empty() && needed.back().number == number, "a picture that is not in its stream");
  return needed;
}

std::shared_ptr<const engine::Image> VideoStream::decode(std::uint64_t number) {
  Impl& self = *impl_;
  for (VideoPacket& it : needed_for(number)) {
    const std::size_t size = it.bytes.size();
    // The parser reads beyond the end.
    it.bytes.resize(size + AV_INPUT_BUFFER_PADDING_SIZE, 0);
    self.packet->data = it.bytes.data();
    self.packet->size = static_cast<int>(size);
    must(avcodec_send_packet(self.codec, self.packet) >= 0 && avcodec_receive_frame(self.codec, self.frame) >= 0,
         "a picture cannot be decoded");
    ++decoded_;
  }
  const int width = self.frame->width, height = self.frame->height;
  if (!self.to_bgr) {
    // The full-range format of JPEG has been given up by libswscale in favour of a range beside the format.
    const bool full = self.frame->format == AV_PIX_FMT_YUVJ420P;
    self.to_bgr =
        sws_getContext(width, height, full ? AV_PIX_FMT_YUV420P : static_cast<AVPixelFormat>(self.frame->format), width,
                       height, AV_PIX_FMT_BGR24, SWS_POINT, nullptr, nullptr, nullptr);
    must(self.to_bgr, "no conversion of colours");
    if (full)
      sws_setColorspaceDetails(self.to_bgr, sws_getCoefficients(SWS_CS_DEFAULT), 1, sws_getCoefficients(SWS_CS_DEFAULT),
                               1, 0, 1 << 16, 1 << 16);
  }
  auto image = std::make_shared<engine::Image>();
  image->width_px = width;
  image->height_px = height;
  const std::size_t bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
  image->bytes.resize(bytes + kSpare);
  std::uint8_t* into[1] = {image->bytes.data()};
  const int stride[1] = {3 * width};
  sws_scale(self.to_bgr, self.frame->data, self.frame->linesize, 0, height, into, stride);
  image->bytes.resize(bytes);
  return image;
}

}  // namespace tricolor::harness
