// The living city: merchants, vendors, drivers, riders, passers-by, citizens and officers on a kernel. It knows nothing
// of any engine. What the outside world does to it (a message arrives, an officer is sent, somebody asks what a camera
// sees) enters by the calls below; what it does by itself is told to a `WorldListener`.
//
// Behaviour is thinned from exogenous opportunities (see random/streams.h): each entity's opportunities are drawn at
// its highest rate and carry their own time, class, duration, reaction, relapse; what the outside does only moves the
// threshold against an opportunity's fixed uniform. Adding a shop moves no other shop's draws.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/kernel/simulation.h"
#include "sim/people/demand.h"
#include "sim/truth/truth.h"

namespace tricolor::sim {

/// The thing that an officer finds when he verifies a report.
struct Verified {
  Point at;
  std::optional<int> shop;  ///< Whose it is; none: nobody's in this street.
};

/// What the city tells the outside. Calls come at the simulated instant at which it happens.
class WorldListener {
 public:
  virtual ~WorldListener() = default;
  /// A still thing will stand in place from `thing_from` on (≥ now) for at least 30 s. Said as soon as it is decided.
  virtual void on_still_thing(const Thing& thing, Time from) = 0;
  /// A still thing goes at `at`: said once in advance where it is planned (`at` > now), and when it happens (`at` =
  /// now).
  virtual void on_thing_goes(ThingId thing, Point where, Time at) = 0;
  /// A citizen sends a report. `class_name` may be wrong or empty; `where` is noisy.
  virtual void on_citizen_report(std::uint64_t reporter, Point where, const std::string& class_name,
                                 const std::string& text) = 0;
  /// A merchant answers an SMS.
  virtual void on_merchant_reply(int shop, const std::string& text) = 0;
  /// An officer's handset. `what`: acknowledged, arrived, disposed, checked_passed, checked_failed, returned,
  /// verified_true, verified_false. `task` is the number given to `send_officer`. `found`: what he verified as true.
  virtual void on_officer(int officer, std::uint64_t task, const std::string& what, bool found_violation,
                          std::optional<Verified> found) = 0;
  /// An officer sets out for, or has come to, a place.
  virtual void on_officer_at(int /*officer*/, Point /*where*/) {}
};

class World {
 public:
  /// `city` and `kernel` must outlive it; `listener` may not be null.
  World(const City& city, const Demand& demand, std::uint64_t seed, Simulation& kernel, WorldListener* listener);
  ~World();

  /// Schedules the first opportunities from `start` on and generates until `end`.
  void start(Time start, Time end);

  /// A script's line: this shop puts something out now. `until` none: until someone makes it go.
  struct PutOut {
    int shop = 0;
    std::string class_name;
    ThingKind kind = ThingKind::pile;
    int amount = 4;
    std::optional<Time> until;
    bool ignores_notice = false;
    bool surely_answers = false;  ///< Whatever chance would have said.
    std::optional<Point> at;      ///< Centre; default: before the middle of the shop.
    std::optional<std::uint32_t> look;
    bool lawful = false;
  };
  ThingId put_out(const PutOut& what);
  /// A script's line: puts any still thing anywhere.
  ThingId place(const Thing& thing, std::optional<Time> until, const std::string& class_name, std::optional<int> shop);
  void remove(ThingId thing, const char* ended_by);

  /// A message reached a shop's phone. The shop may read, comply, ignore or answer.
  void message_arrives(int shop, const std::string& text, const std::string& class_name);
  /// An officer is sent: `task` is the sender's number. `verify_only`: go, look and say.
  void send_officer(int officer, std::uint64_t task, Point where, bool verify_only);
  void withdraw_officer(int officer, std::uint64_t task);
  /// A handset works or not; what it would have said is said when it works again.
  void set_handset(int officer, bool online);

  /// What stands and moves within sight of a camera at an instant ≥ now, as far as it is decided by now. Pure in (scene
  /// version, camera, time).
  SceneView scene(int camera, Time at) const;
  /// Grows whenever the future scene of this camera changes. A picture computed ahead is good while it stands still.
  std::uint64_t scene_version(int camera) const;
  /// The same for one instant ≥ now: grows only when the scene of that very instant changes. What is decided now and
  /// comes later than `at` spoils no picture that was made ahead for `at`.
  std::uint64_t scene_version(int camera, Time at) const;

  /// A merchant's colour influences behaviour (0 green, 1 yellow, 2 red). Told by the outside.
  void set_colour(int shop, int colour);

  /// Deterred opportunities and other outside influence aside, nothing is scheduled by chance while this is false. For
  /// scripted scenarios. To be called before `start`.
  void set_spontaneous(bool spontaneous);

  const Truth& truth() const;
  Point officer_at(int officer, Time at) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::sim
