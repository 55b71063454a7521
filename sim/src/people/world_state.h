// The inside of the world, shared by world.cpp, behaviour.cpp, answers.cpp and squad.cpp.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "people/ground_index.h"
#include "people/movers.h"
#include "sim/kernel/process.h"
#include "sim/people/world.h"
#include "sim/random/streams.h"

namespace tricolor::sim {

/// The way in which an unlawful thing answers the world. It is drawn with its opportunity, whatever the world does
/// later. Marks are uniform in [0, 1); an action of the world moves the threshold against which a mark is held.
struct Temper {
  double notice_mark = 1;  ///< Answers an SMS when this is at least the share of those who never do.
  bool ignores_notice = false;
  double response_s = 300;  ///< Time from the SMS's arrival to clearing up.
  bool replies = false;
  bool relapses = false;
  double relapse_after_s = 1800;
  double relapse_stay_s = 2700;
  double handling_s = 480;  ///< Time that an officer takes to persuade.
  bool flees = false;       ///< Mobile vendors run from officers.
};

struct Place {
  Point at;
  double heading_rad = 0;
};

/// A thing that may come to stand in the street, as it was drawn before anybody could influence it.
struct Opportunity {
  Key key;  ///< Entity, purpose and number of the opportunity. Names the thing, too.
  Time when;
  double stay_s = 0;          ///< Length of the stay without intervention.
  Thing thing;                ///< Kind, look and size; the place comes from `places`.
  std::vector<Place> places;  ///< Places in order of preference; the first that is free is taken.
  double radius_m = 1;        ///< Free room that it needs.
  std::string class_name;     ///< Empty: lawful.
  std::optional<int> shop;
  double deterred_mark = 1;  ///< The thing does not come about when this is below the shop's deterrence.
  Temper temper;
};

/// The traces that an officer's visit and an SMS leave behind in a shop.
struct Memory {
  std::optional<Time> visited, notified;
  int notices_today = 0;
};

/// Goods of a shop that takes them in for a moment, again and again.
struct Game {
  Opportunity chance;
  Place place;
  Time until;     ///< End of the whole.
  int piece = 0;  ///< Number of the time for which they stand now.
};

/// A bin that stands in a street for good.
struct Bin {
  std::uint64_t entity = 0;  ///< Keys its draws.
  Thing thing;               ///< As it usually is.
  ThingId now = 0;           ///< The thing that stands in its place.
  ThingId change = 0;        ///< Name of the opportunity that changed it last.
};

/// A still thing in the street, or one that is about to come.
struct Standing {
  Thing thing;
  Time from;
  std::optional<Time> until;  ///< Planned end.
  EventHandle end;
  const char* ends_by = "itself";
  bool there = false;        ///< True from `from` on.
  std::size_t stay = 0;      ///< Index into Truth::stays, once it is there.
  std::vector<int> seen_by;  ///< Cameras in whose scene it is.
  std::optional<int> shop;
  std::string class_name;  ///< Empty: lawful.
  Temper temper;
  std::shared_ptr<const Game> game;  ///< Null: they stay until they go.
  std::optional<std::size_t> bin;    ///< The bin that is this for a while, and then what it was.
};

/// An officer's errand.
struct Errand {
  std::uint64_t task = 0;
  Point where;
  bool verify_only = false;
  bool patrol = false;  ///< His own beat: nobody sent him, and he reports to nobody.
};

/// The task of an errand that nobody sent.
inline constexpr std::uint64_t kNoTask = ~std::uint64_t{0};

struct OfficerBody {
  std::deque<Errand> waiting;
  std::optional<Errand> current;
  bool called_off = false;  ///< The current errand was withdrawn.
  Process process;
  Point from, to;
  Time left_at, arrives_at;
  bool online = true;
  /// Messages that an offline handset will send later.
  std::vector<std::tuple<std::uint64_t, std::string, bool, std::optional<Verified>>> unsaid;
  std::uint64_t errands = 0;
  std::uint64_t journeys = 0;  ///< Grows with every way taken: an action meant for an older way no longer holds.
};

/// Distance from a camera within which passers-by are in its scene, metres. Assumed.
inline constexpr double kMoversWithinM = 45;

/// The ground whose things one camera may have in its scene: a wedge that is wider than the picture, so that shadows
/// and tall things from beside it are drawn as well.
class SceneWedge {
 public:
  explicit SceneWedge(const CameraPose& pose);
  bool holds(Point at) const;
  /// Corners of a rectangle along x and y that has all of it.
  std::pair<Point, Point> bounds() const;

