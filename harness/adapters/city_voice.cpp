#include "adapters/city_voice.h"

#include <chrono>

#include "adapters/conversion.h"
#include "engine/subject.h"

namespace tricolor::harness {

using namespace std::chrono_literals;

CityVoice::CityVoice(const engine::Configuration& configuration, const engine::ServiceState& told,
                     sim::Simulation& kernel, EngineSocket& engine)
    : configuration_(configuration), told_(told), kernel_(kernel), engine_(engine) {}

void CityVoice::attach(sim::World& world, CameraFeed& cameras, TwinOfficers& officers) {
  world_ = &world;
  cameras_ = &cameras;
  officers_ = &officers;
}

void CityVoice::on_still_thing(const sim::Thing& thing, sim::Time from) {
  standing_[thing.id] = thing;
  if (also_tell) also_tell(thing, from);
  cameras_->thing_comes(thing, from);
}

void CityVoice::on_thing_goes(sim::ThingId thing, sim::Point, sim::Time at) {
  const auto found = standing_.find(thing);
  if (found == standing_.end()) return;
  if (at > kernel_.now()) {
    cameras_->thing_will_go(found->second, at);
    return;
  }
  cameras_->thing_goes(found->second, at);
  standing_.erase(found);
}

void CityVoice::on_citizen_report(std::uint64_t reporter, sim::Point where, const std::string& class_name,
                                  const std::string& text) {
  ++citizen_reports_;
  engine::Report report;
  report.reporter_key = reporter;
  report.where = to_engine(where);
  report.text = text;
  for (std::uint32_t i = 0; i < configuration_.classes.size(); ++i)
    if (configuration_.classes[i].code_name == class_name) report.violation_class = engine::ClassId{i};
  kernel_.schedule(kernel_.now(), sim::Phase::engine, [this, report]() mutable {
    report.at = kernel_.now();
    engine_.deliver(report);
  });
}

void CityVoice::on_merchant_reply(int shop, const std::string& text) {
  kernel_.schedule(kernel_.now(), sim::Phase::engine, [this, shop, text] {
    engine_.deliver(engine::Reply{engine::MerchantId{static_cast<std::uint32_t>(shop)}, kernel_.now(), text});
  });
}

// The appeal is about the shop's last incident. Those who decide on it take a day.
void CityVoice::on_appeal(int shop, bool will_be_granted) {
  const engine::MerchantId merchant{static_cast<std::uint32_t>(shop)};
  std::optional<engine::IncidentId> last;
  for (const auto& [id, record] : told_.incidents())
    if (record.opened.merchant == merchant && !record.voided()) last = id;
  if (!last) return;
  on_merchant_reply(shop, "申诉");
  if (!will_be_granted) return;
  kernel_.schedule(kernel_.now() + 24h, sim::Phase::engine, [this, incident = *last] {
    engine_.deliver(engine::VoidRequest{incident, kernel_.now(), "申诉成立"});
  });
}

void CityVoice::on_officer(int officer, std::uint64_t task, const std::string& what, bool found_violation,
                           std::optional<sim::Verified> found) {
  officers_->on_officer(officer, task, what, found_violation, found);
}

void CityVoice::on_officer_at(int officer, sim::Point where) {
  kernel_.schedule(kernel_.now(), sim::Phase::engine, [this, officer, where] {
    engine_.deliver(engine::OfficerPosition{engine::OfficerId{static_cast<std::uint32_t>(officer)}, kernel_.now(),
                                            to_engine(where)});
  });
}

void CityVoice::on_event(const engine::Event& event) {
  const engine::Subject subject = engine::subject_of(event);
  if (subject.kind != engine::Subject::Kind::merchant) return;
  const auto& changes = told_.merchant(engine::MerchantId{static_cast<std::uint32_t>(subject.id)})->changes;
  if (changes.empty() || changes.back().sequence != event.sequence) return;
  kernel_.schedule(kernel_.now() + 1s, sim::Phase::world,
                   [this, shop = static_cast<int>(subject.id), to = static_cast<int>(changes.back().to)] {
                     world_->set_colour(shop, to);
                   });
}

}  // namespace tricolor::harness
