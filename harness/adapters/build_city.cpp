#include "adapters/build_city.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "adapters/conversion.h"
#include "scenario/town_shares.h"
#include "sim/camera/generators.h"
#include "sim/check.h"
#include "sim/city/generator.h"
#include "sim/people/history.h"
#include "sim/people/stay_law.h"
#include "sim/random/streams.h"

namespace tricolor::harness {
namespace {

constexpr double kSeenShare = 0.65;  // Share of past violations that cameras saw. Assumed.
// The dwell by which goods were violations before the run, seconds. Whatever the policy of the run, the past is the
// same. Assumed.
constexpr double kDwellOfThePastS = 180;

template <class List, class Name>
int index_of(const List& list, const std::string& id, Name&& name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return name(entry) == id; });
  SIM_CHECK(found != list.end());
  return static_cast<int>(found - list.begin());
}

int days_of(const Scenario& scenario) {
  return static_cast<int>(std::chrono::ceil<std::chrono::days>(scenario.lasts).count()) + 1;
}

sim::DrawingHabits drawing_of(const LoopInputs& inputs) {
  const sim::Demand& demand = inputs.demand.figures;
  return {inputs.scenario.city->drawing_error_m.value_or(demand.drawing_error_m), demand.corners_cut,
          demand.corner_cut_m};
}

sim::City generated(const LoopInputs& inputs) {
  const Scenario& scenario = inputs.scenario;
  const GeneratedCity& wanted = *scenario.city;
  if (wanted.kind == GeneratedCity::Kind::towns) {
    sim::CityParameters parameters;
    parameters.drawing = drawing_of(inputs);
    parameters.camera_down_share = wanted.camera_down_share;
    parameters.days_seed = scenario.seed;
    for (const TownShare& town : shares_of_towns(wanted))
      parameters.towns.push_back({town.main_street_shops, town.other_shops, town.city_cameras, town.police_cameras,
                                  town.field_cameras, town.waste_cameras, town.officers});
    return sim::generate_city(scenario.seed_of_city(), parameters, scenario.start, days_of(scenario));
  }
  sim::XinhuaParameters parameters;
  parameters.shops = wanted.shops;
  parameters.cameras = wanted.cameras;
  parameters.length_m = wanted.length_m;
  parameters.drawing = drawing_of(inputs);
  parameters.camera_down_share = wanted.camera_down_share;
  parameters.days_seed = scenario.seed;
  return sim::generate_xinhua(scenario.seed_of_city(), parameters, scenario.start, days_of(scenario));
}

// Enters the grids that people drew, in the order of the file.
void add_drawn_grids(const Scenario& scenario, const sim::City& city, engine::Configuration& configuration) {
  for (const DutyGridLine& line : scenario.duty_grids) {
    engine::DutyGrid grid{line.id, std::nullopt, line.squad, line.outline};
    if (!line.owner.empty())
      grid.owner = engine::OfficerId{static_cast<std::uint32_t>(officer_index(city, line.owner))};
    configuration.duty_grids.push_back(std::move(grid));
  }
}

// Gives the outlines of a generated city's grids and their squads to the grids that its zones name, and enters the
// rest.
void add_generated_grids(const sim::City& city, engine::Configuration& configuration) {
  auto& grids = configuration.duty_grids;
  for (const sim::GridGround& ground : city.grids) {
    auto grid = std::ranges::find(grids, ground.id, &engine::DutyGrid::name);
    if (grid == grids.end()) grid = grids.insert(grids.end(), {ground.id, std::nullopt});
    grid->squad = ground.squad;
    for (const sim::Point& corner : ground.outline) grid->outline.push_back(to_engine(corner));
  }
}

// The drawn grid that holds a place, otherwise the nearest.
engine::DutyGridId nearest_drawn_grid(const engine::Configuration& configuration, engine::GroundPoint place) {
  std::uint32_t best = 0;
  double best_m = 0;
  for (std::uint32_t i = 0; i < configuration.duty_grids.size(); ++i) {
    if (configuration.duty_grids[i].outline.empty()) continue;
    const double away_m = engine::distance_m(configuration.duty_grids[i].outline, place);
    if (i == 0 || away_m < best_m) best = i, best_m = away_m;
  }
  return engine::DutyGridId{best};
}

}  // namespace

int shop_index(const sim::City& city, const std::string& id) {
  return index_of(city.shops, id, [](const sim::Shop& shop) { return shop.id; });
}
int camera_index(const sim::City& city, const std::string& id) {
  return index_of(city.cameras, id, [](const sim::CityCamera& camera) { return camera.id; });
}
int officer_index(const sim::City& city, const std::string& id) {
  return index_of(city.officers, id, [](const sim::OfficerPost& officer) { return officer.id; });
}

