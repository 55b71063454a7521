// The living city: merchants, vendors, drivers, riders, passers-by, citizens and officers on a kernel. It knows nothing
// of any engine. Actions of the outside world (a message arrives, an officer is sent, somebody asks what a camera sees)
// enter by the calls below; the city's own actions are told to a `WorldListener`.
//
// Behaviour is thinned from exogenous opportunities (see random/streams.h). Each entity's opportunities are drawn at
// its highest rate and carry their own time, class, duration, reaction and relapse; an action of the outside only moves
// the threshold against an opportunity's fixed uniform. Adding a shop moves no other shop's draws.
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
  std::optional<int> shop;  ///< The shop to which it belongs; none: no shop in this street.
};

/// Takes what the city tells the outside. Calls come at the simulated instant at which it happens.
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
  /// A merchant appeals against the last SMS; those who decide on it will grant it, or not.
  virtual void on_appeal(int /*shop*/, bool /*will_be_granted*/) {}
  /// An officer's handset sends a message. `what`: acknowledged, arrived, disposed, checked_passed, checked_failed,
  /// returned, verified_true, verified_false. `task` is the number given to `send_officer`. `found`: what he verified
  /// as true.
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
    bool surely_answers = false;  ///< True when the shop answers whatever chance would have said.
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
  /// Sends an officer. `task` is the sender's number. With `verify_only` he goes, looks and says what he found.
  void send_officer(int officer, std::uint64_t task, Point where, bool verify_only);
  void withdraw_officer(int officer, std::uint64_t task);
  /// Switches a handset off or on; the messages of the time in which it is off are sent when it is on again.
  void set_handset(int officer, bool online);

  /// Gives what stands and moves within sight of a camera at an instant ≥ now, as far as it is decided by now. Pure in
  /// (scene version, camera, time).
  SceneView scene(int camera, Time at) const;
  /// Grows whenever the future scene of this camera changes. A picture computed ahead is good while it stands still.
  std::uint64_t scene_version(int camera) const;
  /// The same for one instant ≥ now: it grows only when the scene of that very instant changes. A thing that is decided
  /// now and comes later than `at` spoils no picture that was made ahead for `at`.
  std::uint64_t scene_version(int camera, Time at) const;

  /// Sets a merchant's colour (0 green, 1 yellow, 2 red), which influences behaviour. The outside tells it.
  void set_colour(int shop, int colour);

  /// Switches chance on or off. While it is off nothing is scheduled by chance, deterred opportunities and other
  /// outside influence aside. For scripted scenarios. To be called before `start`.
  void set_spontaneous(bool spontaneous);
  /// Lets nobody stay longer than `longest` where a class may be violated: who would, does not come. For a street in
  /// which everybody keeps the rules. To be called before `start`.
  void set_longest_stay(const std::string& class_name, Duration longest);

  /// Leaves out the lawful things of chance that cannot matter to whoever watches this city. `matters` is asked when
  /// such a thing is drawn, with the place that it would take first and the length of its stay, and may depend on these
  /// and on the thing's name alone. To be called before `start`.
  using Matters = std::function<bool(const Thing& thing, Duration stays)>;
  void leave_out_lawful_unless(Matters matters);

  const Truth& truth() const;
  /// Gives the scene log away: it goes on empty.
  std::vector<SceneLogEntry> take_scene_log();
  /// Gives all of the truth away, at the end of a run.
  Truth take_truth();
  Point officer_at(int officer, Time at) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::sim
