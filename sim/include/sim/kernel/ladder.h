// The order of the waiting events: a ladder queue (Tang, Goh and Thng, 2005), amortised O(1), without a width to tune.
// While few events wait, all of them lie in the bottom. Beyond that it has five tiers:
//
//   top     all nodes beyond `top_last_`, unsorted
//   coarse  the next stretch of time in buckets of about 512 nodes, written as streams; used only when that
//           stretch holds thousands of nodes
//   rungs   one coarse bucket, or a small stretch, in buckets of one to two nodes; a crowded bucket gets a rung
//           of its own
//   bottom  the earliest bucket, sorted, taken from the back
//   late    a heap for nodes that arrive far from the front of a crowded bottom, so that a burst at one instant
//           costs O(log n) each
//
// The order is total, (at, order), and the same as a sorted list's. All limits are inclusive, so that the last instant
// of the clock is an instant like any other. Keys are never changed; a cancelled event's node stays until it comes up
// or is swept out.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace tricolor::sim {

class Ladder {
 public:
  /// Sixteen bytes, compared as one number: time, then `order`, then slot.
  struct Node {
    std::uint32_t slot = 0;
    std::uint32_t order = 0;  ///< Two nodes of one instant have different ones.
    std::int64_t at = 0;
    bool operator<(const Node& other) const { return key() < other.key(); }

   private:
    __extension__ using Key = __int128;
    Key key() const { return static_cast<Key>(at) * (Key{1} << 64) + (std::uint64_t{order} << 32 | slot); }
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
  /// Gives the nodes new orders, `order(node, place)` with the place of each in the order of the old ones. Two nodes of
  /// one instant must keep their order. O(size log size).
  template <class Order>
  void reorder(Order&& order) {
    gather();
    std::sort(top_.begin(), top_.end(), [](const Node& a, const Node& b) { return a.order < b.order; });
    for (std::size_t place = 0; place < top_.size(); ++place) top_[place].order = order(top_[place], place);
  }

  /// Called with the slot of each node that will come up before long, so that its memory can be fetched.
  void (*foresee)(void* whom, std::uint32_t slot) = nullptr;
  void* foresee_whom = nullptr;

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();
  static constexpr std::size_t kFew = 32;      ///< Largest number of nodes that are kept in the bottom alone.
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
  void part_bottom();
  bool refill();
  void spread_top();
  void open_rung(std::int64_t last);
  void take_bucket(Rung& rung);
  void gather();

  std::size_t size_ = 0;
  std::vector<Node> bottom_;  ///< Descending.
  std::vector<Node> late_;    ///< A heap, least first.
  std::int64_t bottom_last_ = kEver;

  std::array<Rung, kDepth> rungs_;  ///< rungs_[depth_ - 1] is the finest.
  std::size_t depth_ = 0;
  std::vector<Node> pool_;
  std::vector<std::uint32_t> pool_next_;  ///< The next node of the same bucket, or the next free one; index plus one.
  std::uint32_t pool_free_ = 0;           ///< Index plus one.

  Span coarse_;
  std::vector<std::vector<Node>> coarse_buckets_;
  std::vector<Node> top_;
  std::int64_t top_last_ = kEver;
  std::vector<Node> hand_;  ///< Nodes on their way from one tier to the next.
};

}  // namespace tricolor::sim
