#include "service/watch/stay_alarms.h"

#include "engine/journal.h"

namespace tricolor::harness {

StayAlarms::StayAlarms(Names names, const WatchEars& ears, std::function<std::uint32_t()> next_number)
    : names_(std::move(names)), ears_(ears), next_number_(std::move(next_number)) {}

void StayAlarms::hear(const engine::Event& event, const engine::Image* picture) {
  const std::size_t sightings = service_.sightings().size();
  const engine::CameraRecord before = service_.cameras().empty() ? engine::CameraRecord{} : service_.cameras().front();
  service_.apply(event);
  if (service_.sightings().size() > sightings) raise(service_.sightings().rbegin()->second, picture);
  if (service_.just_ended()) end(*service_.just_ended());
  if (!tells_of_sight_ || service_.cameras().empty()) return;
  const engine::CameraRecord& now = service_.cameras().front();
  if (now.sees == before.sees && now.since == before.since && now.reason == before.reason) return;
  if (now.sees && ears_.sees_again) ears_.sees_again(now.since - names_.zero);
  if (!now.sees && now.reason != engine::BlindReason::disconnected && ears_.blind)
    ears_.blind(now.since - names_.zero, engine::name_of(now.reason));
}

void StayAlarms::raise(const engine::SightingRecord& sighting, const engine::Image* picture) {
  Alarm& alarm = alarms_[sighting.content.occupancy];
  alarm.source = names_.source;
  alarm.number = next_number_();
  alarm.at = sighting.confirmed_at - names_.zero;
  alarm.since = sighting.content.onset - names_.zero;
  alarm.box = sighting.content.box;
  alarm.zone = names_.zone(sighting.content.zone);
  alarm.class_name = names_.violation_class(sighting.content.violation_class);
  if (ears_.raised && picture) ears_.raised(alarm, *picture);
}

void StayAlarms::end(const engine::StayRecord& stay) {
  const auto found = alarms_.find(stay.started.occupancy);
  if (found == alarms_.end()) return;
  Alarm alarm = std::move(found->second);
  alarms_.erase(found);
  if (stay.by_blindness) return;
  alarm.cleared = *stay.last_seen - names_.zero;
  if (ears_.cleared) ears_.cleared(alarm);
}

void StayAlarms::add_timed(std::vector<TimedBox>& boxes) const {
  for (const auto& [occupancy, stay] : service_.stays()) {
    const auto alarm = alarms_.find(occupancy);
    if (alarm != alarms_.end()) boxes.push_back({alarm->second.box, alarm->second.since, true});
    else boxes.push_back({stay.started.box, stay.started.onset - names_.zero, false});
  }
}

}  // namespace tricolor::harness