KindsOfTwin kinds_of_twin() {
  KindsOfTwin twin{sim::generator_names(), {}};
  for (int i = 0; i < sim::kWellKnownKinds; ++i) {
    const sim::Kind& kind = sim::KindTable::well_known()->of(static_cast<sim::ThingKind>(i));
    twin.needed.push_back(kind.name);
    for (const sim::Extent& size : kind.sizes)
      twin.sizes[kind.generator].push_back({size.length_m, size.width_m, size.height_m});
  }
  return twin;
}

std::shared_ptr<const sim::KindTable> kind_table_of(const std::vector<KindOfThing>& kinds) {
  std::vector<sim::Kind> table;
  for (const KindOfThing& kind : kinds) {
    sim::Kind& entry = table.emplace_back(sim::Kind{kind.name, kind.drawn_by, {}});
    for (const KindOfThing::Size& size : kind.sizes)
      entry.sizes.push_back({size.length_m, size.width_m, size.height_m});
  }
  return std::make_shared<const sim::KindTable>(table);
}

sim::City build_city(const LoopInputs& inputs) {
  const Scenario& scenario = inputs.scenario;
  sim::City city;
  if (scenario.city) city = generated(inputs);
  city.seed = scenario.seed_of_city();
  if (!inputs.kinds.empty()) city.kinds = kind_table_of(inputs.kinds);
  for (const StreetLine& line : scenario.streets)
    city.streets.push_back({line.id,
                            line.name,
                            {line.from_x_m, line.from_y_m},
                            {line.to_x_m, line.to_y_m},
                            line.carriageway_m,
                            line.pavement_m,
                            line.duty_grid});
  for (const MerchantLine& line : scenario.merchants) {
    const int street = index_of(city.streets, line.street, [](const sim::Street& s) { return s.id; });
    const auto number = city.shops.size();
    sim::Draw draw({scenario.seed_of_city(), number, sim::purpose("scenario.shop"), 0});
    city.shops.push_back({line.id, line.name, line.trade, street, line.north ? sim::Side::left : sim::Side::right,
                          line.from_m, line.to_m, draw.bits() % 9000, line.closed_on});
  }
  for (const CameraLine& line : scenario.cameras) {
    sim::CityCamera camera;
    camera.id = line.id;
    camera.owner = line.owner;
    camera.pose.at = {line.x_m, line.y_m};
    camera.pose.height_m = line.height_m;
    camera.pose.width_px = line.width_px;
    camera.pose.height_px = line.height_px;
    camera.pose.focal_px = 500.0 * line.width_px / 640;
    camera.frame_every = line.frame_every;
    if (line.towards) sim::aim(camera.pose, {line.towards->x_m, line.towards->y_m});
    else sim::aim(camera.pose, city, city.shops[static_cast<std::size_t>(shop_index(city, line.looks_at))]);
    city.cameras.push_back(camera);
  }
  // The zones of a generated city are drawn already; cameras that a scenario adds to it watch them too.
  if (scenario.city) sim::let_watch(city, city.cameras.size() - scenario.cameras.size());
  for (const OfficerLine& line : scenario.officers)
    city.officers.push_back(
        {line.id, line.duty_grid, {line.x_m, line.y_m}, line.on_from, line.on_until, line.handles_in});
  city.holidays = scenario.holidays;
  city.worked_days = scenario.worked_days;
  if (!scenario.city)
    sim::draw_zones(city, {0, 0, 0}, scenario.seed_of_city());  // A scenario's own fronts are drawn as they are.
  return city;
}

sim::Demand build_demand(const LoopInputs& inputs) {
  const Scenario& scenario = inputs.scenario;
  sim::Demand demand = inputs.demand.figures;
  if (!scenario.spontaneous || scenario.passers_by_per_hour > 0)
    demand.passers_by_per_hour = scenario.passers_by_per_hour;
  if (!scenario.spontaneous) demand.dogs_per_km_hour = 0;
  return demand;
}

void keep_rules(sim::World& world, const LoopInputs& inputs) {
  if (!inputs.scenario.only_lawful) return;
  sim::Duration interval{1'500'000};
  for (const CameraLine& camera : inputs.scenario.cameras) interval = std::max(interval, camera.frame_every);
  for (const PolicyFrom& rules : inputs.policies.all())
    for (const engine::ClassPolicy& entry : rules.policy.classes)
      world.set_longest_stay(entry.code_name, entry.shortest_dwell() - 2 * interval);
}

