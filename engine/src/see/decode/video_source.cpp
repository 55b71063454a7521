#include "engine/video_source.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <set>
#include <utility>

#include "engine/libav.h"

namespace tricolor::engine {
using namespace libav;

namespace {

namespace fs = std::filesystem;

// Least and largest side of a picture, pixels. Assumed.
constexpr int kLeastPx = 64, kMostPx = 8192;
constexpr std::int64_t kMostPixels = 36'000'000;  ///< Largest picture, pixels: a little more than 7680 × 4320.
constexpr const char* kNetworkProtocols = "http,https,tcp,tls,udp,rtp,rtsp,rtsps,rtmp,srt,crypto,data,httpproxy";
// Number of damaged packets in a row after which the rest is taken for damaged, too. Assumed.
constexpr int kDamagedInARow = 200;

std::string reason_of(int code) {
  char text[AV_ERROR_MAX_STRING_SIZE] = {};
  av_strerror(code, text, sizeof text);
  return text;
}

// Says why pictures may not have this size; empty when they may.
std::string fault_of_size(int width, int height) {
  const bool sides = std::min(width, height) >= kLeastPx && std::max(width, height) <= kMostPx;
  if (sides && std::int64_t{width} * height <= kMostPixels) return {};
  return "its pictures must be " + std::to_string(kLeastPx) + " to " + std::to_string(kMostPx) +
         " pixels wide and high, " + std::to_string(kMostPixels / 1'000'000) + " million in all, got " +
         std::to_string(width) + " × " + std::to_string(height);
}

struct FormatCloser {
  void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
};
struct CodecCloser {
  void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
};
struct PacketCloser {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FrameCloser {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct ScalerCloser {
  void operator()(SwsContext* context) const { sws_freeContext(context); }
};

// Holds the reading end of a pipe from before its writer has come. Opening a pipe to read it waits inside the system
// for a writer, and cannot be stopped there.
class Pipe {
 public:
  Pipe(const std::string& path, const VideoOptions& options)
      : end_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
    constexpr int kStepMs = 50;
    const std::int64_t began_us = av_gettime_relative();
    pollfd wanted{end_, POLLIN, 0};
    while (end_ >= 0 && !written_ && !(options.stop && options.stop->load(std::memory_order_relaxed)) &&
           av_gettime_relative() - began_us < options.writer_within.count())
      written_ = ::poll(&wanted, 1, kStepMs) > 0 && (wanted.revents & POLLIN) != 0;
  }
  ~Pipe() {
    if (end_ >= 0) ::close(end_);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  bool written() const { return written_; }

 private:
  int end_;
  bool written_ = false;
};

bool picture_file(const fs::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return extension == ".png" || extension == ".jpg" || extension == ".jpeg";
}

}  // namespace

struct VideoSource::Impl {
  std::string address, shown;
  VideoOptions options;
  std::unique_ptr<AVFormatContext, FormatCloser> format;
  std::unique_ptr<AVCodecContext, CodecCloser> codec;
  std::unique_ptr<AVPacket, PacketCloser> packet{av_packet_alloc()};
  std::unique_ptr<AVFrame, FrameCloser> frame{av_frame_alloc()};
  std::unique_ptr<SwsContext, ScalerCloser> scaler;
  int scaled_width = 0, scaled_height = 0, scaled_format = AV_PIX_FMT_NONE;
  int stream = -1;
  int width = 0, height = 0;
  int damaged_in_a_row = 0;
  std::uint64_t decoded = 0;
  std::optional<Duration> first_stamp, last_stamp;
  Duration shift{0};         ///< Time added to the source's clock where it ran backwards.
  Duration nominal{40'000};  ///< Time between two pictures, as the source says.
  std::optional<Duration> last_given;
  std::string trouble;
  std::vector<std::string> remarks;
  std::set<std::string> told;
  /// Instant of the last packet, microseconds. It only decides when waiting for a network is given up; no picture
  /// carries it.
  std::int64_t heard_us = av_gettime_relative();

  // A folder is read picture by picture, each by its own decoder.
  std::vector<fs::path> files;
  std::size_t next_file = 0;
  std::vector<Duration> file_times;  // One for each of `files` where the times are known.
  bool folder = false;
  bool cut_short = false;

  // Notes damaged pictures. For a folder the caller names the file instead.
  void remark_damage() {
    if (!folder) remark("damaged", "damaged pictures were left out");
  }

  void remark(const std::string& kind, const std::string& text) {
    if (kind == "truncated") cut_short = true;
    if (told.insert(kind).second) remarks.push_back(shown + ": " + text);
  }

  static int interrupted(void* opaque) {
    const auto& self = *static_cast<const Impl*>(opaque);
    if (self.options.stop && self.options.stop->load(std::memory_order_relaxed)) return 1;
    return is_network_address(self.address) && av_gettime_relative() - self.heard_us > self.options.timeout.count() ? 1
                                                                                                                    : 0;
  }

  // Opens one file or stream and its decoder. On failure `error` holds one line.
  bool open_one(const std::string& where, std::string& error) {
    codec.reset();
    format.reset();
    AVFormatContext* context = avformat_alloc_context();
    context->interrupt_callback = {&interrupted, this};
    heard_us = av_gettime_relative();
    AVDictionary* settings = nullptr;
    // A file may name others (a playlist): a local file must not cause a fetch over a network, and a network source
    // must not cause a file to be read.
    const bool network = is_network_address(where);
    av_dict_set(&settings, "protocol_whitelist", network ? kNetworkProtocols : "file,crypto", 0);
    if (network) {
      av_dict_set(&settings, "rtsp_transport", "tcp", 0);
      av_dict_set_int(&settings, "timeout", options.timeout.count(), 0);
    }
    // The prefix makes a local name a name, whatever protocol it looks like.
    const int opened = avformat_open_input(&context, (network ? where : "file:" + where).c_str(), nullptr, &settings);
    av_dict_free(&settings);
    if (opened < 0) {
      error = "cannot be opened: " + reason_of(opened);
      return false;
    }
    format.reset(context);
    heard_us = av_gettime_relative();
    // The decoders that look for the streams' properties are bounded too, because a few bytes can claim to be a picture
    // that fills the memory.
    std::vector<AVDictionary*> bounded(context->nb_streams, nullptr);
    for (AVDictionary*& each : bounded) av_dict_set_int(&each, "max_pixels", kMostPixels, 0);
    const int found = avformat_find_stream_info(context, bounded.empty() ? nullptr : bounded.data());
    for (AVDictionary*& each : bounded) av_dict_free(&each);
    if (found < 0) {
      error = "is damaged: " + reason_of(found);
      return false;
    }
    const AVCodec* decoder = nullptr;
    stream = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0);
    if (stream < 0) {
      error = "holds no video stream";
      return false;
    }
    for (unsigned i = 0; i < context->nb_streams; ++i)
      if (static_cast<int>(i) != stream) context->streams[i]->discard = AVDISCARD_ALL;
    const AVStream& chosen = *context->streams[stream];
    if (const std::string fault = fault_of_size(chosen.codecpar->width, chosen.codecpar->height);
        !fault.empty() && chosen.codecpar->width > 0) {
      error = fault;
      return false;
    }
    codec.reset(avcodec_alloc_context3(decoder));
    if (!decoder || avcodec_parameters_to_context(codec.get(), chosen.codecpar) < 0) {
      error = "holds video in a format that cannot be decoded";
      return false;
    }
    codec->thread_count = 1;
    codec->max_pixels = kMostPixels;
    codec->pkt_timebase = chosen.time_base;
    if (const int started = avcodec_open2(codec.get(), decoder, nullptr); started < 0) {
      error = "holds video in a format that cannot be decoded: " + reason_of(started);
      return false;
    }
    // A picture of a folder has no rate of its own; the folder's rate is the one that its reader gives.
    if (const AVRational rate = av_guess_frame_rate(context, context->streams[stream], nullptr);
        !folder && rate.num > 0 && rate.den > 0)
      nominal = std::clamp(Duration{static_cast<std::int64_t>(1e6 * rate.den / rate.num)}, Duration{1'000},
                           Duration{60'000'000});
    return true;
  }

  // Decodes the next picture into `frame`. 1: a picture; 0: the end; negative: an error.
  int decode() {
    bool draining = false;
    for (;;) {
      const int received = avcodec_receive_frame(codec.get(), frame.get());
      if (received == 0) {
        damaged_in_a_row = 0;
        return 1;
      }
      if (received == AVERROR_EOF) return 0;
      if (received != AVERROR(EAGAIN)) remark_damage();
      if (draining && received != AVERROR(EAGAIN)) return 0;
      heard_us = av_gettime_relative();
      const int got = av_read_frame(format.get(), packet.get());
      if (got == AVERROR_EOF) {
        draining = true;
        avcodec_send_packet(codec.get(), nullptr);
        continue;
      }
      if (got < 0) return got;
      if (packet->stream_index == stream && avcodec_send_packet(codec.get(), packet.get()) < 0) {
        remark_damage();
        if (++damaged_in_a_row > kDamagedInARow) {
          av_packet_unref(packet.get());
          return AVERROR_INVALIDDATA;
        }
      }
      av_packet_unref(packet.get());
    }
  }

  // The picture's instant since the first one; it grows even when the source's clock does not.
  Duration stamp() {
    std::optional<Duration> told_stamp;
    if (frame->best_effort_timestamp != AV_NOPTS_VALUE && !folder)
      told_stamp = Duration{
          av_rescale_q(frame->best_effort_timestamp, format->streams[stream]->time_base, AVRational{1, 1'000'000})};
    if (folder && !file_times.empty()) told_stamp = file_times[next_file - 1];
    else if (folder)
      told_stamp = Duration{static_cast<std::int64_t>(1e6 * static_cast<double>(decoded) / options.pictures_per_s)};
    if (!told_stamp)
      told_stamp =
          last_stamp ? *last_stamp - shift + (first_stamp ? *first_stamp : Duration{0}) + nominal : Duration{0};
    if (!first_stamp) first_stamp = told_stamp;
    Duration at = *told_stamp - *first_stamp + shift;
    if (last_stamp && at <= *last_stamp) {
      // Equal stamps are a slip; an earlier one is a clock that was set back. From here on time counts on from where it
      // was.
      if (at < *last_stamp) remark("clock", "its clock ran backwards; time goes on from where it was");
      shift += *last_stamp + nominal - at;
      at = *last_stamp + nominal;
    }
    last_stamp = at;
    return at;
  }

  bool scale(VideoPicture& picture) {
    const auto format_now = static_cast<AVPixelFormat>(frame->format);
    if (!scaler || frame->width != scaled_width || frame->height != scaled_height || frame->format != scaled_format) {
      scaler.reset(sws_getContext(frame->width, frame->height, format_now, width, height, AV_PIX_FMT_BGR24,
                                  SWS_BILINEAR, nullptr, nullptr, nullptr));
      scaled_width = frame->width, scaled_height = frame->height, scaled_format = frame->format;
      if (!scaler) return false;
    }
    auto image = std::make_shared<Image>();
    image->width_px = width;
    image->height_px = height;
    // The scaler writes whole vectors; the bytes that it writes past the end are cut off.
    image->bytes.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3 + 64);
    std::uint8_t* planes[4] = {image->bytes.data(), nullptr, nullptr, nullptr};
    const int strides[4] = {3 * width, 0, 0, 0};
    if (sws_scale(scaler.get(), frame->data, frame->linesize, 0, frame->height, planes, strides) <= 0) return false;
    image->bytes.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    picture.image = std::move(image);
    return true;
  }

