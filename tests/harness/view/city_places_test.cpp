// Shows that a city of towns can be read from afar: its towns and roads hold everything once, every town has a plate
// that overlaps no other and is hit wherever it is clicked, the map's levels follow its scale, towns and roads are
// found by name, and no two labels overlap. The city is Pinghu: 8 towns, 1,050 shops, 920 cameras.
#include "view/model/city_places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "recorded.h"
#include "view/layout/marks.h"
#include "view/model/search.h"
#include "view/model/story_card.h"
#include "view/model/tooltip.h"

namespace tricolor::harness::city_places_test {
namespace {

using What = Selection::What;

class CityPlacesTest : public testing::Test {
 protected:
  struct City {
    std::unique_ptr<LoopInputs> inputs = inputs_of("pinghu.yaml");
    Replay replay{*inputs};
    StreetPlan plan{replay};
    Marks marks{replay, plan};
    Timeline timeline{replay, inputs->scenario.start, inputs->scenario.end()};
    Moment moment = timeline.at(timeline.start());
  };
  // One shop of the first town is red, and three incidents are open in it.
  static void SetUpTestSuite() {
    city_ = new City;
    std::uint64_t sequence = 0;
    const auto tell = [&](engine::event::Payload payload) {
      city_->moment.service.apply({++sequence, city_->moment.at, std::move(payload)});
    };
    tell(engine::event::ColourBecame{engine::MerchantId{0}, engine::Colour::green, engine::Colour::red, 5});
    for (std::uint32_t i = 0; i < 3; ++i) {
      engine::event::IncidentOpened opened;
      opened.incident = engine::IncidentId{i + 1};
      opened.merchant = engine::MerchantId{i};
      const sim::Point front = *city_->marks.place_of({What::shop, i}, city_->moment);
      opened.spot = {front.x_m, front.y_m};
      tell(opened);
    }
  }
  static void TearDownTestSuite() { delete city_; }

  static const CityPlaces& places() { return city_->plan.places; }
  static MapView whole(PxRect area = {0, 86, 932, 594}) {
    MapView view;
    view.set_bounds(city_->plan.low, city_->plan.high, TownPlate::kHeight + 12);
    view.set_area(area);
    return view;
  }
  static std::vector<Mark> plates_in(const MapView& view) {
    auto marks = city_->marks.of(city_->moment, view, ViewState{});
    std::erase_if(marks, [](const Mark& mark) { return mark.what.what != What::town; });
    return marks;
  }

  static inline City* city_ = nullptr;
};

TEST_F(CityPlacesTest, EveryShopAndCameraBelongsToOneTownAndEveryShopToOneRoad) {
  const sim::City& city = city_->replay.city();
  ASSERT_EQ(places().towns.size(), 8u);
  std::vector<std::size_t> shops, cameras, officers, on_roads;
  for (const TownPlace& town : places().towns) {
    shops.insert(shops.end(), town.shops.begin(), town.shops.end());
    cameras.insert(cameras.end(), town.cameras.begin(), town.cameras.end());
    officers.insert(officers.end(), town.officers.begin(), town.officers.end());
  }
  std::vector<std::size_t> streets;
  for (const RoadPlace& road : places().roads) {
    on_roads.insert(on_roads.end(), road.shops.begin(), road.shops.end());
    streets.insert(streets.end(), road.stretches.begin(), road.stretches.end());
    EXPECT_TRUE(road.town) << road.name;
  }
  const auto each_once = [](std::vector<std::size_t> list, std::size_t count) {
    std::sort(list.begin(), list.end());
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), 0);
    return list == all;
  };
  EXPECT_TRUE(each_once(shops, city.shops.size()));
  EXPECT_TRUE(each_once(cameras, city.cameras.size()));
  EXPECT_TRUE(each_once(officers, city.officers.size()));
  EXPECT_TRUE(each_once(on_roads, city.shops.size()));
  EXPECT_TRUE(each_once(streets, city.streets.size()));
  EXPECT_LT(places().roads.size(), city.streets.size()) << "a road with bends is one road";
}

