// Turns the events of one engine of a watch into alarms, by the read model of its events, which it hears one by one as
// they are committed.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/service_state.h"
#include "service/watch/picture_watch.h"

namespace tricolor::harness {

class StayAlarms {
 public:
  struct Names {
    std::string source;
    std::function<std::string(engine::ZoneId)> zone;
    std::function<std::string(engine::ClassId)> violation_class;
    engine::Time zero;  ///< The engine's time of the source's first picture.
  };

  /// `ears` must outlive it. `next_number` gives the alarms their numbers.
  StayAlarms(Names names, const WatchEars& ears, std::function<std::uint32_t()> next_number);

  /// Sets the picture that is being analysed; null while there is none, then nothing is raised.
  void hear(const engine::Event& event, const engine::Image* picture);
  /// Reports to `ears` the blindness and sight that follow from pictures; the loss of a source is reported by the code
  /// that reads it.
  void tell_of_sight() { tells_of_sight_ = true; }
  void add_timed(std::vector<TimedBox>& boxes) const;

 private:
  void raise(const engine::SightingRecord& sighting, const engine::Image* picture);
  void end(const engine::StayRecord& stay);

  Names names_;
  const WatchEars& ears_;
  std::function<std::uint32_t()> next_number_;
  bool tells_of_sight_ = false;
  engine::ServiceState service_;
  std::map<std::uint64_t, Alarm> alarms_;  ///< Alarms of open stays, by occupancy.
};

}  // namespace tricolor::harness