  Outcome lose(const std::string& why) {
    trouble = why;
    return Outcome::lost;
  }

  // Reads the next picture into `frame`. 1: a picture; 0: the end; negative: an error.
  int next_decoded() {
    if (!folder) return decode();
    while (next_file < files.size()) {
      const fs::path file = files[next_file++];
      std::string error;
      if (open_one(file.string(), error) && decode() == 1) return 1;
      remark("damaged", "damaged pictures were left out, '" + file.filename().string() + "' among them");
      ++decoded;
    }
    return 0;
  }

  Outcome next(VideoPicture& picture) {
    for (;;) {
      const int got = next_decoded();
      if (options.stop && options.stop->load(std::memory_order_relaxed)) return Outcome::ended;
      if (got == 0) {
        // The length that a file states shows that it ended early.
        if (const auto whole = whole_length();
            whole && last_stamp && *last_stamp + std::max<Duration>(Duration{2'000'000}, 3 * nominal) < *whole)
          remark("truncated", "is cut short: it says " + std::to_string(whole->count() / 1'000'000) + " s and gives " +
                                  std::to_string(last_stamp->count() / 1'000'000) + " s");
        if (is_network_address(address)) return lose("the stream ended");
        return Outcome::ended;
      }
      if (got < 0) {
        if (is_network_address(address))
          return lose(got == AVERROR_EXIT ? "silent for " + std::to_string(options.timeout.count() / 1'000'000) + " s"
                                          : reason_of(got));
        remark("truncated",
               "breaks off" +
                   (last_stamp ? " after " + std::to_string(last_stamp->count() / 1'000'000) + " s" : std::string()) +
                   ": " + reason_of(got));
        return decoded == 0 ? lose("no picture can be decoded: " + reason_of(got)) : Outcome::ended;
      }
      if (frame->width <= 0 || frame->height <= 0) {
        remark("size", "pictures without a size were left out");
        continue;
      }
      if (width == 0) {
        if (const std::string fault = fault_of_size(frame->width, frame->height); !fault.empty()) return lose(fault);
        width = frame->width, height = frame->height;
      } else if (frame->width != width || frame->height != height) {
        remark("size", "changes from " + std::to_string(width) + " × " + std::to_string(height) + " to " +
                           std::to_string(frame->width) + " × " + std::to_string(frame->height) +
                           " pixels; scaled to the first");
      }
      picture.at = stamp();
      ++decoded;
      // A picture that is early by less than half a frame is given: a source of 25 pictures a second gives one each 200
      // ms, not each 240.
      if (last_given && picture.at - *last_given + nominal / 2 < options.every) continue;
      if (!scale(picture)) {
        remark("format", "pictures of a pixel format that cannot be converted were left out");
        continue;
      }
      last_given = picture.at;
      return Outcome::picture;
    }
  }

