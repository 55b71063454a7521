#include "sim/people/history.h"

#include <algorithm>
#include <chrono>

#include "sim/city/trades.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {
using namespace std::chrono_literals;
constexpr auto kRate = purpose("merchant.rate");
constexpr auto kPast = purpose("merchant.past");
}  // namespace

double merchant_rate_per_day(const City& city, const Demand& demand, std::uint64_t seed, int shop) {
  const Trade& trade = trade_named(city.shops.at(static_cast<std::size_t>(shop)).trade);
  double mean_rate = 0;
  for (const Trade& entry : kTrades) mean_rate += entry.share * entry.puts_out_rate;
  Draw draw({seed, static_cast<std::uint64_t>(shop), kRate, 0});
  const double mean = demand.merchant_incidents_per_30_days / 30 * trade.puts_out_rate / mean_rate;
  return draw.gamma(demand.merchant_rate_shape, mean / demand.merchant_rate_shape);
}

std::vector<std::vector<Time>> draw_history(const City& city, const Demand& demand, std::uint64_t seed, Time start, int days, double seen_share) {
  std::vector<std::vector<Time>> history(city.shops.size());
  const Time first = local_midnight(start) - days * 24h;
  for (std::size_t shop = 0; shop < city.shops.size(); ++shop) {
    const double rate = merchant_rate_per_day(city, demand, seed, static_cast<int>(shop)) * seen_share;
    const Trade& trade = trade_named(city.shops[shop].trade);
    for (int day = 0; day < days; ++day) {
      Draw draw({seed, shop, kPast, static_cast<std::uint64_t>(day)});
      for (int k = draw.poisson(rate); k > 0; --k)
        history[shop].push_back(first + day * 24h + Duration{static_cast<std::int64_t>(draw.uniform(trade.opens_hour, trade.closes_hour) * 3.6e9)});
    }
    std::sort(history[shop].begin(), history[shop].end());
  }
  return history;
}

}  // namespace tricolor::sim
