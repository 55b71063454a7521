#include "sim/people/history.h"

#include <algorithm>
#include <chrono>

#include "people/world_state.h"
#include "sim/city/trades.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {
using namespace std::chrono_literals;
constexpr auto kRate = purpose("merchant.rate");
constexpr auto kPast = purpose("merchant.past");

// Number of put-outs in the last 30 days after which a shop is deterred as by a yellow or a red code. A rough stand-in
// for the colours of the time, because the city does not know any policy.
constexpr std::size_t kLikeYellow = 3, kLikeRed = 5;
}  // namespace

std::uint64_t entity_of(const std::string& id) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  return hash;
}

bool room_before(const City& city, const Shop& shop) {
  std::vector<const Bay*> near;
  for (const Bay& bay : city.bays)
    if (bay.street == shop.street && bay.side == shop.side && !bay.for_motor) near.push_back(&bay);
  double free_m = 0;
  for (double along = shop.from_m + 0.9; along < shop.to_m - 0.9; along += 0.25)
    free_m += std::none_of(near.begin(), near.end(),
                           [&](const Bay* bay) { return along > bay->from_m - 1.1 && along < bay->to_m + 1.1; })
                  ? 0.25
                  : 0;
  return free_m >= 0.5;
}

double merchant_rate_per_day(const City& city, const Demand& demand, std::uint64_t seed, int shop) {
  const Shop& front = city.shops.at(static_cast<std::size_t>(shop));
  if (!room_before(city, front)) return 0;
  const Trade& trade = trade_named(front.trade);
  double mean_rate = 0;
  for (const Trade& entry : kTrades) mean_rate += entry.share * entry.puts_out_rate;
  Draw draw({city.seed.value_or(seed), entity_of(front.id), kRate, 0});
  const double mean = demand.merchant_incidents_per_30_days / 30 * trade.puts_out_rate / mean_rate;
  return draw.gamma(demand.merchant_rate_shape, mean / demand.merchant_rate_shape);
}

std::vector<std::vector<Time>> draw_history(const City& city, const Demand& demand, std::uint64_t seed, Time start,
                                            int days, double seen_share) {
  std::vector<std::vector<Time>> history(city.shops.size());
  const Time first = local_midnight(start) - days * 24h;
  for (std::size_t shop = 0; shop < city.shops.size(); ++shop) {
    const double rate = merchant_rate_per_day(city, demand, seed, static_cast<int>(shop)) * seen_share;
    const Trade& trade = trade_named(city.shops[shop].trade);
    for (int day = 0; day < days; ++day) {
      Draw draw({city.seed.value_or(seed), entity_of(city.shops[shop].id), kPast, static_cast<std::uint64_t>(day)});
      for (int k = draw.poisson(rate); k > 0; --k) {
        const Time when =
            first + day * 24h +
            Duration{static_cast<std::int64_t>(draw.uniform(trade.opens_hour, trade.closes_hour) * 3.6e9)};
        const auto lately = static_cast<std::size_t>(std::count_if(history[shop].begin(), history[shop].end(),
                                                                   [&](Time past) { return past > when - 30 * 24h; }));
        const double deterred = lately >= kLikeRed      ? demand.deterred_at_red
                                : lately >= kLikeYellow ? demand.deterred_at_yellow
                                                        : 0;
        if (!draw.chance(deterred)) history[shop].push_back(when);
      }
    }
    std::sort(history[shop].begin(), history[shop].end());
  }
  return history;
}

}  // namespace tricolor::sim
