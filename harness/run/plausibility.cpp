#include "run/plausibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "adapters/pictures.h"
#include "scenario/grid_shape.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::Diagnostics;
using engine::Origin;
using engine::Value;

// From further away a thing of a metre has fewer than about 12 pixels in the usual picture; the engine's zones reach no
// further.
constexpr double kFarM = 42;
// Twin and engine keep about so many bytes a pixel of each camera (measured on 2026-11-26 with cameras of 640 × 360 to
// 4096 × 4096).
constexpr double kBytesAPixel = 24;
constexpr double kMuchMemory = 5.5e9;  // More than a machine of 8 GB has free. Assumed.

// Two grids that share less are drawn along one border, m².
constexpr double kSharedM2 = 5;
// Spacing of the places of a street that are looked for in the grids, metres.
constexpr double kStepM = 5;

class Warner {
 public:
  explicit Warner(const LoopInputs& inputs)
      : s_(inputs.scenario), policies_(inputs.policies), configuration_(configuration_of(inputs)) {
    Diagnostics said_elsewhere;
    engine::read_document(s_.path, file_, said_elsewhere);
  }

  Diagnostics all() {
    about_cameras();
    about_shops();
    about_officers();
    about_grids();
    about_days();
    about_script();
    about_permits();
    about_faults();
    about_expectations();
    about_policies();
    about_classes();
    about_cost();
    return std::move(out_);
  }

 private:
  void warn(const Origin& origin, std::string path, std::string text) {
    out_.add(origin, std::move(path), std::move(text));
  }
  Origin at_key(const std::string& key) const {
    const auto found = s_.key_origins.find(key);
    return found == s_.key_origins.end() ? Origin{s_.path, 1, 1} : found->second;
  }
  template <class Line>
  std::string number_of(const char* list, const std::vector<Line>& lines, const Line& line) const {
    return fmt::format("{}[{}]", list, &line - lines.data());
  }
  const MerchantLine* merchant(const std::string& id) const {
    const auto found =
        std::find_if(s_.merchants.begin(), s_.merchants.end(), [&](const MerchantLine& m) { return m.id == id; });
    return found == s_.merchants.end() ? nullptr : &*found;
  }
  const StreetLine* street(const std::string& id) const {
    const auto found =
        std::find_if(s_.streets.begin(), s_.streets.end(), [&](const StreetLine& line) { return line.id == id; });
    return found == s_.streets.end() ? nullptr : &*found;
  }

  struct Seen {
    double far_m = 0;           ///< Distance from the camera to the middle of the shop's front, metres.
    bool behind_front = false;  ///< True when the camera stands on the façade's other side.
  };
  Seen how_it_sees(const CameraLine& camera, const MerchantLine& shop) const {
    const StreetLine* line = street(shop.street);
    if (!line) return {};
    const double dx = line->to_x_m - line->from_x_m, dy = line->to_y_m - line->from_y_m, length = std::hypot(dx, dy);
    const double along = (shop.from_m + shop.to_m) / 2, front = line->carriageway_m / 2 + line->pavement_m,
                 across = shop.north ? front : -front;
    const double x = line->from_x_m + (along * dx - across * dy) / length,
                 y = line->from_y_m + (along * dy + across * dx) / length;
    const double camera_across = ((camera.y_m - line->from_y_m) * dx - (camera.x_m - line->from_x_m) * dy) / length;
    return {std::hypot(camera.x_m - x, camera.y_m - y), (shop.north ? camera_across : -camera_across) > front};
  }

  bool something_happens() const { return s_.spontaneous || !s_.script.empty(); }
  // A scenario of faults alone, or of strikes that were counted before it, is intended, and gives no warning.
  bool something_is_told() const {
    return !s_.faults.empty() || std::any_of(s_.merchants.begin(), s_.merchants.end(),
                                             [](const MerchantLine& m) { return !m.strikes.empty(); });
  }

