// Shows the rule by which pictures are dropped: the newest of a camera without an open stay is kept, a camera with an
// open stay loses nothing while others could lose instead and is looked at first, pictures of one camera stay in order,
// and nobody starves.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "load/mailboxes.h"

namespace tricolor::harness::mailboxes_test {
namespace {

ArrivedPicture picture(int camera, std::int64_t due_ns) { return {camera, due_ns, engine::Time{}, nullptr}; }

TEST(Mailboxes, the_newest_picture_of_a_camera_without_an_open_stay_is_kept) {
  Mailboxes boxes(1);
  EXPECT_FALSE(boxes.put(picture(0, 1)));
  const auto gone = boxes.put(picture(0, 2));
  ASSERT_TRUE(gone);
  EXPECT_EQ(gone->due_ns, 1);
  EXPECT_EQ(boxes.take()->due_ns, 2);
  EXPECT_EQ(boxes.dropped(), 1u);
  EXPECT_EQ(boxes.dropped_of_open(), 0u);
}

TEST(Mailboxes, a_camera_with_an_open_stay_keeps_all_of_its_pictures_in_order_up_to_its_room) {
  Mailboxes boxes(1);
  boxes.set_open(0, true);
  for (std::int64_t due = 0; due < static_cast<std::int64_t>(Mailboxes::kOpenDepth); ++due)
    EXPECT_FALSE(boxes.put(picture(0, due)));
  const auto gone = boxes.put(picture(0, 100));
  ASSERT_TRUE(gone);
  EXPECT_EQ(gone->due_ns, 0);
  EXPECT_EQ(boxes.dropped_of_open(), 1u);
  for (std::int64_t due = 1; due < static_cast<std::int64_t>(Mailboxes::kOpenDepth); ++due) {
    EXPECT_EQ(boxes.take()->due_ns, due);
    boxes.done(0);
  }
  EXPECT_EQ(boxes.take()->due_ns, 100);
}

TEST(Mailboxes, cameras_with_an_open_stay_are_looked_at_before_all_others) {
  Mailboxes boxes(3);
  boxes.put(picture(0, 1));
  boxes.put(picture(1, 2));
  boxes.put(picture(2, 3));
  boxes.set_open(2, true);
  EXPECT_EQ(boxes.take()->camera, 2);
  EXPECT_EQ(boxes.take()->camera, 0);
  boxes.set_open(1, true);
  boxes.set_open(1, false);
  EXPECT_EQ(boxes.take()->camera, 1);
  EXPECT_FALSE(boxes.take());
}

TEST(Mailboxes, a_picture_of_a_camera_that_is_looked_at_waits_until_that_look_is_done) {
  Mailboxes boxes(1);
  boxes.put(picture(0, 1));
  EXPECT_TRUE(boxes.take());
  boxes.put(picture(0, 2));
  EXPECT_FALSE(boxes.take());
  boxes.done(0);
  EXPECT_EQ(boxes.take()->due_ns, 2);
}

TEST(Mailboxes, who_loses_a_picture_keeps_his_place_in_the_queue) {
  Mailboxes boxes(2);
  boxes.put(picture(0, 1));
  boxes.put(picture(1, 2));
  boxes.put(picture(0, 3));
  EXPECT_EQ(boxes.take()->camera, 0);
}

// Twice as many pictures come as are looked at; a few cameras have an open stay.
TEST(Mailboxes, under_twice_the_load_open_stays_lose_nothing_and_no_other_camera_starves) {
  constexpr int kCameras = 40, kOpen = 5, kRounds = 100;
  Mailboxes boxes(kCameras);
  for (int camera = 0; camera < kOpen; ++camera) boxes.set_open(camera, true);
  std::map<int, int> looks;
  for (int round = 0; round < kRounds; ++round)
    for (int camera = 0; camera < kCameras; ++camera) {
      boxes.put(picture(camera, round * kCameras + camera));
      if (camera % 2 == 0) continue;
      if (const auto taken = boxes.take()) {
        ++looks[taken->camera];
        boxes.done(taken->camera);
      }
    }
  EXPECT_EQ(boxes.dropped_of_open(), 0u);
  EXPECT_GT(boxes.dropped(), 0u);
  for (int camera = 0; camera < kOpen; ++camera) EXPECT_GE(looks[camera], kRounds - 2) << camera;
  const int fair = (kRounds * kCameras / 2 - kOpen * kRounds) / (kCameras - kOpen);
  for (int camera = kOpen; camera < kCameras; ++camera) EXPECT_GE(looks[camera], fair - 3) << camera;
}

// Random sequences of what can happen; the rule is held to a plain model of it after every step.
RC_GTEST_PROP(Mailboxes, no_sequence_loses_a_picture_of_an_open_stay_that_has_room_or_mixes_up_an_order, ()) {
  constexpr int kCameras = 4;
  Mailboxes boxes(kCameras);
  std::map<int, std::int64_t> last_taken;
  std::map<int, bool> open, busy;
  std::map<int, std::size_t> waits;
  std::int64_t now = 0;
  std::size_t waiting = 0;
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange(0, kCameras)));
  for (const auto& [what, camera] : steps) {
    if (what == 0) {
      const std::size_t room = open[camera] ? Mailboxes::kOpenDepth : 1;
      const bool full = waits[camera] >= room;
      const auto gone = boxes.put(picture(camera, ++now));
      RC_ASSERT(gone.has_value() == full);
      if (gone) RC_ASSERT(gone->camera == camera);
      else ++waits[camera], ++waiting;
    } else if (what == 1) {
      const auto taken = boxes.take();
      bool open_waits = false, any_waits = false;
      for (int c = 0; c < kCameras; ++c) {
        any_waits |= waits[c] > 0 && !busy[c];
        open_waits |= waits[c] > 0 && !busy[c] && open[c];
      }
      RC_ASSERT(taken.has_value() == any_waits);
      if (!taken) continue;
      RC_ASSERT(!open_waits || open[taken->camera]);
      RC_ASSERT(taken->due_ns > last_taken[taken->camera]);
      last_taken[taken->camera] = taken->due_ns;
      busy[taken->camera] = true;
      --waits[taken->camera];
      --waiting;
    } else if (what == 2) {
      if (!busy[camera]) continue;
      boxes.done(camera);
      busy[camera] = false;
    } else {
      open[camera] = !open[camera];
      boxes.set_open(camera, open[camera]);
    }
    RC_ASSERT(boxes.waiting() == waiting);
  }
}

}  // namespace
}  // namespace tricolor::harness::mailboxes_test
