// Shows that pictures come out of files and folders as they went in and at their instants, that every fault of a source
// is reported in one line that holds no credentials, and that a damaged source never crashes.
#include "engine/video_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "harness/service/watch/test_video.h"

namespace tricolor::engine::video_source_test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

class VideoSourceTest : public ::testing::Test {
 protected:
  fs::path folder = fs::temp_directory_path() / ("tricolor_video_source_" + std::to_string(::getpid()));
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }

  std::string video(const std::string& name, int count, Duration apart) {
    std::vector<harness::TestPicture> pictures;
    for (int i = 0; i < count; ++i) {
      pictures.push_back({harness::grainy_scene(96, 64), i * apart});
      harness::paint(pictures.back().image, 2 * i % 80, 10, 8, 8, 255, 0, static_cast<std::uint8_t>(i));
    }
    const std::string path = (folder / name).string();
    harness::write_test_video(path, pictures, 10);
    return path;
  }
  std::string file(const std::string& name, const std::string& bytes) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
    return (folder / name).string();
  }
  static std::string error_of(const std::string& address) {
    std::string error;
    EXPECT_EQ(VideoSource::open(address, {}, error), nullptr);
    EXPECT_EQ(error.find('\n'), std::string::npos);
    return error;
  }
};

TEST_F(VideoSourceTest, PicturesComeAtTheirInstantsAsTheyWere) {
  std::string error;
  const auto source = VideoSource::open(video("a.mkv", 12, 100ms), {}, error);
  ASSERT_TRUE(source) << error;
  VideoPicture picture;
  for (int i = 0; i < 12; ++i) {
    ASSERT_EQ(source->next(picture), VideoSource::Outcome::picture) << i;
    EXPECT_EQ(picture.at, Duration{i * 100'000});
    EXPECT_EQ(picture.image->width_px, 96);
    EXPECT_NEAR(picture.image->bytes[3 * (12 * 96 + static_cast<std::size_t>(2 * i + 3))], 255, 1) << "blue first";
    EXPECT_NEAR(picture.image->bytes[3 * (12 * 96 + static_cast<std::size_t>(2 * i + 3)) + 2], i, 1);
  }
  EXPECT_EQ(source->next(picture), VideoSource::Outcome::ended);
  EXPECT_TRUE(source->take_remarks().empty());
}

TEST_F(VideoSourceTest, APipeThatNobodyWritesToIsGivenUp) {
  const std::string pipe = (folder / "pipe.mkv").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  VideoOptions options;
  options.writer_within = 100ms;
  std::string error;
  EXPECT_EQ(VideoSource::open(pipe, options, error), nullptr);
  EXPECT_THAT(error, HasSubstr("pipe.mkv: nobody has written to this pipe within"));
}

TEST_F(VideoSourceTest, AStopEndsTheWaitForThePipesWriter) {
  const std::string pipe = (folder / "pipe.mkv").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::atomic<bool> stop{true};
  VideoOptions options;
  options.writer_within = 24h;
  options.stop = &stop;
  std::string error;
  EXPECT_EQ(VideoSource::open(pipe, options, error), nullptr);
}

TEST_F(VideoSourceTest, PicturesComeThroughAPipe) {
  const std::string from = video("a.mkv", 12, 100ms), pipe = (folder / "pipe.mkv").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << std::ifstream(from, std::ios::binary).rdbuf(); });
  std::string error;
  const auto source = VideoSource::open(pipe, {}, error);
  int pictures = 0;
  VideoPicture picture;
  while (source && source->next(picture) == VideoSource::Outcome::picture) ++pictures;
  writer.join();
  EXPECT_EQ(pictures, 12) << error;
}

TEST_F(VideoSourceTest, ThinnedOutPicturesAreDecodedAndNotGiven) {
  std::string error;
  VideoOptions options;
  options.every = 300ms;
  const auto source = VideoSource::open(video("a.mkv", 13, 100ms), options, error);
  ASSERT_TRUE(source) << error;
  VideoPicture picture;
  std::vector<Duration> at;
  while (source->next(picture) == VideoSource::Outcome::picture) at.push_back(picture.at);
  EXPECT_EQ(at, (std::vector<Duration>{0ms, 300ms, 600ms, 900ms, 1200ms}));
  EXPECT_EQ(source->decoded(), 13u);
}

TEST_F(VideoSourceTest, WhatIsNoVideoIsRefusedInOneLine) {
  EXPECT_THAT(error_of((folder / "none.mp4").string()), HasSubstr("no such file"));
  EXPECT_THAT(error_of(file("empty.mp4", "")), HasSubstr("is empty"));
  EXPECT_THAT(error_of(file("text.mp4", std::string(5000, 'x'))), HasSubstr("text.mp4: "));
  fs::create_directories(folder / "bare");
  EXPECT_THAT(error_of((folder / "bare").string()), HasSubstr("holds no PNG or JPEG"));
}

// A file with a tenth of a second of sound is a container without video.
TEST_F(VideoSourceTest, SoundAloneIsNoVideo) {
  std::string wave("RIFF\x64\x06\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x40\x06\0\0",
                   44);
  wave.resize(44 + 1600, '\0');
  EXPECT_THAT(error_of(file("sound.wav", wave)), HasSubstr("holds no video stream"));
}

