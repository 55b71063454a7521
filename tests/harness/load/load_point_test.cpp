// Shows one point of a load on a small engine: whatever the engine does, pictures arrive when they are due; what is
// not looked at is dropped and counted; every picture that was offered is looked at, dropped or said to be neither; and
// the journal is on disk.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "load/load_json.h"
#include "load/load_point.h"
#include "load/timed_ports.h"

namespace tricolor::harness::load_point_test {
namespace {

using namespace std::chrono_literals;

// A detector that finds nothing and takes its time over it.
class Ponderer : public engine::Vision {
 public:
  explicit Ponderer(std::chrono::milliseconds takes) : takes_(takes) {}
  const engine::ObjectKinds& kinds() const override { return kinds_; }
  std::shared_ptr<const engine::PictureAnalysis> analyse(const engine::Image&, engine::View) const override {
    std::this_thread::sleep_for(takes_);
    return std::make_shared<const engine::PictureAnalysis>();
  }

 private:
  std::chrono::milliseconds takes_;
  engine::ObjectKinds kinds_{"pile"};
};

// Pictures of one scene, a wall of spots, before which a bright bar is elsewhere in each.
class Bars : public PictureSource {
 public:
  std::shared_ptr<const engine::Image> picture(const Arrival& arrival) override {
    auto image = std::make_shared<engine::Image>();
    image->width_px = 160;
    image->height_px = 96;
    image->bytes.resize(160 * 96 * 3);
    const int left = static_cast<int>(arrival.number * 37 % 140);
    for (int y = 0; y < 96; ++y)
      for (int x = 0; x < 160; ++x) {
        const bool bar = x >= left && x < left + 16 && y >= 40 && y < 56;
        const auto spot = static_cast<std::uint8_t>(
            40 + mixed(7, static_cast<std::uint64_t>(x / 8), static_cast<std::uint64_t>(y / 8)) % 120);
        for (int c = 0; c < 3; ++c) image->bytes[static_cast<std::size_t>((y * 160 + x) * 3 + c)] = bar ? 250 : spot;
      }
    ++given;
    return image;
  }
  std::uint64_t given = 0;
};

class LoadPoint : public testing::Test {
 protected:
  LoadPoint() {
    folder_ = std::filesystem::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    settings_.cameras = 6;
    settings_.every = 50ms;
    settings_.warmup = 100ms;
    settings_.measured = 600ms;
    settings_.folder = folder_.string();
    inputs_.from = engine::Time{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};
    inputs_.pictures = &bars_;
  }
  ~LoadPoint() override { std::filesystem::remove_all(folder_); }

  PointResult run(std::chrono::milliseconds takes, int threads) {
    settings_.threads = threads;
    for (int i = 0; i < settings_.cameras; ++i) {
      engine::Camera camera;
      camera.name = "c" + std::to_string(i);
      camera.frame_every = settings_.every;
      inputs_.configuration.cameras.push_back(camera);
    }
    inputs_.vision = std::make_shared<Ponderer>(takes);
    return run_point(settings_, inputs_, stop_, {});
  }

  // Number of pictures that are due in the measured time, from the plan alone.
  std::uint64_t planned() const {
    Arrivals arrivals(settings_.arrivals());
    std::uint64_t due = 0;
    while (const auto arrival = arrivals.next()) due += arrival->due >= settings_.warmup;
    return due;
  }

