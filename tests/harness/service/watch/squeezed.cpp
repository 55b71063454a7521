#include "harness/service/watch/squeezed.h"

#include <stdexcept>
#include <string>

#include "engine/libav.h"

namespace tricolor::harness {
using namespace libav;

namespace {

void check(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(std::string("squeezed: ") + what);
}

}  // namespace

struct Squeezed::Impl {
  AVCodecContext *out = nullptr, *in = nullptr;
  AVFrame *frame = av_frame_alloc(), *back = av_frame_alloc();
  AVPacket* packet = av_packet_alloc();
  SwsContext *to = nullptr, *from = nullptr;
  std::int64_t number = 0;

  Impl(int width, int height, double quantiser) {
    const AVCodec *encoder = avcodec_find_encoder(AV_CODEC_ID_MPEG4),
                  *decoder = avcodec_find_decoder(AV_CODEC_ID_MPEG4);
    check(encoder && decoder, "no codec");
    out = avcodec_alloc_context3(encoder);
    out->width = width, out->height = height, out->pix_fmt = AV_PIX_FMT_YUV420P;
    out->time_base = {1, 5};
    out->gop_size = 12;
    out->max_b_frames = 0;
    out->thread_count = 1;
    out->flags |= AV_CODEC_FLAG_QSCALE;
    out->global_quality = static_cast<int>(FF_QP2LAMBDA * quantiser);
    check(avcodec_open2(out, encoder, nullptr) >= 0, "encoder");
    in = avcodec_alloc_context3(decoder);
    in->thread_count = 1;
    in->flags |= AV_CODEC_FLAG_LOW_DELAY;
    check(avcodec_open2(in, decoder, nullptr) >= 0, "decoder");
    to = sws_getContext(width, height, AV_PIX_FMT_BGR24, width, height, AV_PIX_FMT_YUV420P, SWS_BILINEAR, nullptr,
                        nullptr, nullptr);
    from = sws_getContext(width, height, AV_PIX_FMT_YUV420P, width, height, AV_PIX_FMT_BGR24, SWS_BILINEAR, nullptr,
                          nullptr, nullptr);
    frame->width = width, frame->height = height, frame->format = AV_PIX_FMT_YUV420P;
    check(av_frame_get_buffer(frame, 0) >= 0, "buffer");
  }
  ~Impl() {
    sws_freeContext(to), sws_freeContext(from);
    av_packet_free(&packet);
    av_frame_free(&frame), av_frame_free(&back);
    avcodec_free_context(&out), avcodec_free_context(&in);
  }
};

Squeezed::Squeezed(int width_px, int height_px, double quantiser)
    : impl_(std::make_unique<Impl>(width_px, height_px, quantiser)) {}
Squeezed::~Squeezed() = default;

void Squeezed::pass(engine::Image& picture) {
  Impl& self = *impl_;
  check(av_frame_make_writable(self.frame) >= 0, "frame");
  const std::uint8_t* rows[1] = {picture.bytes.data()};
  const int stride[1] = {3 * picture.width_px};
  sws_scale(self.to, rows, stride, 0, picture.height_px, self.frame->data, self.frame->linesize);
  self.frame->pts = self.number++;
  self.frame->quality = self.out->global_quality;
  check(avcodec_send_frame(self.out, self.frame) >= 0, "encode");
  check(avcodec_receive_packet(self.out, self.packet) >= 0, "packet");
  check(avcodec_send_packet(self.in, self.packet) >= 0, "decode");
  av_packet_unref(self.packet);
  // While the decoder holds a picture back, a viewer has the picture before.
  if (avcodec_receive_frame(self.in, self.back) < 0) return;
  // The scaler writes whole vectors.
  std::vector<std::uint8_t> bytes(picture.bytes.size() + 64);
  std::uint8_t* into[1] = {bytes.data()};
  sws_scale(self.from, self.back->data, self.back->linesize, 0, picture.height_px, into, stride);
  bytes.resize(picture.bytes.size());
  picture.bytes = std::move(bytes);
}

}  // namespace tricolor::harness
