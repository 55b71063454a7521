#include "site/sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/city/generator.h"
#include "sim/random/streams.h"

namespace tricolor::harness {
namespace {

constexpr auto kRandomSet = sim::purpose("site.random_set");
// Distance around a crossing whose shops count for it, and least distance between two of the busiest, metres. Assumed.
constexpr double kAroundM = 60, kCrossingsApartM = 80;
// Hours of an officer more: they cover the busiest of most trades. Assumed.
constexpr const char* kDuty = "[\"10:00\", \"18:00\"]";

double apart_m(sim::Point a, sim::Point b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

sim::Point middle(const std::vector<sim::Point>& outline) {
  sim::Point at;
  for (const sim::Point& corner : outline) {
    at.x_m += corner.x_m / static_cast<double>(outline.size());
    at.y_m += corner.y_m / static_cast<double>(outline.size());
  }
  return at;
}

ExtraCamera camera_of(const Candidate& candidate, double gain) {
  return {candidate.id,      candidate.street, candidate.along_m, candidate.pose,
          candidate.towards, candidate.all,    candidate.alone,   gain};
}

std::string squad_of(const sim::City& city, const std::string& grid) {
  const auto found = std::find_if(city.grids.begin(), city.grids.end(),
                                  [&](const sim::GridGround& ground) { return ground.id == grid; });
  return found == city.grids.end() || found->squad.empty() ? grid : found->squad;
}

// Weight that cameras of today watch, by duty grid, and where it lies.
struct GridLoad {
  double weight = 0;
  sim::Point at;  // Place of the heaviest zone.
  double heaviest = 0;
};

std::vector<ExtraOfficer> first_officers(const std::vector<ExtraOfficer>& places, std::size_t from, int wanted) {
  std::vector<ExtraOfficer> officers;
  for (int i = 0; i < wanted && !places.empty(); ++i)
    officers.push_back(places[(from + static_cast<std::size_t>(i)) % places.size()]);
  return officers;
}

}  // namespace

std::vector<ExtraOfficer> officer_places(const sim::City& city, const std::vector<ZoneWeight>& weights) {
  std::map<std::string, GridLoad> grids;
  for (const ZoneWeight& it : weights) {
    const sim::DrawnZone& zone = city.zones[it.zone];
    GridLoad& grid = grids[zone.duty_grid];
    const double watched = it.weight * it.watched;
    grid.weight += watched;
    if (watched <= grid.heaviest) continue;
    grid.heaviest = watched;
    grid.at = middle(zone.outline);
  }
  struct SquadLoad {
    double weight = 0;
    int officers = 0;
    std::string grid;  // With the most weight.
    double heaviest = -1;
  };
  std::map<std::string, SquadLoad> squads;
  for (const auto& [name, grid] : grids) {
    SquadLoad& squad = squads[squad_of(city, name)];
    squad.weight += grid.weight;
    if (grid.weight <= squad.heaviest) continue;
    squad.heaviest = grid.weight;
    squad.grid = name;
  }
  for (const sim::OfficerPost& officer : city.officers)
    if (const auto squad = squads.find(squad_of(city, officer.duty_grid)); squad != squads.end() && !officer.leads)
      ++squad->second.officers;
  std::vector<ExtraOfficer> places;
  for (const auto& [name, squad] : squads) {
    const bool named = name != squad.grid;
    places.push_back({squad.grid, named ? name : "", grids[squad.grid].at, squad.weight / (squad.officers + 1)});
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const ExtraOfficer& a, const ExtraOfficer& b) { return a.load > b.load; });
  return places;
}

std::vector<SiteSet> top_sets(const sim::City& city, const std::vector<ZoneWeight>& weights,
                              const std::vector<Candidate>& candidates, const SiteWish& wish, std::size_t count) {
  const std::vector<ExtraOfficer> places = officer_places(city, weights);
  std::vector<SiteSet> sets;
  std::vector<std::size_t> banned;
  const auto add = [&](std::size_t officers_from) {
    std::vector<double> gains;
    const auto chosen = best_set(candidates, weights, static_cast<std::size_t>(wish.cameras), banned, &gains);
    SiteSet set;
    set.label = fmt::format("set_{}", sets.size() + 1);
    for (std::size_t i = 0; i < chosen.size(); ++i) set.cameras.push_back(camera_of(candidates[chosen[i]], gains[i]));
    set.officers = first_officers(places, officers_from, wish.officers);
    sets.push_back(std::move(set));
    return chosen;
  };
  std::vector<std::size_t> chosen = add(0);
  // Officers elsewhere come second, because squads differ more than poles that are next to one another.
  if (wish.officers > 0 && places.size() > 1 && sets.size() < count) add(1);
  while (sets.size() < count && !chosen.empty() && banned.size() + 1 < candidates.size() && wish.cameras > 0) {
    banned.push_back(chosen.front());
    chosen = add(0);
  }
  return sets;
}

std::vector<SiteSet> random_sets(const sim::City& city, const std::vector<ZoneWeight>& weights,
                                 const std::vector<Candidate>& candidates, const SiteWish& wish, std::uint64_t seed,
                                 std::size_t count) {
  const std::vector<ExtraOfficer> places = officer_places(city, weights);
  std::vector<SiteSet> sets;
  for (std::size_t i = 0; i < count; ++i) {
    sim::Draw draw({seed, i, kRandomSet, 0});
    SiteSet set;
    set.label = fmt::format("random_{:02}", i + 1);
    std::set<std::size_t> taken;
    const auto most = std::min<std::size_t>(candidates.size(), static_cast<std::size_t>(wish.cameras));
    while (taken.size() < most) {
      const auto pick = static_cast<std::size_t>(draw.integer(0, static_cast<int>(candidates.size()) - 1));
      if (taken.insert(pick).second) set.cameras.push_back(camera_of(candidates[pick], candidates[pick].alone));
    }
    for (int k = 0; k < wish.officers && !places.empty(); ++k)
      set.officers.push_back(places[static_cast<std::size_t>(draw.integer(0, static_cast<int>(places.size()) - 1))]);
    sets.push_back(std::move(set));
  }
  return sets;
}

SiteSet junction_set(const sim::City& city, const std::vector<ZoneWeight>& weights,
                     const std::vector<Candidate>& candidates, const SiteWish& wish) {
  struct Junction {
    double weight = 0;
    sim::Point at;
  };
  std::vector<Junction> junctions;
  for (const sim::Crossing& crossing : city.crossings) {
    Junction it{0, city.streets[static_cast<std::size_t>(crossing.street)].at(crossing.at_m, 0)};
    for (const ZoneWeight& weight : weights)
      if (apart_m(it.at, city.zones[weight.zone].outline.front()) < kAroundM) it.weight += weight.weight;
    junctions.push_back(it);
  }
  std::stable_sort(junctions.begin(), junctions.end(),
                   [](const Junction& a, const Junction& b) { return a.weight > b.weight; });
  SiteSet set;
  set.label = "junctions";
  std::vector<sim::Point> taken;
  for (const Junction& junction : junctions) {
    if (set.cameras.size() == static_cast<std::size_t>(wish.cameras)) break;
    if (std::any_of(taken.begin(), taken.end(),
                    [&](sim::Point at) { return apart_m(at, junction.at) < kCrossingsApartM; }))
      continue;
    // Of the poles next to it the one that sees the most, as somebody would choose who looks at the junction alone.
    const Candidate* best = nullptr;
    for (const Candidate& candidate : candidates)
      if (apart_m(candidate.pose.at, junction.at) < kPolesApartM && (!best || candidate.all > best->all))
        best = &candidate;
    if (!best) continue;
    taken.push_back(junction.at);
    set.cameras.push_back(camera_of(*best, best->alone));
  }
  set.officers = first_officers(officer_places(city, weights), 0, wish.officers);
  return set;
}

std::string keys_of(const SiteSet& set, const std::string& own_cameras, const std::string& own_officers) {
  std::string cameras = own_cameras, officers = own_officers;
  for (std::size_t i = 0; i < set.cameras.size(); ++i) {
    const ExtraCamera& it = set.cameras[i];
    cameras += fmt::format(
        "  - {{ id: new_c{}, owner: city, at: [{:.2f} m, {:.2f} m], height: {:.1f} m, towards: [{:.2f} m, {:.2f} m] "
        "}}\n",
        i + 1, it.pose.at.x_m, it.pose.at.y_m, it.pose.height_m, it.towards.x_m, it.towards.y_m);
  }
  for (std::size_t i = 0; i < set.officers.size(); ++i) {
    const ExtraOfficer& it = set.officers[i];
    officers += fmt::format("  - {{ id: new_o{}, duty_grid: {}, waits_at: [{:.2f} m, {:.2f} m], on_duty: {} }}\n",
                            i + 1, it.duty_grid, it.waits_at.x_m, it.waits_at.y_m, kDuty);
  }
  std::string yaml;
  if (!set.cameras.empty()) yaml += "cameras:\n" + cameras;
  if (!set.officers.empty()) yaml += "officers:\n" + officers;
  return yaml;
}

}  // namespace tricolor::harness