engine::Configuration build_configuration(const LoopInputs& inputs, const sim::City& city) {
  const Scenario& scenario = inputs.scenario;
  const engine::ClassTable& classes = inputs.classes;
  engine::Configuration configuration;
  configuration.classes = classes;
  for (const KindOfThing& kind : inputs.kinds) configuration.kinds.push_back({kind.name, kind.depth_m});
  const auto grid = [&grids = configuration.duty_grids](const std::string& name) {
    auto found = std::ranges::find(grids, name, &engine::DutyGrid::name);
    if (found == grids.end()) found = grids.insert(grids.end(), {name, std::nullopt});
    return engine::DutyGridId{static_cast<std::uint32_t>(found - grids.begin())};
  };
  add_drawn_grids(scenario, city, configuration);
  for (const sim::CityCamera& camera : city.cameras)
    configuration.cameras.push_back(
        {camera.id, camera.owner, to_engine(camera.pose), camera.frame_every, std::chrono::minutes{15}});
  const sim::Demand demand = build_demand(inputs);
  const double counted = kSeenShare * sim::stay_law(demand, sim::ThingKind::pile).share_longer(kDwellOfThePastS);
  const auto history =
      scenario.history_days > 0 && !scenario.only_lawful
          ? sim::draw_history(city, demand, scenario.seed, scenario.start, scenario.history_days, counted)
          : std::vector<std::vector<sim::Time>>(city.shops.size());
  std::map<std::string, const MerchantLine*> written;
  for (const MerchantLine& merchant : scenario.merchants) written.emplace(merchant.id, &merchant);
  for (std::size_t i = 0; i < city.shops.size(); ++i) {
    const sim::Shop& shop = city.shops[i];
    const auto found = written.find(shop.id);
    const MerchantLine* const line = found == written.end() ? nullptr : found->second;
    engine::Dossier dossier;
    dossier.name = shop.id;
    dossier.sign = shop.name;
    dossier.trade = shop.trade;
    dossier.phone = "138" + std::to_string(100'000'000 + i).substr(1);
    if (line && !line->has_phone) dossier.phone.clear();
    if (line && !line->phone.empty()) dossier.phone = line->phone;
    dossier.door = to_engine(sim::before_shop(city, shop, 0.5, 0.5));
    dossier.imported_strikes = history[i];
    if (line)
      dossier.imported_strikes.insert(dossier.imported_strikes.end(), line->strikes.begin(), line->strikes.end());
    if (scenario.past != Scenario::Past::as_told) dossier.imported_strikes.clear();
    if (scenario.past == Scenario::Past::all_red)
      dossier.imported_strikes.assign(static_cast<std::size_t>(inputs.policies.first().colour.red_from),
                                      scenario.start - std::chrono::hours{1});
    std::sort(dossier.imported_strikes.begin(), dossier.imported_strikes.end());
    dossier.closed_on = shop.closed_on;
    configuration.merchants.push_back(std::move(dossier));
  }
  for (const sim::DrawnZone& drawn : city.zones) {
    engine::Zone zone;
    zone.name = drawn.id;
    zone.kind = drawn.kind == sim::DrawnZoneKind::shop_front    ? engine::ZoneKind::shop_front
                : drawn.kind == sim::DrawnZoneKind::pavement    ? engine::ZoneKind::pavement
                : drawn.kind == sim::DrawnZoneKind::no_stopping ? engine::ZoneKind::no_stopping
                                                                : engine::ZoneKind::bay;
    if (drawn.shop) zone.merchant = engine::MerchantId{static_cast<std::uint32_t>(*drawn.shop)};
    for (const int camera : drawn.cameras) zone.cameras.push_back(engine::CameraId{static_cast<std::uint32_t>(camera)});
    for (const sim::Point& corner : drawn.outline) zone.outline.push_back(to_engine(corner));
    engine::Dossier* const dossier =
        drawn.shop ? &configuration.merchants[static_cast<std::size_t>(*drawn.shop)] : nullptr;
    if (scenario.duty_grids.empty()) zone.duty_grid = grid(drawn.duty_grid);
    else zone.duty_grid = nearest_drawn_grid(configuration, dossier ? dossier->door : zone.outline.front());
    if (dossier) dossier->duty_grid = zone.duty_grid;
    configuration.zones.push_back(std::move(zone));
  }
  add_generated_grids(city, configuration);
  for (std::uint32_t i = 0; i < city.officers.size(); ++i) {
    const sim::OfficerPost& post = city.officers[i];
    const engine::DutyGridId home = grid(post.duty_grid);
    const auto line = std::find_if(scenario.officers.begin(), scenario.officers.end(),
                                   [&](const OfficerLine& o) { return o.id == post.id; });
    const bool leads = post.leads || (line != scenario.officers.end() && line->leads);
    configuration.officers.push_back(
        {post.id, home, to_engine(post.waits_at), post.on_duty_from, post.on_duty_until, leads});
    if (!leads && !configuration.duty_grids[home.value].owner)
      configuration.duty_grids[home.value].owner = engine::OfficerId{i};
  }
  for (const PermitLine& line : scenario.permits) {
    engine::Permit permit;
    permit.merchant = engine::MerchantId{static_cast<std::uint32_t>(shop_index(city, line.merchant))};
    permit.from = line.from;
    permit.until = line.until;
    for (const std::string& name : line.classes)
      for (std::uint32_t c = 0; c < classes.size(); ++c)
        if (classes[c].code_name == name) permit.classes.push_back(engine::ClassId{c});
    configuration.permits.push_back(std::move(permit));
  }
  configuration.holidays = scenario.holidays;
  configuration.worked_days = scenario.worked_days;
  return configuration;
}

}  // namespace tricolor::harness
