// Shows that two runs are compared by their events of behaviour and not by their configuration, and that their outcomes
// are shown side by side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "engine/map_reader.h"
#include "diff/divergence.h"
#include "diff/outcomes.h"

namespace tricolor::harness::diff_test {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace ev = engine::event;

const engine::Time kStart = *engine::instant_of("2020-11-02 09:00");

// Gives a journal of a day with two shops.
class Journal {
 public:
  explicit Journal(const std::string& policy) {
    happens(0s, ev::Configured{policy, {}, {{"piled_goods"}, {"c1"}, {}, {"m1", "m2"}, {}, {}}, "of two shops"});
  }
  Journal& happens(std::chrono::seconds after, ev::Payload payload) {
    events.push_back({events.size() + 1, kStart + after, std::move(payload)});
    return *this;
  }
  Journal& incident(std::chrono::seconds after, std::uint32_t number, std::uint32_t merchant) {
    ev::IncidentOpened opened;
    opened.incident = engine::IncidentId{number};
    opened.merchant = engine::MerchantId{merchant};
    return happens(after, opened);
  }
  Journal& closes(std::chrono::seconds after, std::uint32_t number, ev::IncidentClosed::How how) {
    return happens(after, ev::IncidentClosed{engine::IncidentId{number}, how});
  }
  std::vector<engine::Event> events;
};

int row(const OutcomeComparison& comparison, const std::string& what, bool left) {
  for (const OutcomeRow& it : comparison.rows)
    if (it.what == what) return left ? it.left : it.right;
  return -1;
}

TEST(Diff, OfTwoPoliciesThatBehaveAlikeFindsNothing) {
  Journal a("pinghu"), b("patient");
  a.incident(10s, 1, 0);
  b.happens(0s, ev::Configured{"patient", "again", {}, {}}).incident(10s, 1, 0);
  EXPECT_FALSE(first_divergence(a.events, b.events)) << "numbers of events are no behaviour";
  EXPECT_THAT(configuration_differences(engine::state_of(a.events), engine::state_of(b.events)),
              testing::Contains("policy pinghu ≠ patient"));
}

TEST(Diff, NamesTheFirstEventOfBehaviourThatDiffers) {
  Journal a("pinghu"), b("patient");
  a.incident(10s, 1, 0).closes(900s, 1, ev::IncidentClosed::How::self_corrected);
  b.incident(10s, 1, 0).closes(900s, 1, ev::IncidentClosed::How::case_closed);
  const auto divergence = first_divergence(a.events, b.events);
  ASSERT_TRUE(divergence);
  EXPECT_EQ(divergence->stage, "incident");
  EXPECT_EQ(divergence->at, "2020-11-02 09:15:00");
  EXPECT_THAT(divergence->fields, ElementsAre("how: \"self_corrected\" ≠ \"case_closed\""));
  EXPECT_THAT(to_text(*divergence), Not(HasSubstr("configured")));
}

TEST(Diff, FindsAJournalThatEndsEarlier) {
  Journal a("pinghu"), b("pinghu");
  a.incident(10s, 1, 0);
  const auto divergence = first_divergence(a.events, b.events);
  ASSERT_TRUE(divergence);
  EXPECT_FALSE(divergence->right);
  EXPECT_THAT(to_text(*divergence), HasSubstr("the journal has ended"));
}

TEST(Outcomes, StandSideBySide) {
  Journal a("pinghu"), b("strict");
  a.incident(10s, 1, 0).closes(900s, 1, ev::IncidentClosed::How::self_corrected).incident(1000s, 2, 1);
  b.incident(10s, 1, 0)
      .happens(11s, ev::StrikeCounted{engine::MerchantId{0}, engine::IncidentId{1}, kStart})
      .happens(11s, ev::ColourBecame{engine::MerchantId{0}, engine::Colour::green, engine::Colour::yellow, 1})
      .closes(900s, 1, ev::IncidentClosed::How::case_closed)
      .incident(1000s, 2, 1);
  const OutcomeComparison comparison = compare_outcomes(engine::state_of(a.events), engine::state_of(b.events));
  EXPECT_EQ(row(comparison, "incidents", true), 2);
  EXPECT_EQ(row(comparison, "  of piled_goods", false), 2);
  EXPECT_EQ(row(comparison, "  put right by the shop", true), 1);
  EXPECT_EQ(row(comparison, "  put right by the shop", false), 0);
  EXPECT_EQ(row(comparison, "  closed by a case", false), 1);
  EXPECT_EQ(row(comparison, "  open at the end", true), 1);
  EXPECT_EQ(row(comparison, "strikes", false), 1);
  EXPECT_EQ(row(comparison, "shops green", true), 2);
  EXPECT_EQ(row(comparison, "shops yellow", false), 1);
  EXPECT_EQ(row(comparison, "messages", true), -1) << "what is 0 on both sides is left out";
  ASSERT_EQ(comparison.shops.size(), 1u) << "only the shop that fared differently";
  EXPECT_EQ(comparison.shops[0].shop, "m1");
  EXPECT_EQ(comparison.shops[0].left.colour, engine::Colour::green);
  EXPECT_EQ(comparison.shops[0].right.colour, engine::Colour::yellow);
  const std::string text = to_text(comparison);
  EXPECT_THAT(text, HasSubstr("put right by the shop           1        0       -1"));
  EXPECT_THAT(text, HasSubstr("m1"));
  EXPECT_THAT(text, Not(HasSubstr("m2")));
}

TEST(Outcomes, PutShopsOfAnotherColourFirstAndNameNoMoreThanAsked) {
  Journal a("pinghu"), b("pinghu");
  b.incident(10s, 1, 0).happens(20s,
                                ev::ColourBecame{engine::MerchantId{1}, engine::Colour::green, engine::Colour::red, 5});
  const OutcomeComparison comparison = compare_outcomes(engine::state_of(a.events), engine::state_of(b.events));
  ASSERT_EQ(comparison.shops.size(), 2u);
  EXPECT_EQ(comparison.shops[0].shop, "m2");
  EXPECT_THAT(to_text(comparison, 1), HasSubstr("… and 1 more"));
  EXPECT_THAT(compare_outcomes(engine::state_of(a.events), engine::state_of(a.events)).shops, IsEmpty());
}

}  // namespace
}  // namespace tricolor::harness::diff_test
