#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "campaigns/campaigns.h"
#include "sim/random/streams.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

constexpr int kShops = 8;
constexpr double kFrontM = 6.5;

// Writes a street of eight shops under two cameras without anybody on foot. Goods and vehicles come and go by the seed,
// a third of them near the end of the dwell, where one interval decides.
Scenario scripted_street(Scenario scenario, std::uint64_t seed) {
  scenario.seed = seed;
  scenario.lasts = 2h;
  scenario.passers_by_per_hour = 0;
  scenario.script.clear();
  scenario.faults.clear();
  scenario.expect.clear();
  scenario.officers.clear();
  const MerchantLine first = scenario.merchants.front();
  scenario.merchants.clear();
  for (int i = 0; i < kShops; ++i) {
    MerchantLine shop = first;
    shop.id = "m" + std::to_string(i + 1);
    shop.from_m = 4 + kFrontM * i;
    shop.to_m = shop.from_m + kFrontM;
    shop.strikes.clear();
    scenario.merchants.push_back(shop);
  }
  const CameraLine eye = scenario.cameras.front();
  scenario.cameras.clear();
  for (int i = 0; i < 2; ++i) {
    CameraLine camera = eye;
    camera.id = "c" + std::to_string(i + 1);
    camera.x_m = 17 + 26 * i;
    camera.looks_at = i == 0 ? "m3" : "m7";
    scenario.cameras.push_back(camera);
  }
  sim::Draw draw({seed, 0, sim::purpose("campaign.key_frames"), 0});
  for (int i = 0; i < kShops; ++i) {
    // Stays follow one another before each shop, so that no two ever share a place.
    Time at = scenario.start + std::chrono::seconds(draw.integer(60, 900));
    while (at < scenario.start + 100min) {
      const bool vehicle = draw.chance(0.25);
      const Duration dwell = vehicle ? 10min : 3min;
      const Duration stay = draw.chance(0.35)  ? dwell + std::chrono::milliseconds(draw.integer(-9000, 9000))
                            : draw.chance(0.3) ? std::chrono::seconds(draw.integer(20, 170))
                                               : std::chrono::seconds(draw.integer(240, 1500));
      ScriptLine line;
      line.what = vehicle ? ScriptLine::What::places : ScriptLine::What::puts_out;
      line.at = at;
      line.until = at + stay;
      line.ignores_notice = true;
      line.class_name = vehicle ? "nonmotor_parking" : draw.chance(0.5) ? "piled_goods" : "out_of_store";
      line.lawful = !vehicle && draw.chance(0.25);
      if (vehicle) {
        line.street = scenario.streets.front().id;
        line.along_m = scenario.merchants[static_cast<std::size_t>(i)].from_m + kFrontM / 2;
        line.across_m = 7.6;
      } else {
        line.merchant = scenario.merchants[static_cast<std::size_t>(i)].id;
      }
      line.look = draw.bits() % 90;
      scenario.script.push_back(line);
      at = *line.until + std::chrono::seconds(draw.integer(90, 1200));
    }
  }
  std::stable_sort(scenario.script.begin(), scenario.script.end(),
                   [](const ScriptLine& a, const ScriptLine& b) { return a.at < b.at; });
  return scenario;
}

struct Found {
  std::uint32_t violation_class;
  std::int64_t merchant;
  Time onset;
  engine::GroundPoint spot;
  bool right;
};

std::vector<Found> found_in(const RunRecord& run) {
  std::vector<Found> found;
  for (const JudgedIncident& judged : run.judgement.incidents) {
    const Incident& incident = judged.incident;
    found.push_back({incident.violation_class.value,
                     incident.merchant ? static_cast<std::int64_t>(incident.merchant->value) : -1, incident.onset,
                     incident.spot, judged.wrong_by == WrongBy::none});
  }
  return found;
}

}  // namespace

int key_frames_campaign(const CampaignOptions& options) {
  std::vector<std::uint64_t> seeds = options.seeds;
  for (std::uint64_t seed = 401; options.seeds.empty() && seed <= 410; ++seed) seeds.push_back(seed);
  std::size_t both = 0, only_every = 0, only_key = 0, late = 0, false_every = 0, false_key = 0;
  double worst_s = 0;
  for (const std::uint64_t seed : seeds) {
    LoopInputs inputs = campaign_inputs("smoke/one_shop.yaml", {}, seed);
    inputs.scenario = scripted_street(inputs.scenario, seed);
    LoopOptions loop;
    loop.threads = options.threads;
    inputs.scenario.every_frame = true;
    const std::vector<Found> every =
        found_in(campaign_run(inputs, loop, "seed " + std::to_string(seed) + ", every frame"));
    inputs.scenario.every_frame = false;
    std::vector<Found> key = found_in(campaign_run(inputs, loop, "seed " + std::to_string(seed) + ", key frames"));
    const double interval_s = std::chrono::duration<double>(inputs.scenario.cameras.front().frame_every).count();
    std::size_t same = 0;
    for (const Found& one : every) {
      // False alarms are stated apart, because the claim about key frames is one about violations.
      if (!one.right) {
        ++false_every;
        continue;
      }
      const auto match = std::find_if(key.begin(), key.end(), [&](const Found& other) {
        return other.violation_class == one.violation_class && other.merchant == one.merchant &&
               std::abs(std::chrono::duration<double>(other.onset - one.onset).count()) < 60 &&
               std::hypot(other.spot.x_m - one.spot.x_m, other.spot.y_m - one.spot.y_m) < 3;
      });
      if (match == key.end()) {
        ++only_every;
        std::printf("seed %llu: only every frame: class %u merchant %lld onset %s\n",
                    static_cast<unsigned long long>(seed), one.violation_class, static_cast<long long>(one.merchant),
                    engine::to_text(one.onset).c_str());
        continue;
      }
      const double apart_s = std::abs(std::chrono::duration<double>(match->onset - one.onset).count());
      worst_s = std::max(worst_s, apart_s);
      late += apart_s > interval_s;
      ++same;
      key.erase(match);
    }
    for (const Found& other : key) {
      (other.right ? only_key : false_key) += 1;
      if (other.right)
        std::printf("seed %llu: only key frames: class %u merchant %lld onset %s\n",
                    static_cast<unsigned long long>(seed), other.violation_class,
                    static_cast<long long>(other.merchant), engine::to_text(other.onset).c_str());
    }
    both += same;
    std::fprintf(stderr, "seed %llu: %zu incidents in both\n", static_cast<unsigned long long>(seed), same);
  }
  bool good = row("incidents of violations found by both, " + std::to_string(seeds.size()) + " seeds of 2 h",
                  std::to_string(both), "> 0", both > 0);
  good &= row("only by every frame", std::to_string(only_every), "0", only_every == 0);
  good &= row("only by key frames", std::to_string(only_key), "0", only_key == 0);
  char text[64];
  std::snprintf(text, sizeof text, "%zu; at most %.1f s apart", late, worst_s);
  good &= row("onsets more than one interval apart", text, "0", late == 0);
  row("false alarms, every frame and key frames", std::to_string(false_every) + " and " + std::to_string(false_key), "",
      true);
  return good ? 0 : 1;
}

}  // namespace tricolor::harness
