#include "scenario/town_shares.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tricolor::harness {
namespace {

// Weights of the first towns against all later ones: the seat of the city, then its larger towns; and of field cameras,
// which the seat has fewer of. Assumed.
constexpr double kWeights[] = {2.4, 1.5, 1.2, 1.1};
constexpr double kSeatFieldWeight = 0.4;
// Share of a town's shops that stand on its main street, and the most of them. Assumed.
constexpr double kMainShare = 0.4;
constexpr int kMostOnMain = 300;

// Divides `total` by weights: rounded down, and the rest to the largest remainders, the first of equal ones first.
std::vector<int> divide(int total, const std::vector<double>& weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<int> parts;
  std::vector<std::pair<double, std::size_t>> remainders;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double exact = total * weights[i] / sum;
    parts.push_back(static_cast<int>(exact));
    remainders.emplace_back(parts.back() - exact, i);
  }
  std::ranges::stable_sort(remainders, {}, &std::pair<double, std::size_t>::first);
  const int rest = total - std::accumulate(parts.begin(), parts.end(), 0);
  for (int i = 0; i < rest; ++i) ++parts[remainders[static_cast<std::size_t>(i)].second];
  return parts;
}

}  // namespace

std::vector<TownShare> shares_of_towns(const GeneratedCity& city) {
  const auto towns = static_cast<std::size_t>(city.towns);
  std::vector<double> weights(towns, 1.0);
  for (std::size_t i = 0; i < std::min(towns, std::size(kWeights)); ++i) weights[i] = kWeights[i];
  std::vector<double> field_weights(towns, 1.0);
  if (towns > 1) field_weights[0] = kSeatFieldWeight;
  const auto part_of = [](double share, int of) { return static_cast<int>(std::lround(share * of)); };
  const int police_wanted = part_of(city.police_share, city.cameras),
            field_wanted = std::min(part_of(city.field_share, city.cameras), city.cameras - police_wanted),
            waste_wanted =
                std::min(part_of(city.waste_share, city.cameras), city.cameras - police_wanted - field_wanted);
  const std::vector<int> others = divide(city.shops - city.main_street_shops, weights),
                         own = divide(city.cameras - police_wanted - field_wanted - waste_wanted, weights),
                         police = divide(police_wanted, weights), field = divide(field_wanted, field_weights),
                         waste = divide(waste_wanted, weights), officers = divide(city.officers, weights);
  std::vector<TownShare> shares;
  for (std::size_t i = 0; i < towns; ++i) {
    const int main = i == 0 ? city.main_street_shops : std::min(part_of(kMainShare, others[i]), kMostOnMain);
    shares.push_back({main, i == 0 ? others[i] : others[i] - main, own[i], police[i], field[i], waste[i], officers[i]});
  }
  return shares;
}

}  // namespace tricolor::harness
