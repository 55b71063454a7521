// Measures what the colour fold costs: one shop's history folded anew under each reading (items: strikes), and the
// ledger of a whole city, live and folded from its journal (items: strikes). `through_the_years` shows the growth with
// one shop's past: its items a second stay level from a thousand strikes to eight thousand.
#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>

#include "merchants/colour_ledger.h"

namespace tricolor::engine {
namespace {

const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};

// The gaps are irregular but the same in every run.
Duration gap(std::uint32_t number, Duration mean) {
  return Duration{static_cast<std::int64_t>(number * 2654435761u % 2000) * mean.count() / 1000};
}

void fold_one_shop(benchmark::State& state) {
  ColourPolicy policy;
  policy.count_since = static_cast<ColourPolicy::CountSince>(state.range(1));
  ColourHistory history;
  Time at = kStart;
  for (std::uint32_t i = 0; i < state.range(0); ++i)
    history.strikes.push_back({at += gap(i, std::chrono::hours{24 * 12})});
  for (auto _ : state) benchmark::DoNotOptimize(standing_of(history, policy, at + std::chrono::days{40}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(fold_one_shop)
    ->ArgNames({"strikes", "reading"})
    ->Args({4, 0})
    ->Args({40, 0})
    ->Args({400, 0})
    ->Args({40, 1})
    ->Args({40, 2})
    ->Args({40, 3});

struct City : EventSink {
  Configuration configuration;
  Policy policy;
  ServiceState state;
  std::unique_ptr<ColourLedger> ledger;
  std::vector<Event> journal;
  Time now = kStart;

  explicit City(std::int64_t shops) {
    configuration.merchants.resize(static_cast<std::size_t>(shops));
    begin_anew();
  }
  void begin_anew() {
    state = {};
    ledger = std::make_unique<ColourLedger>(configuration, policy, state);
  }
  void emit(event::Payload payload) override {
    journal.push_back({journal.size() + 1, now, std::move(payload)});
    const Event event = journal.back();
    state.apply(event);
    ledger->apply(event);
    ledger->react(event, *this);
  }
  // Incidents arise all over the city, one a minute, and the step-downs that fall due between them are made.
  void live(std::uint32_t incidents) {
    const auto shops = static_cast<std::uint32_t>(configuration.merchants.size());
    for (std::uint32_t i = 1; i <= incidents; ++i) {
      now += std::chrono::minutes{1};
      if (const auto due = ledger->next_deadline(); due && *due <= now) ledger->wake(now, *this);
      emit(event::IncidentOpened{IncidentId{i},
                                 SightingId{i},
                                 ClassId{0},
                                 MerchantId{i * 2654435761u % shops},
                                 ZoneId{0},
                                 DutyGridId{0},
                                 {},
                                 now});
      emit(event::IncidentClosed{IncidentId{i}, event::IncidentClosed::How::self_corrected});
    }
  }
};

constexpr std::uint32_t kIncidents = 20'000;

void ledger_live(benchmark::State& state) {
  for (auto _ : state) {
    City city(state.range(0));
    city.live(kIncidents);
    benchmark::DoNotOptimize(city.ledger->colours());
  }
  state.SetItemsProcessed(state.iterations() * kIncidents);
}
BENCHMARK(ledger_live)->ArgName("shops")->Arg(290)->Arg(4000)->Unit(benchmark::kMillisecond);

void ledger_from_journal(benchmark::State& state) {
  City city(state.range(0));
  city.live(kIncidents);
  for (auto _ : state) {
    city.begin_anew();
    for (const Event& event : city.journal) {
      city.state.apply(event);
      city.ledger->apply(event);
    }
    benchmark::DoNotOptimize(city.ledger->next_deadline());
  }
  state.SetItemsProcessed(state.iterations() * kIncidents);
}
BENCHMARK(ledger_from_journal)->ArgName("shops")->Arg(290)->Arg(4000)->Unit(benchmark::kMillisecond);

// One shop that is struck every hour, every tenth time in error, as an appeal shows four days later; its camera is
// blind for a minute in every hour, which is told when it sees again.
void through_the_years(benchmark::State& state) {
  using std::chrono::minutes;
  const auto strikes = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    City city(1);
    city.configuration.cameras.resize(1);
    city.configuration.zones.resize(1);
    city.configuration.zones[0].merchant = MerchantId{0};
    city.configuration.zones[0].cameras = {CameraId{0}};
    city.policy.colour.count_since = static_cast<ColourPolicy::CountSince>(state.range(1));
    city.begin_anew();
    const auto live_until = [&city](Time at) {
      for (auto due = city.ledger->next_deadline(); due && *due <= at; due = city.ledger->next_deadline())
        city.ledger->wake(city.now = std::max(city.now, *due), city);
      city.now = at;
    };
    for (std::uint32_t i = 1; i <= strikes; ++i) {
      const Time hour = kStart + std::chrono::hours{i};
      live_until(hour);
      city.emit(event::IncidentOpened{
          IncidentId{i}, SightingId{i}, ClassId{0}, MerchantId{0}, ZoneId{0}, DutyGridId{0}, {}, hour});
      live_until(hour + minutes{10});
      city.emit(event::IncidentClosed{IncidentId{i}, event::IncidentClosed::How::self_corrected});
      if (i > 100 && i % 10 == 0) city.emit(event::IncidentVoided{IncidentId{i - 96}, "an appeal"});
      live_until(hour + minutes{30});
      city.emit(event::CameraBecame{CameraId{0}, false, BlindReason::dark, hour + minutes{29}});
      city.emit(event::CameraBecame{CameraId{0}, true, BlindReason::dark, hour + minutes{30}});
    }
    benchmark::DoNotOptimize(city.ledger->colours());
  }
  state.SetItemsProcessed(state.iterations() * strikes);
  state.SetComplexityN(strikes);
}
BENCHMARK(through_the_years)
    ->ArgNames({"strikes", "reading"})
    ->ArgsProduct({{1000, 2000, 4000, 8000}, {0, 1, 3}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tricolor::engine
