// Shows that everything drawn on the map can be hovered and clicked at every scale: a mark is hit at its middle and
// around it, the nearest wins, marks that lie upon one another are all reached, coloured marks stand clear of their
// neighbours, and a mark that stands apart is joined to its shop. The street is Xinhua Road: 290 shops, 60 cameras.
#include "view/layout/marks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "recorded.h"

namespace tricolor::harness::marks_test {
namespace {

using What = Selection::What;

// Scales of the map in units a metre: the least, the greatest, and usual ones in between.
constexpr std::array<float, 9> kScales{0.02f, 0.2f, 0.5f, 0.85f, 1.4f, 3, 8, 20, 60};

class MarksTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    street_ = new Street;
    Timeline timeline(street_->replay, street_->inputs->scenario.start, street_->inputs->scenario.end());
    Moment moment = timeline.at(timeline.start());
    // Makes every fourth shop yellow or red, as after a bad month, and every ninth with an open incident before it.
    std::uint64_t sequence = 0;
    const auto tell = [&](engine::event::Payload payload) {
      moment.service.apply({++sequence, moment.at, std::move(payload)});
    };
    for (std::uint32_t i = 0; i < moment.shop_count; ++i) {
      const engine::MerchantId shop{i};
      const engine::Colour colour = i % 8 == 1 ? engine::Colour::yellow : engine::Colour::red;
      if (i % 4 == 1) tell(engine::event::ColourBecame{shop, engine::Colour::green, colour, 3});
      if (i % 9 != 0) continue;
      engine::event::IncidentOpened opened;
      opened.incident = engine::IncidentId{i + 1};
      opened.merchant = shop;
      const sim::Point front = *street_->marks.place_of({What::shop, i}, moment);
      opened.spot = {front.x_m + 1, front.y_m + 1};
      tell(opened);
    }
    street_->moment = moment;
  }
  static void TearDownTestSuite() { delete street_; }

  struct Street {
    std::unique_ptr<LoopInputs> inputs = inputs_of("xinhua_road.yaml");
    Replay replay{*inputs};
    StreetPlan plan{replay};
    Marks marks{replay, plan};
    Moment moment;
  };

  // Gives the map at a scale, its middle on a point, or on the middle of the city without one.
  static MapView view_at(float scale, std::optional<sim::Point> middle = std::nullopt) {
    MapView view;
    view.set_bounds(street_->plan.low, street_->plan.high);
    view.set_area({0, 86, 932, 594});
    view.set_scale(scale);
    if (middle) view.centre_on(*middle);
    return view;
  }
  static std::vector<Mark> marks_in(const MapView& view) {
    return street_->marks.of(street_->moment, view, ViewState{});
  }
  static bool contains(const std::vector<Selection>& list, const Selection& it) {
    return std::find(list.begin(), list.end(), it) != list.end();
  }
  static std::vector<Selection> all_that_has_a_mark() {
    std::vector<Selection> all;
    for (std::size_t i = 0; i < street_->moment.shop_count; ++i) all.push_back({What::shop, i});
    for (std::size_t i = 0; i < street_->moment.camera_count; ++i) all.push_back({What::camera, i});
    for (std::size_t i = 0; i < street_->moment.officers.size(); ++i) all.push_back({What::officer, i});
    for (const auto& [id, it] : street_->moment.service.incidents()) all.push_back({What::incident, id.value});
    return all;
  }

  static inline Street* street_ = nullptr;
};

TEST_F(MarksTest, EveryShopCameraOfficerAndIncidentHasAMarkAtEveryScale) {
  for (const float scale : kScales)
    for (const Selection& it : all_that_has_a_mark()) {
      const MapView view = view_at(scale, street_->marks.place_of(it, street_->moment));
      const auto marks = marks_in(view);
      const auto found = std::find_if(marks.begin(), marks.end(), [&](const Mark& mark) { return mark.what == it; });
      ASSERT_NE(found, marks.end()) << static_cast<int>(it.what) << ":" << it.id << " at " << scale;
      EXPECT_GE(found->reach, 12) << "24 units wide";
    }
}