  PointSettings settings_;
  PointInputs inputs_;
  Bars bars_;
  std::filesystem::path folder_;
  std::atomic<bool> stop_{false};
};

TEST_F(LoadPoint, pictures_arrive_as_planned_although_the_engine_takes_ten_times_too_long) {
  const PointResult result = run(60ms, 1);
  EXPECT_EQ(result.offered, planned());
  EXPECT_LT(result.analysed, result.offered);
  EXPECT_GT(result.dropped, 0u);
  EXPECT_EQ(result.analysed + result.dropped, result.offered);
  // Latency counts from the instant at which a picture was to arrive: no picture can be judged sooner than it is
  // pondered over.
  EXPECT_GE(result.latency.least_us(), 60'000);
}

TEST_F(LoadPoint, threads_that_work_ahead_lose_no_picture_between_themselves_and_the_engine) {
  const PointResult result = run(5ms, 3);
  EXPECT_EQ(result.offered, planned());
  EXPECT_EQ(result.analysed + result.dropped, result.offered);
  EXPECT_GE(result.made_ahead, result.made_ahead_used);
  EXPECT_EQ(result.latency.count(), result.analysed);
  EXPECT_EQ(result.counted.frames_bad, 0u);
}

TEST_F(LoadPoint, a_planted_stall_shows_in_the_gaps) {
  settings_.breaking.stall = 400ms;
  const PointResult result = run(0ms, 1);
  EXPECT_EQ(result.offered, planned());
  EXPECT_GE(result.gaps->all().most_us(), 300'000);
  EXPECT_GT(result.dropped, 0u);
}

TEST_F(LoadPoint, what_a_full_disk_refused_is_in_the_journal_at_the_end) {
  // The engine learns the scenes of its cameras while the disk is full.
  settings_.warmup = 0ms;
  settings_.measured = 1500ms;
  settings_.breaking.full_disk = true;
  const PointResult result = run(0ms, 1);
  EXPECT_EQ(result.events_unstored, 0u);
  ASSERT_FALSE(result.journal.empty());
  for (std::size_t i = 0; i < result.journal.size(); ++i) EXPECT_EQ(result.journal[i].sequence, i + 1);
}

TEST_F(LoadPoint, a_full_store_refuses_counts_and_goes_on_afterwards) {
  StageClock clock(nullptr, nullptr);
  std::string error;
  std::filesystem::create_directories(folder_);
  const auto sqlite = engine::open_sqlite_store((folder_ / "journal.sqlite").string(), error);
  ASSERT_TRUE(sqlite) << error;
  TimedStore store(*sqlite, clock);
  bool full = true;
  store.before = [&full] { return !full; };
  const std::vector<engine::Event> events{{1, inputs_.from, engine::event::SceneLearnt{}}};
  EXPECT_FALSE(store.append(events));
  EXPECT_EQ(store.refusals(), 1u);
  EXPECT_TRUE(store.read_all().empty());
  full = false;
  EXPECT_TRUE(store.append(events));
  EXPECT_EQ(store.read_all().size(), 1u);
}

TEST_F(LoadPoint, a_point_that_is_stopped_says_so_and_counts_no_gap_after_its_end) {
  settings_.measured = 1h;
  std::thread stopper([this] {
    std::this_thread::sleep_for(400ms);
    stop_ = true;
  });
  const PointResult result = run(0ms, 2);
  stopper.join();
  EXPECT_TRUE(result.stopped);
  EXPECT_EQ(result.gaps->long_gaps(), 0u);
  EXPECT_TRUE(point_json(settings_, result, nullptr)["partial"].get<bool>());
}

TEST_F(LoadPoint, a_trace_has_a_slice_for_each_stage_a_span_for_each_picture_and_a_counter) {
  std::filesystem::create_directories(folder_);
  settings_.trace = (folder_ / "trace.json").string();
  const PointResult result = run(2ms, 2);
  EXPECT_EQ(result.trace_left_out, 0u);
  std::ifstream file(settings_.trace);
  const auto trace = nlohmann::json::parse(file);
  std::map<std::string, int> phases;
  std::set<int> threads;
  std::set<std::string> stages;
  for (const auto& event : trace["traceEvents"]) {
    const std::string phase = event["ph"];
    ++phases[phase];
    if (phase != "X") continue;
    threads.insert(event["tid"].get<int>());
    stages.insert(event["name"].get<std::string>());
    EXPECT_GE(event["dur"].get<double>(), 0);
    EXPECT_GE(event["ts"].get<double>(), 0);
    EXPECT_LT(event["args"]["camera"].get<int>(), settings_.cameras);
  }
  EXPECT_EQ(phases["b"], phases["e"]);
  EXPECT_GE(phases["b"], static_cast<int>(result.analysed));
  EXPECT_GE(phases["C"], static_cast<int>(result.offered));
  EXPECT_TRUE(stages.contains("gate") && stages.contains("net") && stages.contains("case_side"));
  EXPECT_FALSE(stages.contains("wait"));
  EXPECT_TRUE(threads.contains(1));
}

TEST_F(LoadPoint, the_journal_of_a_point_is_on_disk) {
  const PointResult result = run(0ms, 1);
  EXPECT_FALSE(result.journal.empty());
  EXPECT_GT(result.journal_bytes, 0u);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "journal.sqlite"));
}

}  // namespace
}  // namespace tricolor::harness::load_point_test
