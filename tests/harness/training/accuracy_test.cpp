// Shows that the committed detector, at the thresholds with which it is run, reaches its floors of precision and recall
// by kind, by day and by night, in streets that had no part in training or in the choice of thresholds and with
// variants that it has never seen; that an empty street gives almost no boxes, so that a shop with nothing before it is
// not accused; that the closer look reaches its floors of confidence and position for the kinds that can be accused;
// that views along a street are seen by the net for them and hardly by the other; that threads change nothing; and that
// the models' cards describe the nets.
//
// The floors are guards against a worse model, not aims: they lie about two standard errors below what the committed
// model reached when they were set.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>
#include <vector>

#include "engine/stores.h"
#include "engine/vision.h"
#include "sim/camera/camera_view.h"
#include "sim/city/generator.h"
#include "training/scenes.h"

namespace tricolor::harness::accuracy_test {
namespace {

constexpr std::uint64_t kSeed = 500;  // Seeds of training begin at 9000, those of the choice of thresholds at 7000.
constexpr std::size_t kKinds = 10;
constexpr int kCameras = 15, kPicturesPerCamera = 20;
const sim::Time kDay = std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} - sim::kUtcOffset;

struct Floor {
  double precision, recall;
};

struct Tally {
  int proposed = 0, right = 0, things = 0, found = 0;
  double row_px = 0;  // Sum of the errors of the row of the ground's middle, over the right ones.
  double precision() const { return proposed ? static_cast<double>(right) / proposed : 1.0; }
  double recall() const { return things ? static_cast<double>(found) / things : 1.0; }
};

double iou(const engine::ImageBox& a, const sim::Visible& b) {
  const double w = std::min(a.x_px + a.width_px, b.x_px + b.width_px) - std::max(a.x_px, b.x_px);
  const double h = std::min(a.y_px + a.height_px, b.y_px + b.height_px) - std::max(a.y_px, b.y_px);
  if (w <= 0 || h <= 0) return 0;
  return w * h /
         (static_cast<double>(a.width_px) * a.height_px + static_cast<double>(b.width_px) * b.height_px - w * h);
}

// A thing counts as an opportunity to see from 40 % visible and 12 pixels on its short side; a thing below that counts
// neither as missed when it is not found nor as wrong when it is.
bool counts(const sim::Visible& v) { return v.share >= 0.4f && std::min(v.width_px, v.height_px) >= 12; }

void score(const std::vector<engine::Detection>& detections, const std::vector<sim::Visible>& things,
           std::array<Tally, kKinds>& tallies) {
  std::vector<bool> used(things.size(), false);
  for (const engine::Detection& detection : detections) {
    std::size_t best = things.size();
    double best_iou = 0.5;
    bool excused = false;
    for (std::size_t i = 0; i < things.size(); ++i) {
      const double overlap = iou(detection.box, things[i]);
      if (!counts(things[i])) excused = excused || overlap > 0.2;
      else if (!used[i] && static_cast<int>(things[i].kind) == detection.kind && overlap >= best_iou)
        best = i, best_iou = overlap;
    }
    Tally& tally = tallies[detection.kind];
    if (best < things.size()) {
      used[best] = true, ++tally.proposed, ++tally.right, ++tally.found;
      tally.row_px += std::abs(detection.ground->middle.y_px - static_cast<double>(things[best].ground.middle.y_px));
    } else if (!excused) ++tally.proposed;
  }
  for (const sim::Visible& thing : things)
    if (counts(thing)) ++tallies[static_cast<std::size_t>(thing.kind)].things;
}

engine::Image image_of(sim::Picture picture) { return {picture.width_px, picture.height_px, std::move(picture.bytes)}; }

std::shared_ptr<const engine::Vision> detector() {
  std::string error;
  auto vision = engine::load_vision(TRICOLOR_SOURCE_DIR "/assets/models/street.onnx", error);
  EXPECT_TRUE(vision) << error;
  return vision;
}

// Gives pictures of 15 cameras taken at hours between `from_hour` and `to_hour`, with the things truly visible.
void each_picture(sim::Purpose purpose, double from_hour, double to_hour, Looks looks, bool empty,
                  const std::function<void(const engine::Image&, const std::vector<sim::Visible>&)>& judge) {
  const sim::City city = sim::generate_xinhua(kSeed, {}, kDay, 1);
  const double stride = static_cast<double>(city.shops.size()) / static_cast<double>(city.cameras.size());
  for (std::size_t c = 0; c < std::min<std::size_t>(kCameras, city.cameras.size()); ++c) {
    const sim::Shop& shop = city.shops[static_cast<std::size_t>((static_cast<double>(c) + 0.5) * stride)];
    sim::Draw draw({kSeed, c, purpose, 0});
    sim::CameraPose pose = city.cameras[c].pose;
    sim::aim(pose, city, shop);
    const sim::CameraView view(city, pose);
    for (int i = 0; i < kPicturesPerCamera; ++i) {
      const sim::Time at = kDay + sim::Duration{static_cast<std::int64_t>(draw.uniform(from_hour, to_hour) * 3.6e9)};
      sim::SceneView scene = random_scene(city, shop.street, shop.side, (shop.from_m + shop.to_m) / 2, at, looks, draw);
      if (empty) scene.things.clear();
      std::vector<sim::Visible> visible;
      const engine::Image image = image_of(view.draw(scene, draw.bits(), &visible));
      judge(image, visible);
    }
  }
}

// Gives tallies by kind over pictures taken at hours between `from_hour` and `to_hour`.
std::array<Tally, kKinds> measure(double from_hour, double to_hour, Looks looks, bool empty = false) {
  std::array<Tally, kKinds> tallies;
  const auto vision = detector();
  if (!vision || vision->kinds().size() != kKinds) {
    ADD_FAILURE() << "no detector of " << kKinds << " kinds";
    return tallies;
  }
  each_picture(sim::purpose("accuracy.scene"), from_hour, to_hour, looks, empty,
               [&](const engine::Image& image, const std::vector<sim::Visible>& visible) {
                 score(vision->analyse(image)->detections, visible, tallies);
               });
  const engine::ObjectKinds& kinds = vision->kinds();
  for (std::size_t k = 0; k < kKinds; ++k)
    std::printf("  %-9s precision %.3f recall %.3f things %d\n", kinds[k].c_str(), tallies[k].precision(),
                tallies[k].recall(), tallies[k].things);
  return tallies;
}

void expect_at_least(const std::array<Floor, kKinds>& floors, const std::array<Tally, kKinds>& tallies) {
  for (std::size_t k = 0; k < kKinds; ++k) {
    const std::string& kind = sim::KindTable::well_known()->name_of(static_cast<sim::ThingKind>(k));
    EXPECT_GT(tallies[k].things, 20) << kind << " is hardly asked for";
    EXPECT_GE(tallies[k].precision(), floors[k].precision) << kind;
    EXPECT_GE(tallies[k].recall(), floors[k].recall) << kind;
  }
}

// The floors are in the order of ThingKind: pile, display, stall, motor, nonmotor, person, rider, sign, bin, dog.
constexpr std::array<Floor, kKinds> kByDay{{{0.69, 0.77},
                                            {0.72, 0.79},
                                            {0.97, 0.94},
                                            {0.97, 0.97},
                                            {0.70, 0.73},
                                            {0.90, 0.86},
                                            {0.95, 0.90},
                                            {0.64, 0.49},
                                            {0.83, 0.76},
                                            {0.31, 0.21}}};
constexpr std::array<Floor, kKinds> kByNight{{{0.69, 0.77},
                                              {0.75, 0.75},
                                              {0.97, 0.94},
                                              {0.97, 0.97},
                                              {0.61, 0.70},
                                              {0.90, 0.85},
                                              {0.96, 0.91},
                                              {0.63, 0.33},
                                              {0.86, 0.79},
                                              {0.58, 0.28}}};

// Along the street things are far off and hide one another.
constexpr std::array<Floor, kKinds> kAlong{{{0.37, 0.41},
                                            {0.43, 0.47},
                                            {0.79, 0.72},
                                            {0.95, 0.86},
                                            {0.42, 0.54},
                                            {0.80, 0.70},
                                            {0.89, 0.75},
                                            {0.52, 0.19},
                                            {0.75, 0.60},
                                            {0.55, 0.08}}};

// Lowest precision of the things that the closer look believes, and lowest recall over the true things that are
// proposed.
constexpr double kBelievedPrecision = 0.93, kBelievedRecall = 0.88;

TEST(Accuracy, HeldOutLooksByDay) {
  std::printf("seed %llu, held-out looks, 7 to 16.8 h\n", static_cast<unsigned long long>(kSeed));
  expect_at_least(kByDay, measure(7, 16.8, Looks::held_out));
}

TEST(Accuracy, HeldOutLooksByNight) {
  std::printf("seed %llu, held-out looks, 18 to 23 h\n", static_cast<unsigned long long>(kSeed));
  expect_at_least(kByNight, measure(18, 23, Looks::held_out));
}

// Beside the held-out figures this shows the cost of unknown variants; the same floors must hold for known variants.
TEST(Accuracy, TrainedLooksByDay) {
  std::printf("seed %llu, trained looks, 7 to 16.8 h\n", static_cast<unsigned long long>(kSeed));
  expect_at_least(kByDay, measure(7, 16.8, Looks::trained));
}

struct Believed {
  int proposed = 0, proposed_right = 0;  ///< Proposed by the detector.
  int believed = 0, believed_right = 0;  ///< Believed with odds of 10:1 or better.
  double row_px = 0, closer_row_px = 0;  ///< Sums of the errors of the ground's row over `proposed_right`.
  double sure(int right, int all) const { return all ? static_cast<double>(right) / all : 1.0; }
};

// Counts the detector's proposals that are true, and those of them that the closer look believes; only kinds that can
// be accused count.
std::array<Believed, 5> believed(double from_hour, double to_hour, Looks looks) {
  std::array<Believed, 5> tallies;
  constexpr std::uint8_t kTenToOne = 233;
  const auto vision = detector();
  each_picture(
      sim::purpose("accuracy.closer"), from_hour, to_hour, looks, false,
      [&](const engine::Image& image, const std::vector<sim::Visible>& visible) {
        const auto analysis = vision->analyse(image);
        for (const engine::Detection& detection : analysis->detections) {
          if (detection.kind >= tallies.size()) continue;
          const sim::Visible* thing = nullptr;
          bool excused = false;
          for (const sim::Visible& v : visible) {
            const double overlap = iou(detection.box, v);
            if (!counts(v)) excused = excused || overlap > 0.2;
            else if (static_cast<int>(v.kind) == detection.kind && overlap >= 0.5 &&
                     (!thing || overlap > iou(detection.box, *thing)))
              thing = &v;
          }
          if (!thing && excused) continue;
          const auto closer = vision->look_closer(image, detection);
          Believed& tally = tallies[detection.kind];
          ++tally.proposed;
          tally.proposed_right += thing ? 1 : 0;
          tally.believed += closer->score_256 >= kTenToOne ? 1 : 0;
          tally.believed_right += thing && closer->score_256 >= kTenToOne ? 1 : 0;
          if (!thing) continue;
          tally.row_px += std::abs(detection.ground->middle.y_px - static_cast<double>(thing->ground.middle.y_px));
          tally.closer_row_px += std::abs(closer->ground->middle.y_px - static_cast<double>(thing->ground.middle.y_px));
        }
      });
  for (std::size_t k = 0; k < tallies.size(); ++k) {
    const Believed& t = tallies[k];
    std::printf(
        "  %-9s right %.3f of %d proposed; %.3f of those believed; believed %.3f of the right ones; row off by %.2f "
        "px, closer %.2f px\n",
        sim::KindTable::well_known()->name_of(static_cast<sim::ThingKind>(k)).c_str(),
        t.sure(t.proposed_right, t.proposed), t.proposed, t.sure(t.believed_right, t.believed),
        t.sure(t.believed_right, t.proposed_right), t.row_px / std::max(1, t.proposed_right),
        t.closer_row_px / std::max(1, t.proposed_right));
  }
  return tallies;
}

TEST(Accuracy, TheCloserLookBelievesWhatIsThereAndKnowsWhere) {
  std::printf("seed %llu, held-out looks, 7 to 16.8 h, closer\n", static_cast<unsigned long long>(kSeed));
  for (const Believed& tally : believed(7, 16.8, Looks::held_out)) {
    EXPECT_GT(tally.proposed_right, 100);
    EXPECT_GE(tally.sure(tally.believed_right, tally.believed), kBelievedPrecision);
    EXPECT_GE(tally.sure(tally.believed_right, tally.proposed_right), kBelievedRecall);
    EXPECT_LE(tally.closer_row_px, 1.05 * tally.row_px)
        << "where a thing stands should be known better at full resolution";
  }
}

TEST(Accuracy, AlongTheStreetTheNetForSuchViewsSees) {
  constexpr int kPictures = 400;
  std::printf("seed %llu, held-out looks, towns along their streets, day and night\n",
              static_cast<unsigned long long>(kSeed));
  const auto vision = detector();
  ASSERT_TRUE(vision);
  std::array<Tally, kKinds> across, along;
  draw_for_training(kSeed, kPictures, Looks::held_out, Views::along, sim::KindTable::well_known(),
                    sim::purpose("accuracy.along"), "accuracy_test",
                    [&](sim::Picture picture, const std::vector<sim::Visible>& visible) {
                      const engine::Image image = image_of(std::move(picture));
                      score(vision->analyse(image, engine::View::across)->detections, visible, across);
                      score(vision->analyse(image, engine::View::along)->detections, visible, along);
                      return true;
                    });
  for (std::size_t k = 0; k < kKinds; ++k) {
    for (const auto& [net, tally] : {std::pair{"across", &across[k]}, std::pair{"along", &along[k]}})
      std::printf("  %-9s %-6s precision %.3f recall %.3f row %.1f px things %d\n", vision->kinds()[k].c_str(), net,
                  tally->precision(), tally->recall(), tally->row_px / std::max(1, tally->right), tally->things);
    EXPECT_GT(along[k].things, 20) << vision->kinds()[k];
    EXPECT_GE(along[k].recall(), kAlong[k].recall) << vision->kinds()[k];
    EXPECT_GE(along[k].precision(), kAlong[k].precision) << vision->kinds()[k];
  }
}

TEST(Accuracy, AnEmptyStreetIsHardlyAccused) {
  std::printf("seed %llu, empty, 7 to 23 h\n", static_cast<unsigned long long>(kSeed));
  int boxes = 0;
  for (const Tally& tally : measure(7, 23, Looks::held_out, true)) boxes += tally.proposed;
  std::printf("  %d boxes in %d empty pictures\n", boxes, kCameras * kPicturesPerCamera);
  EXPECT_LE(boxes, kCameras * kPicturesPerCamera / 100);
}

// Eight pictures that are full of things are analysed one by one and then by two threads at once: every score and edge
// must be equal.
TEST(Detector, ThreadsDoNotChangeWhatIsFound) {
  const auto vision = detector();
  ASSERT_TRUE(vision);
  const sim::City city = sim::generate_xinhua(kSeed, {}, kDay, 1);
  const sim::Shop& shop = city.shops[city.shops.size() / 2];
  sim::CameraPose pose = city.cameras[0].pose;
  sim::aim(pose, city, shop);
  const sim::CameraView view(city, pose);
  sim::Draw draw({kSeed, 0, sim::purpose("accuracy.threads"), 0});
  constexpr std::size_t kPictures = 8;
  std::vector<engine::Image> images;
  std::vector<std::shared_ptr<const engine::PictureAnalysis>> alone;
  std::size_t boxes = 0;
  for (std::size_t i = 0; i < kPictures; ++i) {
    const auto scene = random_scene(city, shop.street, shop.side, (shop.from_m + shop.to_m) / 2,
                                    kDay + sim::Duration{36'000'000'000}, Looks::all, draw);
    images.push_back(image_of(view.draw(scene, draw.bits())));
    alone.push_back(vision->analyse(images.back()));
    boxes += alone.back()->detections.size();
  }
  ASSERT_GT(boxes, kPictures) << "too little is found for the comparison to say anything";
  std::array<std::vector<std::shared_ptr<const engine::PictureAnalysis>>, 2> together;
  std::vector<std::thread> threads;
  for (auto& mine : together)
    threads.emplace_back([&] {
      for (const auto& image : images) mine.push_back(vision->analyse(image));
    });
  for (auto& thread : threads) thread.join();
  for (const auto& by_thread : together)
    for (std::size_t i = 0; i < kPictures; ++i) {
      const auto &expected = alone[i]->detections, &got = by_thread[i]->detections;
      ASSERT_EQ(got.size(), expected.size());
      for (std::size_t k = 0; k < got.size(); ++k) {
        EXPECT_EQ(got[k].kind, expected[k].kind);
        EXPECT_EQ(got[k].score_256, expected[k].score_256);
        EXPECT_EQ(got[k].box.x_px, expected[k].box.x_px);
        EXPECT_EQ(got[k].box.y_px, expected[k].box.y_px);
        EXPECT_EQ(got[k].box.width_px, expected[k].box.width_px);
        EXPECT_EQ(got[k].box.height_px, expected[k].box.height_px);
      }
    }
}

std::vector<std::uint8_t> bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ModelCard, SpeaksOfTheseModels) {
  const std::string models = TRICOLOR_SOURCE_DIR "/assets/models/";
  for (const auto& [about, net] :
       {std::pair{"street.md", "street.onnx"}, std::pair{"street.md", "closer_look.onnx"},
        std::pair{"street_along.md", "street_along.onnx"}, std::pair{"street_along.md", "street_along_closer.onnx"}}) {
    const auto card = bytes_of(models + about), model = bytes_of(models + net);
    ASSERT_FALSE(model.empty()) << net;
    EXPECT_NE(std::string(card.begin(), card.end()).find(engine::sha256(model)), std::string::npos)
        << about << " does not name SHA-256 " << engine::sha256(model) << " of " << net
        << ": bring its figures up to date, then the hash";
  }
}

}  // namespace
}  // namespace tricolor::harness::accuracy_test
