// Measures what it costs to hold a service's incidents against the truth, by the length of the run: a day is to cost
// the same in a year as in a month. Truth and journal are made up: 300 shops and 100 public spots with some stays a
// day, of which the service accuses most, some of them beside the truth.
#include <benchmark/benchmark.h>

#include <chrono>

#include "judge/judgement.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

constexpr sim::Time kStart = std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} + 0h;
constexpr int kShops = 300, kSpots = 100;

struct Run {
  engine::Configuration configuration;
  engine::Policy policy;
  sim::Truth truth;
  std::vector<engine::Event> journal;
  sim::Time end;
};

void accuse(Run& run, const sim::Stay& stay, std::uint32_t violation_class, engine::Duration delay) {
  engine::event::IncidentOpened opened;
  opened.incident = engine::IncidentId{static_cast<std::uint32_t>(run.journal.size() + 1)};
  opened.sighting = engine::SightingId{opened.incident.value};
  opened.violation_class = engine::ClassId{violation_class};
  if (stay.shop) opened.merchant = engine::MerchantId{static_cast<std::uint32_t>(*stay.shop)};
  opened.spot = {stay.at.x_m, stay.at.y_m};
  opened.onset = stay.from + delay;
  run.journal.push_back({run.journal.size() + 1, opened.onset + 180s, opened});
}

Run run_of(int days) {
  Run run;
  run.configuration.classes = {{"piled_goods", "", "", "", "", {}, {}}, {"motor_parking", "", "", "", "", {}, {}}};
  run.configuration.merchants.resize(kShops);
  run.policy.classes = {{"piled_goods", 180s, {}}, {"motor_parking", 180s, {}}};
  run.end = kStart + 24h * days;
  // Each place has four stays a day, ten minutes each, at hours of its own.
  for (int slot = 0; slot < 4 * days; ++slot)
    for (int place = 0; place < kShops + kSpots; ++place) {
      const bool shop = place < kShops;
      sim::Stay stay;
      stay.id = run.truth.stays.size() + 1;
      stay.class_name = shop ? "piled_goods" : "motor_parking";
      if (shop) stay.shop = place;
      stay.at = {6.0 * place, shop ? 8.0 : 3.0};
      stay.from = kStart + 6h * slot + 45s * place;
      stay.until = stay.from + 10min;
      run.truth.stays.push_back(stay);
      if (const auto lot = (stay.id * 7) % 20; lot < 16)
        accuse(run, stay, shop ? 0 : 1, lot == 0 ? 3h : lot == 1 ? 30s : 0s);
    }
  return run;
}

/// Argument: days. Items: days.
void growth_of_a_judgement(benchmark::State& state) {
  const Run run = run_of(static_cast<int>(state.range(0)));
  const PolicyHistory policies(run.policy);
  Judgement judgement;
  for (auto _ : state) {
    auto list = violations_of(run.truth, run.configuration, policies, kStart, run.end);
    judgement = judge(std::move(list), run.journal, run.configuration, run.truth, {3s, 5s, run.end});
  }
  const auto days = static_cast<double>(state.range(0));
  state.counters["violations_a_day"] = static_cast<double>(judgement.violations.size()) / days;
  state.counters["right_a_day"] = judgement.wrong["right"] / days;
  state.counters["off_time_a_day"] = judgement.wrong["off_time"] / days;
  state.counters["nothing_there_a_day"] = judgement.wrong["nothing_there"] / days;
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(growth_of_a_judgement)->Arg(4)->Arg(8)->Arg(16)->Arg(32)->Unit(benchmark::kMillisecond)->Complexity();

}  // namespace
}  // namespace tricolor::harness