TEST_F(MarksTest, AMarkIsHitAtItsMiddleAndWithin12UnitsOfIt) {
  for (const float scale : kScales) {
    const MapView view = view_at(scale);
    const auto marks = marks_in(view);
    for (const Mark& mark : marks) {
      // Things come after marks, because they lie under them.
      if (mark.what.what == What::thing) continue;
      const auto at_middle = street_->marks.under(mark.at, marks, view);
      ASSERT_FALSE(at_middle.empty());
      // Only a mark whose middle is at the very same place may come before it.
      const auto first =
          std::find_if(marks.begin(), marks.end(), [&](const Mark& it) { return it.what == at_middle.front(); });
      ASSERT_NE(first, marks.end());
      EXPECT_LT(std::hypot(first->at.x - mark.at.x, first->at.y - mark.at.y), 0.01f) << mark.what.id << " at " << scale;
      for (int turn = 0; turn < 8; ++turn) {
        const float angle = 0.7854f * static_cast<float>(turn);
        const Px beside = mark.at + Px{std::cos(angle), std::sin(angle)} * 11.9f;
        EXPECT_TRUE(contains(street_->marks.under(beside, marks, view), mark.what)) << mark.what.id << " at " << scale;
      }
    }
  }
}

TEST_F(MarksTest, TheNearestMarkWins) {
  const MapView view = view_at(0.85f);
  const auto marks = marks_in(view);
  for (int y = 90; y < 670; y += 7)
    for (int x = 4; x < 930; x += 7) {
      const Px at{static_cast<float>(x), static_cast<float>(y)};
      const auto found = street_->marks.under(at, marks, view);
      float best = 1e9f, first = 1e9f;
      for (const Mark& mark : marks) {
        const float away = std::hypot(mark.at.x - at.x, mark.at.y - at.y), outside = std::max(0.f, away - mark.radius);
        if (away > mark.reach || mark.what.what == What::thing) continue;
        best = std::min(best, outside);
        if (!found.empty() && mark.what == found.front()) first = outside;
      }
      if (best < 1e9f) {
        ASSERT_EQ(first, best) << x << ", " << y;
      }
    }
}

TEST_F(MarksTest, MarksThatLieUponOneAnotherAreReachedOneAfterTheOther) {
  const std::vector<Selection> three{{What::officer, 1}, {What::incident, 7}, {What::shop, 3}};
  EXPECT_EQ(chosen_of(three, {}, false), three[0]);
  EXPECT_EQ(chosen_of(three, three[0], true), three[1]);
  EXPECT_EQ(chosen_of(three, three[1], true), three[2]);
  EXPECT_EQ(chosen_of(three, three[2], true), three[0]) << "and round again";
  EXPECT_EQ(chosen_of(three, three[1], false), three[0]) << "a click elsewhere begins with the best";
  EXPECT_EQ(chosen_of(three, {What::camera, 9}, true), three[0]) << "what is selected lies elsewhere";
  EXPECT_EQ(chosen_of({}, three[0], true), Selection{}) << "nothing lies there";
}

TEST_F(MarksTest, ColouredMarksOfOneSideOfAStreetStandClearOfOneAnother) {
  const MapView view = view_at(0.85f);
  const auto marks = marks_in(view);
  const auto& shops = street_->replay.city().shops;
  int pairs = 0;
  for (const Mark& a : marks)
    for (const Mark& b : marks) {
      if (a.colour < 1 || b.colour < 1 || a.what.id >= b.what.id) continue;
      const auto &s = shops[a.what.id], &t = shops[b.what.id];
      if (s.street != t.street || s.side != t.side) continue;
      ++pairs;
      EXPECT_GE(std::hypot(a.at.x - b.at.x, a.at.y - b.at.y), a.radius + b.radius) << s.id << " and " << t.id;
    }
  EXPECT_GT(pairs, 300);
}

