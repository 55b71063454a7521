#include "import/streets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

namespace tricolor::harness {
namespace {

using engine::GroundPoint;

// Two ways of a name are one street where they meet at less than this angle; at a sharper corner another begins.
constexpr double kSharpestJoin = 60 * std::numbers::pi / 180;
// Width of a lane, and of what lies beside all lanes, metres. Assumed.
constexpr double kLaneM = 3.5, kMarginM = 1;

// Widths of a kind of highway where the map says nothing, metres. Assumed.
struct Widths {
  const char* highway;
  double carriageway_m, pavement_m;
};
constexpr Widths kWidths[] = {{"primary", 16, 5},       {"secondary", 14, 4.5}, {"tertiary", 11, 4},
                              {"unclassified", 9, 3.5}, {"residential", 8, 3},  {"living_street", 6, 2.5},
                              {"pedestrian", 6, 3.5},   {"road", 8, 3},         {"service", 5.5, 2}};

double apart(GroundPoint a, GroundPoint b) { return std::hypot(b.x_m - a.x_m, b.y_m - a.y_m); }

double from_line(GroundPoint p, GroundPoint a, GroundPoint b) {
  const double length = apart(a, b);
  if (length < 1e-9) return apart(p, a);
  const double along =
      std::clamp(((p.x_m - a.x_m) * (b.x_m - a.x_m) + (p.y_m - a.y_m) * (b.y_m - a.y_m)) / (length * length), 0.0, 1.0);
  return apart(p, {a.x_m + along * (b.x_m - a.x_m), a.y_m + along * (b.y_m - a.y_m)});
}

// A street being put together.
struct Chain {
  std::vector<std::int64_t> nodes;
  std::vector<GroundPoint> line;
  std::vector<std::size_t> ways;
};

// Draws the line through as few of its points as lie within `kBendM` (Douglas and Peucker). Iterative, since a line may
// have a hundred thousand points.
std::vector<GroundPoint> drawn_through_fewer(const std::vector<GroundPoint>& line) {
  std::vector<bool> kept(line.size(), false);
  kept.front() = kept.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> open{{0, line.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    std::size_t farthest = first;
    double most = kBendM;
    for (std::size_t i = first + 1; i < last; ++i)
      if (const double off = from_line(line[i], line[first], line[last]); off > most) most = off, farthest = i;
    if (farthest == first) continue;
    kept[farthest] = true;
    open.emplace_back(first, farthest);
    open.emplace_back(farthest, last);
  }
  std::vector<GroundPoint> few;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (kept[i]) few.push_back(line[i]);
  return few;
}

// Takes out bends beside which a stretch would be too short: of the two ends of the shortest stretch the one that the
// line misses least.
void take_out_short_stretches(std::vector<GroundPoint>& line) {
  while (line.size() > 2) {
    std::size_t shortest = 0;
    for (std::size_t i = 1; i + 1 < line.size(); ++i)
      if (apart(line[i], line[i + 1]) < apart(line[shortest], line[shortest + 1])) shortest = i;
    if (apart(line[shortest], line[shortest + 1]) >= kShortestStretchM) return;
    const auto missed = [&](std::size_t i) {
      return i == 0 || i + 1 == line.size() ? std::numeric_limits<double>::max()
                                            : from_line(line[i], line[i - 1], line[i + 1]);
    };
    const std::size_t out = missed(shortest) <= missed(shortest + 1) ? shortest : shortest + 1;
    line.erase(line.begin() + static_cast<std::ptrdiff_t>(out));
  }
}

// Puts the ways of one name together.
class Joining {
 public:
  Joining(const OsmMap& map, const Plane& plane, std::vector<std::size_t> ways)
      : map_(map), plane_(plane), ways_(std::move(ways)) {
    for (const std::size_t way : ways_) {
      ends_[map.ways[way].nodes.front()].push_back(way);
      ends_[map.ways[way].nodes.back()].push_back(way);
    }
  }

  std::vector<Chain> chains() {
    std::vector<Chain> all;
    for (const std::size_t way : ways_) {
      if (used_[way]) continue;
      Chain chain = chain_of(way);
      grow(chain);
      std::reverse(chain.nodes.begin(), chain.nodes.end());
      std::reverse(chain.line.begin(), chain.line.end());
      std::reverse(chain.ways.begin(), chain.ways.end());
      grow(chain);
      // It runs as its first way does.
      std::reverse(chain.nodes.begin(), chain.nodes.end());
      std::reverse(chain.line.begin(), chain.line.end());
      std::reverse(chain.ways.begin(), chain.ways.end());
      all.push_back(std::move(chain));
    }
    return all;
  }

 private:
  Chain chain_of(std::size_t way) {
    used_[way] = true;
    Chain chain{map_.ways[way].nodes, {}, {way}};
    for (const LonLat& at : map_.ways[way].line) chain.line.push_back(plane_.point_of(at));
    return chain;
  }

  // Goes on from the last node with the unused way that bends least, of the same kind and direction of traffic.
  void grow(Chain& chain) {
    for (;;) {
      const auto found = ends_.find(chain.nodes.back());
      if (found == ends_.end()) return;
      const GroundPoint end = chain.line.back(), before = chain.line[chain.line.size() - 2];
      std::size_t best = map_.ways.size();
      double least = kSharpestJoin;
      for (const std::size_t way : found->second) {
        const OsmWay& next = map_.ways[way];
        if (used_[way] || next.highway != map_.ways[chain.ways.front()].highway ||
            next.oneway != map_.ways[chain.ways.front()].oneway)
          continue;
        const GroundPoint after =
            plane_.point_of(next.nodes.front() == chain.nodes.back() ? next.line[1] : next.line[next.line.size() - 2]);
        double turn = std::atan2(after.y_m - end.y_m, after.x_m - end.x_m) -
                      std::atan2(end.y_m - before.y_m, end.x_m - before.x_m);
        turn = std::abs(std::remainder(turn, 2 * std::numbers::pi));
        if (turn < least || (turn == least && way < best)) least = turn, best = way;
      }
      if (best == map_.ways.size()) return;
      Chain next = chain_of(best);
      if (next.nodes.front() != chain.nodes.back()) {
        std::reverse(next.nodes.begin(), next.nodes.end());
        std::reverse(next.line.begin(), next.line.end());
      }
      chain.nodes.insert(chain.nodes.end(), next.nodes.begin() + 1, next.nodes.end());
      chain.line.insert(chain.line.end(), next.line.begin() + 1, next.line.end());
      chain.ways.push_back(best);
    }
  }

  const OsmMap& map_;
  const Plane& plane_;
  std::vector<std::size_t> ways_;
  std::map<std::int64_t, std::vector<std::size_t>> ends_;
  std::map<std::size_t, bool> used_;
};

// The width of a street: of its ways' tags the first, else by its kind.
void give_width(Stretch& stretch, const OsmMap& map, const std::vector<std::size_t>& ways) {
  for (const Widths& usual : kWidths)
    if (stretch.highway == usual.highway)
      stretch.carriageway_m = usual.carriageway_m, stretch.pavement_m = usual.pavement_m;
  for (const std::size_t way : ways) {
    const auto& [width, lanes] = std::pair{map.ways[way].width_m, map.ways[way].lanes};
    if (!width && !lanes) continue;
    stretch.carriageway_m = std::clamp(width ? *width : *lanes * kLaneM + kMarginM, 4.0, 40.0);
    stretch.width_tagged = true;
    return;
  }
}

}  // namespace

double Stretch::length_m() const { return apart(from, to); }

Beside beside_stretch(const Stretch& stretch, GroundPoint at) {
  const double length = stretch.length_m(), ux = (stretch.to.x_m - stretch.from.x_m) / length,
               uy = (stretch.to.y_m - stretch.from.y_m) / length;
  const double dx = at.x_m - stretch.from.x_m, dy = at.y_m - stretch.from.y_m;
  return {std::clamp(dx * ux + dy * uy, 0.0, length), dy * ux - dx * uy, from_line(at, stretch.from, stretch.to)};
}

std::vector<Stretch> stretches_of(const OsmMap& map, const Plane& plane, std::vector<std::size_t>& too_short) {
  std::map<std::string, std::vector<std::size_t>> names;
  for (std::size_t i = 0; i < map.ways.size(); ++i) names[map.ways[i].name].push_back(i);
  std::vector<Chain> chains;
  for (auto& [name, ways] : names) {
    auto found = Joining(map, plane, ways).chains();
    std::move(found.begin(), found.end(), std::back_inserter(chains));
  }
  std::stable_sort(chains.begin(), chains.end(), [](const Chain& a, const Chain& b) {
    return *std::min_element(a.ways.begin(), a.ways.end()) < *std::min_element(b.ways.begin(), b.ways.end());
  });
  std::vector<Stretch> stretches;
  for (const Chain& chain : chains) {
    std::vector<GroundPoint> line = drawn_through_fewer(chain.line);
    take_out_short_stretches(line);
    Stretch stretch;
    stretch.name = map.ways[chain.ways.front()].name;
    stretch.highway = map.ways[chain.ways.front()].highway;
    stretch.oneway = map.ways[chain.ways.front()].oneway;
    give_width(stretch, map, chain.ways);
    for (const std::size_t way : chain.ways) stretch.ways.push_back(map.ways[way].id);
    bool any = false;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      stretch.from = line[i], stretch.to = line[i + 1];
      if (stretch.length_m() < kShortestStretchM) continue;
      any = true;
      stretches.push_back(stretch);
    }
    if (!any) too_short.insert(too_short.end(), chain.ways.begin(), chain.ways.end());
  }
  return stretches;
}

}  // namespace tricolor::harness
