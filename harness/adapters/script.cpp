#include "adapters/script.h"

#include <algorithm>
#include <stdexcept>

#include "adapters/build_city.h"
#include "adapters/conversion.h"
#include "sim/camera/looks.h"
#include "sim/check.h"
#include "sim/city/generator.h"

namespace tricolor::harness {
namespace {

// Gives the first kind of thing by which the class table recognises a class and which the twin can show.
sim::ThingKind kind_of(const engine::ViolationClass& violation_class, const sim::KindTable& kinds) {
  for (const std::string& name : violation_class.kinds)
    if (const auto kind =
            kinds.named(violation_class.with.empty() ? name : engine::kind_with(name, {violation_class.with})))
      return *kind;
  throw std::runtime_error("the twin knows no thing that shows the class " + violation_class.code_name);
}

}  // namespace

std::vector<int> wrong_numbers(const Scenario& scenario, const sim::City& city) {
  std::vector<int> shops;
  for (const FaultLine& line : scenario.faults)
    if (line.what == FaultLine::What::wrong_number) shops.push_back(shop_index(city, line.merchant));
  return shops;
}

Script::Script(const Scenario& scenario, const engine::ClassTable& classes, const engine::ServiceState& told,
               const sim::City& city, sim::World& world, sim::Simulation& kernel, EngineSocket& engine,
               TwinGateway& gateway)
    : scenario_(scenario),
      classes_(classes),
      told_(told),
      city_(city),
      world_(world),
      kernel_(kernel),
      engine_(engine),
      gateway_(gateway) {}

void Script::start() {
  for (const ScriptLine& line : scenario_.script) {
    const bool to_engine_side = line.what == ScriptLine::What::reports || line.what == ScriptLine::What::voids ||
                                line.what == ScriptLine::What::owner_changes;
    kernel_.schedule(line.at, to_engine_side ? sim::Phase::engine : sim::Phase::world, [this, &line] { happen(line); });
  }
  for (const FaultLine& line : scenario_.faults) {
    if (line.what != FaultLine::What::handset_offline) continue;
    const int officer = officer_index(city_, line.officer);
    kernel_.schedule(line.at, sim::Phase::world, [this, officer] { world_.set_handset(officer, false); });
    if (line.until < scenario_.end())
      kernel_.schedule(line.until, sim::Phase::world, [this, officer] { world_.set_handset(officer, true); });
  }
}

std::optional<engine::IncidentId> Script::last_incident_of(engine::MerchantId merchant) const {
  const auto& incidents = told_.incidents();
  const auto last = std::find_if(incidents.rbegin(), incidents.rend(),
                                 [&](const auto& it) { return it.second.opened.merchant == merchant; });
  return last == incidents.rend() ? std::nullopt : std::optional(last->first);
}

engine::ClassId Script::class_of(const ScriptLine& line) const {
  const auto entry = std::find_if(classes_.begin(), classes_.end(), [&](const engine::ViolationClass& known) {
    return known.code_name == line.class_name;
  });
  SIM_CHECK(entry != classes_.end());
  return engine::ClassId{static_cast<std::uint32_t>(entry - classes_.begin())};
}

void Script::happen(const ScriptLine& line) {
  using What = ScriptLine::What;
  const int shop = line.merchant.empty() ? -1 : shop_index(city_, line.merchant);
  const auto merchant = engine::MerchantId{static_cast<std::uint32_t>(std::max(0, shop))};
  const auto entry = std::find_if(scenario_.merchants.begin(), scenario_.merchants.end(),
                                  [&](const MerchantLine& m) { return m.id == line.merchant; });
  switch (line.what) {
    case What::puts_out: {
      sim::World::PutOut what;
      what.shop = shop;
      what.class_name = line.class_name;
      what.kind = kind_of(classes_.at(class_of(line).value), *city_.kinds);
      what.amount = line.amount;
      what.until = line.until;
      what.lawful = line.lawful;
      what.look = line.look;
      what.ignores_notice =
          line.ignores_notice || (entry != scenario_.merchants.end() && entry->answers == MerchantLine::Answers::never);
      what.surely_answers = entry != scenario_.merchants.end() && entry->answers == MerchantLine::Answers::always;
      if (line.along_m || line.across_m) {
        const sim::Shop& front = city_.shops[static_cast<std::size_t>(shop)];
        const double width = front.to_m - front.from_m;
        what.at = sim::before_shop(city_, front, line.along_m.value_or(width / 2) / width,
                                   line.across_m.value_or(line.lawful ? 0.42 : 2.1));
      }
      world_.put_out(what);
      return;
    }
    case What::places: {
      const auto street = std::find_if(city_.streets.begin(), city_.streets.end(),
                                       [&](const sim::Street& s) { return s.id == line.street; });
      sim::Thing thing{
          0,
          kind_of(classes_.at(class_of(line).value), *city_.kinds),
          line.look.value_or(3),
          street->at(line.along_m.value_or(street->length_m() / 2), line.across_m.value_or(street->carriageway_m / 2)),
          street->heading_rad(),
          1,
          0};
      // Bicycles stand across the street.
      if (thing.kind == sim::ThingKind::nonmotor) thing.heading_rad += 1.5708;
      world_.place(thing, line.until, line.lawful ? std::string{} : line.class_name, std::nullopt);
      return;
    }
    case What::clears: {
      std::vector<sim::ThingId> mine;
      for (const sim::Stay& stay : world_.truth().stays)
        if (stay.shop == shop && !stay.until) mine.push_back(stay.thing);
      for (const sim::ThingId thing : mine) world_.remove(thing, "itself");
      return;
    }
    case What::reports: {
      engine::Report report;
      report.reporter_key = 1;
      report.at = kernel_.now();
      report.where = to_engine(sim::before_shop(city_, city_.shops[static_cast<std::size_t>(shop)], 0.5, 2));
      report.text = line.text;
      report.violation_class = class_of(line);
      engine_.deliver(report);
      return;
    }
    case What::voids:
      if (const auto incident = last_incident_of(merchant))
        engine_.deliver(engine::VoidRequest{*incident, kernel_.now(), line.text});
      return;
    case What::owner_changes:
      gateway_.set_number(static_cast<int>(merchant.value), line.phone);
      engine_.deliver(engine::OwnerChange{merchant, kernel_.now(), "新经营者", "91330482MA0000000X", line.phone});
      return;
  }
}

}  // namespace tricolor::harness
