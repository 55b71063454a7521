// Measures ten years of one street without pictures: what the engine holds in memory and what a day costs it, year by
// year, and how long a restart takes afterwards, with a snapshot a day short of the end and without any. The journal is
// SQLite, in the system's folder for temporary files or that named by TMPDIR; a day's events go to it together, so that
// the disk's own fsync does not hide the engine's cost. The street (Xinhua Road's size, told occupancies, reports,
// appeals, owners who change, officers) is in tests/engine/support/told_street.h.
//
// The years are printed to stderr. DECADE_YEARS shortens the time.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "engine/stores.h"
#include "engine/support/told_street.h"

namespace tricolor::engine::testing {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

double heap_kb() {
  const auto used = mallinfo2();
  return static_cast<double>(used.uordblks + used.hblkhd) / 1024;
}

// Hands events on a day at a time.
class DayByDay : public Store {
 public:
  explicit DayByDay(Store& inner) : inner_(inner) {}
  bool append(std::span<const Event> events) override {
    waiting_.insert(waiting_.end(), events.begin(), events.end());
    return waiting_.size() < kTogether || flush();
  }
  bool flush() {
    if (!inner_.append(waiting_)) return false;
    waiting_.clear();
    return true;
  }
  std::vector<Event> read_all() override { return flush() ? inner_.read_all() : std::vector<Event>{}; }
  std::vector<Event> read_after(std::uint64_t sequence, std::size_t most) override {
    return flush() ? inner_.read_after(sequence, most) : std::vector<Event>{};
  }
  bool keeps_snapshots() const override { return inner_.keeps_snapshots(); }
  void keep(const Snapshot& snapshot) override {
    if (flush()) inner_.keep(snapshot);
  }
  std::optional<Snapshot> snapshot() override { return with_snapshots ? inner_.snapshot() : std::nullopt; }

  bool with_snapshots = true;

 private:
  static constexpr std::size_t kTogether = 500;
  Store& inner_;
  std::vector<Event> waiting_;
};

void ten_years_of_a_street(benchmark::State& state) {
  const fs::path folder = fs::temp_directory_path() / ("tricolor_decade_bench_" + std::to_string(getpid()));
  fs::create_directories(folder);
  const char* asked = std::getenv("DECADE_YEARS");
  const int years = asked ? std::atoi(asked) : 10;
  for (auto _ : state) {
    std::string error;
    const auto durable = open_sqlite_store((folder / "journal.sqlite").string(), error);
    if (!durable) return state.SkipWithError(error.c_str());
    DayByDay store(*durable);
    ToldStreet street(1, {}, ToldStreet::usual_policy(), store);
    std::fprintf(stderr, "year    heap kB   CPU ms/day  inputs/day    events   restart ms\n");
    double first_kb = 0, first_ms = 0, kb = 0, ms = 0;
    for (int year = 1; year <= years; ++year) {
      const double before = cpu_ms();
      const std::uint64_t inputs = street.inputs();
      // The last day ends just before the snapshot of the midnight after it.
      street.live_until(ToldStreet::kFirstDay + 24h * 365 * year - 1s);
      if (!store.flush()) return state.SkipWithError("the store refused");
      ms = (cpu_ms() - before) / 365;
      kb = heap_kb();
      const std::uint64_t events = street.engine->state().sequence();
      const auto colours = street.engine->colours();
      const double restart = cpu_ms();
      street.restart();
      const double took = cpu_ms() - restart;
      if (street.engine->colours() != colours) return state.SkipWithError("a restart changed the colours");
      std::fprintf(stderr, "%4d %10.0f %12.2f %11.1f %9llu %12.1f\n", year, kb, ms,
                   static_cast<double>(street.inputs() - inputs) / 365, static_cast<unsigned long long>(events), took);
      if (year == 1) first_kb = kb, first_ms = ms;
    }
    const auto colours = street.engine->colours();
    const auto restart = [&] {
      const double before = cpu_ms();
      street.restart();
      if (street.engine->colours() != colours) state.SkipWithError("a restart changed the colours");
      return cpu_ms() - before;
    };
    state.counters["restart_ms"] = restart();
    store.with_snapshots = false;
    state.counters["restart_without_snapshot_ms"] = restart();
    state.counters["heap_last_to_first_year"] = kb / first_kb;
    state.counters["cpu_last_to_first_year"] = ms / first_ms;
  }
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}
BENCHMARK(ten_years_of_a_street)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace tricolor::engine::testing
