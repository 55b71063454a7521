// Reads pictures out of files, folders of pictures and network streams, by FFmpeg's libraries.
//
// A source is read from one thread. It never retries by itself: its caller decides when to open a lost one again.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

/// Gives an address as it may be shown: without user, password and the values of a query. "rtsp://a:b@host/x?token=1"
/// becomes "rtsp://host/x?token=…". Paths come back as they are.
std::string shown_address(const std::string& address);

/// True for rtsp, rtsps, http, https, rtmp, udp, tcp, rtp and srt addresses.
bool is_network_address(const std::string& address);

/// One picture of a folder whose times are known.
struct TimedFile {
  std::string name;  ///< Within the folder.
  Duration at{0};    ///< Time since the first picture; grows from one to the next.
};

struct VideoOptions {
  double pictures_per_s = 25;     ///< Rate of a folder of pictures, which knows no time, 0.001 … 1000.
  std::vector<TimedFile> listed;  ///< Pictures of a folder with their times; empty: all, by `pictures_per_s`.
  /// Pictures nearer than this to the last one given are decoded and not given, ≥ 0. 0: each is given.
  Duration every{0};
  Duration timeout{5'000'000};              ///< Time of silence after which a network source is lost, > 0.
  const std::atomic<bool>* stop = nullptr;  ///< When it becomes true, waiting ends.
  Duration writer_within{60'000'000};       ///< Time for which a pipe is waited for its first byte, > 0. Assumed.
};

struct VideoPicture {
  std::shared_ptr<const Image> image;  ///< Has the size of the source's first picture, whatever comes later.
  Duration at{0};                      ///< Time since the source's first picture; grows from picture to picture.
};

class VideoSource {
 public:
  enum class Outcome : std::uint8_t {
    picture,  ///< One is there.
    ended,    ///< Nothing more will come: the end of a file or folder.
    lost,     ///< The source broke off: `trouble` says why. The pictures of a file until then were good.
  };

  /// Opens a file or pipe, a folder of PNG or JPEG pictures in order of their names, or a network address. On failure
  /// null, and `error` says in one line what is wrong, without credentials.
  static std::unique_ptr<VideoSource> open(const std::string& address, const VideoOptions& options, std::string& error);
  ~VideoSource();

  Outcome next(VideoPicture& picture);

  int width_px() const;  ///< Width of the first picture; 0 before it.
  int height_px() const;
  std::optional<Duration> length() const;  ///< None for streams, and for files that do not say.
  std::uint64_t decoded() const;           ///< Pictures so far, those that were not given included.
  const std::string& trouble() const;      ///< Why the source was lost; empty before.
  /// True when it ended before its own length, or could not be read to its end.
  bool cut_short() const;
  /// Oddities that have been dealt with, one line each, without credentials: another size, a clock that ran backwards,
  /// damaged pictures. Each kind is told once. Calling it empties the list.
  std::vector<std::string> take_remarks();

 private:
  struct Impl;
  explicit VideoSource(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::engine
