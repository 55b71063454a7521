#include "judge/heard_journal.h"

#include <algorithm>

namespace tricolor::harness {
namespace {

CountedStay counted(const engine::StayRecord& stay) {
  const auto& started = stay.started;
  return {started.occupancy, started.violation_class, started.spot, started.onset, stay.sighting.has_value()};
}

}  // namespace

void HeardJournal::hear(const engine::Event& event) {
  ++events_;
  service_.apply(event);
  if (const auto& stay = service_.just_ended()) ended_.push_back(counted(*stay));
}

std::vector<CountedStay> HeardJournal::stays() const {
  std::vector<CountedStay> stays = ended_;
  for (const auto& [occupancy, stay] : service_.stays()) stays.push_back(counted(stay));
  std::ranges::sort(stays, {}, &CountedStay::occupancy);
  return stays;
}

HeardJournal heard_in(const std::vector<engine::Event>& journal) {
  HeardJournal heard;
  for (const engine::Event& event : journal) heard.hear(event);
  return heard;
}

}  // namespace tricolor::harness
