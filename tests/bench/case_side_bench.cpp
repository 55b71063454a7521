// Measures what one input costs on the case side, that is everything after the cameras, with the journal in memory.
// Figures are in items (inputs) a second; the design asks for 600 k. `reports` has no camera in it; in the other
// benchmarks each stay is reported by ZoneOccupancy and passes through the watch, whose own cost is in zones_bench. The
// town has 1,000 shops; each shop's front is held for eight minutes once an hour, the shops one after the other, so
// that about 250 incidents are open at any time. Wakes are part of the cost and are not counted as inputs.
#include <benchmark/benchmark.h>

#include <map>
#include <memory>
#include <queue>

#include "engine/engine.h"
#include "engine/stores.h"

namespace tricolor::engine::testing {
namespace {

using namespace std::chrono_literals;

constexpr Time kMorning{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}.time_since_epoch() +
                        std::chrono::hours{1}};

struct Looks : FrameSource {
  void request(CameraId camera, Time not_before) override { wanted.emplace_back(camera, not_before); }
  std::vector<std::pair<CameraId, Time>> wanted;
};
struct NoDesk : ReviewDesk {
  void submit(SightingId) override {}
};
struct NoEvidence : EvidenceStore {
  EvidenceResult put(const EvidenceLabel&, std::span<const std::uint8_t>) override {
    return {{}, EvidenceLoss::not_wanted};
  }
  bool wants_pictures() const override { return false; }
};
struct CountingStore : Store {
  bool append(std::span<const Event> batch) override {
    events += batch.size();
    return true;
  }
  std::vector<Event> read_all() override { return {}; }
  std::uint64_t events = 0;
};
// The bench answers every message and dispatch that was sent.
struct Answering : MessageGateway, OfficerChannel {
  SendResult send(const std::string& key, const std::string&, const std::string&) override {
    sent.push_back(key);
    return SendResult::accepted;
  }
  SendResult query(const std::string&) override { return SendResult::accepted; }
  void dispatch(OfficerId officer, CaseId id, GroundPoint, Time) override { dispatched.emplace_back(officer, id); }
  void ask_to_verify(OfficerId, ReportId, GroundPoint, Time, const std::optional<SuggestedParent>&) override {}
  void withdraw(OfficerId, CaseId) override {}
  std::vector<std::string> sent;
  std::vector<std::pair<OfficerId, CaseId>> dispatched;
};

Configuration city_of(std::uint32_t shops, std::uint32_t cameras) {
  Configuration city;
  city.classes = {{"piled_goods", "杂物堆放", "piled goods", "", "", {"pile"}, {ZoneKind::shop_front}}};
  city.duty_grids = {{"g1", OfficerId{0}}};
  for (int i = 0; i < 20; ++i)
    city.officers.push_back({"o" + std::to_string(i), DutyGridId{0}, {100.0 * i, 0}, 0h, 24h});
  for (std::uint32_t i = 0; i < cameras; ++i) {
    Camera camera;
    camera.name = "c" + std::to_string(i);
    camera.heartbeat_max = 100h;
    city.cameras.push_back(camera);
  }
  for (std::uint32_t i = 0; i < shops; ++i) {
    Dossier shop;
    shop.name = "m" + std::to_string(i);
    shop.phone = "138" + std::to_string(10000000 + i);
    city.merchants.push_back(shop);
    const double x = 8.0 * i;
    city.zones.push_back({"z" + std::to_string(i),
                          ZoneKind::shop_front,
                          MerchantId{i},
                          DutyGridId{0},
                          {CameraId{i % cameras}},
                          {{x, 0}, {x + 6, 0}, {x + 6, 2}, {x, 2}}});
  }
  return city;
}

/// Inputs of a day in order. `corrected` is true when fronts are cleared in time, false when they stand until the
/// officer comes.
void case_side(benchmark::State& state, bool corrected) {
  const auto shops = static_cast<std::uint32_t>(state.range(0));
  const auto cameras = static_cast<std::uint32_t>(state.range(1));
  Policy policy;
  ClassPolicy piled;
  piled.code_name = "piled_goods";
  policy.classes = {piled};
  policy.notice.per_number_a_day = 1000;
  Looks frames;
  NoDesk desk;
  NoEvidence evidence;
  CountingStore store;
  Answering world;
  Engine engine(nullptr, {&frames, &world, &world, &desk, &store, &evidence, {}});
  engine.configure(kMorning, city_of(shops, cameras), policy);

  using Planned = std::tuple<Time, std::uint64_t, Input>;
  const auto later = [](const Planned& a, const Planned& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) > std::tie(std::get<0>(b), std::get<1>(b));
  };
  std::priority_queue<Planned, std::vector<Planned>, decltype(later)> planned(later);
  std::uint64_t order = 0, inputs = 0;
  const Duration step = Duration{1h} / shops;
  std::uint32_t shop = 0;
  Time next_front = kMorning + 1s, now = kMorning;
  for (auto _ : state) {
    // The next front is taken; inputs and wakes that fall due before are handed over first.
    while ((!planned.empty() && std::get<0>(planned.top()) <= next_front) ||
           (engine.next_deadline() && *engine.next_deadline() <= next_front)) {
      const auto deadline = engine.next_deadline();
      if (planned.empty() || (deadline && *deadline < std::get<0>(planned.top()))) {
        now = std::max(now, *deadline);
        engine.wake(now);
      } else {
        now = std::max(now, std::get<0>(planned.top()));
        engine.handle(std::get<2>(planned.top()), now);
        planned.pop();
        ++inputs;
      }
      if (!engine.commit(now)) state.SkipWithError("the store refused");
      for (std::string& key : world.sent) planned.emplace(now + 3s, ++order, Receipt{std::move(key), now + 3s, true});
      for (const auto& [officer, id] : world.dispatched) {
        const auto say = [&](OfficerUpdate::What what, Duration after) {
          planned.emplace(now + after, ++order, OfficerUpdate{officer, what, id, std::nullopt, now + after, {}});
        };
        say(OfficerUpdate::What::acknowledged, 20s);
        say(OfficerUpdate::What::arrived, 5min);
        say(OfficerUpdate::What::disposed, 13min);
      }
      world.sent.clear();
      world.dispatched.clear();
      for (const auto& [camera, not_before] : frames.wanted)
        planned.emplace(std::max(not_before, now) + 1s, ++order, Unchanged{camera, std::max(not_before, now) + 1s});
      frames.wanted.clear();
    }
    now = next_front;
    const ZoneId zone{shop};
    const CameraId camera{shop % cameras};
    engine.handle(ZoneOccupancy{camera, zone, ClassId{0}, now, true}, now);
    if (!engine.commit(now)) state.SkipWithError("the store refused");
    ++inputs;
    planned.emplace(now + (corrected ? 8min : 33min), ++order,
                    ZoneOccupancy{camera, zone, ClassId{0}, now + (corrected ? 8min : 33min), false});
    if (corrected) planned.emplace(now + 8min, ++order, Reply{MerchantId{shop}, now + 8min, "已整改"});
    shop = (shop + 1) % shops;
    next_front += step;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(inputs));
  state.counters["events_per_input"] = static_cast<double>(store.events) / static_cast<double>(inputs);
}

