// The configuration: everything that the engine is told about the world before the first picture, that is classes,
// cameras, zones, dossiers, duty grids and officers. Policy (every number that a planner may change) is apart, in
// engine/policy.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/frame.h"
#include "engine/geometry.h"
#include "engine/ids.h"
#include "engine/still_objects.h"
#include "engine/time.h"

namespace tricolor::engine {

/// The purpose of a zone. `ViolationClass::zones` says which classes can be violated in it.
enum class ZoneKind : std::uint8_t {
  shop_front,   ///< The yellow box before one shop: the public pavement that its merchant answers for.
  pavement,     ///< Public pavement that no shop answers for, or the carriageway edge before it.
  no_stopping,  ///< Carriageway or pavement where no motor vehicle may park.
  bay,          ///< A marked bay; it pardons the classes whose `pardoned_in` names it.
};

inline constexpr std::size_t kZoneKinds = 4;
/// Word of a kind of zone in files: "shop_front", "pavement", "no_stopping", "bay".
inline constexpr const char* kZoneKindNames[kZoneKinds] = {"shop_front", "pavement", "no_stopping", "bay"};

/// A kind of thing that a detector or an analyser may name.
struct ObjectKind {
  std::string name;      ///< Code name: "pile".
  double depth_m = 0.8;  ///< How far a thing of it usually reaches back from the viewer, metres, > 0.
  friend bool operator==(const ObjectKind&, const ObjectKind&) = default;
};

/// The mark between a kind and what is told of a thing of it. No name has it.
inline constexpr char kAttributeMark = '+';
/// The name of a kind with what is told of a thing of it, such as "bin+overflowing"; the kind's own where that is
/// nothing.
std::string kind_with(std::string_view kind, const std::vector<std::string>& attributes);

/// A desk (处置席位) that handles the cases of classes: the officers of a team, at its hours, wherever in the city.
struct CaseDesk {
  std::string name;     ///< Code name, such as "sanitation".
  std::string name_zh;  ///< Name: "环卫".
  std::string name_en;  ///< Name in English; may be empty.
  std::string team;     ///< The squad whose officers handle its cases. One that has none leaves them to the grid's.
  /// Times of day (UTC+8) between which it sends somebody; a case that comes at others waits. `until` may be smaller
  /// than `from`: over midnight. Equal: always.
  Duration from{0}, until{0};
  friend bool operator==(const CaseDesk&, const CaseDesk&) = default;
};

/// One class of violation. Codes and names are data (assets/classes), because two national numberings coexist.
struct ViolationClass {
  std::string code_name;           ///< Identifier, such as "piled_goods".
  std::string name_zh;             ///< Name for an SMS: "杂物堆放".
  std::string name_en;             ///< Name in English: "piled goods".
  std::string gb6_code;            ///< Code in the six-class national list, such as "01-36"; empty if none.
  std::string cjt_code;            ///< Code in the CJ/T 214 style list, such as "05-07"; empty if none.
  std::vector<std::string> kinds;  ///< Detector kinds that show it, such as {"pile"}.
  std::vector<ZoneKind> zones;     ///< Zones in which it can be violated.
  /// Kinds of zone that pardon it: what stands at least half in one of them is lawful, whatever zone lies beneath.
  std::vector<ZoneKind> pardoned_in{ZoneKind::bay};
  /// The extent of one stay. By the zone's kind: a shop front holds one stay of the class, public ground one a thing.
  enum class StayPer : std::uint8_t { by_zone_kind, zone, thing };
  StayPer stay_per = StayPer::by_zone_kind;
  /// The party that answers for it. Of all but the merchant nobody is warned and there is no strike, even before a
  /// shop: an officer, or the class's desk, sees to it at once.
  enum class Answers : std::uint8_t {
    merchant,  ///< The merchant of the zone, where it has one.
    place,     ///< Whoever keeps the place, such as a park or an estate.
    vehicle,   ///< The holder of the vehicle.
    nobody     ///< Nobody is known: it is work to be done, such as dumped waste.
  };
  Answers answers = Answers::merchant;
  bool unless_permitted = true;  ///< False: no permit makes it lawful.
  /// Times of day (UTC+8) between which it is a violation; `until` may be smaller than `from`: over midnight. Equal:
  /// always.
  Duration from{0}, until{0};
  /// A kind of thing beside which it is none: goods, a bicycle or a bag whose owner stands by.
  struct Apart {
    std::string kind;
    double within_m = 0;  ///< Distance of the middles of their footprints, metres, > 0.
    friend bool operator==(const Apart&, const Apart&) = default;
  };
  std::vector<Apart> apart_from = {};
  /// Fewest things of the class that one look must show in the zone, ≥ 1. Fewer are no violation.
  int at_least = 1;
  /// Attribute that must be told of a thing for it to show the class, such as "overflowing"; empty: any thing of its
  /// kinds shows it. Who tells of things says it (`ToldThing::attributes`); the program's own detector tells none.
  std::string with = {};
  /// The desk that handles its cases; none: the officers of the duty grid.
  std::optional<CaseDesk> desk = {};
};

/// True when a thing of this kind shows the class. `kind` may say more of it (`kind_with`). It says nothing of where.
bool shows(const ViolationClass& violation_class, std::string_view kind);

/// The classes in force; `ClassId` is an index into it.
using ClassTable = std::vector<ViolationClass>;

struct Camera {
  std::string name;                        ///< Name as people wrote it, unique.
  std::string owner;                       ///< "city", "police", "town": a shared feed can be withdrawn.
  std::optional<CameraGeometry> geometry;  ///< None: uncalibrated; then ground coordinates are picture pixels.
  Duration frame_every{1'500'000};         ///< Nominal spacing of looks, > 0.
  Duration heartbeat_max{900'000'000};  ///< Silence (no Frame, no Unchanged) longer than this is Blind. > frame_every.
  /// Settings of the search for things that stand still, whatever they are: they have the kind `unknown_object` (see
  /// still_objects.h). None: only things that the detector knows are found.
  std::optional<StillObjectSettings> still_objects = {};
  /// Time after which pictures that are equal bit for bit mean a frozen camera, ≥ 0. With 0, for sensors, two in a row
  /// are enough; a lossy codec needs more, because it repeats a picture in which nothing moves.
  Duration frozen_after{0};
  friend bool operator==(const Camera&, const Camera&) = default;
};

struct Zone {
  std::string name;  ///< Unique.
  ZoneKind kind = ZoneKind::shop_front;
  std::optional<MerchantId> merchant;  ///< Set for shop_front only.
  DutyGridId duty_grid;
  std::vector<CameraId> cameras;  ///< Cameras that watch it; a zone may be watched by several.
  GroundPolygon outline;          ///< Convex, metres (pixels for an uncalibrated camera).
  friend bool operator==(const Zone&, const Zone&) = default;
};

/// The dossier of one shop (一户一档).
struct Dossier {
  std::string name;          ///< Name as people wrote it in files, unique ("m1").
  std::string sign;          ///< The name over its door: "阿芳水果店".
  std::string trade;         ///< Code name of the trade: "fruit_veg".
  std::string legal_person;  ///< May be empty.
  std::string licence;       ///< May be empty: an unregistered shop.
  std::string phone;         ///< Number to which an SMS goes; may be empty or wrong.
  DutyGridId duty_grid;
  GroundPoint door;
  std::vector<Time> imported_strikes;  ///< History before the run, oldest first; journalled as imported.
  /// Days on which the shop does not trade: holiday, refitting.
  std::vector<std::chrono::year_month_day> closed_on = {};
};

/// A duty grid (责任网格): the ground for which an officer and his squad answer.
struct DutyGrid {
  std::string name;
  std::optional<OfficerId> owner;  ///< The officer who answers for it; none is a hole in the coverage.
  std::string squad = {};          ///< Name of the squad (中队) to which it belongs; empty: it stands alone.
  /// Its ground, metres; it need not be convex. Where two grids overlap, the one that is configured first has the
  /// place. Empty: its ground is that of the zones that name it, as in a city that nobody has divided, or where an
  /// uncalibrated camera knows no metres.
  GroundPolygon outline = {};
};

struct Officer {
  std::string name;
  DutyGridId duty_grid;  ///< The grid that is his own; its squad is his squad.
  GroundPoint waits_at;
  /// Times of day (UTC+8) between which he is on duty each day; `until` may be smaller than `from`: over midnight.
  Duration on_duty_from{0};
  Duration on_duty_until{std::chrono::hours{24}};
  /// True when he leads the squad of his duty grid. A leader gets only cases that officers could not settle and cases
  /// for which nobody else is on duty before they are due.
  bool leads = false;
};

/// Permission to occupy a place for a while: a permitted stall is no violation.
struct Permit {
  std::optional<MerchantId> merchant;
  GroundPolygon outline;
  std::vector<ClassId> classes;
  Time from;
  Time until;
  friend bool operator==(const Permit&, const Permit&) = default;
};

/// The whole configuration. Ids are indices into these vectors. Read-only after `Engine::configure`.
struct Configuration {
  /// The kinds of thing, in the order in which a box names them when it comes from no detector of the engine's own. A
  /// kind that is not listed is 0.8 m deep.
  std::vector<ObjectKind> kinds;
  ClassTable classes;
  std::vector<Camera> cameras;
  std::vector<Zone> zones;
  std::vector<Dossier> merchants;
  std::vector<DutyGrid> duty_grids;
  std::vector<Officer> officers;
  std::vector<Permit> permits;
  std::vector<std::chrono::year_month_day> holidays;     ///< Days on which no work_hour passes.
  std::vector<std::chrono::year_month_day> worked_days;  ///< Weekend days worked in exchange (调休).
  /// Digest of the files that this configuration and its policy came from, as the caller computed it; may be empty. It
  /// is journalled.
  std::string digest;
};

}  // namespace tricolor::engine
