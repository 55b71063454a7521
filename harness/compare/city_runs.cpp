#include "compare/city_runs.h"

#include <fmt/format.h>

#include "run/bad_input.h"
#include "run/run_folder.h"
#include "scenario/scenario.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

// The seeds of the cities' days come after those of the study's pairs and of as many worlds as a study may have.
constexpr std::uint64_t kAfterPairs = 1000;

fs::path file_of_cities(const fs::path& folder) { return folder / "cities" / "cities.json"; }

fs::path file_of_run(const fs::path& folder, std::size_t city, std::size_t pair, std::size_t policy) {
  return folder / "cities" / fmt::format("c{}-p{}-{}.json", city, policy, pair);
}

std::uint64_t seed_of(const OtherCities& cities, std::size_t city, std::size_t pair) {
  return cities.first_seed + city * kPairsPerCity + pair;
}

std::optional<OtherCities> read_cities(const fs::path& folder) {
  const fs::path path = file_of_cities(folder);
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return std::nullopt;
  try {
    return other_cities_of(text_in(path));
  } catch (const std::runtime_error& wrong) {
    throw BadInput(fmt::format("{}: {}", path.string(), wrong.what()));
  }
}

std::optional<Replication> read_run(const fs::path& folder, const StudySettings& settings, const OtherCities& cities,
                                    std::size_t city, std::size_t pair, std::size_t policy) {
  const fs::path path = file_of_run(folder, city, pair, policy);
  const auto read = replication_in(path);
  if (!read) return std::nullopt;
  const Replication& it = *read;
  const std::string& label = settings.policies.at(policy).label;
  if (it.seed != seed_of(cities, city, pair) || it.policy != label)
    throw BadInput(fmt::format("{}: must be {} seed {}, got {} seed {}", path.string(), label,
                               seed_of(cities, city, pair), it.policy, it.seed));
  return read;
}

}  // namespace

OtherCities other_cities(const Study& study, std::size_t count) {
  const StudySettings& settings = study.settings;
  const OtherCities cities{settings.city_seed + 1, count, settings.first_seed + settings.most_pairs + kAfterPairs};
  if (cities.city_seed_of(count) > static_cast<std::uint64_t>(kMostSeed) ||
      seed_of(cities, count, 0) > static_cast<std::uint64_t>(kMostSeed))
    throw BadInput(fmt::format("--cities: must leave all seeds at or below {}, got {} from city seed {} and seed {}",
                               kMostSeed, count, cities.first_city_seed, cities.first_seed));
  return cities;
}

bool run_cities(const Study& study, const OtherCities& cities, const fs::path& folder,
                const StudyRunOptions& options) {
  const fs::path path = file_of_cities(folder);
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  if (failed)
    throw std::runtime_error(fmt::format("{}: cannot be made: {}", path.parent_path().string(), failed.message()));
  if (const auto found = read_cities(folder)) {
    if (found->first_city_seed != cities.first_city_seed || found->first_seed != cities.first_seed)
      throw BadInput(fmt::format("{}: holds other cities than those that are asked for", path.string()));
    if (found->cities > cities.cities)
      throw BadInput(fmt::format("{}: holds {} cities, more than the {} that are asked for", path.string(),
                                 found->cities, cities.cities));
  }
  write_whole(path, to_text(cities));
  std::vector<PairToRun> pairs;
  for (std::size_t city = 0; city < cities.cities; ++city)
    for (std::size_t pair = 0; pair < kPairsPerCity; ++pair) {
      PairToRun run{seed_of(cities, city, pair) - study.settings.first_seed, {}, study.base.demand.figures, {}};
      run.city_seed = cities.city_seed_of(city);
      for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy)
        if (!read_run(folder, study.settings, cities, city, pair, policy)) run.policies.push_back(policy);
      run.file = [folder, city, pair](std::size_t policy) { return file_of_run(folder, city, pair, policy); };
      if (!run.policies.empty()) pairs.push_back(std::move(run));
    }
  return run_pairs(study, pairs, options);
}

std::optional<CitiesResults> cities_results_of(const StudyResults& study, const fs::path& folder) {
  const auto cities = read_cities(folder);
  if (!cities) return std::nullopt;
  const std::size_t policies = study.settings.policies.size();
  std::vector<std::vector<std::vector<Replication>>> runs(cities->cities);  // By city, pair and policy.
  for (std::size_t city = 0; city < cities->cities; ++city)
    for (std::size_t pair = 0; pair < kPairsPerCity; ++pair) {
      runs[city].emplace_back();
      for (std::size_t policy = 0; policy < policies; ++policy) {
        auto run = read_run(folder, study.settings, *cities, city, pair, policy);
        if (!run) return std::nullopt;
        runs[city].back().push_back(std::move(*run));
      }
    }
  CitiesResults results{*cities, {}};
  for (const Metric metric : study.settings.metrics.primaries())
    for (std::size_t policy = 1; policy < policies; ++policy) {
      std::vector<std::vector<std::optional<double>>> differences;
      for (const auto& city : runs) {
        differences.emplace_back();
        for (const auto& pair : city) {
          const auto from = pair.front().value(metric), to = pair[policy].value(metric);
          differences.back().push_back(from && to ? std::optional(*to - *from) : std::nullopt);
        }
      }
      results.rows.push_back(
          {metric, policy, difference_in_cities(differences, study.settings.terms().alpha_each())});
    }
  return results;
}

}  // namespace tricolor::harness
