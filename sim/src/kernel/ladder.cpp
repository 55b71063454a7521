#include "sim/kernel/ladder.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace tricolor::sim {
namespace {

const auto kLater = [](const Ladder::Node& a, const Ladder::Node& b) { return b < a; };

std::uint64_t distance(std::int64_t from, std::int64_t to) {
  return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
}

// Sorts in descending order. Buckets hold a node or two, so insertion is what mostly happens.
void sort_descending(std::vector<Ladder::Node>& nodes) {
  if (nodes.size() > 24) {
    std::sort(nodes.begin(), nodes.end(), kLater);
    return;
  }
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    const Ladder::Node node = nodes[i];
    std::size_t hole = i;
    for (; hole > 0 && nodes[hole - 1] < node; --hole) nodes[hole] = nodes[hole - 1];
    nodes[hole] = node;
  }
}

}  // namespace

std::size_t Ladder::Span::lay(std::int64_t from, std::int64_t to, std::size_t buckets) {
  first = from;
  last = to;
  next_bucket = 0;
  held = 0;
  const std::uint64_t length = distance(from, to);
  shift = std::max(0, static_cast<int>(std::bit_width(length)) - static_cast<int>(std::bit_width(buckets) - 1));
  return static_cast<std::size_t>(length >> shift) + 1;
}

inline std::uint32_t Ladder::Span::bucket_of(std::int64_t at) const {
  return static_cast<std::uint32_t>(distance(first, at) >> shift);
}

inline std::int64_t Ladder::Span::last_of(std::uint32_t bucket) const {
  // The arithmetic is unsigned, because the end of the last bucket may lie beyond the clock.
  const std::uint64_t offset = ((static_cast<std::uint64_t>(bucket) + 1) << shift) - 1;
  return offset >= distance(first, last) ? last : static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + offset);
}

void Ladder::push(const Node& node) {
  ++size_;
  if (bottom_last_ == kEver && bottom_.size() >= kFew && late_.empty()) part_bottom();
  if (node.at > top_last_) {
    top_.push_back(node);
  } else if (node.at <= bottom_last_) {
    push_bottom(node);
  } else {
    for (std::size_t level = depth_; level-- > 0;)
      if (node.at <= rungs_[level].last) return push_rung(rungs_[level], node);
    coarse_buckets_[coarse_.bucket_of(node.at)].push_back(node);
    ++coarse_.held;
  }
}

void Ladder::push_bottom(const Node& node) {
  auto place = bottom_.end();
  const auto farthest =
      bottom_.size() > static_cast<std::size_t>(kShiftMost) ? bottom_.end() - kShiftMost : bottom_.begin();
  while (place != farthest && *(place - 1) < node) --place;
  if (place == farthest && farthest != bottom_.begin()) {
    late_.push_back(node);
    std::push_heap(late_.begin(), late_.end(), kLater);
    return;
  }
  bottom_.insert(place, node);
}

// Moves the later half of a full bottom to the top, where all nodes after it will go. Those of one instant stay
// together.
void Ladder::part_bottom() {
  const std::int64_t last = bottom_[bottom_.size() / 2].at;
  const auto first_kept =
      std::partition_point(bottom_.begin(), bottom_.end(), [last](const Node& node) { return node.at > last; });
  top_.assign(bottom_.begin(), first_kept);
  bottom_.erase(bottom_.begin(), first_kept);
  bottom_last_ = top_last_ = last;
}

inline void Ladder::push_rung(Rung& rung, const Node& node) {
  std::uint32_t index = pool_free_;
  if (index != 0) {
    pool_free_ = pool_next_[index - 1];
  } else {
    pool_.emplace_back();
    pool_next_.emplace_back();
    index = static_cast<std::uint32_t>(pool_.size());
  }
  const std::uint32_t bucket = rung.bucket_of(node.at);
  pool_[index - 1] = node;
  pool_next_[index - 1] = rung.heads[bucket];
  rung.heads[bucket] = index;
  rung.occupied[bucket / 64] |= 1ull << (bucket % 64);
  ++rung.held;
}

void Ladder::pop_with_late() {
  if (!bottom_.empty() && bottom_.back() < late_.front()) {
    bottom_.pop_back();
    return;
  }
  std::pop_heap(late_.begin(), late_.end(), kLater);
  late_.pop_back();
}

// Brings the next nodes to the empty bottom. False when none is left anywhere.
bool Ladder::refill() {
  for (;;) {
    while (depth_ > 0 && rungs_[depth_ - 1].held == 0) --depth_;
    if (depth_ > 0) {
      Rung& rung = rungs_[depth_ - 1];
      take_bucket(rung);
      if (hand_.size() > kCrowded && rung.shift > 0 && depth_ < kDepth) {
        open_rung(bottom_last_);
        continue;
      }
      bottom_.swap(hand_);
      sort_descending(bottom_);
      return true;
    }
    if (coarse_.held > 0) {
      while (coarse_buckets_[coarse_.next_bucket].empty()) ++coarse_.next_bucket;
      hand_.clear();
      hand_.swap(coarse_buckets_[coarse_.next_bucket]);
      coarse_.held -= hand_.size();
      open_rung(coarse_.last_of(coarse_.next_bucket++));
      continue;
    }
    if (top_.size() <= kFew) {
      bottom_last_ = top_last_ = kEver;
      bottom_.swap(top_);
      sort_descending(bottom_);
      return !bottom_.empty();
    }
    spread_top();
  }
}

