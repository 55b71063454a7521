// A scenario's camera on filmed pictures: configured as its run is, and nobody answers.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "adapters/pictures.h"
#include "watch/lone_engine.h"
#include "watch/picture_watch.h"

namespace tricolor::harness {
namespace {

using engine::Duration;
using engine::Time;

class ScenarioWatch : public PictureWatch {
 public:
  ScenarioWatch(std::string source, const LoopInputs& inputs, const std::string& camera, Time starts, WatchEars ears)
      : source_(std::move(source)), ears_(std::move(ears)), configuration_(configuration_of(inputs.scenario, inputs.classes)), starts_(starts) {
    const auto found = std::find_if(configuration_.cameras.begin(), configuration_.cameras.end(), [&](const engine::Camera& c) { return camera.empty() || c.name == camera; });
    if (found == configuration_.cameras.end()) throw std::runtime_error(fmt::format("--camera: must be a camera of the scenario, got '{}'", camera));
    camera_ = engine::CameraId{static_cast<std::uint32_t>(found - configuration_.cameras.begin())};
    engine_ = std::make_unique<LoneEngine>(inputs.vision, std::min(inputs.scenario.start, starts), configuration_, inputs.policy, [this](const engine::Event& event) { hear(event); });
  }

  void look(const std::shared_ptr<const engine::Image>& picture, Duration at) override {
    picture_ = picture.get();
    engine_->handle(engine::Frame{camera_, starts_ + at, picture, nullptr}, starts_ + at);
    picture_ = nullptr;
  }

  void blind(Duration from, Duration now) override { engine_->handle(engine::Blind{camera_, starts_ + from, engine::BlindReason::disconnected}, starts_ + now); }

  std::vector<TimedBox> timed() const override {
    std::vector<TimedBox> boxes;
    for (const auto& [number, stay] : stays_) boxes.push_back({stay.box, stay.since, stay.number != 0});
    return boxes;
  }

 private:
  void hear(const engine::Event& event) {
    if (const auto* started = std::get_if<engine::event::OccupancyStarted>(&event.payload)) {
      Alarm& stay = stays_[started->occupancy];
      stay.box = started->box;
      stay.since = started->onset - starts_;
    } else if (const auto* sighting = std::get_if<engine::event::SightingConfirmed>(&event.payload)) {
      Alarm& stay = stays_[sighting->occupancy];
      stay.source = source_;
      stay.number = next_number_++;
      stay.at = event.at - starts_;
      stay.since = sighting->onset - starts_;
      stay.box = sighting->box;
      stay.zone = configuration_.zones.at(sighting->zone.value).name;
      stay.class_name = configuration_.classes.at(sighting->violation_class.value).code_name;
      if (ears_.raised && picture_) ears_.raised(stay, *picture_);
    } else if (const auto* ended = std::get_if<engine::event::OccupancyEnded>(&event.payload)) {
      const auto found = stays_.find(ended->occupancy);
      if (found == stays_.end()) return;
      Alarm stay = found->second;
      stays_.erase(found);
      if (stay.number == 0 || ended->by_blindness) return;
      stay.cleared = ended->last_seen - starts_;
      if (ears_.cleared) ears_.cleared(stay);
    }
  }

  std::string source_;
  WatchEars ears_;
  engine::Configuration configuration_;
  Time starts_;
  engine::CameraId camera_;
  std::map<std::uint64_t, Alarm> stays_;   ///< Open ones by number of occupancy; `number` 0 until there is an alarm.
  std::uint32_t next_number_ = 1;
  const engine::Image* picture_ = nullptr;
  std::unique_ptr<LoneEngine> engine_;
};

}  // namespace

std::unique_ptr<PictureWatch> watch_by_scenario(const std::string& source, const LoopInputs& inputs, const std::string& camera, Time starts, WatchEars ears) {
  return std::make_unique<ScenarioWatch>(source, inputs, camera, starts, std::move(ears));
}

}  // namespace tricolor::harness
