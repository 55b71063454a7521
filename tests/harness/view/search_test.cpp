// Shows that a shop is found by its id, its sign and its trade, a camera by its id and an incident by its number, the
// closest match first; that typed, pasted and deleted characters give the right text; and that tooltips describe what
// was found.
#include "view/model/search.h"

#include <gtest/gtest.h>

#include "recorded.h"
#include "view/model/tooltip.h"

namespace tricolor::harness::search_test {
namespace {

using namespace std::chrono_literals;
using What = Selection::What;

class SearchTest : public testing::Test {
 protected:
  std::vector<Found> find(const std::string& text, Language language = Language::en) {
    return search(run_.replay->configuration(), timeline_.at(run_.record.start + 25min), text, language);
  }
  const Recorded& run_ = recorded("smoke/one_shop.yaml");
  Timeline timeline_ = run_.timeline();
};

TEST_F(SearchTest, AShopIsFoundByItsIdItsSignAndItsTrade) {
  const Selection shop{What::shop, 0};
  for (const char* text : {"m1", "M1", "  m1 ", "阿芳水果店", "阿芳", "芳水"}) {
    ASSERT_FALSE(find(text).empty()) << text;
    EXPECT_EQ(find(text).front().what, shop) << text;
  }
  for (const char* text : {"fruit_veg", "蔬果", "vegetables"}) {
    ASSERT_EQ(find(text).size(), 1u) << text;
    EXPECT_EQ(find(text).front().what, shop) << text;
  }
  EXPECT_EQ(find("m1").front().title, "阿芳水果店  m1");
}

TEST_F(SearchTest, CamerasOfficersAndIncidentsAreFound) {
  ASSERT_FALSE(find("c1").empty());
  EXPECT_EQ(find("c1").front().what, (Selection{What::camera, 0}));
  ASSERT_FALSE(find("o1").empty());
  EXPECT_EQ(find("o1").front().what, (Selection{What::officer, 0}));
  ASSERT_EQ(find("#1").size(), 1u);
  EXPECT_EQ(find("#1").front().what, (Selection{What::incident, 1}));
  EXPECT_TRUE(find("#99").empty());
  EXPECT_TRUE(find("nothing like it").empty());
  EXPECT_TRUE(find("").empty());
  EXPECT_TRUE(find("   ").empty());
}

TEST(Search, TheClosestMatchComesFirstAndThereAreNoMoreThanAskedFor) {
  engine::Configuration c;
  for (const char* name : {"am1", "m11", "m1", "m12", "m13"}) {
    engine::Dossier shop;
    shop.name = name;
    c.merchants.push_back(shop);
  }
  const auto found = search(c, Moment{}, "m1", Language::en, 3);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].what.id, 2u) << "the very same";
  EXPECT_EQ(found[1].what.id, 1u) << "then what begins so";
  EXPECT_EQ(found[2].what.id, 3u);
  EXPECT_EQ(search(c, Moment{}, "m1", Language::en).back().what.id, 0u) << "then what contains it";
}

TEST_F(SearchTest, TheBoxTakesTextOfAnyLanguageAndGivesItBackByCharacters) {
  SearchBox box;
  EXPECT_FALSE(box.is_open());
  box.open();
  EXPECT_TRUE(box.is_open());
  box.paste(U"阿芳 m\n\x7f");
  EXPECT_EQ(box.text(), "阿芳 m") << "control characters are no text";
  box.erase();
  box.erase();
  box.erase();
  EXPECT_EQ(box.text(), "阿");
  box.look(run_.replay->configuration(), timeline_.at(run_.record.start), Language::zh);
  ASSERT_EQ(box.found().size(), 1u);
  EXPECT_EQ(box.chosen(), (Selection{What::shop, 0}));
  box.erase();
  box.erase();
  EXPECT_EQ(box.text(), "");
  box.look(run_.replay->configuration(), timeline_.at(run_.record.start), Language::zh);
  EXPECT_EQ(box.chosen(), std::nullopt);
  for (const char32_t c : {U'é', U'😀', char32_t{0xd800}, char32_t{0x110000}}) box.type(c);
  EXPECT_EQ(box.text(), "é😀") << "halves of pairs and what is beyond Unicode are no characters";
  for (int i = 0; i < 1000; ++i) box.type(U'x');
  EXPECT_LE(box.text().size(), 160u);
  box.close();
  box.open();
  EXPECT_EQ(box.text(), "") << "it opens empty";
}

TEST_F(SearchTest, RowsAreGoneThroughRoundAndRound) {
  SearchBox box;
  box.open();
  box.type(U'm');
  box.look(run_.replay->configuration(), timeline_.at(run_.record.start), Language::en);
  ASSERT_EQ(box.found().size(), 2u) << "m1 and m2";
  EXPECT_EQ(box.row(), 0u);
  box.move(1);
  EXPECT_EQ(box.chosen(), (Selection{What::shop, 1}));
  box.move(1);
  EXPECT_EQ(box.row(), 0u);
  box.move(-1);
  EXPECT_EQ(box.row(), 1u);
  box.type(U'1');
  EXPECT_EQ(box.row(), 0u) << "another text begins at the first row";
}

TEST_F(SearchTest, TooltipsNameShopClassColourAndSinceWhen) {
  const auto tip = [&](Selection selection, Language language, std::size_t others = 0) {
    const Tooltip it = tooltip_of(selection, *run_.replay, run_.inputs->policies,
                                  timeline_.at(run_.record.start + 7min), language, others);
    std::string all = it.title + "\n";
    for (const std::string& line : it.lines) all += line + "\n";
    return all;
  };
  const auto expect = [&](const std::string& text, std::initializer_list<const char*> parts) {
    for (const char* part : parts) EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  };
  expect(tip({What::shop, 0}, Language::zh), {"阿芳水果店  m1", "蔬果", "Y 黄码 · 自 09:03:01 (01:58)", "事件 1"});
  expect(tip({What::shop, 1}, Language::en), {"m2", "hardware", "G green · from the beginning"});
  expect(tip({What::incident, 1}, Language::en),
         {"Incident #1 · piled goods", "m1 阿芳水果店", "Y yellow", "since 09:03:01 (01:58)"});
  expect(tip({What::camera, 0}, Language::en), {"Camera c1", "it sees", "clocks running 1"});
  expect(tip({What::officer, 0}, Language::zh), {"队员 o1", "待命"});
  expect(tip({What::shop, 0}, Language::en, 2), {"2 more here: click again"});
  EXPECT_EQ(tip({What::incident, 99}, Language::en), "\n");
  EXPECT_EQ(tip({What::shop, 4711}, Language::en), "\n");
  EXPECT_EQ(tip({}, Language::en), "\n");
}

TEST_F(SearchTest, ATooltipsColourIsItsShops) {
  const auto colour = [&](Selection selection, engine::Time at) {
    return tooltip_of(selection, *run_.replay, run_.inputs->policies, timeline_.at(at), Language::en).colour;
  };
  EXPECT_EQ(colour({What::shop, 0}, run_.record.start + 7min), 1);
  EXPECT_EQ(colour({What::shop, 0}, run_.record.start + 1min), 0);
  EXPECT_EQ(colour({What::incident, 1}, run_.record.start + 7min), 1);
  EXPECT_EQ(colour({What::camera, 0}, run_.record.start + 7min), -1);
}

}  // namespace
}  // namespace tricolor::harness::search_test
