// Carries the city's events to their receivers: still things to the cameras' schedule, handsets, replies and citizens'
// reports to the engine; and the engine's decisions about colours back to the shops.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "sockets/engine_socket.h"
#include "adapters/camera_feed.h"
#include "adapters/twin_officers.h"
#include "engine/ports.h"
#include "engine/service_state.h"
#include "sim/people/world.h"

namespace tricolor::harness {

class CityVoice : public sim::WorldListener, public engine::Observer {
 public:
  /// `told` is the read model of the events that the world has been told, up to and with the event that `on_event` is
  /// called for.
  CityVoice(const engine::Configuration& configuration, const engine::ServiceState& told, sim::Simulation& kernel,
            EngineSocket& engine);

  /// The world needs its listener before the cameras can be built on the world; so they are attached afterwards, before
  /// `World::start`.
  void attach(sim::World& world, CameraFeed& cameras, TwinOfficers& officers);

  void on_still_thing(const sim::Thing& thing, sim::Time from) override;
  void on_thing_goes(sim::ThingId thing, sim::Point where, sim::Time at) override;
  void on_citizen_report(std::uint64_t reporter, sim::Point where, const std::string& class_name,
                         const std::string& text) override;
  void on_merchant_reply(int shop, const std::string& text) override;
  void on_appeal(int shop, bool will_be_granted) override;
  void on_officer(int officer, std::uint64_t task, const std::string& what, bool found_violation,
                  std::optional<sim::Verified> found) override;
  void on_officer_at(int officer, sim::Point where) override;

  void on_event(const engine::Event& event) override;

  /// Adds an observer of every still thing, with the instant from which it stands.
  std::function<void(const sim::Thing&, sim::Time)> also_tell;

  std::uint64_t citizen_reports() const { return citizen_reports_; }

 private:
  const engine::Configuration& configuration_;
  const engine::ServiceState& told_;
  sim::Simulation& kernel_;
  EngineSocket& engine_;
  sim::World* world_ = nullptr;
  CameraFeed* cameras_ = nullptr;
  TwinOfficers* officers_ = nullptr;
  std::map<sim::ThingId, sim::Thing> standing_;
  std::uint64_t citizen_reports_ = 0;
};

}  // namespace tricolor::harness
