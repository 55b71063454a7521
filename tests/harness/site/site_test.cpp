// Shows how places for cameras are proposed: by the counted history that a planner knows, lazily and yet as plain greed
// would, first where nobody looks; that chance sets depend on their seed alone; and that the scenario of a set has its
// cameras where they were proposed.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "adapters/build_city.h"
#include "run/load.h"
#include "sim/city/generator.h"
#include "site/sets.h"
#include "site/site_study.h"

namespace tricolor::harness::site_test {
namespace {

namespace fs = std::filesystem;

struct Bench {
  sim::City city;
  std::vector<std::size_t> counted;
  std::vector<ZoneWeight> weights;
  std::vector<Candidate> candidates;
};

Bench bench(int cameras) {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics);
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  inputs->scenario.city->shops = 60;
  inputs->scenario.city->cameras = cameras;
  inputs->scenario.city->length_m = 240;
  Bench it;
  it.city = build_city(*inputs);
  for (const auto& merchant : build_configuration(*inputs, it.city).merchants)
    it.counted.push_back(merchant.imported_strikes.size());
  it.weights = zone_weights(it.city, it.counted);
  it.candidates = candidates_of(it.city, it.weights);
  return it;
}

// Greed without any cleverness: every candidate is looked at again for every choice.
std::vector<std::size_t> plain_greed(const Bench& it, std::size_t wanted) {
  std::vector<double> unseen;
  for (const ZoneWeight& zone : it.weights) unseen.push_back(1 - zone.watched);
  std::vector<std::size_t> chosen;
  while (chosen.size() < wanted) {
    std::size_t best = 0;
    double most = -1;
    for (std::size_t i = 0; i < it.candidates.size(); ++i) {
      double gain = 0;
      for (const auto& [zone, sees] : it.candidates[i].sees) gain += it.weights[zone].weight * unseen[zone] * sees;
      if (std::find(chosen.begin(), chosen.end(), i) == chosen.end() && gain > most) most = gain, best = i;
    }
    chosen.push_back(best);
    for (const auto& [zone, sees] : it.candidates[best].sees) unseen[zone] *= 1 - sees;
  }
  return chosen;
}

TEST(Site, WeighsShopsByWhatWasCountedOfThem) {
  Bench it = bench(8);
  double sum = 0;
  for (const ZoneWeight& zone : it.weights) sum += zone.weight;
  EXPECT_NEAR(sum, 1, 1e-9);
  it.counted.assign(it.counted.size(), 0);
  it.counted[7] = 9;
  const auto weights = zone_weights(it.city, it.counted);
  const auto heaviest = std::max_element(weights.begin(), weights.end(),
                                         [](const auto& a, const auto& b) { return a.weight < b.weight; });
  EXPECT_EQ(it.city.zones[heaviest->zone].shop, 7);
}

TEST(Site, ChoosesLazilyAsPlainGreedWould) {
  const Bench it = bench(8);
  ASSERT_GT(it.candidates.size(), 50u);
  std::vector<double> gains;
  EXPECT_EQ(best_set(it.candidates, it.weights, 6, {}, &gains), plain_greed(it, 6));
  EXPECT_TRUE(std::is_sorted(gains.rbegin(), gains.rend())) << "a gain never grows";
}

TEST(Site, GoesFirstWhereNobodyLooks) {
  const Bench none = bench(0), many = bench(60);
  for (const Candidate& candidate : none.candidates) EXPECT_NEAR(candidate.alone, candidate.all, 1e-12);
  EXPECT_EQ(std::count_if(none.candidates.begin(), none.candidates.end(), only_again), 0);
  const auto again = std::count_if(many.candidates.begin(), many.candidates.end(), only_again);
  EXPECT_GT(again, 0) << "a street full of cameras has places at which one more sees nothing new";
  const Bench some = bench(20);
  const std::size_t first = best_set(some.candidates, some.weights, 1, {}).front();
  EXPECT_FALSE(only_again(some.candidates[first]));
}

TEST(Site, LeavesOutWhatIsBanned) {
  const Bench it = bench(8);
  const auto first = best_set(it.candidates, it.weights, 3, {});
  const auto second = best_set(it.candidates, it.weights, 3, {first.front()});
  EXPECT_EQ(std::find(second.begin(), second.end(), first.front()), second.end());
}

TEST(Site, DrawsSetsByChanceThatDependOnSeedAndNumberAlone) {
  const Bench it = bench(8);
  const auto ids = [](const SiteSet& set) {
    std::string text;
    for (const ExtraCamera& camera : set.cameras) text += camera.id + " ";
    for (const ExtraOfficer& officer : set.officers) text += officer.duty_grid + " ";
    return text;
  };
  const auto few = random_sets(it.city, it.weights, it.candidates, {3, 1}, 5, 4);
  const auto more = random_sets(it.city, it.weights, it.candidates, {3, 1}, 5, 9);
  std::set<std::string> different;
  for (std::size_t i = 0; i < few.size(); ++i) EXPECT_EQ(ids(few[i]), ids(more[i]));
  for (const SiteSet& set : more) different.insert(ids(set));
  EXPECT_GT(different.size(), 6u);
}

TEST(Site, PutsTheCamerasOfASetWhereTheyWereProposed) {
  const Bench it = bench(8);
  const auto sets = top_sets(it.city, it.weights, it.candidates, {2, 1}, 3);
  ASSERT_EQ(sets.size(), 3u);
  const fs::path file = fs::temp_directory_path() / ("site_test_" + std::to_string(getpid()) + ".yaml");
  std::ofstream(file) << "extends: " TRICOLOR_SOURCE_DIR
                         "/scenarios/xinhua_road.yaml\n"
                         "city: { shops: 60, cameras: 8, length: 240 m }\n"
                      << keys_of(sets.front(), "", "");
  engine::Diagnostics diagnostics;
  const auto inputs = load_inputs(file.string(), diagnostics);
  fs::remove(file);
  ASSERT_TRUE(inputs.has_value()) << diagnostics.text();
  const sim::City city = build_city(*inputs);
  ASSERT_EQ(city.cameras.size(), it.city.cameras.size() + 2);
  ASSERT_EQ(city.officers.size(), it.city.officers.size() + 1);
  for (std::size_t i = 0; i < 2; ++i) {
    const sim::CameraPose &wanted = sets.front().cameras[i].pose, &built = city.cameras[8 + i].pose;
    EXPECT_NEAR(built.at.x_m, wanted.at.x_m, 0.01);
    EXPECT_NEAR(built.heading_rad, wanted.heading_rad, 0.01);
    EXPECT_NEAR(built.down_rad, wanted.down_rad, 0.01);
    int watched = 0;
    for (const sim::DrawnZone& zone : city.zones)
      watched += std::count(zone.cameras.begin(), zone.cameras.end(), static_cast<int>(8 + i)) > 0 ? 1 : 0;
    EXPECT_GT(watched, 1) << "the zones of a generated city know a camera that was added";
  }
  // The cameras of before see what they saw.
  for (std::size_t zone = 0; zone < city.zones.size(); ++zone) {
    auto cameras = city.zones[zone].cameras;
    std::erase_if(cameras, [](int camera) { return camera >= 8; });
    EXPECT_EQ(cameras, it.city.zones[zone].cameras);
  }
}

}  // namespace
}  // namespace tricolor::harness::site_test
