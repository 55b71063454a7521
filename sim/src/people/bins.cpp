// Lets the bins that stand in the streets for good change for a while, as the demand's table of bins says, such as to
// overflowing ones: until somebody empties them, or the time is over. A bin that is changed already stays as it is.
#include <algorithm>

#include "people/world_state.h"
#include "sim/check.h"

namespace tricolor::sim {
namespace {

constexpr auto kEmptied = purpose("bins.emptied");

}  // namespace

void World::Impl::put_bin(const Key& key, const Thing& bin) {
  const ThingId id = stand(key, bin, kernel.now(), std::nullopt, {}, std::nullopt, {});
  // The place of a bin is keyed by the city: its name is that of its place on every day.
  bins.push_back({name_for(key), bin, id});
}

void World::Impl::plan_bins(Time midnight) {
  for (const BinChange& row : demand.bins) {
    const Purpose what = purpose("bins." + row.name);
    for (std::size_t i = 0; i < bins.size(); ++i)
      for (int k = 0, n = how_many(seed, bins[i].entity, what, midnight, row.per_bin_day); k < n; ++k) {
        const Key key{seed, bins[i].entity, what, opportunity(midnight, k)};
        Draw draw(key);
        at(midnight + hours(draw.uniform(row.from_hour, row.until_hour)),
           [this, i, key, &row] { change_bin(i, key, row); });
      }
  }
}

void World::Impl::change_bin(std::size_t index, const Key& key, const BinChange& row) {
  Bin& bin = bins[index];
  const auto plain = standing.find(bin.now);
  if (plain == standing.end() || plain->second.bin) return;
  const auto kind = city.kinds->named(row.kind);
  SIM_CHECK(kind);
  Draw draw(key);
  draw.uniform();  // The hour.
  Temper temper;
  temper.ignores_notice = true;
  temper.handling_s = draw.lognormal_median(demand.handling_median_s, demand.handling_sigma);
  const double stay_s =
      std::clamp(draw.lognormal_median(row.median_s, row.sigma), row.least_s, std::max(row.least_s, row.most_s));
  if (const auto most = longest.find(row.class_name); most != longest.end() && seconds(stay_s) > most->second) return;
  go(bin.now, "itself");
  Thing changed = bin.thing;
  changed.kind = *kind;
  bin.change = name_for(key);
  bin.now = stand(key, changed, kernel.now(), kernel.now() + seconds(stay_s), row.class_name, std::nullopt, temper);
  standing.at(bin.now).bin = index;
}

// Called when the changed bin is gone.
void World::Impl::restore_bin(std::size_t index) {
  Bin& bin = bins[index];
  bin.now = stand({seed, bin.change, kEmptied, 0}, bin.thing, kernel.now(), std::nullopt, {}, std::nullopt, {});
}

}  // namespace tricolor::sim
