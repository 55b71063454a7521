// Shows that a street that is played by itself gives its cameras pictures that can be drawn beforehand: what is kept of
// them is what was drawn, no two copies can pass for a frozen camera, variants differ where the engine's gate looks, a
// span begins where what stands changes, and the journal of an engine is held against what happened.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "adapters/played_street.h"
#include "adapters/thing_box.h"
#include "engine/thumbnail.h"
#include "run/load.h"

namespace tricolor::harness::played_street_test {
namespace {

using namespace std::chrono_literals;

constexpr int kCameras = 6;
constexpr std::size_t kStamped = 7680;  ///< Bytes that hold a copy's own noise.

class PlayedStreetTest : public ::testing::Test {
 protected:
  PlayedStreetTest() {
    engine::Diagnostics diagnostics;
    inputs_ = load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics);
    from_ = inputs_->scenario.start + 9h;
    street_ = std::make_unique<PlayedStreet>(*inputs_, kCameras, 1s, from_, from_ + 30min);
    spans_ = street_->standing_spans(3);
  }

  std::optional<LoopInputs> inputs_;
  sim::Time from_;
  std::unique_ptr<PlayedStreet> street_;
  std::vector<std::vector<StandingSpan>> spans_;
};

TEST_F(PlayedStreetTest, a_span_begins_where_what_stands_before_a_camera_changes) {
  std::size_t changes = 0;
  for (const auto& spans : spans_) {
    ASSERT_FALSE(spans.empty());
    EXPECT_EQ(spans.front().from, from_);
    for (std::size_t i = 1; i < spans.size(); ++i) EXPECT_GT(spans[i].from, spans[i - 1].from);
    for (const StandingSpan& span : spans) EXPECT_EQ(span.variants.size(), 3u);
    changes += spans.size() - 1;
  }
  EXPECT_GT(changes, 0u) << "nothing came or went in half an hour before six cameras";
}

// A thing may be decided on before the beginning and come after it.
TEST(PlayedStreet, a_thing_is_in_the_pictures_from_when_it_truly_stands) {
  engine::Diagnostics diagnostics;
  const auto inputs = load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/morning_market.yaml", diagnostics);
  const sim::Time from = inputs->scenario.start + 9h, until = from + 20min;
  PlayedStreet street(*inputs, 60, 1s, from, until);
  const auto spans = street.standing_spans(1);
  const engine::Configuration configuration = street.configuration(60);
  int seen = 0;
  for (const JudgedViolation& it : street.judge({}, 60).violations) {
    if (it.violation.from <= from || it.violation.stays.size() != 1) continue;
    for (std::size_t camera = 0; camera < spans.size(); ++camera)
      for (const StandingSpan& span : spans[camera]) {
        const auto& things = span.variants.front().things;
        const auto there = std::find_if(things.begin(), things.end(), [&](const sim::Thing& thing) {
          return std::abs(thing.at.x_m - it.violation.at.x_m) < 0.01 &&
                 std::abs(thing.at.y_m - it.violation.at.y_m) < 0.01;
        });
        if (there == things.end()) continue;
        // A thing that is too far or too small to change a decision brings no picture of its own.
        if (!box_in_view(*configuration.cameras[camera].geometry, *there, *sim::KindTable::well_known())) break;
        ++seen;
        EXPECT_LE((span.from - it.violation.from) / 1ms, 1000) << "camera " << camera;
        break;
      }
  }
  EXPECT_GT(seen, 0) << "no violation began before a camera in 20 min";
}

TEST_F(PlayedStreetTest, what_is_kept_of_a_picture_is_what_was_drawn_but_for_a_copys_own_noise) {
  const auto view = street_->view(1);
  const CameraRing ring(*view, spans_[1], 77);
  engine::Image copy;
  for (const StandingSpan& span : spans_[1])
    for (std::uint64_t variant = 0; variant < 3; ++variant) {
      ring.copy(span.from, variant, 5, copy);
      const sim::Picture drawn = view->draw(span.variants[variant], 77);
      ASSERT_EQ(copy.bytes.size(), drawn.bytes.size());
      EXPECT_TRUE(std::equal(copy.bytes.begin() + kStamped, copy.bytes.end(), drawn.bytes.begin() + kStamped));
      for (std::size_t i = 0; i < kStamped; ++i) ASSERT_EQ(copy.bytes[i] | 1, drawn.bytes[i] | 1);
    }
  // A ring of many pictures takes little more than one of them.
  EXPECT_LT(ring.bytes(), 2 * copy.bytes.size());
}

TEST_F(PlayedStreetTest, no_two_copies_of_a_picture_can_pass_for_a_frozen_camera) {
  const CameraRing ring(*street_->view(0), spans_[0], 77);
  engine::Image copy;
  std::set<std::vector<std::uint8_t>> sampled;
  for (std::uint64_t number = 0; number < 300; ++number) {
    ring.copy(from_, 0, number, copy);
    std::vector<std::uint8_t> sample;
    for (std::size_t i = 0; i < copy.bytes.size(); i += 149) sample.push_back(copy.bytes[i]);
    EXPECT_TRUE(sampled.insert(std::move(sample)).second) << "number " << number;
  }
}

TEST_F(PlayedStreetTest, the_gate_sees_no_change_between_copies_of_a_variant_and_one_between_variants) {
  for (int camera = 0; camera < kCameras; ++camera) {
    const CameraRing ring(*street_->view(camera), spans_[static_cast<std::size_t>(camera)], 77);
    engine::Image first, second, other;
    ring.copy(from_, 0, 0, first);
    ring.copy(from_, 0, 1, second);
    ring.copy(from_, 1, 2, other);
    const engine::Thumbnail before = engine::thumbnail_of(first);
    EXPECT_EQ(engine::changed_share(before, engine::thumbnail_of(second)), 0) << "camera " << camera;
    EXPECT_GT(engine::changed_share(before, engine::thumbnail_of(other)), 0) << "camera " << camera;
  }
}

TEST_F(PlayedStreetTest, an_engine_that_says_nothing_finds_nothing_of_what_happened) {
  const Judgement all = street_->judge({}, kCameras), one = street_->judge({}, 1);
  EXPECT_FALSE(all.violations.empty());
  for (const JudgedViolation& violation : all.violations) EXPECT_FALSE(violation.incident);
  const auto in_view = [](const Judgement& judgement) {
    return std::count_if(judgement.violations.begin(), judgement.violations.end(),
                         [](const JudgedViolation& it) { return it.violation.seeing.in_view; });
  };
  EXPECT_GE(in_view(all), in_view(one));
}

TEST_F(PlayedStreetTest, only_what_a_camera_shows_well_is_an_opportunity_once_that_was_noted) {
  const auto opportunities = [&] {
    const Judgement judgement = street_->judge({}, kCameras);
    return std::count_if(judgement.violations.begin(), judgement.violations.end(),
                         [](const JudgedViolation& it) { return it.violation.seeing.opportunity; });
  };
  const auto in_view = opportunities();
  for (int camera = 0; camera < kCameras; ++camera)
    street_->note_seen(camera, *street_->view(camera), spans_[static_cast<std::size_t>(camera)]);
  EXPECT_LE(opportunities(), in_view);
}

}  // namespace
}  // namespace tricolor::harness::played_street_test
