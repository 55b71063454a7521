// Measures what one question of the case side costs beside ever more open matters: the matter near a citizen's report,
// the open matter of a sighting in a public place, the report that came earlier, and the word of one camera while
// re-checks and checks wait for theirs. The argument is the number of open matters; they stand 20 m apart, each before
// a camera of its own. Items are questions: their rate is to stay level.
#include <benchmark/benchmark.h>

#include "cases/cases.h"
#include "incidents/reports.h"

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

constexpr Time kMorning{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}.time_since_epoch() +
                        std::chrono::hours{1}};
constexpr double kApartM = 20;
// The questions go round so many matters, whatever their number is, so that both sizes find them in the same caches.
constexpr std::uint32_t kAsked = 200;

Configuration street_of(std::uint32_t matters) {
  Configuration city;
  city.classes = {{"piled_goods", "", "", "", "", {"pile"}, {ZoneKind::shop_front}},
                  {"road_occupying", "", "", "", "", {"stall"}, {ZoneKind::pavement}}};
  city.duty_grids = {{"g1", OfficerId{0}}};
  city.officers.push_back({"o1", DutyGridId{0}, {0, 0}, 0h, 24h});
  city.cameras.resize(matters);
  city.merchants.resize(matters);
  for (std::uint32_t i = 0; i < matters; ++i) {
    const double x = kApartM * i;
    const std::vector<CameraId> own{CameraId{i}};
    city.zones.push_back({"f", ZoneKind::shop_front, MerchantId{i}, DutyGridId{0}, own, {{x, 0}, {x + 6, 0}, {x, 2}}});
    city.zones.push_back({"p", ZoneKind::pavement, std::nullopt, DutyGridId{0}, own, {{x, -2}, {x + 6, -2}, {x, 0}}});
  }
  return city;
}

struct Rooms : EventSink {
  explicit Rooms(std::uint32_t matters) : city(street_of(matters)), count(matters) {
    policy.route.suggest_within = 24h;
  }
  void emit(event::Payload payload) override {
    const Event event{++sequence, now, std::move(payload)};
    state.apply(event);
    incidents.apply(event);
    reports.apply(event);
    cases.apply(event);
  }
  GroundPoint spot(std::uint32_t i) const { return {kApartM * i + 1, 0.5}; }
  void open(std::uint32_t i, bool shop) {
    event::SightingConfirmed seen;
    seen.sighting = SightingId{i + 1};
    seen.camera = CameraId{i};
    seen.zone = ZoneId{2 * i + (shop ? 0 : 1)};
    seen.violation_class = ClassId{shop ? 0u : 1u};
    seen.spot = spot(i);
    emit(seen);
    emit(event::IncidentOpened{IncidentId{i + 1}, SightingId{i + 1}, seen.violation_class,
                               shop ? std::optional(MerchantId{i}) : std::nullopt, seen.zone, DutyGridId{0}, seen.spot,
                               now});
  }

  Configuration city;
  Policy policy;
  ServiceState state;
  Incidents incidents{city, policy, state, [](ZoneId, ClassId, GroundPoint, Time) { return PlaceState{}; },
                      [](ZoneId, Time) {}};
  Reports reports{policy, state, incidents,
                  [](GroundPoint, Time, const std::set<OfficerId>&) { return std::optional<OfficerId>(); }};
  Cases cases{city, policy, state, incidents};
  std::uint32_t count;
  Time now = kMorning;
  std::uint64_t sequence = 0;
};

void matter_near_a_spot(benchmark::State& state) {
  Rooms rooms(static_cast<std::uint32_t>(state.range(0)));
  for (std::uint32_t i = 0; i < rooms.count; ++i) rooms.open(i, false);
  std::uint32_t i = 0;
  for (auto _ : state) {
    i = (i + 61) % kAsked;
    benchmark::DoNotOptimize(rooms.incidents.near(rooms.spot(i), ClassId{1}, 50, Time{}));
  }
  state.SetItemsProcessed(state.iterations());
}

void matter_of_a_sighting(benchmark::State& state) {
  Rooms rooms(static_cast<std::uint32_t>(state.range(0)));
  for (std::uint32_t i = 0; i < rooms.count; ++i) rooms.open(i, false);
  event::SightingConfirmed seen;
  seen.violation_class = ClassId{1};
  std::uint32_t i = 0;
  for (auto _ : state) {
    i = (i + 61) % kAsked;
    seen.spot = rooms.spot(i);
    seen.camera = CameraId{(i + 1) % rooms.count};
    benchmark::DoNotOptimize(rooms.incidents.open_in_public(seen));
  }
  state.SetItemsProcessed(state.iterations());
}

void earlier_report(benchmark::State& state) {
  Rooms rooms(static_cast<std::uint32_t>(state.range(0)));
  for (std::uint32_t i = 0; i < rooms.count; ++i)
    rooms.emit(event::ReportReceived{ReportId{i + 1}, {7, rooms.now, ClassId{1}, rooms.spot(i), ""}});
  std::uint32_t i = 0;
  for (auto _ : state) {
    i = (i + 61) % kAsked;
    benchmark::DoNotOptimize(
        rooms.reports.earlier_report({8, rooms.now, ClassId{1}, rooms.spot(i), ""}, ReportId{0}, rooms.now));
  }
  state.SetItemsProcessed(state.iterations());
}

void word_of_a_camera_beside_rechecks(benchmark::State& state) {
  Rooms rooms(static_cast<std::uint32_t>(state.range(0)));
  for (std::uint32_t i = 0; i < rooms.count; ++i) {
    rooms.open(i, true);
    rooms.emit(event::CorrectionDue{IncidentId{i + 1}, rooms.now});
  }
  rooms.incidents.wake(rooms.now, rooms);
  std::uint32_t i = 0;
  for (auto _ : state) {
    i = (i + 61) % kAsked;
    rooms.incidents.looked(CameraId{i}, rooms.now, rooms);
  }
  state.SetItemsProcessed(state.iterations());
}

void word_of_a_camera_beside_checks(benchmark::State& state) {
  Rooms rooms(static_cast<std::uint32_t>(state.range(0)));
  for (std::uint32_t i = 0; i < rooms.count; ++i) {
    rooms.open(i, false);
    rooms.emit(event::CaseRegistered{CaseId{i + 1}, IncidentId{i + 1}, std::nullopt, DutyGridId{0}, rooms.spot(i),
                                     rooms.now + 24h, false});
    CaseState from = CaseState::registered;
    for (const CaseState to : {CaseState::dispatched, CaseState::acknowledged, CaseState::arrived, CaseState::disposed,
                               CaseState::feedback, CaseState::checking}) {
      rooms.emit(event::CaseMoved{CaseId{i + 1}, from, to, OfficerId{0}, ""});
      from = to;
    }
  }
  rooms.now += 5s;
  std::uint32_t i = 0;
  for (auto _ : state) {
    i = (i + 61) % kAsked;
    rooms.cases.looked(CameraId{i}, rooms.now, rooms);
  }
  state.SetItemsProcessed(state.iterations());
}

void sizes(benchmark::internal::Benchmark* bench) { bench->Arg(250)->Arg(4000); }
BENCHMARK(matter_near_a_spot)->Apply(sizes);
BENCHMARK(matter_of_a_sighting)->Apply(sizes);
BENCHMARK(earlier_report)->Apply(sizes);
BENCHMARK(word_of_a_camera_beside_rechecks)->Apply(sizes);
BENCHMARK(word_of_a_camera_beside_checks)->Apply(sizes);

}  // namespace
}  // namespace tricolor::engine
