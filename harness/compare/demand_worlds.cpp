#include "compare/demand_worlds.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/build_city.h"
#include "adapters/demand_keys.h"
#include "run/bad_input.h"
#include "run/run_folder.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

constexpr double kAssumedFactor = 2, kFittedFactor = 1.25;

double share_at_odds(double share, double factor) {
  const double odds = share / (1 - share) * factor;
  return odds / (1 + odds);
}

double scaled(const DemandKey& key, double value, double factor) {
  const double other = key.form == DemandKey::Form::share ? share_at_odds(value, factor) : value * factor;
  return std::clamp(other, key.low, key.high);
}

// The worlds' seeds come after those of all pairs that the study may run.
std::size_t pair_of(const Study& study, std::size_t world) { return study.settings.most_pairs + world; }

fs::path file_of_world(const fs::path& folder, std::size_t world, std::size_t policy) {
  return folder / "assumed" / fmt::format("w{}-p{}.json", world, policy);
}

std::optional<Replication> read_world(const fs::path& folder, std::size_t world, std::size_t policy) {
  const fs::path path = file_of_world(folder, world, policy);
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return std::nullopt;
  try {
    return replication_of(text_in(path));
  } catch (const std::runtime_error& wrong) {
    throw BadInput(fmt::format("{}: {}", path.string(), wrong.what()));
  }
}

std::optional<double> difference_of(const Replication& base, const Replication& other, Metric metric) {
  const auto from = base.value(metric), to = other.value(metric);
  return from && to ? std::optional(*to - *from) : std::nullopt;
}

}  // namespace

AssumedWorlds demand_worlds(const Study& study, std::size_t count) {
  const DemandModel& model = study.base.demand;
  const sim::Demand used = build_demand(study.base);
  sim::Demand low = used, high = used;
  std::vector<std::size_t> chosen;
  const auto& keys = demand_keys();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const DemandKey& key = keys[i];
    const double value = used.*key.figure;
    if (model.notes.at(i).mark == DemandMark::published || value <= 0) continue;
    if (key.form == DemandKey::Form::share && value >= 1) continue;
    const double factor = model.notes[i].mark == DemandMark::fitted ? kFittedFactor : kAssumedFactor;
    low.*key.figure = scaled(key, value, 1 / factor);
    high.*key.figure = scaled(key, value, factor);
    if (low.*key.figure > 0 && low.*key.figure < high.*key.figure) chosen.push_back(i);
  }
  const auto low_rows = demand_rows(model, low), high_rows = demand_rows(model, high);
  std::vector<AssumedFigure> figures;
  for (const std::size_t i : chosen)
    figures.push_back({keys[i].key, used.*keys[i].figure, low.*keys[i].figure, high.*keys[i].figure,
                       low_rows.at(i).value, high_rows.at(i).value, keys[i].in_chinese, keys[i].in_english});
  return draw_worlds(std::move(figures), count, study.settings.first_seed);
}

sim::Demand demand_in(const AssumedWorlds& worlds, std::size_t world, sim::Demand figures) {
  for (std::size_t i = 0; i < worlds.figures.size(); ++i)
    for (const DemandKey& key : demand_keys())
      if (worlds.figures[i].key == key.key) figures.*key.figure = value_in(worlds, world, i);
  return figures;
}

bool run_worlds(const Study& study, const AssumedWorlds& worlds, const fs::path& folder,
                const StudyRunOptions& options) {
  const fs::path path = folder / "assumed" / "worlds.json";
  const std::string text = to_text(worlds);
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  if (failed)
    throw std::runtime_error(fmt::format("{}: cannot be made: {}", path.parent_path().string(), failed.message()));
  if (const std::string found = text_in(path); found.empty()) write_whole(path, text);
  else if (found != text)
    throw BadInput(fmt::format("{}: holds other worlds than those that are asked for", path.string()));
  std::vector<PairToRun> pairs;
  for (std::size_t world = 0; world < worlds.places.size(); ++world) {
    PairToRun pair{pair_of(study, world), {}, demand_in(worlds, world, study.base.demand.figures), {}};
    for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy)
      if (!read_world(folder, world, policy)) pair.policies.push_back(policy);
    pair.file = [folder, world](std::size_t policy) { return file_of_world(folder, world, policy); };
    if (!pair.policies.empty()) pairs.push_back(std::move(pair));
  }
  return run_pairs(study, pairs, options);
}

std::optional<WorldsResults> worlds_results_of(const StudyResults& study, const fs::path& folder) {
  const fs::path path = folder / "assumed" / "worlds.json";
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return std::nullopt;
  WorldsResults results;
  try {
    results.worlds = assumed_worlds_of(text_in(path));
  } catch (const std::runtime_error& wrong) {
    throw BadInput(fmt::format("{}: {}", path.string(), wrong.what()));
  }
  std::vector<std::vector<Replication>> rows;  // By world and policy.
  for (std::size_t world = 0; world < results.worlds.places.size(); ++world) {
    rows.emplace_back();
    for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy) {
      auto replication = read_world(folder, world, policy);
      if (!replication) return std::nullopt;
      rows.back().push_back(std::move(*replication));
    }
  }
  for (const Metric metric : study.settings.metrics.primaries())
    for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy) {
      const Comparison& it = study.of(metric).against_base[policy];
      if (!it.verdict || *it.verdict == StudyVerdict::undecided) continue;
      std::vector<std::optional<double>> in_worlds, in_pairs;
      for (const auto& row : rows) in_worlds.push_back(difference_of(row.front(), row[policy], metric));
      const auto at = static_cast<std::size_t>(metric);
      for (std::size_t pair = 0; pair < study.plan.pairs; ++pair) {
        const auto &from = study.values[0][pair][at], &to = study.values[policy][pair][at];
        in_pairs.push_back(from && to ? std::optional(*to - *from) : std::nullopt);
      }
      VerdictInWorlds verdict =
          verdict_in_worlds(*it.verdict, it.difference, study.of(metric).minimum, in_worlds, in_pairs, results.worlds);
      verdict.metric = metric;
      verdict.policy = policy;
      results.verdicts.push_back(verdict);
    }
  return results;
}

}  // namespace tricolor::harness
