// Shows that the window is correct: an instant looks the same however it was reached; every key figure is what its
// query on the journal gives at that instant; pictures made again are those that the run's cameras gave, byte for byte,
// in the dark too; and the scene log is read back exactly as it was written.
#include "view/model/timeline.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/journal.h"
#include "recorded.h"
#include "run/picture_folder.h"
#include "run/scene_log.h"
#include "sim/camera/png.h"
#include "view/model/figures.h"

namespace tricolor::harness::timeline_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Writes everything that is shown of a moment as text.
std::string text_of(const Moment& m) {
  std::string text = engine::to_text(m.at) + " " + std::to_string(m.events) + " " + std::to_string(m.entries) + " " +
                     std::to_string(m.feed);
  for (const auto& [id, it] : m.standing) text += " s" + std::to_string(id);
  for (const auto& it : m.officers) text += " o" + std::to_string(it.at(m.at).x_m) + (it.case_id ? "c" : "");
  for (const auto& [id, it] : m.service.stays()) text += " y" + std::to_string(id) + (it.sighting ? "!" : "");
  for (const auto& [id, it] : m.service.incidents()) text += " i" + std::to_string(id.value) + (it.open() ? "o" : "x");
  for (const auto& [id, it] : m.service.cases()) text += " c" + std::to_string(id.value) + engine::name_of(it.state);
  for (std::size_t i = 0; i < m.shop_count; ++i)
    text += " m" + std::to_string(static_cast<int>(m.shop(i).colour)) + std::to_string(m.shop(i).incidents);
  for (std::size_t i = 0; i < m.camera_count; ++i) text += m.camera(i).sees ? " +" : " -";
  for (const Figure& it : figures_of(m)) text += " " + value_text(it);
  return text;
}

class TemporaryFolder {
 public:
  TemporaryFolder() : path_(fs::temp_directory_path() / ("tricolor_view_" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

TEST(Timeline, AnyInstantIsTheSameHoweverOneCameToIt) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  Timeline forward = run.timeline();
  std::vector<std::pair<engine::Time, std::string>> seen;
  for (engine::Time t = run.record.start; t <= run.record.end; t += 17s) seen.emplace_back(t, text_of(forward.at(t)));
  // The instants are visited backwards, and to and fro as when the handle is dragged.
  for (auto it = seen.rbegin(); it != seen.rend(); ++it) EXPECT_EQ(text_of(forward.at(it->first)), it->second);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const auto& [t, text] = seen[i * 37 % seen.size()];
    EXPECT_EQ(text_of(forward.at(t)), text);
  }
  EXPECT_NE(seen.front().second, seen.back().second);
  // The same holds with a checkpoint every few events.
  Timeline dense = run.timeline(2);
  for (auto it = seen.rbegin(); it != seen.rend(); ++it) EXPECT_EQ(text_of(dense.at(it->first)), it->second);
  for (const auto& [t, text] : seen) EXPECT_EQ(text_of(dense.at(t)), text);
  for (const auto& [t, text] : seen) EXPECT_EQ(dense.standing_at(t).size(), dense.at(t).standing.size());
}

TEST(Timeline, ThatGrowsPieceByPieceEndsAsOneThatKnewAll) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  Timeline growing(*run.replay, run.record.start, run.record.planned_end);
  std::size_t events = 0, entries = 0;
  for (engine::Time until = run.record.start; until < run.record.end; until += 61s) {
    std::vector<engine::Event> some;
    while (events < run.record.journal.size() && run.record.journal[events].at <= until)
      some.push_back(run.record.journal[events++]);
    std::vector<sim::SceneLogEntry> more;
    while (entries < run.record.truth.scene_log.size() && run.record.truth.scene_log[entries].at <= until)
      more.push_back(run.record.truth.scene_log[entries++]);
    growing.append(std::move(some), std::move(more), until);
    growing.at(until);
    EXPECT_EQ(growing.at(run.record.end).at, until) << "what is not yet known is not shown";
  }
  growing.append(
      {run.record.journal.begin() + static_cast<std::ptrdiff_t>(events), run.record.journal.end()},
      {run.record.truth.scene_log.begin() + static_cast<std::ptrdiff_t>(entries), run.record.truth.scene_log.end()},
      run.record.end);
  Timeline whole = run.timeline();
  EXPECT_EQ(text_of(growing.at(run.record.end)), text_of(whole.at(run.record.end)));
}