  void about_cameras() {
    std::set<std::uint32_t> with_zones;
    for (const engine::Zone& zone : configuration_.zones)
      for (const engine::CameraId camera : zone.cameras) with_zones.insert(camera.value);
    for (const CameraLine& camera : s_.cameras) {
      const std::string path = number_of("cameras", s_.cameras, camera);
      const MerchantLine* shop = merchant(camera.looks_at);
      const Seen seen = shop ? how_it_sees(camera, *shop) : Seen{};
      const double far = seen.far_m;
      const auto index = std::find_if(configuration_.cameras.begin(), configuration_.cameras.end(),
                                      [&](const engine::Camera& c) { return c.name == camera.id; }) -
                         configuration_.cameras.begin();
      if (far > kFarM)
        warn(camera.origin, path,
             fmt::format("'{}' stands {:.0f} m from '{}', at which it looks; it sees things of a metre up to {:.0f} m",
                         camera.id, far, camera.looks_at, kFarM));
      else if (seen.behind_front)
        warn(
            camera.origin, path,
            fmt::format("'{}' stands behind the façade of '{}', at which it looks: it cannot see what stands before it",
                        camera.id, camera.looks_at));
      else if (!with_zones.contains(static_cast<std::uint32_t>(index)))
        warn(camera.origin, path, fmt::format("'{}' sees no zone: nothing is watched by it", camera.id));
      for (const engine::ClassPolicy& entry : policies_.first().classes)
        if (entry.shortest_dwell() < 2 * camera.frame_every && entry.shortest_dwell() > 0s) {
          warn(camera.origin, path + ".frame_every",
               fmt::format("is {}, more than half of {}'s dwell ({}): a stay may go unseen",
                           engine::written(camera.frame_every), entry.code_name,
                           engine::written(entry.shortest_dwell())));
          break;
        }
    }
    if (s_.cameras.empty() && !s_.city && something_happens())
      warn(at_key("cameras"), "cameras", "are none: nothing will be seen");
  }

  void about_shops() {
    std::set<std::uint32_t> seen, with_zone;
    for (const engine::Zone& zone : configuration_.zones)
      if (zone.merchant) {
        with_zone.insert(zone.merchant->value);
        if (!zone.cameras.empty()) seen.insert(zone.merchant->value);
      }
    std::map<std::string, std::uint32_t> index;
    for (std::uint32_t i = 0; i < configuration_.merchants.size(); ++i) index[configuration_.merchants[i].name] = i;
    std::map<std::string, std::string> phones;
    // A thing that a citizen reports need not be seen by a camera.
    std::set<std::string> reported;
    for (const ScriptLine& line : s_.script)
      if (line.what == ScriptLine::What::reports) reported.insert(line.merchant);
    std::vector<const MerchantLine*> unseen;
    for (const MerchantLine& shop : s_.merchants) {
      const std::string path = number_of("merchants", s_.merchants, shop);
      if (!with_zone.contains(index[shop.id]))
        warn(shop.origin, path,
             fmt::format("'{}' has no zone: beside a generated city only its own shops are watched", shop.id));
      else if (!seen.contains(index[shop.id]) && !s_.cameras.empty() && !reported.contains(shop.id))
        unseen.push_back(&shop);
      const std::set<Time> strikes(shop.strikes.begin(), shop.strikes.end());
      if (strikes.size() < shop.strikes.size())
        warn(shop.origin, path + ".history.strikes", "hold one instant twice: it counts as two strikes");
      if (shop.phone.empty()) continue;
      const auto [first, is_new] = phones.emplace(shop.phone, shop.id);
      if (!is_new)
        warn(shop.origin, path + ".phone",
             fmt::format("is also that of '{}': both are warned under one number, and its daily limit", first->second));
    }
    // Streets of an import have many such shops, and one line for each would hide all other warnings.
    constexpr std::size_t kMostNamed = 5;
    if (unseen.size() <= kMostNamed) {
      for (const MerchantLine* shop : unseen)
        warn(shop->origin, number_of("merchants", s_.merchants, *shop),
             fmt::format("'{}' is seen by no camera: nothing can be found there", shop->id));
      return;
    }
    std::string names;
    for (std::size_t i = 0; i < kMostNamed; ++i) names += fmt::format("{}'{}'", i ? ", " : "", unseen[i]->id);
    warn(unseen.front()->origin, "merchants",
         fmt::format("{} of {} are seen by no camera, {} among them: nothing can be found there", unseen.size(),
                     s_.merchants.size(), names));
  }

