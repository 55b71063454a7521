// Measures what the journal costs: an event as a line and back, appending to the store in memory, and the durable store
// (write-ahead log, synchronous=FULL) with instants of 1, 10, 100 and 1,000 events. `disk_fsync` is the speed of the
// disk itself, one small write and fsync at a time; a durable instant cannot be faster. Figures are in items (events,
// or fsyncs) a second of real time. The folder is the system's for temporary files, or that named by TMPDIR; on a
// memory file system the durable figures mean nothing.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "engine/indicators.h"
#include "engine/journal.h"
#include "engine/stores.h"

namespace tricolor::engine {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("tricolor_journal_bench_" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

// Gives the ten events of an incident that was corrected.
std::vector<Event> incident_events(std::uint64_t first, std::uint32_t number) {
  const Time at{Duration{1'604'278'680'000'000 + static_cast<std::int64_t>(first) * 1'000'000}};
  event::SightingConfirmed sighting{SightingId{number}, number, CameraId{3},        ZoneId{7},     ClassId{1}, at,
                                    {12.5, -3.25},      231,    {100, 120, 40, 30}, MerchantId{7}, {},         {}};
  for (const auto moment : {EvidenceMoment::onset, EvidenceMoment::before, EvidenceMoment::threshold})
    sighting.evidence.push_back({{CameraId{3}, at, moment, ImageBox{100, 120, 40, 30}, "z7"}, std::string(64, 'c')});
  std::vector<Event> events;
  const auto add = [&](event::Payload payload) { events.push_back({first + events.size(), at, std::move(payload)}); };
  add(event::OccupancyStarted{number, CameraId{3}, ZoneId{7}, ClassId{1}, at, {12.5, -3.25}, {100, 120, 40, 30}});
  add(std::move(sighting));
  add(event::IncidentOpened{
      IncidentId{number}, SightingId{number}, ClassId{1}, MerchantId{7}, ZoneId{7}, DutyGridId{1}, {12.5, -3.25}, at});
  add(event::StrikeCounted{MerchantId{7}, IncidentId{number}, at});
  add(event::NoticeQueued{NoticeId{number}, IncidentId{number}, MerchantId{7}, "i" + std::to_string(number) + ".warn",
                          "您好，您所经营的店铺门口发现杂物堆放，请您于15分钟内进行清理", at});
  add(event::NoticeSent{NoticeId{number}, 0});
  add(event::CorrectionDue{IncidentId{number}, at + std::chrono::minutes{15}});
  add(event::NoticeFate{NoticeId{number}, true});
  add(event::Rechecked{IncidentId{number}, RecheckOutcome::corrected});
  add(event::IncidentClosed{IncidentId{number}, event::IncidentClosed::How::self_corrected});
  return events;
}

std::vector<Event> journal_of(std::size_t size) {
  std::vector<Event> events;
  for (std::uint32_t number = 1; events.size() < size; ++number)
    for (Event& event : incident_events(events.size() + 1, number)) events.push_back(std::move(event));
  events.resize(size);
  return events;
}

void write_lines(benchmark::State& state) {
  const auto events = journal_of(1000);
  std::size_t bytes = 0;
  for (auto _ : state)
    for (const Event& event : events) bytes += to_line(event).size();
  state.SetItemsProcessed(state.iterations() * 1000);
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(write_lines)->Unit(benchmark::kMillisecond);

void read_lines(benchmark::State& state) {
  std::vector<std::string> lines;
  for (const Event& event : journal_of(1000)) lines.push_back(to_line(event));
  for (auto _ : state)
    for (const std::string& line : lines) benchmark::DoNotOptimize(from_line(line));
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(read_lines)->Unit(benchmark::kMillisecond);

void indicators(benchmark::State& state) {
  const auto events = journal_of(100'000);
  for (auto _ : state) benchmark::DoNotOptimize(indicators_of(state_of(events)));
  state.SetItemsProcessed(state.iterations() * 100'000);
}
BENCHMARK(indicators)->Unit(benchmark::kMillisecond);

void append_in_memory(benchmark::State& state) {
  const auto events = journal_of(1000);
  for (auto _ : state) {
    MemoryStore store;
    for (std::size_t i = 0; i < events.size(); i += 10)
      if (!store.append(std::span(events).subspan(i, 10))) state.SkipWithError("refused");
  }
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(append_in_memory);

void append_durable(benchmark::State& state) {
  const Folder folder;
  std::string error;
  const auto store = open_sqlite_store((folder.path / "journal.sqlite").string(), error);
  if (!store) {
    state.SkipWithError(error.c_str());
    return;
  }
  auto events = journal_of(static_cast<std::size_t>(state.range(0)));
  std::uint64_t sequence = 0;
  for (auto _ : state) {
    for (Event& event : events) event.sequence = ++sequence;
    if (!store->append(events)) state.SkipWithError("refused");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(append_durable)->ArgName("events_an_instant")->Arg(1)->Arg(10)->Arg(100)->Arg(1000)->UseRealTime();

// The same table written through SQLite's own interface, from lines that are there already.
class RawSqlite {
 public:
  explicit RawSqlite(const std::string& path) {
    sqlite3_open(path.c_str(), &database_);
    sqlite3_exec(database_,
                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE journal (seq INTEGER PRIMARY KEY, at "
                 "INTEGER NOT NULL, event TEXT NOT NULL, line TEXT NOT NULL)",
                 nullptr, nullptr, nullptr);
    sqlite3_prepare_v2(database_, "INSERT INTO journal VALUES (?, ?, ?, ?)", -1, &insert_, nullptr);
  }
  ~RawSqlite() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }
  RawSqlite(const RawSqlite&) = delete;
  bool append(std::uint64_t first, const std::vector<std::string>& lines) {
    sqlite3_exec(database_, "BEGIN", nullptr, nullptr, nullptr);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      sqlite3_bind_int64(insert_, 1, static_cast<std::int64_t>(first + i));
      sqlite3_bind_int64(insert_, 2, 1'604'278'680'000'000);
      sqlite3_bind_text(insert_, 3, "incident_opened", -1, SQLITE_STATIC);
      sqlite3_bind_text(insert_, 4, lines[i].data(), static_cast<int>(lines[i].size()), SQLITE_STATIC);
      if (sqlite3_step(insert_) != SQLITE_DONE) return false;
      sqlite3_reset(insert_);
    }
    return sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK;
  }

 private:
  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

// The durable store against SQLite itself, instant by instant in turn, so that both meet the same disk: `of_raw` is the
// store's speed as a share of SQLite's.
void durable_against_sqlite(benchmark::State& state) {
  using Clock = std::chrono::steady_clock;
  const Folder folder;
  std::string error;
  const auto store = open_sqlite_store((folder.path / "journal.sqlite").string(), error);
  if (!store) {
    state.SkipWithError(error.c_str());
    return;
  }
  RawSqlite raw((folder.path / "raw.sqlite").string());
  auto events = journal_of(static_cast<std::size_t>(state.range(0)));
  std::vector<std::string> lines;
  for (const Event& event : events) lines.push_back(to_line(event));
  std::uint64_t sequence = 0;
  Clock::duration ours{}, theirs{};
  for (auto _ : state) {
    const std::uint64_t first = sequence + 1;
    for (Event& event : events) event.sequence = ++sequence;
    const auto start = Clock::now();
    if (!store->append(events)) state.SkipWithError("refused");
    const auto between = Clock::now();
    if (!raw.append(first, lines)) state.SkipWithError("refused");
    ours += between - start;
    theirs += Clock::now() - between;
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.counters["of_raw"] = static_cast<double>(theirs.count()) / static_cast<double>(ours.count());
}
BENCHMARK(durable_against_sqlite)->ArgName("events_an_instant")->Arg(10)->Arg(100)->Arg(1000)->UseRealTime();

void disk_fsync(benchmark::State& state) {
  const Folder folder;
  const int file = open((folder.path / "fsync").c_str(), O_CREAT | O_WRONLY, 0600);
  const std::string block(4096, 'x');
  for (auto _ : state)
    if (write(file, block.data(), block.size()) != static_cast<ssize_t>(block.size()) || fsync(file) != 0)
      state.SkipWithError("cannot write");
  close(file);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(disk_fsync)->UseRealTime();

}  // namespace
}  // namespace tricolor::engine