// Holds the journal as results.sqlite does, in memory.
class JournalDatabase {
 public:
  explicit JournalDatabase(const std::vector<engine::Event>& journal) {
    sqlite3_open(":memory:", &handle_);
    sqlite3_exec(handle_, "CREATE TABLE journal(sequence INTEGER PRIMARY KEY, at TEXT, event TEXT, line TEXT)", nullptr,
                 nullptr, nullptr);
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(handle_, "INSERT INTO journal VALUES(?,?,?,?)", -1, &insert, nullptr);
    for (const engine::Event& event : journal) {
      const std::string at = engine::to_text(event.at), line = engine::to_line(event),
                        name(engine::name_of(event.payload));
      sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(event.sequence));
      sqlite3_bind_text(insert, 2, at.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_bind_text(insert, 3, name.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_bind_text(insert, 4, line.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_step(insert);
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
  }
  ~JournalDatabase() { sqlite3_close(handle_); }
  JournalDatabase(const JournalDatabase&) = delete;

  int ask(const char* sql, engine::Time at) const {
    sqlite3_stmt* query = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(handle_, sql, -1, &query, nullptr), SQLITE_OK) << sqlite3_errmsg(handle_) << "\n"
                                                                                << sql;
    sqlite3_bind_int64(query, sqlite3_bind_parameter_index(query, ":at"), at.time_since_epoch().count());
    EXPECT_EQ(sqlite3_step(query), SQLITE_ROW) << sql;
    const int value = sqlite3_column_int(query, 0);
    sqlite3_finalize(query);
    return value;
  }

 private:
  sqlite3* handle_ = nullptr;
};

class FiguresOf : public testing::TestWithParam<const char*> {};

TEST_P(FiguresOf, EveryFigureIsWhatItsQueryGivesAtEveryInstant) {
  const Recorded& run = recorded(GetParam());
  Timeline timeline = run.timeline();
  const JournalDatabase database(run.record.journal);
  // The figures are compared at every instant at which anything was written, and just before it.
  engine::Time last = run.record.start - 1s;
  int instants = 0;
  for (const engine::Event& event : run.record.journal) {
    if (event.at == last) continue;
    last = event.at;
    for (const engine::Time at : {event.at - 1us, event.at}) {
      if (at < run.record.start) continue;
      for (const Figure& figure : figures_of(timeline.at(at)))
        EXPECT_EQ(figure.value, database.ask(figure.sql, at)) << figure.key << " at " << engine::to_text(at);
      ++instants;
    }
  }
  EXPECT_GT(instants, 5);
  EXPECT_GT(timeline.at(run.record.end).tally.incidents + timeline.at(run.record.end).tally.reports +
                timeline.at(run.record.end).tally.notices + timeline.at(run.record.end).tally.cases,
            0)
      << "a run in which nothing happens would prove nothing";
}

INSTANTIATE_TEST_SUITE_P(Runs, FiguresOf,
                         testing::Values("smoke/one_shop.yaml", "rules/void_takes_the_colour_back.yaml",
                                         "rules/report_opens_a_case.yaml", "rules/camera_disconnected_at_recheck.yaml",
                                         "rules/red_at_the_fifth_strike.yaml"));

TEST(Replay, GivesTheVeryPicturesThatTheCamerasGave) {
  auto inputs = inputs_of("smoke/one_shop.yaml");
  inputs->scenario.every_frame = true;
  inputs->scenario.lasts = 260s;
  // In this run a thing appears, a camera goes dark for three seconds, and people walk by.
  inputs->scenario.passers_by_per_hour = 300;
  const TemporaryFolder folder;
  LoopOptions options;
  options.film_folder = folder.path().string();
  const RunRecord record = run_closed_loop(*inputs, options);
  const Replay replay(*inputs);
  Timeline timeline(replay, record.start, record.planned_end);
  timeline.append(record.journal, record.truth.scene_log, record.end);
  std::ifstream list(folder.path() / "pictures.csv");
  std::string line;
  std::getline(list, line);
  int compared = 0, with_the_pile = 0;
  while (std::getline(list, line)) {
    const std::size_t first = line.find(','), second = line.find(',', first + 1);
    const engine::Time at{engine::Duration{std::stoll(line.substr(first + 1, second - first - 1))}};
    const auto source = replay.source_of(0, at);
    ASSERT_TRUE(source.has_value());
    if (source->dark) continue;  // The film holds the picture before the fault was applied.
    const auto standing = timeline.standing_at(at);
    with_the_pile += standing.empty() ? 0 : 1;
    const auto picture = replay.picture(*source, standing);
    const sim::Picture filmed = sim::read_png((folder.path() / line.substr(second + 1)).string());
    ASSERT_EQ(filmed.bytes.size(), picture->bytes.size());
    EXPECT_TRUE(filmed.bytes == picture->bytes) << line;
    ++compared;
  }
  EXPECT_GT(compared, 100);
  EXPECT_GT(with_the_pile, 20);
  const auto dark = replay.source_of(0, record.start + 4min + 1s);
  ASSERT_TRUE(dark.has_value());
  EXPECT_TRUE(dark->dark);
  EXPECT_EQ(replay.picture(*dark, {})->bytes[1000], 2);
}

TEST(SceneLog, IsReadBackExactly) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  const TemporaryFolder folder;
  write_scene_log(run.record.truth.scene_log, *run.record.city.kinds, folder.path());
  const auto back = read_scene_log(folder.path(), *run.record.city.kinds);
  ASSERT_EQ(back.size(), run.record.truth.scene_log.size());
  ASSERT_GT(back.size(), 1u);
  for (std::size_t i = 0; i < back.size(); ++i) {
    const auto &a = run.record.truth.scene_log[i], &b = back[i];
    EXPECT_TRUE(a.what == b.what && a.at == b.at && a.thing.id == b.thing.id && a.thing.kind == b.thing.kind &&
                a.thing.look == b.thing.look && a.thing.at.x_m == b.thing.at.x_m && a.thing.at.y_m == b.thing.at.y_m &&
                a.thing.heading_rad == b.thing.heading_rad && a.thing.scale == b.thing.scale);
  }
}

std::string complaint_about(const std::string& text) {
  const TemporaryFolder folder;
  if (!text.empty()) std::ofstream(folder.path() / "scene_log.csv") << text;
  try {
    read_scene_log(folder.path(), *sim::KindTable::well_known());
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(SceneLog, ADamagedOneIsToldByLine) {
  const std::string head = "what,at_us,thing,kind,look,x_m,y_m,heading_rad,scale\n";
  EXPECT_NE(complaint_about("").find("got none there"), std::string::npos);
  EXPECT_NE(complaint_about("x\n").find("scene_log.csv:1: must be"), std::string::npos);
  EXPECT_NE(complaint_about(head + "appear,1,2,pile,3,4,5,0,1\nvanish,1,2,pile,3,4,5,0,1\n")
                .find(":3: what: must be appear, go or officer_path, got 'vanish'"),
            std::string::npos);
  EXPECT_NE(complaint_about(head + "appear,1,2,tank,3,4,5,0,1\n").find(":2: kind: must be"), std::string::npos);
  EXPECT_NE(complaint_about(head + "appear,1,2,pile,3,four,5,0,1\n").find("x_m: must be a number, got 'four'"),
            std::string::npos);
  EXPECT_EQ(complaint_about(head), "");
}

}  // namespace
}  // namespace tricolor::harness::timeline_test
