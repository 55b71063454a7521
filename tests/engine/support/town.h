// Simulates a town for tests of the whole engine without pixels: the small street of the watch's tests, whose camera
// gives a look as boxes every 1.5 s, with a gateway, officers and a reviewer who live on when the engine dies and is
// rebuilt from its store.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/support/fakes.h"
#include "engine/judge/zones/watched_street.h"

namespace tricolor::engine::testing {

/// The street with telephone numbers and two officers, on duty from 08:00 to 20:00; the first owns the grid.
Configuration town_street();

class Town : private FrameSource {
 public:
  explicit Town(Configuration configuration = town_street(), Policy policy = pinghu(),
                std::shared_ptr<const Vision> vision = nullptr);

  /// From `from` on (time since `kMorning`) a thing stands there, until it is cleared.
  void appears(Duration from, const std::string& name, Detection thing);
  void goes(Duration at, const std::string& name);
  /// Schedules something else.
  void then(Duration at, Agenda::Action action) { wires.agenda.at(kMorning + at, std::move(action)); }
  void say(Input input) { deliver(std::move(input)); }
  void blind(bool is);

  /// Lets the town live until an instant.
  void run(Duration until);
  /// Kills the engine between two instants and rebuilds it from the store.
  void restart();
  /// Takes the engine away from one instant to the other: inputs to it meanwhile are lost, and the town lives on.
  void away(Duration from, Duration until);

  /// Goods before shop A, goods before shop B, goods across the border, a car where none may stop.
  Detection goods_a() const { return at(camera_, pile, -2.5, 0.5); }
  Detection goods_b() const { return at(camera_, pile, 2.5, 0.5); }
  Detection goods_between() const { return at(camera_, pile, 0, 0.5); }
  Detection car() const { return at(camera_, motor, -2, -3.5, 3.5, 1.4); }

  template <class Kind>
  std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const Event& event : store.events)
      if (const auto* payload = std::get_if<Kind>(&event.payload)) found.push_back(*payload);
    return found;
  }
  /// Time since `kMorning` of the n-th event of a kind; nothing when there are fewer.
  template <class Kind>
  std::optional<Duration> when(std::size_t n = 0) const {
    for (const Event& event : store.events)
      if (std::holds_alternative<Kind>(event.payload) && n-- == 0) return event.at - kMorning;
    return std::nullopt;
  }
  /// States that a case went through, and the instants.
  std::vector<CaseState> walk(CaseId id) const;
  std::optional<Duration> reached(CaseId id, CaseState state) const;
  bool standing(const std::string& name) const { return things_.contains(name); }

  Configuration configuration;
  Policy policy;
  Wires wires;
  FakeGateway gateway{wires};
  FakeOfficers officers{wires};
  FakeReviewDesk desk{wires};
  FakeStore store;
  FakeEvidence evidence;
  std::vector<std::pair<CameraId, Time>> looks_asked;  ///< Every look that the engine asked for.
  std::function<void(CameraId, Time)> asked;           ///< Is called at each of them, if it is set.
  std::vector<Observer*> observers;                    ///< Observers of the next engine that is built.
  std::unique_ptr<Engine> engine;
  Duration looks_every = 1500ms;
  /// When it is set, the camera gives pictures instead of boxes: at each look the one of that instant, or no look when
  /// it gives null.
  std::function<std::shared_ptr<const Image>(Duration)> film;

 private:
  void request(CameraId camera, Time not_before) override;
  void look();
  void deliver(Input input);
  void build();
  void survive(const std::function<void()>& step);

  std::shared_ptr<const Vision> vision_;
  CameraGeometry camera_;
  std::map<std::string, Detection> things_;
  bool blind_ = false;
  std::vector<Input> unacknowledged_;  ///< Inputs since the store last took a batch.
  std::optional<Time> looked_;
};

}  // namespace tricolor::engine::testing
