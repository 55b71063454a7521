// Pictures out of files, folders of pictures and network streams, by FFmpeg's libraries. The only user of libav* in the
// house.
//
// A source is read from one thread. It never retries by itself: whoever drives it decides when to open a lost one
// again.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

/// An address as it may be shown: without user, password and the values of a query. "rtsp://a:b@host/x?token=1" becomes
/// "rtsp://host/x?token=…". Paths come back as they are.
std::string shown_address(const std::string& address);

/// True for rtsp, rtsps, http, https, rtmp, udp, tcp, rtp and srt addresses.
bool is_network_address(const std::string& address);

/// One picture of a folder whose times are known.
struct TimedFile {
  std::string name;  ///< Within the folder.
  Duration at{0};    ///< Since the first picture; grows from one to the next.
};

struct VideoOptions {
  double pictures_per_s = 25;     ///< Of a folder of pictures, which knows no time, 0.001 … 1000.
  std::vector<TimedFile> listed;  ///< Of a folder: these pictures at these times; empty: all, by `pictures_per_s`.
  Duration every{0};  ///< Pictures nearer to the last one given are decoded and not given, ≥ 0. 0: each is given.
  Duration timeout{5'000'000};              ///< A network source that is silent for so long is lost, > 0.
  const std::atomic<bool>* stop = nullptr;  ///< When it becomes true, waiting ends.
};

struct VideoPicture {
  std::shared_ptr<const Image> image;  ///< Of the size of the first picture of the source, whatever comes later.
  Duration at{0};                      ///< Since the source's first picture; grows from picture to picture.
};

class VideoSource {
 public:
  enum class Outcome : std::uint8_t {
    picture,  ///< One is there.
    ended,    ///< Nothing more will come: the end of a file or folder.
    lost,     ///< Broken off: `trouble` says why. What a file gave until then was good.
  };

  /// Opens a file, a folder of PNG or JPEG pictures in order of their names, or a network address. On failure null, and
  /// `error` says in one line what is wrong, without credentials.
  static std::unique_ptr<VideoSource> open(const std::string& address, const VideoOptions& options, std::string& error);
  ~VideoSource();

  Outcome next(VideoPicture& picture);

  int width_px() const;  ///< Of the first picture; 0 before it.
  int height_px() const;
  std::optional<Duration> length() const;  ///< None for streams, and for files that do not say.
  std::uint64_t decoded() const;           ///< Pictures so far, those that were not given included.
  const std::string& trouble() const;      ///< Why the source was lost; empty before.
  bool cut_short() const;                  ///< It ended before its own length, or could not be read to its end.
  /// What was odd and has been dealt with, one line each, without credentials: another size, a clock that ran
  /// backwards, damaged pictures. Each kind is told once. Calling it empties the list.
  std::vector<std::string> take_remarks();

 private:
  struct Impl;
  explicit VideoSource(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::engine
