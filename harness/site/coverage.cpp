#include "site/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <queue>
#include <tuple>
#include <utility>

#include "sim/city/generator.h"

namespace tricolor::harness {
namespace {

// Number of shops' histories that a trade's mean counts for beside one shop's own. Assumed.
constexpr double kTradeCountsFor = 1;
// Weight of the ground between shops, as a share of that of the street's shops. Assumed.
constexpr double kPublicShare = 0.5;
// Chance that a camera sees a thing in a zone that fills its picture well. Assumed; only ratios matter.
constexpr double kSees = 0.9;
// How cameras hang: over the carriageway when they look along it, on the pavement when they look across; metres.
constexpr double kHeightM = 6, kAheadM = 18, kOverRoadM = 1.3, kFromFacadeM = 1.4, kFrontM = 1.5;
// Room at both ends of a street, metres.
constexpr double kEndM = 8;
// Distance beyond which a camera watches no zone, and side of a square of the index, metres.
constexpr double kReachM = 70;

double reach(const sim::Street& street) { return street.carriageway_m / 2 + street.pavement_m; }

sim::Point middle_of(const std::vector<sim::Point>& outline) {
  sim::Point middle;
  for (const sim::Point& corner : outline) {
    middle.x_m += corner.x_m / static_cast<double>(outline.size());
    middle.y_m += corner.y_m / static_cast<double>(outline.size());
  }
  return middle;
}

// Strikes of a shop, drawn towards the mean of its trade, and that towards the mean of all.
std::vector<double> shop_weights(const sim::City& city, const std::vector<std::size_t>& counted_of) {
  std::map<std::string, std::pair<double, double>> trades;  // Strikes and shops.
  double strikes = 0, shops = 0;
  for (std::size_t i = 0; i < city.shops.size(); ++i) {
    const auto counted = static_cast<double>(counted_of.at(i));
    auto& [sum, count] = trades[city.shops[i].trade];
    sum += counted, count += 1;
    strikes += counted, shops += 1;
  }
  // Where nothing was ever counted, all shops are alike.
  const double all = strikes > 0 ? strikes / std::max(1.0, shops) : 1;
  std::vector<double> weights;
  for (std::size_t i = 0; i < city.shops.size(); ++i) {
    const auto& [sum, count] = trades[city.shops[i].trade];
    const double trade = (sum + all) / (count + 1);
    const auto own = static_cast<double>(counted_of[i]);
    weights.push_back((own + kTradeCountsFor * trade) / (1 + kTradeCountsFor));
  }
  return weights;
}

// The street on which a zone of public ground lies: its id begins with "p_" or "n_" and the street's.
std::map<std::string, std::size_t> street_of_id(const sim::City& city) {
  std::map<std::string, std::size_t> streets;
  for (std::size_t i = 0; i < city.streets.size(); ++i) streets[city.streets[i].id] = i;
  return streets;
}

std::optional<std::size_t> street_of(const sim::DrawnZone& zone, const std::map<std::string, std::size_t>& streets) {
  if (zone.id.size() < 3) return std::nullopt;
  const std::string rest = zone.id.substr(2);
  const auto found = streets.find(rest.substr(0, rest.rfind('_')));
  return found == streets.end() ? std::nullopt : std::optional(found->second);
}

// Zones by squares of the ground.
class ZonePlaces {
 public:
  ZonePlaces(const sim::City& city, const std::vector<ZoneWeight>& weights) {
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const sim::Point at = middle_of(city.zones[weights[i].zone].outline);
      squares_[square(at)].push_back(i);
    }
  }
  template <class Visit>
  void near(sim::Point at, Visit visit) const {
    const auto [x, y] = square(at);
    for (std::int64_t dx = -1; dx <= 1; ++dx)
      for (std::int64_t dy = -1; dy <= 1; ++dy)
        if (const auto found = squares_.find({x + dx, y + dy}); found != squares_.end())
          for (const std::size_t i : found->second) visit(i);
  }

 private:
  using Square = std::pair<std::int64_t, std::int64_t>;
  static Square square(sim::Point at) {
    return {static_cast<std::int64_t>(std::floor(at.x_m / kReachM)),
            static_cast<std::int64_t>(std::floor(at.y_m / kReachM))};
  }
  std::map<Square, std::vector<std::size_t>> squares_;
};

double chance_to_see(const sim::CameraPose& pose, const sim::DrawnZone& zone) {
  return sim::watches(pose, zone.kind, zone.outline) ? kSees * sim::share_watched(pose, zone.outline) : 0;
}

struct Direction {
  const char* name;
  double ahead, left;  // Along the street, and to its left.
};
constexpr Direction kDirections[] = {{"ahead", 1, 0}, {"back", -1, 0}, {"left", 0, 1}, {"right", 0, -1}};

Candidate at_pole(const sim::City& city, std::size_t index, double along, const Direction& direction) {
  const sim::Street& street = city.streets[index];
  Candidate it;
  it.id = fmt::format("{}_{:.0f}_{}", street.id, along, direction.name);
  it.street = index;
  it.along_m = along;
  it.pose.height_m = kHeightM;
  if (direction.ahead != 0) {
    it.pose.at = street.at(along, direction.ahead * (street.carriageway_m / 2 - kOverRoadM));
    it.towards = street.at(along + direction.ahead * kAheadM, direction.ahead * 0.25 * reach(street));
  } else {
    it.pose.at = street.at(along, -direction.left * (reach(street) - kFromFacadeM));
    it.towards = street.at(along, direction.left * (reach(street) - kFrontM));
  }
  sim::aim(it.pose, it.towards);
  return it;
}

}  // namespace