TEST_F(CityPlacesTest, TheWholeCityIsInSightAndEveryTownHasAPlateThatIsWithinTheMapAndMeetsNoOther) {
  for (const PxRect area : {PxRect{0, 86, 932, 594}, PxRect{0, 86, 1280, 594}, PxRect{0, 60, 620, 420}}) {
    const MapView view = whole(area);
    for (const sim::Point corner : {city_->plan.low, city_->plan.high})
      EXPECT_TRUE(view.in_sight(view.to_screen(corner), 0));
    const auto plates = plates_in(view);
    EXPECT_EQ(plates.size(), 8u) << area.width;
    for (const Mark& plate : plates) {
      EXPECT_GE(plate.box.left, area.left);
      EXPECT_LE(plate.box.right(), area.right());
      EXPECT_GE(plate.box.top, area.top);
      EXPECT_LE(plate.box.bottom(), area.bottom());
      for (const Mark& other : plates)
        if (other.what.id != plate.what.id) {
          EXPECT_FALSE(plate.box.meets(other.box)) << plate.what.id;
        }
    }
  }
}

TEST_F(CityPlacesTest, PlatesMeetNoOtherAtAnyScaleAndPlaceOfTheirLevel) {
  int shown = 0;
  for (const float scale : {0.02f, 0.04f, 0.07f, 0.12f, 0.2f, 0.249f})
    for (const TownPlace& town : places().towns) {
      MapView view = whole();
      view.set_scale(scale);
      view.centre_on(town.middle);
      const auto plates = plates_in(view);
      shown += static_cast<int>(plates.size());
      for (const Mark& plate : plates)
        for (const Mark& other : plates)
          if (other.what.id != plate.what.id) {
            EXPECT_FALSE(plate.box.meets(other.box)) << scale;
          }
    }
  EXPECT_GT(shown, 100);
}

TEST_F(CityPlacesTest, APlateCountsShopsByColourAndOpenIncidentsAndIsHitWhereverItIsClicked) {
  const MapView view = whole();
  const auto marks = city_->marks.of(city_->moment, view, ViewState{});
  int shops = 0, red = 0, open = 0;
  for (const Mark& plate : plates_in(view)) {
    shops += std::accumulate(plate.counts.shops.begin(), plate.counts.shops.end(), 0);
    red += plate.counts.shops[2];
    open += plate.counts.incidents_open;
    if (plate.what.id == 0) {
      EXPECT_EQ(plate.counts.incidents_open, 3);
    }
    for (const Px at : {Px{plate.box.left + 1, plate.box.top + 1}, Px{plate.box.right() - 1, plate.box.bottom() - 1}}) {
      const auto under = city_->marks.under(at, marks, view);
      EXPECT_NE(std::find(under.begin(), under.end(), plate.what), under.end());
    }
  }
  EXPECT_EQ(shops, 1050);
  EXPECT_EQ(red, 1);
  EXPECT_EQ(open, 3);
}

TEST_F(CityPlacesTest, TheMapShowsTownsThenStreetsThenShops) {
  MapView view = whole();
  EXPECT_EQ(level_of(view, places()), MapLevel::towns);
  EXPECT_LT(view.scale(), 0.1f);
  view.show(places().towns[0].low, places().towns[0].high);
  EXPECT_EQ(level_of(view, places()), MapLevel::streets);
  const auto marks = city_->marks.of(city_->moment, view, ViewState{});
  EXPECT_GT(std::count_if(marks.begin(), marks.end(), [](const Mark& it) { return it.what.what == What::shop; }), 300);
  EXPECT_TRUE(plates_in(view).empty());
  view.set_scale(8);
  EXPECT_EQ(level_of(view, places()), MapLevel::shops);
  EXPECT_EQ(level_of(view, CityPlaces(sim::City{})), MapLevel::shops);
  view.set_scale(0.02f);
  EXPECT_EQ(level_of(view, CityPlaces(sim::City{})), MapLevel::streets) << "a city without towns has no plates";
}

