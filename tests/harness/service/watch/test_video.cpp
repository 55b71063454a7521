#include "harness/service/watch/test_video.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "engine/libav.h"

namespace tricolor::harness {
using namespace libav;

namespace {

void must(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(std::string("test video: ") + what);
}

}  // namespace

// BGR0 goes into FFV1 without any loss; the size may change only between files.
void write_test_video(const std::string& path, const std::vector<TestPicture>& pictures, int fps) {
  av_log_set_level(AV_LOG_QUIET);
  const bool transport = path.ends_with(".ts");
  AVFormatContext* format = nullptr;
  must(avformat_alloc_output_context2(&format, nullptr, transport ? "mpegts" : "matroska", path.c_str()) >= 0,
       "container");
  const AVCodec* encoder = avcodec_find_encoder(transport ? AV_CODEC_ID_MPEG2VIDEO : AV_CODEC_ID_FFV1);
  must(encoder != nullptr, "encoder");
  AVStream* stream = avformat_new_stream(format, nullptr);
  AVCodecContext* codec = avcodec_alloc_context3(encoder);
  codec->width = pictures.front().image.width_px;
  codec->height = pictures.front().image.height_px;
  codec->pix_fmt = transport ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_BGR0;
  codec->time_base = {1, transport ? 25 : 1000};
  codec->framerate = {transport ? 25 : fps, 1};
  codec->thread_count = 1;
  if (format->oformat->flags & AVFMT_GLOBALHEADER) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  must(avcodec_open2(codec, encoder, nullptr) >= 0, "open");
  avcodec_parameters_from_context(stream->codecpar, codec);
  stream->time_base = {1, 1000};
  stream->avg_frame_rate = {fps, 1};
  must(avio_open(&format->pb, path.c_str(), AVIO_FLAG_WRITE) >= 0, "file");
  must(avformat_write_header(format, nullptr) >= 0, "header");
  AVFrame* frame = av_frame_alloc();
  AVPacket* packet = av_packet_alloc();
  frame->width = codec->width, frame->height = codec->height, frame->format = codec->pix_fmt;
  must(av_frame_get_buffer(frame, 0) >= 0, "buffer");
  const auto drain = [&] {
    while (avcodec_receive_packet(codec, packet) == 0) {
      packet->stream_index = stream->index;
      av_packet_rescale_ts(packet, codec->time_base, stream->time_base);
      must(av_interleaved_write_frame(format, packet) >= 0, "write");
    }
  };
  for (const TestPicture& picture : pictures) {
    must(av_frame_make_writable(frame) >= 0, "frame");
    for (int y = 0; y < frame->height; ++y)
      for (int x = 0; x < frame->width; ++x) {
        const std::uint8_t* from =
            picture.image.bytes.data() +
            3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(frame->width) + static_cast<std::size_t>(x));
        if (transport) {
          frame->data[0][y * frame->linesize[0] + x] = from[1];
          for (int plane = 1; plane < 3; ++plane) frame->data[plane][y / 2 * frame->linesize[plane] + x / 2] = 128;
          continue;
        }
        std::uint8_t* to = frame->data[0] + y * frame->linesize[0] + 4 * x;
        std::copy_n(from, 3, to);
        to[3] = 0;
      }
    frame->pts = picture.at.count() * codec->time_base.den / 1'000'000;
    must(avcodec_send_frame(codec, frame) >= 0, "encode");
    drain();
  }
  avcodec_send_frame(codec, nullptr);
  drain();
  av_write_trailer(format);
  avio_closep(&format->pb);
  av_packet_free(&packet);
  av_frame_free(&frame);
  avcodec_free_context(&codec);
  avformat_free_context(format);
}

engine::Image grainy_scene(int width_px, int height_px) {
  engine::Image image{
      width_px, height_px,
      std::vector<std::uint8_t>(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * 3)};
  std::uint32_t state = 12345;
  for (std::uint8_t& byte : image.bytes) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<std::uint8_t>(96 + (state >> 26));
  }
  return image;
}

void paint(engine::Image& image, int x, int y, int width, int height, std::uint8_t blue, std::uint8_t green,
           std::uint8_t red) {
  for (int row = y; row < y + height; ++row)
    for (int column = x; column < x + width; ++column) {
      std::uint8_t* pixel =
          image.bytes.data() + 3 * (static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width_px) +
                                    static_cast<std::size_t>(column));
      pixel[0] = blue, pixel[1] = green, pixel[2] = red;
    }
}

}  // namespace tricolor::harness
