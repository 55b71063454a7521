// The order of the waiting events: a ladder queue (Tang, Goh and Thng, 2005), amortised O(1), without a width to tune.
// It has five tiers:
//
//   top     all nodes beyond `top_last_`, unsorted
//   coarse  the next stretch of time in buckets of about 512 nodes, written as streams; used only when that
//           stretch holds thousands of nodes
//   rungs   one coarse bucket, or a small stretch, in buckets of about half a node; a crowded bucket gets a rung
//           of its own
//   bottom  the earliest bucket, sorted, taken from the back
//   late    a heap for nodes that arrive far from the front of a crowded bottom, so that a burst at one instant
//           costs O(log n) each
//
// The order is total, (at, order), and the same as a sorted list's. All limits are inclusive, so that the last instant
// of the clock is an instant like any other. Keys are never changed; a cancelled event's node stays until it comes up
// or is swept out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace tricolor::sim {

class Ladder {
 public:
  struct Node {
    std::int64_t at = 0;
    std::uint64_t order = 0;  ///< Phase in the upper 8 bits, sequence below.
    std::uint32_t slot = 0;
    std::uint32_t next = 0;  ///< Within a bucket of a rung.
    bool operator<(const Node& other) const { return at != other.at ? at < other.at : order < other.order; }
  };

  void push(const Node& node);
  /// The least node; null when there is none. Valid until the next call that is not const.
  const Node* front() {
    if (late_.empty()) return bottom_.empty() && !refill() ? nullptr : &bottom_.back();
    return bottom_.empty() || late_.front() < bottom_.back() ? &late_.front() : &bottom_.back();
  }
  /// Removes what `front` gives. There must be one.
  void pop() {
    --size_;
    if (late_.empty()) bottom_.pop_back();
    else pop_with_late();
  }
  std::size_t size() const { return size_; }

  /// Keeps only the nodes that `keep` accepts. O(size).
  template <class Keep>
  void sweep(Keep&& keep) {
    gather();
    std::erase_if(top_, [&](const Node& node) { return !keep(node); });
    size_ = top_.size();
  }

  /// Called with the slot of each node that will come up before long, so that its memory can be fetched.
  void (*foresee)(void* whom, std::uint32_t slot) = nullptr;
  void* foresee_whom = nullptr;

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();
  static constexpr std::size_t kDepth = 8;     ///< Largest number of rungs.
  static constexpr std::size_t kCrowded = 48;  ///< Least number of nodes of a bucket that get a rung of their own.
  /// Nodes wanted in a coarse bucket: a rung of them stays in the L2 cache.
  static constexpr std::size_t kCoarseBucket = 512;
  static constexpr std::size_t kCoarseFrom = 4096;  ///< Least number of nodes for which coarse buckets pay.
  static constexpr std::ptrdiff_t kShiftMost = 48;  ///< Largest number of nodes moved to make room in the bottom.

  struct Span {
    std::int64_t first = 0, last = 0;
    int shift = 0;  ///< A bucket is 2^shift µs wide.
    std::uint32_t next_bucket = 0;
    std::size_t held = 0;
    /// Lays at most `buckets` (a power of two) over first … last; returns how many.
    std::size_t lay(std::int64_t from, std::int64_t to, std::size_t buckets);
    std::uint32_t bucket_of(std::int64_t at) const;
    std::int64_t last_of(std::uint32_t bucket) const;
  };
  struct Rung : Span {
    std::vector<std::uint32_t> heads;     ///< Index into pool_ plus one; 0 for an empty bucket.
    std::vector<std::uint64_t> occupied;  ///< One bit a bucket.
  };

  void push_bottom(const Node& node);
  void pop_with_late();
  void push_rung(Rung& rung, const Node& node);
  bool refill();
  void spread_top();
  void open_rung(std::int64_t last);
  void take_bucket(Rung& rung);
  void gather();

  std::size_t size_ = 0;
  std::vector<Node> bottom_;  ///< Descending.
  std::vector<Node> late_;    ///< A heap, least first.
  std::int64_t bottom_last_ = kNever;

  std::array<Rung, kDepth> rungs_;  ///< rungs_[depth_ - 1] is the finest.
  std::size_t depth_ = 0;
  std::vector<Node> pool_;
  std::uint32_t pool_free_ = 0;  ///< Index plus one.

  Span coarse_;
  std::vector<std::vector<Node>> coarse_buckets_;
  std::vector<Node> top_;
  std::int64_t top_last_ = kNever;
  std::vector<Node> hand_;  ///< Nodes on their way from one tier to the next.
};

}  // namespace tricolor::sim
