// Shows that a film says when its list of pictures cannot be written, instead of losing lines in silence.
#include "adapters/film.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

namespace tricolor::harness::film_test {
namespace {

namespace fs = std::filesystem;

class Nobody : public EngineSocket {
 public:
  void deliver(const engine::Input&) override { ++delivered; }
  int delivered = 0;
};

class Films : public ::testing::Test {
 protected:
  Films() : folder_(fs::temp_directory_path() / ("tricolor_film_" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    sim::CityCamera camera;
    camera.id = "c1";
    city_.cameras.push_back(camera);
    auto image = std::make_shared<engine::Image>();
    image->width_px = 4, image->height_px = 2;
    image->bytes.assign(4 * 2 * 3, 128);
    frame_ = {engine::CameraId{0}, engine::Time{engine::Duration{1'500'000}}, image};
  }
  ~Films() override { fs::remove_all(folder_); }

  fs::path folder_;
  sim::City city_;
  engine::Frame frame_;
  Nobody nobody_;
};

TEST_F(Films, EachPictureHasALineInTheListAndIsPassedOn) {
  Film film(folder_, city_, nobody_);
  film.deliver(frame_);
  std::ifstream list(folder_ / "pictures.csv");
  std::stringstream text;
  text << list.rdbuf();
  EXPECT_EQ(text.str(), "camera,captured_at_us,file\nc1,1500000,c1-1500000.png\n");
  EXPECT_TRUE(fs::exists(folder_ / "c1-1500000.png"));
  EXPECT_EQ(nobody_.delivered, 1) << "a film passes on what it films";
}

TEST_F(Films, AListThatCannotBeWrittenEndsTheRun) {
  // Every write to this device fails as on a full disk.
  fs::create_symlink("/dev/full", folder_ / "pictures.csv");
  Film film(folder_, city_, nobody_);
  EXPECT_THROW(film.deliver(frame_), std::runtime_error);
}

}  // namespace
}  // namespace tricolor::harness::film_test
