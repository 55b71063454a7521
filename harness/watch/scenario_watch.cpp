// A scenario's camera on filmed pictures: configured as its run is, and nobody answers.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "adapters/pictures.h"
#include "watch/lone_engine.h"
#include "watch/picture_watch.h"
#include "watch/stay_alarms.h"

namespace tricolor::harness {
namespace {

using engine::Duration;
using engine::Time;

class ScenarioWatch : public PictureWatch {
 public:
  ScenarioWatch(std::string source, const LoopInputs& inputs, const std::string& camera, Time starts, WatchEars ears)
      : source_(std::move(source)),
        ears_(std::move(ears)),
        configuration_(configuration_of(inputs.scenario, inputs.classes)),
        starts_(starts) {
    const auto found = std::find_if(configuration_.cameras.begin(), configuration_.cameras.end(),
                                    [&](const engine::Camera& c) { return camera.empty() || c.name == camera; });
    if (found == configuration_.cameras.end())
      throw std::runtime_error(fmt::format("--camera: must be a camera of the scenario, got '{}'", camera));
    camera_ = engine::CameraId{static_cast<std::uint32_t>(found - configuration_.cameras.begin())};
    alarms_ = std::make_unique<StayAlarms>(
        StayAlarms::Names{source_, [this](engine::ZoneId id) { return configuration_.zones.at(id.value).name; },
                          [this](engine::ClassId id) { return configuration_.classes.at(id.value).code_name; }, starts},
        ears_, [this] { return next_number_++; });
    engine_ = std::make_unique<LoneEngine>(inputs.vision, std::min(inputs.scenario.start, starts), configuration_,
                                           inputs.policies.at(starts),
                                           [this](const engine::Event& event) { alarms_->hear(event, picture_); });
  }

  void look(const std::shared_ptr<const engine::Image>& picture, Duration at) override {
    picture_ = picture.get();
    engine_->handle(engine::Frame{camera_, starts_ + at, picture, nullptr}, starts_ + at);
    picture_ = nullptr;
  }

  void blind(Duration from, Duration now) override {
    engine_->handle(engine::Blind{camera_, starts_ + from, engine::BlindReason::disconnected}, starts_ + now);
  }

  std::vector<TimedBox> timed() const override {
    std::vector<TimedBox> boxes;
    alarms_->add_timed(boxes);
    return boxes;
  }

 private:
  std::string source_;
  WatchEars ears_;
  engine::Configuration configuration_;
  Time starts_;
  engine::CameraId camera_;
  std::unique_ptr<StayAlarms> alarms_;
  std::uint32_t next_number_ = 1;
  const engine::Image* picture_ = nullptr;
  std::unique_ptr<LoneEngine> engine_;
};

}  // namespace

std::unique_ptr<PictureWatch> watch_by_scenario(const std::string& source, const LoopInputs& inputs,
                                                const std::string& camera, Time starts, WatchEars ears) {
  return std::make_unique<ScenarioWatch>(source, inputs, camera, starts, std::move(ears));
}

}  // namespace tricolor::harness
