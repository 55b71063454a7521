// Shows that pictures come out of a stream as they went in, but for what compression takes; that a stream from which
// some pictures were never asked for still gives the right one; and that a stream which nobody reads stays small.
#include "load/video_stream.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tricolor::harness::video_stream_test {
namespace {

constexpr int kWidth = 320, kHeight = 180;

// A grey ramp before which a bright square stands at a place of its own in each picture.
engine::Image picture(std::uint64_t number) {
  engine::Image image{kWidth, kHeight, std::vector<std::uint8_t>(kWidth * kHeight * 3)};
  const int left = static_cast<int>(number * 23 % 280);
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const bool square = x >= left && x < left + 32 && y >= 60 && y < 92;
      for (int c = 0; c < 3; ++c)
        image.bytes[static_cast<std::size_t>((y * kWidth + x) * 3 + c)] =
            static_cast<std::uint8_t>(square ? 230 : 40 + x / 4);
    }
  return image;
}

double mean_difference(const engine::Image& a, const engine::Image& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.bytes.size(); ++i) sum += std::abs(int{a.bytes[i]} - int{b.bytes[i]});
  return sum / static_cast<double>(a.bytes.size());
}

class VideoStreams : public ::testing::TestWithParam<VideoCodec> {};

TEST_P(VideoStreams, GiveWhatWasPutIn) {
  VideoEncoder encoder(GetParam(), kWidth, kHeight, 1);
  VideoStream stream(GetParam());
  for (std::uint64_t number = 0; number < 30; ++number) {
    const engine::Image sent = picture(number);
    stream.push(encoder.encode(sent));
    const auto got = stream.decode(number);
    ASSERT_EQ(got->width_px, kWidth);
    ASSERT_EQ(got->height_px, kHeight);
    ASSERT_EQ(got->bytes.size(), sent.bytes.size());
    EXPECT_LT(mean_difference(sent, *got), 4) << "picture " << number;
  }
}

TEST_P(VideoStreams, GiveThePictureThatWasAskedForAfterOthersWereDropped) {
  VideoEncoder encoder(GetParam(), kWidth, kHeight, 1);
  VideoStream stream(GetParam());
  std::uint64_t next = 0;
  for (const std::uint64_t wanted : {0u, 3u, 4u, 11u, 13u, 29u, 40u}) {
    for (; next <= wanted; ++next) stream.push(encoder.encode(picture(next)));
    EXPECT_LT(mean_difference(picture(wanted), *stream.decode(wanted)), 4) << "picture " << wanted;
  }
  EXPECT_LE(stream.decoded(), 41u) << "none is decoded twice";
  EXPECT_THROW(stream.decode(41), std::runtime_error);
}

TEST_P(VideoStreams, ThatNobodyReadsKeepWhatTheNewestPictureNeeds) {
  VideoEncoder encoder(GetParam(), kWidth, kHeight, 1);
  VideoStream stream(GetParam());
  for (std::uint64_t number = 0; number < 1000; ++number) stream.push(encoder.encode(picture(number)));
  EXPECT_LT(mean_difference(picture(999), *stream.decode(999)), 4);
  EXPECT_LE(stream.decoded(), static_cast<std::uint64_t>(kKeyEvery));
}

INSTANTIATE_TEST_SUITE_P(Codecs, VideoStreams, ::testing::Values(VideoCodec::mjpeg, VideoCodec::h264),
                         [](const auto& codec) { return codec.param == VideoCodec::mjpeg ? "Mjpeg" : "H264"; });

}  // namespace
}  // namespace tricolor::harness::video_stream_test