  // Grids that people drew.
  void about_grids() {
    const auto& grids = configuration_.duty_grids;
    for (const DutyGridLine& line : s_.duty_grids) {
      const std::string path = number_of("duty_grids", s_.duty_grids, line);
      const auto id = static_cast<std::uint32_t>(&line - s_.duty_grids.data());
      if (!grids[id].owner)
        warn(line.origin, path,
             fmt::format("'{}' has no officer: its cases go to {}", line.id,
                         line.squad.empty() ? "those of other grids" : "the rest of its squad"));
      for (std::uint32_t other = 0; other < id; ++other)
        if (const double m2 = common_ground_m2(grids[other].outline, grids[id].outline); m2 > kSharedM2)
          warn(
              line.origin, path + ".outline",
              fmt::format("shares {:.0f} m² with '{}', which has them because it stands first", m2, grids[other].name));
    }
    if (!s_.duty_grids.empty()) about_places_in_no_grid();
  }

  void about_places_in_no_grid() {
    const double near_m = policies_.first().route.nearest_grid_within_m;
    const auto away_m = [&](engine::GroundPoint place) {
      double nearest = 1e300;
      for (const engine::DutyGrid& grid : configuration_.duty_grids)
        if (!grid.outline.empty()) nearest = std::min(nearest, engine::distance_m(grid.outline, place));
      return nearest;
    };
    const auto goes = [&](double away) {
      return away > near_m
                 ? fmt::format("further than route.nearest_grid ({:g} m): its cases belong to no grid", near_m)
                 : std::string("its cases go to that one");
    };
    for (const MerchantLine& shop : s_.merchants) {
      const auto dossier = std::ranges::find(configuration_.merchants, shop.id, &engine::Dossier::name);
      if (const double away = away_m(dossier->door); away > 0)
        warn(shop.origin, number_of("merchants", s_.merchants, shop),
             fmt::format("'{}' lies in no duty grid: the nearest is {:.0f} m away, {}", shop.id, away, goes(away)));
    }
    for (const StreetLine& line : s_.streets) {
      const double length = std::hypot(line.to_x_m - line.from_x_m, line.to_y_m - line.from_y_m);
      const int pieces = static_cast<int>(std::ceil(length / kStepM));
      int outside = 0;
      double farthest = 0;
      for (int i = 0; i <= pieces; ++i) {
        const double share = static_cast<double>(i) / pieces;
        const double away = away_m({line.from_x_m + share * (line.to_x_m - line.from_x_m),
                                    line.from_y_m + share * (line.to_y_m - line.from_y_m)});
        outside += away > 0;
        farthest = std::max(farthest, away);
      }
      if (outside > 0)
        warn(line.origin, number_of("streets", s_.streets, line),
             fmt::format("'{}' lies for {:.0f} % of its length in no duty grid, up to {:.0f} m from the nearest, {}",
                         line.id, 100.0 * outside / (pieces + 1), farthest, goes(farthest)));
    }
  }

  void about_officers() {
    if (s_.city) {
      // It has cameras and officers of its own, the latter perhaps too few.
      const auto ownerless =
          std::ranges::count_if(configuration_.duty_grids, [](const engine::DutyGrid& grid) { return !grid.owner; });
      if (ownerless > 0 && s_.duty_grids.empty())
        warn(at_key("city"), "city.officers",
             fmt::format("leave {} of {} duty grids without an officer", ownerless, configuration_.duty_grids.size()));
      return;
    }
    std::set<std::string> owned, watched;
    for (const OfficerLine& officer : s_.officers)
      if (!officer.leads) owned.insert(officer.duty_grid);
    for (const StreetLine& line : s_.streets) {
      const bool is_new = watched.insert(line.duty_grid).second;
      if (is_new && s_.duty_grids.empty() && !s_.officers.empty() && !owned.contains(line.duty_grid))
        warn(line.origin, number_of("streets", s_.streets, line) + ".duty_grid",
             fmt::format("'{}' has no officer: its cases go to those of other grids", line.duty_grid));
    }
    if (s_.officers.empty()) warn(at_key("officers"), "officers", "are none: no case will be dispatched");
    bool anybody = s_.officers.empty();
    for (const OfficerLine& officer : s_.officers) {
      if (s_.duty_grids.empty() && !watched.contains(officer.duty_grid))
        warn(officer.origin, number_of("officers", s_.officers, officer) + ".duty_grid",
             fmt::format("'{}' has no street", officer.duty_grid));
      anybody = anybody || on_duty_in_run(officer);
    }
    if (!anybody)
      warn(at_key("officers"), "officers",
           fmt::format("are off duty from {} to {}: no case will be dispatched", engine::to_text(s_.start),
                       engine::to_text(s_.end())));
  }