 private:
  Point eye_;
  double ahead_x_, ahead_y_, spread_;
};

/// Holds the things that lie along one street, or near enough to open into it. Points into the city.
struct StreetPlaces {
  /// A street that opens into another, as `in_junction` asks for it.
  struct Opening {
    Point from;
    double along_x, along_y;   ///< Its direction.
    double reach_m, length_m;  ///< Half of its width and some room, and its length.
  };
  std::vector<const Bay*> bays;
  std::vector<const Crossing*> crossings;
  std::vector<Opening> opening;
};
std::vector<StreetPlaces> places_by_street(const City& city);

struct World::Impl {
  const City& city;
  Demand demand;
  std::uint64_t seed;
  Simulation& kernel;
  WorldListener* listener;
  Movers movers;
  Truth truth;
  std::map<ThingId, Standing> standing;
  std::vector<Bin> bins;
  // The same by what is asked of them; they are written by `stand` and `go` alone. A thing keeps its place.
  GroundIndex<ThingId> on_ground{16};
  std::vector<std::set<ThingId>> in_scene;  ///< By camera.
  std::vector<std::set<ThingId>> of_shop;   ///< Unlawful things, by shop.
  std::set<ThingId> fleeing;                ///< Of vendors who run from officers.
  std::vector<std::uint64_t> versions;
  struct Change {
    Time from, until;  ///< The instants whose scenes it changed.
  };
  std::vector<std::vector<Change>> changes;  ///< By camera; those that are over are dropped now and then.
  std::vector<StreetPlaces> places_of;       ///< By street.
  /// The part that is the same on all days of a shop.
  struct ShopHabits {
    std::uint64_t entity;
    bool has_room;        ///< As `room_before` says.
    double rate_per_day;  ///< As `merchant_rate_per_day` says.
  };
  std::vector<ShopHabits> habits;     ///< By shop.
  std::vector<SceneWedge> wedges;     ///< By camera.
  GroundIndex<int> cameras_over{64};  ///< Cameras whose wedge may reach a square, ascending.
  std::vector<int> colours;
  std::vector<Memory> memories;  ///< By shop.
  std::deque<OfficerBody> officers;
  std::uint64_t script_lines = 0;
  Time end;
  bool spontaneous = true;
  World::Matters lawful_matters;            ///< Empty: all lawful things come about.
  std::map<std::string, Duration> longest;  ///< Longest stay that comes about, by class; absent: any.

  Impl(const City& c, const Demand& d, std::uint64_t s, Simulation& k, WorldListener* l);

  /// Seed of what is the same on all days.
  std::uint64_t city_seed() const { return city.seed.value_or(seed); }

  // world.cpp
  ThingId stand(const Key& key, Thing thing, Time from, std::optional<Time> until, const std::string& class_name,
                std::optional<int> shop, const Temper& temper);
  void appear(ThingId thing);
  /// Lets a thing leave at `at` ≥ now, if it does not leave earlier by itself.
  void leave_at(ThingId thing, Time at, const char* ended_by);
  void go(ThingId thing, const char* ended_by);
  void changed(const std::vector<int>& cameras, Time from, Time until);
  bool free_place(Point at, double radius_m, Time from) const;
  std::vector<ThingId> unlawful_near(Point where, double within_m) const;

  // behaviour.cpp
  void plan_day(Time midnight);
  /// `busy` multiplies what the shop does that day.
  void plan_shop(int shop, Time midnight, double busy);
  void plan_street(int street, Time midnight);
  void plan_bays(Time midnight);
  void plan_furniture(int street, Time midnight);
  void put_bins();
  void put_waste_bins();
  void put_bin(const Key& key, const Thing& bin);

  // bins.cpp
  void plan_bins(Time midnight);
  void change_bin(std::size_t bin, const Key& key, const BinChange& row);
  void restore_bin(std::size_t bin);
  void expect(Opportunity opportunity);
  void decide(const Opportunity& opportunity);
  bool plays_games(int shop) const;
  void play(std::shared_ptr<const Game> game, Time from);
  const Shop* neighbour(const Shop& front, bool at_far_end) const;
  void straddle(Opportunity& chance, const Shop& front) const;
  void stand_across_a_bay(Opportunity& chance, int street) const;
  bool in_bay(int street, Side side, double along_m, double reach_m) const;
  /// Draws an appearance of the kind that is no deeper than `deepest_m`, so that it fits into the lawful strip.
  std::uint32_t slim_look(ThingKind kind, double deepest_m, Draw& draw) const;
  bool in_junction(int street, double along_m) const;
  void at(Time time, Callback what);

  // answers.cpp
  double deterrence(int shop) const;
  void answer_notice(int shop, const std::string& class_name);
  void relapse(const Standing& gone);
  void maybe_report(ThingId thing);
  void plan_false_reports(int street, Time midnight);
  Duration send_report(Draw& draw, const Standing& about, Duration first);
  void appeal(int shop, bool innocent);

  // squad.cpp
  Process duty(int officer);
  void send(int officer, Errand errand);
  void say(int officer, std::uint64_t task, const std::string& what, bool found_violation,
           std::optional<Verified> found = {});
  Point position(int officer, Time at) const;
  bool on_duty(int officer) const;
  void attend(const std::vector<ThingId>& found, Duration handling);
  Duration handling_of(int officer, const std::vector<ThingId>& found) const;

  // officer_day.cpp
  double acknowledges_s(int officer) const;
  /// The first instant ≥ `at` at which neither a meal nor another duty holds the officer, or at which his shift is
  /// over.
  Time free_at(int officer, Time at) const;
  void plan_beats(Time start, Time until);
  void walk_beat(int officer);
  void scare_vendors(int officer);
};

/// Names the thing of an opportunity, so that one that does not come about renames no other. 52 bits: exact as a number
/// in JSON.
ThingId name_for(const Key& key);
/// The stream of the marks of one sort that an opportunity has beside its own.
Draw marks_of(Key key, Purpose sort);

/// The index of an opportunity: its day, and its number within the day.
std::uint64_t opportunity(Time midnight, int number);
/// The number of opportunities of one sort that an entity has on a day.
int how_many(std::uint64_t seed, std::uint64_t entity, Purpose what, Time midnight, double mean);

/// The entity under which the draws of a shop or a street are keyed. It follows from its id, so that a further
/// neighbour changes nobody's number.
std::uint64_t entity_of(const std::string& id);

inline Duration seconds(double s) { return Duration{static_cast<std::int64_t>(s * 1e6)}; }
inline Duration hours(double h) { return seconds(h * 3600); }

}  // namespace tricolor::sim
