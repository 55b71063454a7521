// The inside of the world, shared by world*.cpp, behaviour.cpp and squad.cpp.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "people/movers.h"
#include "sim/kernel/process.h"
#include "sim/people/world.h"

namespace tricolor::sim {

/// How an unlawful thing answers the world: drawn with its opportunity, whatever the world does later.
struct Temper {
  bool ignores_notice = false;
  double response_s = 300;           ///< From the SMS's arrival to clearing up.
  bool replies = false;
  bool relapses = false;
  double relapse_after_s = 1800;
  bool flees = false;                ///< Mobile vendors run from officers.
};

/// A still thing in the street.
struct Standing {
  Thing thing;
  Time from;
  std::optional<Time> until;         ///< Planned end.
  EventHandle end;
  std::size_t stay = 0;              ///< Index into Truth::stays.
  std::optional<int> shop;
  std::string class_name;            ///< Empty: lawful.
  Temper temper;
};

/// An officer's errand.
struct Errand {
  std::uint64_t task = 0;
  Point where;
  bool verify_only = false;
};

struct OfficerBody {
  std::deque<Errand> waiting;
  std::optional<Errand> current;
  Process process;
  Point from, to;
  Time left_at, arrives_at;
  bool online = true;
  std::vector<std::tuple<std::uint64_t, std::string, bool>> unsaid;  ///< What an offline handset will say later.
  std::uint64_t errands = 0;
};

struct World::Impl {
  const City& city;
  Demand demand;
  std::uint64_t seed;
  Simulation& kernel;
  WorldListener* listener;
  Movers movers;
  Truth truth;
  std::map<ThingId, Standing> standing;
  std::vector<std::uint64_t> versions;
  std::vector<std::vector<int>> cameras_near_shop;
  std::vector<int> colours;
  std::deque<OfficerBody> officers;
  ThingId next_thing = 1;
  std::uint64_t next_errand = 0;
  Time end;
  bool spontaneous = true;

  Impl(const City& c, const Demand& d, std::uint64_t s, Simulation& k, WorldListener* l);

  // world.cpp
  ThingId stand(Thing thing, Time from, std::optional<Time> until, const std::string& class_name, std::optional<int> shop, const Temper& temper);
  void go(ThingId thing, const char* ended_by);
  void touch(Point at);
  bool free_place(Point at, double radius_m) const;
  bool unlawful_near(Point where, double within_m) const;

  // behaviour.cpp
  void plan_day(Time midnight);
  void plan_shop(int shop, Time midnight);
  void plan_street(int street, Time midnight);
  void plan_bays(Time midnight);
  void put_furniture();
  void at(Time time, Callback what);
  void maybe_report(ThingId thing);
  void answer_notice(int shop, const std::string& class_name);

  // squad.cpp
  Process duty(int officer);
  void send(int officer, Errand errand);
  void say(int officer, std::uint64_t task, const std::string& what, bool found);
  Point position(int officer, Time at) const;
  void scare_vendors(Point where);
};

}  // namespace tricolor::sim