TEST_F(MarksTest, AMarkThatStandsApartIsJoinedToItsShop) {
  int apart = 0, within = 0;
  for (const float scale : kScales) {
    const MapView view = view_at(scale);
    for (const Mark& mark : marks_in(view)) {
      if (mark.what.what != What::shop) continue;
      const auto& corners = street_->plan.shops[mark.what.id];
      const Px a = view.to_screen(corners[0]), b = view.to_screen(corners[1]);
      EXPECT_NEAR(mark.home.x, (a.x + b.x) / 2, 0.01f);
      EXPECT_NEAR(mark.home.y, (a.y + b.y) / 2, 0.01f);
      const bool inside = harness::holds(street_->plan.shops[mark.what.id], view.to_ground(mark.at));
      const Px back = view.to_screen(corners[2]);
      // The mark is clear of the building by more than half of its own hit area.
      const bool clear =
          std::hypot(mark.at.x - mark.home.x, mark.at.y - mark.home.y) > std::hypot(back.x - b.x, back.y - b.y) + 11;
      if (inside) {
        EXPECT_FALSE(mark.led) << mark.what.id << " at " << scale;
      }
      if (clear) {
        EXPECT_TRUE(mark.led) << mark.what.id << " at " << scale;
      }
      apart += mark.led ? 1 : 0;
      within += inside ? 1 : 0;
    }
  }
  EXPECT_GT(apart, 25);
  EXPECT_GT(within, 50);
}

TEST_F(MarksTest, AnIncidentIsJoinedToTheShopThatItIsPutDownTo) {
  const MapView view = view_at(20, street_->marks.place_of({What::shop, 9}, street_->moment));
  const auto marks = marks_in(view);
  const auto mark = std::find_if(marks.begin(), marks.end(), [](const Mark& it) {
    return it.what == Selection{What::incident, 10};
  });
  ASSERT_NE(mark, marks.end());
  EXPECT_TRUE(mark->led);
  const auto shop = std::find_if(marks.begin(), marks.end(), [](const Mark& it) {
    return it.what == Selection{What::shop, 9};
  });
  ASSERT_NE(shop, marks.end());
  EXPECT_EQ(mark->home, shop->home);
}

TEST_F(MarksTest, WithinABuildingItsShopIsHit) {
  for (const std::size_t shop : {0u, 17u, 143u}) {
    const auto& corners = street_->plan.shops[shop];
    const MapView view = view_at(20, corners[0]);
    const auto marks = marks_in(view);
    const sim::Point middle{(corners[0].x_m + corners[2].x_m) / 2, (corners[0].y_m + corners[2].y_m) / 2};
    EXPECT_TRUE(contains(street_->marks.under(view.to_screen(middle), marks, view), {What::shop, shop}));
  }
}

TEST(MapView, ZoomKeepsThePointUnderTheMouse) {
  MapView view;
  view.set_bounds({0, 0}, {1000, 60});
  view.set_area({0, 86, 932, 594});
  for (const Px at : {Px{10, 100}, Px{466, 300}, Px{900, 600}})
    for (const float factor : {1.25f, 0.8f, 3.f}) {
      const sim::Point before = view.to_ground(at);
      view.zoom(factor, at);
      EXPECT_NEAR(view.to_ground(at).x_m, before.x_m, 0.01);
      EXPECT_NEAR(view.to_ground(at).y_m, before.y_m, 0.01);
    }
  view.set_scale(1000);
  EXPECT_EQ(view.scale(), MapView::kMostScale);
  view.set_scale(0);
  EXPECT_EQ(view.scale(), MapView::kLeastScale);
}

TEST(MapView, TheWholeCityIsInSight) {
  MapView view;
  view.set_bounds({-5, -40}, {1010, 300});
  view.set_area({0, 86, 932, 594});
  for (const sim::Point corner : {sim::Point{-5, -40}, sim::Point{1010, 300}})
    EXPECT_TRUE(view.in_sight(view.to_screen(corner), 0));
}

}  // namespace
}  // namespace tricolor::harness::marks_test