TEST_F(VideoSourceTest, ATruncatedFileGivesWhatItHasAndSaysSo) {
  const std::string whole = video("whole.mkv", 60, 100ms);
  fs::copy_file(whole, folder / "cut.mkv");
  fs::resize_file(folder / "cut.mkv", fs::file_size(whole) / 2);
  std::string error;
  const auto source = VideoSource::open((folder / "cut.mkv").string(), {}, error);
  ASSERT_TRUE(source) << error;
  VideoPicture picture;
  int count = 0;
  while (source->next(picture) == VideoSource::Outcome::picture) ++count;
  EXPECT_GT(count, 10);
  EXPECT_LT(count, 60);
  std::string all;
  for (const std::string& line : source->take_remarks()) all += line + "|";
  EXPECT_THAT(all, ::testing::AnyOf(HasSubstr("cut short"), HasSubstr("breaks off")));
}

TEST_F(VideoSourceTest, AClockThatRunsBackwardsGoesOnAndIsTold) {
  std::vector<harness::TestPicture> pictures;
  for (int i = 0; i < 30; ++i) {
    pictures.push_back({harness::grainy_scene(96, 64), i * Duration{40'000}});
    harness::paint(pictures.back().image, 2 * i, 10, 8, 8, 0, 255, 0);
  }
  harness::write_test_video((folder / "part.ts").string(), pictures, 25);
  std::stringstream part;
  part << std::ifstream(folder / "part.ts", std::ios::binary).rdbuf();
  const std::string path = file("back.ts", part.str() + part.str());
  std::string error;
  const auto source = VideoSource::open(path, {}, error);
  ASSERT_TRUE(source) << error;
  VideoPicture picture;
  Duration last{-1};
  int count = 0;
  for (; source->next(picture) == VideoSource::Outcome::picture; ++count) {
    EXPECT_GT(picture.at, last);
    last = picture.at;
  }
  EXPECT_GT(count, 50);
  EXPECT_GT(last, 2s);
  EXPECT_THAT(source->take_remarks(), ::testing::ElementsAre(HasSubstr("ran backwards")));
}

// The files are binary PPM under the names of PNGs: the decoder goes by contents, and a PPM needs no encoder.
TEST_F(VideoSourceTest, AFolderIsReadByNameAndAnotherSizeIsScaledAndTold) {
  fs::create_directories(folder / "pictures");
  const auto ppm = [&](const std::string& name, int width, int height, char grey) {
    std::ofstream(folder / "pictures" / name, std::ios::binary)
        << "P6\n"
        << width << " " << height << "\n255\n"
        << std::string(static_cast<std::size_t>(width * height * 3), grey);
  };
  ppm("2.png", 128, 96, 90);
  ppm("1.png", 96, 64, 30);
  file("pictures/3.png", "no picture");
  ppm("4.png", 96, 64, 120);
  std::string error;
  VideoOptions options;
  options.pictures_per_s = 2;
  const auto source = VideoSource::open((folder / "pictures").string(), options, error);
  ASSERT_TRUE(source) << error;
  VideoPicture picture;
  std::vector<std::pair<Duration, int>> seen;
  while (source->next(picture) == VideoSource::Outcome::picture) {
    EXPECT_EQ(picture.image->width_px, 96);
    seen.emplace_back(picture.at, picture.image->bytes[3000]);
  }
  EXPECT_EQ(seen, (std::vector<std::pair<Duration, int>>{{0ms, 30}, {500ms, 90}, {1500ms, 120}}));
  EXPECT_THAT(source->take_remarks(),
              ::testing::UnorderedElementsAre(HasSubstr("changes from 96 × 64 to 128 × 96"), HasSubstr("'3.png'")));
}

// Two pictures a second are 500 ms apart: the second is nearer to 700 ms than the first, and is the one that is given.
TEST_F(VideoSourceTest, AFolderThatIsThinnedOutGivesThePictureNearestToItsTurn) {
  fs::create_directories(folder / "slow");
  for (const char* name : {"1.png", "2.png", "3.png", "4.png"})
    std::ofstream(folder / "slow" / name, std::ios::binary) << "P6\n96 64\n255\n" << std::string(96 * 64 * 3, 'x');
  std::string error;
  VideoOptions options;
  options.pictures_per_s = 2;
  options.every = 700ms;
  const auto source = VideoSource::open((folder / "slow").string(), options, error);
  ASSERT_TRUE(source) << error;
  VideoPicture picture;
  std::vector<Duration> given;
  while (source->next(picture) == VideoSource::Outcome::picture) given.push_back(picture.at);
  EXPECT_EQ(given, (std::vector<Duration>{0ms, 500ms, 1000ms, 1500ms}));
}

TEST(ShownAddress, HoldsNoCredentials) {
  EXPECT_EQ(shown_address("rtsp://user:secret@10.0.0.7:554/live/1"), "rtsp://10.0.0.7:554/live/1");
  EXPECT_EQ(shown_address("rtsp://user:p@ss/word@cam/live"), "rtsp://cam/live");
  EXPECT_EQ(shown_address("https://cam/x?token=abc&quality=1"), "https://cam/x?token=…&quality=…");
  EXPECT_EQ(shown_address("/videos/a@b.mp4"), "/videos/a@b.mp4");
  EXPECT_EQ(shown_address("rtsp://user:secret@?token=abc"), "rtsp://?token=…") << "also where no host follows";
}

// Nobody listens at port 1 of this machine.
TEST(ShownAddress, ARefusedStreamIsNamedWithoutCredentials) {
  std::string error;
  EXPECT_EQ(VideoSource::open("rtsp://user:secret@127.0.0.1:1/live?token=hidden", {}, error), nullptr);
  EXPECT_THAT(error, HasSubstr("rtsp://127.0.0.1:1/live?token=…: cannot be opened"));
  EXPECT_THAT(error, Not(HasSubstr("secret")));
  EXPECT_THAT(error, Not(HasSubstr("hidden")));
}

}  // namespace
}  // namespace tricolor::engine::video_source_test
