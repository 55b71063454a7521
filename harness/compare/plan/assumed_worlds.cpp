#include "compare/plan/assumed_worlds.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>
#include <stdexcept>

#include "engine/json_fault.h"

namespace tricolor::harness {
namespace {

constexpr double kAlpha = 0.05;

// Uniform in [0, 1): std::mt19937_64 is the same everywhere, the distributions of the standard library are not.
double uniform(std::mt19937_64& bits) { return static_cast<double>(bits() >> 11) * 0x1p-53; }

std::vector<std::size_t> shuffled(std::size_t count, std::mt19937_64& bits) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(uniform(bits) * static_cast<double>(i))]);
  return order;
}

double log_choose(std::size_t of, std::size_t k) {
  const auto n = static_cast<double>(of), chosen = static_cast<double>(k);
  return std::lgamma(n + 1) - std::lgamma(chosen + 1) - std::lgamma(n - chosen + 1);
}

bool stands_with(StudyVerdict verdict, double sign, double minimum, double difference) {
  if (verdict == StudyVerdict::equivalent) return std::abs(difference) < minimum;
  return difference * sign > 0;
}

Flip thirds_of(const AssumedWorlds& worlds, const std::vector<std::optional<bool>>& stands, std::size_t figure,
               bool upper) {
  Flip flip{figure, upper};
  for (std::size_t world = 0; world < worlds.places.size(); ++world) {
    if (!stands[world]) continue;
    const double place = worlds.places[world][figure];
    const bool there = upper ? place >= 2.0 / 3 : place < 1.0 / 3;
    (there ? flip.worlds_there : flip.worlds_elsewhere) += 1;
    (there ? flip.stands_there : flip.stands_elsewhere) += *stands[world] ? 1 : 0;
  }
  return flip;
}

}  // namespace

AssumedWorlds draw_worlds(std::vector<AssumedFigure> figures, std::size_t count, std::uint64_t seed) {
  AssumedWorlds worlds{seed, std::move(figures), {}};
  worlds.places.assign(count, std::vector<double>(worlds.figures.size(), 0));
  std::mt19937_64 bits(seed);
  for (std::size_t figure = 0; figure < worlds.figures.size(); ++figure) {
    const auto order = shuffled(count, bits);
    for (std::size_t world = 0; world < count; ++world)
      worlds.places[world][figure] = (static_cast<double>(order[world]) + uniform(bits)) / static_cast<double>(count);
  }
  return worlds;
}

double value_in(const AssumedWorlds& worlds, std::size_t world, std::size_t figure) {
  const AssumedFigure& it = worlds.figures.at(figure);
  return it.low * std::pow(it.high / it.low, worlds.places.at(world).at(figure));
}

std::string to_text(const AssumedWorlds& worlds) {
  nlohmann::ordered_json figures = nlohmann::ordered_json::array();
  for (const AssumedFigure& it : worlds.figures)
    figures.push_back({{"key", it.key},
                       {"value", it.value},
                       {"low", it.low},
                       {"high", it.high},
                       {"low_text", it.low_text},
                       {"high_text", it.high_text},
                       {"zh", it.zh},
                       {"en", it.en}});
  const nlohmann::ordered_json json{{"seed", worlds.seed}, {"figures", figures}, {"places", worlds.places}};
  return json.dump(1) + "\n";
}

AssumedWorlds assumed_worlds_of(const std::string& text) {
  try {
    const auto json = nlohmann::json::parse(text);
    AssumedWorlds worlds;
    worlds.seed = json.at("seed").get<std::uint64_t>();
    for (const auto& it : json.at("figures"))
      worlds.figures.push_back({it.at("key").get<std::string>(), it.at("value").get<double>(),
                                it.at("low").get<double>(), it.at("high").get<double>(),
                                it.at("low_text").get<std::string>(), it.at("high_text").get<std::string>(),
                                it.at("zh").get<std::string>(), it.at("en").get<std::string>()});
    worlds.places = json.at("places").get<std::vector<std::vector<double>>>();
    for (const auto& places : worlds.places)
      if (places.size() != worlds.figures.size()) throw std::runtime_error("must have a place for each figure");
    return worlds;
  } catch (const nlohmann::json::exception& wrong) {
    throw std::runtime_error("must be worlds of a study, got " + engine::json_fault(wrong.what()));
  }
}

double fisher_at_most(std::size_t there, std::size_t of_there, std::size_t all, std::size_t of_all) {
  double sum = 0;
  const std::size_t least = of_there + all > of_all ? of_there + all - of_all : 0;
  for (std::size_t k = least; k <= std::min({there, all, of_there}); ++k)
    sum += std::exp(log_choose(all, k) + log_choose(of_all - all, of_there - k) - log_choose(of_all, of_there));
  return std::min(1.0, sum);
}

VerdictInWorlds verdict_in_worlds(StudyVerdict verdict, double difference, double minimum,
                                  const std::vector<std::optional<double>>& in_worlds,
                                  const std::vector<std::optional<double>>& in_pairs, const AssumedWorlds& worlds) {
  const double sign = difference < 0 ? -1 : 1;
  VerdictInWorlds result;
  std::vector<std::optional<bool>> stands;
  for (const auto& value : in_worlds) {
    stands.push_back(value ? std::optional(stands_with(verdict, sign, minimum, *value)) : std::nullopt);
    if (!value) continue;
    ++result.worlds;
    result.stands += *stands.back() ? 1 : 0;
  }
  for (const auto& value : in_pairs) {
    if (!value) continue;
    ++result.pairs;
    result.stands_usually += stands_with(verdict, sign, minimum, *value) ? 1 : 0;
  }
  double least = kAlpha / (2.0 * static_cast<double>(std::max<std::size_t>(1, worlds.figures.size())));
  for (std::size_t figure = 0; figure < worlds.figures.size(); ++figure)
    for (const bool upper : {false, true}) {
      const Flip flip = thirds_of(worlds, stands, figure, upper);
      const double chance = fisher_at_most(flip.stands_there, flip.worlds_there, result.stands, result.worlds);
      if (chance >= least) continue;
      least = chance;
      result.flips = flip;
    }
  return result;
}

}  // namespace tricolor::harness