std::vector<ZoneWeight> zone_weights(const sim::City& city, const std::vector<std::size_t>& counted) {
  const std::vector<double> shops = shop_weights(city, counted);
  std::vector<double> of_street(city.streets.size(), 0.0), pieces(city.streets.size(), 0.0);
  const auto streets = street_of_id(city);
  for (std::size_t i = 0; i < city.shops.size(); ++i)
    of_street[static_cast<std::size_t>(city.shops[i].street)] += shops[i];
  for (const sim::DrawnZone& zone : city.zones)
    if (zone.kind == sim::DrawnZoneKind::pavement || zone.kind == sim::DrawnZoneKind::no_stopping)
      if (const auto street = street_of(zone, streets)) pieces[*street] += 1;
  std::vector<ZoneWeight> weights;
  double all = 0;
  for (std::size_t i = 0; i < city.zones.size(); ++i) {
    const sim::DrawnZone& zone = city.zones[i];
    ZoneWeight it{i, 0, 0};
    if (zone.shop) {
      it.weight = shops[static_cast<std::size_t>(*zone.shop)];
    } else if (zone.kind != sim::DrawnZoneKind::bay) {
      const auto street = street_of(zone, streets);
      if (street && pieces[*street] > 0) it.weight = kPublicShare * of_street[*street] / pieces[*street];
    }
    if (it.weight <= 0) continue;
    double unseen = 1;
    for (const int camera : zone.cameras)
      unseen *= 1 - chance_to_see(city.cameras[static_cast<std::size_t>(camera)].pose, zone);
    it.watched = 1 - unseen;
    all += it.weight;
    weights.push_back(it);
  }
  for (ZoneWeight& it : weights) it.weight /= all;
  return weights;
}

std::vector<Candidate> candidates_of(const sim::City& city, const std::vector<ZoneWeight>& weights) {
  const ZonePlaces places(city, weights);
  std::vector<Candidate> candidates;
  for (std::size_t index = 0; index < city.streets.size(); ++index) {
    const sim::Street& street = city.streets[index];
    if (!street.built) continue;
    for (double along = kEndM; along <= street.length_m() - kEndM; along += kPolesApartM)
      for (const Direction& direction : kDirections) {
        Candidate it = at_pole(city, index, along, direction);
        places.near(it.pose.at, [&](std::size_t i) {
          const double sees = chance_to_see(it.pose, city.zones[weights[i].zone]);
          if (sees <= 0) return;
          it.sees.emplace_back(i, sees);
          it.all += weights[i].weight * sees;
          it.alone += weights[i].weight * sees * (1 - weights[i].watched);
        });
        if (!it.sees.empty()) candidates.push_back(std::move(it));
      }
  }
  return candidates;
}

std::vector<std::size_t> best_set(const std::vector<Candidate>& candidates, const std::vector<ZoneWeight>& weights,
                                  std::size_t wanted, const std::vector<std::size_t>& banned,
                                  std::vector<double>* gains) {
  std::vector<double> unseen;
  for (const ZoneWeight& it : weights) unseen.push_back(1 - it.watched);
  const auto gain = [&](const Candidate& candidate) {
    double sum = 0;
    for (const auto& [zone, sees] : candidate.sees) sum += weights[zone].weight * unseen[zone] * sees;
    return sum;
  };
  // A gain that was computed earlier is an upper bound: what is still the largest after a fresh look is the best. Of
  // equal gains the earlier candidate is taken.
  using Bound = std::tuple<double, std::ptrdiff_t, std::size_t>;  // Gain, minus the number, and when it was computed.
  std::priority_queue<Bound> bounds;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    if (std::find(banned.begin(), banned.end(), i) == banned.end())
      bounds.emplace(gain(candidates[i]), -static_cast<std::ptrdiff_t>(i), 0);
  std::vector<std::size_t> chosen;
  while (chosen.size() < wanted && !bounds.empty()) {
    const auto [bound, minus, round] = bounds.top();
    bounds.pop();
    const auto i = static_cast<std::size_t>(-minus);
    if (round != chosen.size()) {
      bounds.emplace(gain(candidates[i]), minus, chosen.size());
      continue;
    }
    chosen.push_back(i);
    if (gains) gains->push_back(bound);
    for (const auto& [zone, sees] : candidates[i].sees) unseen[zone] *= 1 - sees;
  }
  return chosen;
}

}  // namespace tricolor::harness
