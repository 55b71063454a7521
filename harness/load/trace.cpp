#include "load/trace.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace tricolor::harness {
namespace {

// Numbers of the two processes of the trace: threads, and cameras.
constexpr int kThreads = 1, kCameras = 2;

double us(std::int64_t ns) { return static_cast<double>(ns) / 1000; }

}  // namespace

std::uint64_t write_trace(const std::string& path, const std::vector<TraceTrack>& tracks, std::int64_t start_ns) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n";
  out << fmt::format(R"({{"ph":"M","pid":{},"name":"process_name","args":{{"name":"threads"}}}},)", kThreads) << "\n";
  out << fmt::format(R"({{"ph":"M","pid":{},"name":"process_name","args":{{"name":"cameras"}}}})", kCameras);
  std::uint64_t left_out = 0, number = 0;
  for (std::size_t thread = 0; thread < tracks.size(); ++thread) {
    const TraceTrack& track = tracks[thread];
    left_out += track.left_out_;
    out << ",\n"
        << fmt::format(R"({{"ph":"M","pid":{},"tid":{},"name":"thread_name","args":{{"name":"{}"}}}})", kThreads,
                       thread + 1, track.name_);
    for (const TraceTrack::Slice& it : track.slices_)
      out << ",\n"
          << fmt::format(
                 R"({{"ph":"X","pid":{},"tid":{},"name":"{}","ts":{:.3f},"dur":{:.3f},"args":{{"camera":{}}}}})",
                 kThreads, thread + 1, name_of(it.stage), us(it.from_ns - start_ns), us(it.until_ns - it.from_ns),
                 it.camera);
    // Pictures of one camera may overlap, so that they are spans with a number of their own.
    for (const TraceTrack::Slice& it : track.pictures_) {
      ++number;
      for (const auto& [phase, at] : {std::pair{'b', it.from_ns}, std::pair{'e', it.until_ns}})
        out << ",\n"
            << fmt::format(R"({{"ph":"{}","cat":"picture","id":{},"pid":{},"tid":{},"name":"camera {}","ts":{:.3f}}})",
                           phase, number, kCameras, it.camera + 1, it.camera, us(at - start_ns));
    }
    for (const TraceTrack::Count& it : track.counts_)
      out << ",\n"
          << fmt::format(R"({{"ph":"C","pid":{},"name":"pictures waiting","ts":{:.3f},"args":{{"waiting":{}}}}})",
                         kThreads, us(it.at_ns - start_ns), it.waiting);
  }
  out << "\n]}\n";
  if (!out.flush()) throw std::runtime_error(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)));
  return left_out;
}

}  // namespace tricolor::harness