  bool on_duty_in_run(const OfficerLine& officer) const {
    if (s_.lasts >= 24h) return true;
    for (Time at = s_.start; at < s_.end(); at += 1min) {
      const auto local = at + engine::kUtcOffset;
      const Duration clock = local - std::chrono::floor<std::chrono::days>(local);
      const bool over_midnight = officer.on_until <= officer.on_from;
      if (over_midnight ? clock >= officer.on_from || clock < officer.on_until
                        : clock >= officer.on_from && clock < officer.on_until)
        return true;
    }
    return false;
  }

  void about_days() {
    for (const auto& day : s_.worked_days) {
      const std::chrono::weekday weekday{std::chrono::sys_days{day}};
      if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday)
        warn(at_key("calendar"), "calendar.worked_days",
             fmt::format("{:04}-{:02}-{:02} is a working day anyhow", static_cast<int>(day.year()),
                         static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day())));
    }
  }

  void about_script() {
    std::set<std::string> watched;
    for (const PolicyFrom& rules : policies_.all())
      for (const engine::ClassPolicy& entry : rules.policy.classes) watched.insert(entry.code_name);
    std::set<std::string> told;
    for (const ScriptLine& line : s_.script) {
      const MerchantLine* shop = line.what == ScriptLine::What::puts_out ? merchant(line.merchant) : nullptr;
      if (shop && line.along_m && *line.along_m > shop->to_m - shop->from_m)
        warn(line.origin, number_of("script", s_.script, line) + ".along",
             fmt::format("is {} m, beyond the front of '{}', which is {} m wide: it stands before another",
                         engine::written(*line.along_m), shop->id,
                         engine::written(std::round(100 * (shop->to_m - shop->from_m)) / 100)));
    }
    for (const ScriptLine& line : s_.script)
      if (!line.class_name.empty() && !line.lawful && !watched.contains(line.class_name) &&
          told.insert(line.class_name).second)
        warn(
            line.origin, number_of("script", s_.script, line),
            fmt::format("speaks of {}, which the policy '{}' does not watch", line.class_name, policies_.first().name));
    if (!something_happens() && !something_is_told() && s_.passers_by_per_hour <= 0)
      warn({s_.path, 1, 1}, "script", "is empty, and people do nothing of themselves: nothing will happen");
  }

  void about_permits() {
    for (const PermitLine& permit : s_.permits)
      if (permit.until <= s_.start || permit.from >= s_.end())
        warn(permit.origin, number_of("permits", s_.permits, permit), "lies outside the run: it allows nothing");
    const Value* permits = file_.find("permits");
    if (s_.lasts <= 24h || !permits) return;
    for (std::size_t i = 0; i < permits->items.size(); ++i)
      for (const char* key : {"from", "until"}) {
        const Value* time = permits->items[i].find(key);
        if (time && engine::time_of_day_of(time->text))
          warn(time->origin, fmt::format("permits[{}].{}", i, key),
               fmt::format("is a time of day in a run of {}: it means the first day only; a later day is "
                           "written as \"2020-11-05 09:00\"",
                           engine::written(s_.lasts)));
      }
  }

  void about_faults() {
    for (const FaultLine& fault : s_.faults)
      if (fault.what == FaultLine::What::camera_swapped && fault.camera == fault.other_camera)
        warn(fault.origin, number_of("faults", s_.faults, fault) + ".shows",
             fmt::format("is '{}' itself: nothing is swapped", fault.camera));
    if (s_.lost_share >= 1) warn(at_key("gateway"), "gateway.lost", "is 100 %: no message reaches anybody");
  }

  void about_expectations() {
    for (const ExpectLine& line : s_.expect) {
      const std::string path = number_of("expect", s_.expect, line);
      const bool after = line.from && *line.from > s_.end(), before = line.until && *line.until < s_.start;
      if (after || before)
        warn(line.origin, path,
             fmt::format("speaks of a time outside the run, which is from {} to {}: it {} be met",
                         engine::to_text(s_.start), engine::to_text(s_.end()),
                         line.never || line.times == 0 ? "will always" : "cannot"));
    }
  }

  void about_policies() {
    Duration shortest = 24h;
    for (const PolicyFrom& rules : policies_.all())
      for (const engine::ClassPolicy& entry : rules.policy.classes)
        shortest = std::min(shortest, entry.shortest_dwell());
    if (s_.lasts <= shortest)
      warn(at_key("lasts"), "lasts",
           fmt::format("is {}, not longer than any dwell: nothing can be found", engine::written(s_.lasts)));
    add_figures(s_.policy_path, policies_.first());
    std::set<std::string> told{s_.policy_path};
    std::string in_force = s_.policy_path;
    for (const ChangeLine& line : s_.changes) {
      if (line.policy_path.empty()) continue;
      if (line.policy_path == in_force)
        warn(line.origin, number_of("changes", s_.changes, line) + ".policy",
             "is in force already: the change changes nothing");
      in_force = line.policy_path;
      if (told.insert(line.policy_path).second) add_figures(line.policy_path, policies_.at(line.at));
    }
  }

  void add_figures(const std::string& path, const engine::Policy& policy) {
    for (const engine::Diagnostic& one : warnings_about_figures(path, policy).sorted())
      warn(one.origin, one.path, one.text);
  }

  void about_classes() {
    std::set<std::string> desks;
    for (const engine::ViolationClass& entry : configuration_.classes) {
      const std::string path = "classes." + entry.code_name;
      if (!entry.with.empty() && s_.rung == "pixels")
        warn(at_key("classes"), path + ".with",
             fmt::format("is '{}', which the program's own detector does not tell: at the rung pixels none is found",
                         entry.with));
      const bool new_desk = entry.desk && desks.insert(entry.desk->name).second;
      if (new_desk && std::ranges::none_of(configuration_.officers, [&](const engine::Officer& officer) {
            return !officer.leads && configuration_.duty_grids.at(officer.duty_grid.value).squad == entry.desk->team;
          }))
        warn(at_key("classes"), "desks." + entry.desk->name + ".team",
             fmt::format("is '{}', which has no officer here: the officers of the duty grids get its cases",
                         entry.desk->team));
    }
  }

  void about_cost() {
    double pixels = 0;
    for (const engine::Camera& camera : configuration_.cameras)
      if (camera.geometry) pixels += static_cast<double>(camera.geometry->width_px) * camera.geometry->height_px;
    const double bytes = pixels * kBytesAPixel;
    if (bytes > kMuchMemory)
      warn(at_key("cameras"), "cameras",
           fmt::format("have {:.0f} million pixels together: the run needs about {:.1f} GB of memory", pixels / 1e6,
                       bytes / 1e9));
  }

  const Scenario& s_;
  const PolicyHistory& policies_;
  const engine::Configuration configuration_;
  Value file_;
  Diagnostics out_;
};

}  // namespace

Diagnostics warnings_about(const LoopInputs& inputs) { return Warner(inputs).all(); }

Diagnostics warnings_about_policy(const std::string& path, const engine::Policy& policy,
                                  const std::vector<std::string>& own_classes) {
  Diagnostics out;
  Value file;
  Diagnostics said_elsewhere;
  engine::read_document(path, file, said_elsewhere);
  const Value* classes = file.find("classes");
  for (const engine::ClassPolicy& entry : policy.classes) {
    if (std::find(own_classes.begin(), own_classes.end(), entry.code_name) != own_classes.end()) continue;
    const Value* value = classes ? classes->find(entry.code_name) : nullptr;
    out.add(value ? value->key_origin : Origin{path, 1, 1}, "classes." + entry.code_name,
            "is no class of the program's own table; a scenario needs a class table that has it" +
                out.meant(entry.code_name, own_classes));
  }
  return out;
}

std::string warning_lines(const Diagnostics& warnings) { return warnings.text("warning: "); }

}  // namespace tricolor::harness