// Takes the earliest bucket of a rung into the hand; nodes earlier than its end belong to the bottom from now on.
void Ladder::take_bucket(Rung& rung) {
  std::size_t word = rung.next_bucket / 64;
  while (rung.occupied[word] == 0) ++word;
  const auto bucket =
      static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(rung.occupied[word])));
  rung.occupied[word] &= rung.occupied[word] - 1;
  rung.next_bucket = bucket;
  bottom_last_ = rung.last_of(bucket);
  hand_.clear();
  for (std::uint32_t index = std::exchange(rung.heads[bucket], 0); index != 0;) {
    hand_.push_back(pool_[index - 1]);
    const std::uint32_t next = std::exchange(pool_next_[index - 1], pool_free_);
    pool_free_ = index;
    index = next;
  }
  rung.held -= hand_.size();
}

// Opens a rung for the nodes in the hand, from the earliest of them to `last`.
void Ladder::open_rung(std::int64_t last) {
  std::int64_t first = hand_.front().at;
  for (const Node& node : hand_) first = std::min(first, node.at);
  Rung& rung = rungs_[depth_++];
  const std::size_t buckets = rung.lay(first, last, std::bit_ceil(hand_.size() / 2 + 1));
  rung.heads.assign(buckets, 0);
  rung.occupied.assign(buckets / 64 + 1, 0);
  for (const Node& node : hand_) {
    if (foresee) foresee(foresee_whom, node.slot);
    push_rung(rung, node);
  }
  bottom_last_ = first == kNever ? kNever : first - 1;
}

// Spreads the nearer part of the top. Its end is a quantile of a sample, so that a few events in the far future do not
// make every bucket too wide.
void Ladder::spread_top() {
  std::int64_t farthest = top_.front().at;
  for (const Node& node : top_) farthest = std::max(farthest, node.at);
  std::int64_t last = farthest;
  constexpr std::size_t kSample = 64;
  if (top_.size() >= 2 * kSample) {
    std::array<std::int64_t, kSample> sample;
    for (std::size_t i = 0; i < kSample; ++i) sample[i] = top_[i * (top_.size() / kSample)].at;
    std::nth_element(sample.begin(), sample.begin() + kSample * 7 / 8, sample.end());
    last = sample[kSample * 7 / 8];
  }
  const auto near = [&](const Node& node) { return node.at <= last; };
  const auto nodes = static_cast<std::size_t>(std::count_if(top_.begin(), top_.end(), near));
  if (nodes < top_.size() / 4) last = farthest;  // An unlucky sample must not make this be done over and over.

  hand_.clear();
  std::size_t kept = 0;
  if (last == farthest) {
    hand_.swap(top_);
  } else {
    hand_.reserve(nodes);
    for (const Node& node : top_) {
      if (near(node)) hand_.push_back(node);
      else top_[kept++] = node;
    }
    top_.resize(kept);
  }
  top_last_ = last;
  if (hand_.size() < kCoarseFrom) {
    open_rung(last);
    return;
  }
  std::int64_t first = last;
  for (const Node& node : hand_) first = std::min(first, node.at);
  const std::size_t buckets = coarse_.lay(first, last, std::bit_ceil(hand_.size() / kCoarseBucket));
  if (coarse_buckets_.size() < buckets) coarse_buckets_.resize(buckets);
  for (const Node& node : hand_) coarse_buckets_[coarse_.bucket_of(node.at)].push_back(node);
  coarse_.held = hand_.size();
  bottom_last_ = first == kNever ? kNever : first - 1;
}

// Moves everything back into the top.
void Ladder::gather() {
  for (std::vector<Node>* nodes : {&bottom_, &late_}) {
    top_.insert(top_.end(), nodes->begin(), nodes->end());
    nodes->clear();
  }
  for (std::size_t level = 0; level < depth_; ++level)
    for (const std::uint32_t head : rungs_[level].heads)
      for (std::uint32_t index = head; index != 0; index = pool_next_[index - 1]) top_.push_back(pool_[index - 1]);
  depth_ = 0;
  pool_.clear();
  pool_next_.clear();
  pool_free_ = 0;
  for (auto& bucket : coarse_buckets_) {
    top_.insert(top_.end(), bucket.begin(), bucket.end());
    bucket.clear();
  }
  coarse_.held = 0;
  bottom_last_ = top_last_ = kNever;
}

}  // namespace tricolor::sim