  std::optional<Duration> whole_length() const {
    if (folder && !file_times.empty()) return file_times.back();
    if (folder)
      return Duration{static_cast<std::int64_t>(1e6 * static_cast<double>(files.size()) / options.pictures_per_s)};
    if (!format || is_network_address(address) || format->duration <= 0) return std::nullopt;
    return Duration{format->duration};
  }
};

VideoSource::VideoSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VideoSource::~VideoSource() = default;

std::unique_ptr<VideoSource> VideoSource::open(const std::string& address, const VideoOptions& options,
                                               std::string& error) {
  try {
    // The library's own log lines would show addresses with their credentials.
    av_log_set_level(AV_LOG_QUIET);
  } catch (const std::runtime_error& missing) {
    error = shown_address(address) + ": " + missing.what();
    return nullptr;
  }
  auto impl = std::make_unique<Impl>();
  impl->address = address;
  impl->shown = shown_address(address);
  impl->options = options;
  std::string why;
  std::error_code code;
  if (is_network_address(address)) {
    static const int network = avformat_network_init();
    (void)network;
    if (!impl->open_one(address, why)) error = impl->shown + ": " + why;
  } else if (fs::is_directory(address, code)) {
    impl->folder = true;
    for (const TimedFile& file : options.listed) {
      impl->files.push_back(fs::path(address) / file.name);
      impl->file_times.push_back(file.at);
    }
    for (const auto& entry : options.listed.empty() ? fs::directory_iterator(address, code) : fs::directory_iterator())
      if (entry.is_regular_file(code) && picture_file(entry.path())) impl->files.push_back(entry.path());
    if (options.listed.empty()) std::sort(impl->files.begin(), impl->files.end());
    impl->nominal = impl->file_times.size() > 1
                        ? impl->file_times.back() / static_cast<int>(impl->file_times.size() - 1)
                        : Duration{static_cast<std::int64_t>(1e6 / options.pictures_per_s)};
    if (impl->files.empty()) error = impl->shown + ": holds no PNG or JPEG picture";
  } else if (!fs::exists(address, code)) {
    error = impl->shown + ": no such file or folder";
  } else if (fs::file_size(address, code) == 0 && !code) {
    error = impl->shown + ": is empty";
  } else if (fs::is_fifo(address, code)) {
    // The pipe stays open until the library has opened it too, so that its writer is never without a reader.
    if (const Pipe pipe(address, options); !pipe.written())
      error = impl->shown + ": nobody has written to this pipe within " +
              std::to_string(options.writer_within / std::chrono::seconds{1}) + " s";
    else if (!impl->open_one(address, why)) error = impl->shown + ": " + why;
  } else if (!impl->open_one(address, why)) {
    error = impl->shown + ": " + why;
  }
  if (!error.empty()) return nullptr;
  return std::unique_ptr<VideoSource>(new VideoSource(std::move(impl)));
}

VideoSource::Outcome VideoSource::next(VideoPicture& picture) { return impl_->next(picture); }
int VideoSource::width_px() const { return impl_->width; }
int VideoSource::height_px() const { return impl_->height; }
std::optional<Duration> VideoSource::length() const { return impl_->whole_length(); }
std::uint64_t VideoSource::decoded() const { return impl_->decoded; }
const std::string& VideoSource::trouble() const { return impl_->trouble; }
bool VideoSource::cut_short() const { return impl_->cut_short; }
std::vector<std::string> VideoSource::take_remarks() { return std::exchange(impl_->remarks, {}); }

}  // namespace tricolor::engine
