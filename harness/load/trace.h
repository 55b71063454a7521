// Keeps what each thread of a load did when, and writes it as trace events that Perfetto and chrome://tracing open: a
// slice for each stage of each picture on the thread that served it, a span for each picture from due to verdict, and a
// counter of the pictures that wait. Off unless a file is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "load/stage_clock.h"

namespace tricolor::harness {

/// The acts of one thread. Each thread has its own, so that none waits for another.
class TraceTrack {
 public:
  /// Most entries of a kind that a track keeps, about 64 MB; what comes later is counted only.
  static constexpr std::size_t kMost = 2'000'000;

  explicit TraceTrack(std::string name) : name_(std::move(name)) {}

  void add_slice(Stage stage, int camera, std::int64_t from_ns, std::int64_t until_ns) {
    if (slices_.size() < kMost) slices_.push_back({from_ns, until_ns, camera, stage});
    else ++left_out_;
  }
  /// A picture was due and has its verdict.
  void add_picture(int camera, std::int64_t due_ns, std::int64_t done_ns) {
    if (pictures_.size() < kMost) pictures_.push_back({due_ns, done_ns, camera, Stage::wait});
    else ++left_out_;
  }
  /// So many pictures wait.
  void add_count(std::int64_t at_ns, std::size_t waiting) {
    if (counts_.size() < kMost) counts_.push_back({at_ns, waiting});
    else ++left_out_;
  }

 private:
  friend std::uint64_t write_trace(const std::string& path, const std::vector<TraceTrack>& tracks,
                                   std::int64_t start_ns);
  struct Slice {
    std::int64_t from_ns, until_ns;
    int camera;
    Stage stage;
  };
  struct Count {
    std::int64_t at_ns;
    std::size_t waiting;
  };
  std::string name_;
  std::vector<Slice> slices_, pictures_;
  std::vector<Count> counts_;
  std::uint64_t left_out_ = 0;
};

/// Writes the tracks; times count from `start_ns`. Gives the number of entries that were left out. Throws
/// std::runtime_error when the file cannot be written.
std::uint64_t write_trace(const std::string& path, const std::vector<TraceTrack>& tracks, std::int64_t start_ns);

}  // namespace tricolor::harness