/// Citizens' reports from filing to the closed case and the answer: what the case side costs without any camera. Each
/// report is five inputs: filed, verified, acknowledged, arrived, disposed.
void reports(benchmark::State& state) {
  Policy policy;
  ClassPolicy piled;
  piled.code_name = "piled_goods";
  policy.classes = {piled};
  Looks frames;
  NoDesk desk;
  NoEvidence evidence;
  CountingStore store;
  Answering world;
  Engine engine(nullptr, {&frames, &world, &world, &desk, &store, &evidence, {}});
  engine.configure(kMorning, city_of(1000, 900), policy);
  Time now = kMorning;
  std::uint64_t inputs = 0;
  std::uint32_t report = 0;
  const auto take = [&](const Input& input) {
    now += 100ms;
    for (auto due = engine.next_deadline(); due && *due <= now; due = engine.next_deadline()) {
      engine.wake(*due);
      if (!engine.commit(*due)) state.SkipWithError("the store refused");
    }
    engine.handle(input, now);
    if (!engine.commit(now)) state.SkipWithError("the store refused");
    ++inputs;
  };
  for (auto _ : state) {
    take(Report{report + 1, now, ClassId{0}, {8.0 * (report % 1000), 40}, "门口堆了很多纸箱"});
    ++report;
    take(OfficerUpdate{OfficerId{0}, OfficerUpdate::What::verified_true, std::nullopt, ReportId{report}, now, {}});
    const auto [officer, id] = world.dispatched.back();
    world.dispatched.clear();
    for (const auto what :
         {OfficerUpdate::What::acknowledged, OfficerUpdate::What::arrived, OfficerUpdate::What::disposed})
      take(OfficerUpdate{officer, what, id, std::nullopt, now, {}});
    world.sent.clear();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(inputs));
  state.counters["events_per_input"] = static_cast<double>(store.events) / static_cast<double>(inputs);
}
BENCHMARK(reports);

void corrected_in_time(benchmark::State& state) { case_side(state, true); }
void escalated(benchmark::State& state) { case_side(state, false); }
BENCHMARK(corrected_in_time)->Args({1000, 900})->Args({1000, 60});
BENCHMARK(escalated)->Args({1000, 900})->Args({1000, 60});
// Growth with the city: items a second are to stay level. Two days of each city, so that equal shares of the inputs
// open, warn, re-check and close.
BENCHMARK(corrected_in_time)->Args({100, 90})->Args({300, 270})->Args({900, 810})->Args({1800, 1620});
BENCHMARK(escalated)->Args({100, 90})->Args({300, 270})->Args({900, 810})->Args({1800, 1620});

}  // namespace
}  // namespace tricolor::engine::testing