TEST_F(CityPlacesTest, TownsAndRoadsAreFoundByNameAndShown) {
  const auto find = [](const std::string& text) {
    return search(city_->replay.configuration(), city_->moment, text, Language::en, 8, &places());
  };
  const TownPlace& town = places().towns[2];
  const auto towns = find(town.name);
  ASSERT_FALSE(towns.empty());
  EXPECT_EQ(towns[0].what, (Selection{What::town, 2}));
  EXPECT_EQ(find(town.name.substr(0, 6))[0].what, (Selection{What::town, 2})) << "its first two characters are enough";
  const auto roads = find("新华路");
  ASSERT_FALSE(roads.empty());
  ASSERT_EQ(roads[0].what.what, What::road);
  const RoadPlace& road = places().roads[roads[0].what.id];
  EXPECT_EQ(road.name, "新华路");
  EXPECT_EQ(road.shops.size(), 290u);
  MapView view = whole();
  const auto extent = city_->marks.extent_of(roads[0].what);
  ASSERT_TRUE(extent);
  view.show(extent->first, extent->second, 366);
  for (const std::size_t stretch : road.stretches) {
    const Px at = view.to_screen(city_->replay.city().streets[stretch].from);
    EXPECT_TRUE(view.in_sight(at, 0));
    EXPECT_GE(at.x, 366) << "to the right of the card";
  }
  EXPECT_TRUE(find("没有这条路").empty());
}

TEST_F(CityPlacesTest, TheCardOfATownAndOfARoadTellsWhatTheirCountsAre) {
  const auto all_of = [](const Selection& selection, Language language) {
    const StoryCard card = story_of(selection, city_->timeline, city_->replay, city_->inputs->policies, city_->moment,
                                    language, &places());
    std::string text = card.title + "\n" + card.subtitle + "\n";
    for (const StoryLine& line : card.lines) text += line.text + "\n";
    return text;
  };
  const std::string town = all_of({What::town, 0}, Language::en);
  EXPECT_NE(town.find("red 1"), std::string::npos) << town;
  EXPECT_NE(town.find("open incidents 3"), std::string::npos) << town;
  std::size_t road = 0;
  while (places().roads[road].name != "新华路") ++road;
  EXPECT_NE(all_of({What::road, road}, Language::zh).find("店铺 290"), std::string::npos);
  const Tooltip tip =
      tooltip_of({What::town, 0}, city_->replay, city_->inputs->policies, city_->moment, Language::zh, 0, &places());
  EXPECT_EQ(tip.title, places().towns[0].name);
  EXPECT_EQ(tip.lines.size(), 2u);
}

// Random boxes from a seed; a failure names it.
TEST(Labels, NoTwoOverlapAndOneIsLeftOutOnlyForAnotherOfItsRankOrAnEarlierOne) {
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    std::uint32_t drawn = seed;
    const auto next = [&drawn](std::uint32_t below) {
      drawn = drawn * 1664525u + 1013904223u;
      return (drawn >> 16) % below;
    };
    std::vector<Label> offered;
    for (int i = 0; i < 120; ++i) {
      const auto x = static_cast<float>(next(900)), y = static_cast<float>(next(500));
      const auto wide = static_cast<float>(20 + next(90));
      offered.push_back({static_cast<LabelRank>(next(8)), {x, y, wide, 14}, 12, 0, std::to_string(i)});
    }
    const PxRect taken{100, 100, 200, 80};
    LabelRoom room;
    room.block(taken);
    const auto kept = with_room(offered, room);
    EXPECT_LT(kept.size(), offered.size()) << seed;
    std::set<std::string> names;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      names.insert(kept[i].text);
      ASSERT_FALSE(kept[i].box.meets(taken)) << seed;
      for (std::size_t k = 0; k < i; ++k) {
        ASSERT_FALSE(kept[i].box.meets(kept[k].box)) << seed;
      }
    }
    for (const Label& label : offered) {
      if (names.contains(label.text)) continue;
      ASSERT_TRUE(label.box.meets(taken) || std::any_of(kept.begin(), kept.end(),
                                                        [&](const Label& other) {
                                                          return other.rank <= label.rank && other.box.meets(label.box);
                                                        }))
          << seed << ": " << label.text;
    }
  }
}

}  // namespace
}  // namespace tricolor::harness::city_places_test
