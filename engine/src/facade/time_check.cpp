#include "facade/time_check.h"

#include <utility>

namespace tricolor::engine {
namespace {

// Source, subject and instant of an input.
struct Stamp {
  const char* port;
  const char* noun;
  Time at;
  std::optional<CameraId> camera = {};
};

Stamp stamp(const Frame& frame) { return {"cameras", "a picture", frame.captured_at, frame.camera}; }
Stamp stamp(const Unchanged& unchanged) { return {"cameras", "a heartbeat", unchanged.through, unchanged.camera}; }
Stamp stamp(const Blind& blind) { return {"cameras", "a word of blindness", blind.from, blind.camera}; }
Stamp stamp(const Detections& boxes) { return {"cameras", "a list of boxes", boxes.captured_at, boxes.camera}; }
Stamp stamp(const Telling& telling) { return {"cameras", "a telling", telling.at, telling.camera}; }
Stamp stamp(const ZoneOccupancy& told) { return {"cameras", "the state of a zone", told.at, told.camera}; }
Stamp stamp(const Report& report) { return {"reports", "a report", report.at}; }
Stamp stamp(const Receipt& receipt) { return {"gateway", "a receipt", receipt.at}; }
Stamp stamp(const Reply& reply) { return {"gateway", "a reply", reply.at}; }
Stamp stamp(const OfficerUpdate& update) { return {"officers", "an officer's word", update.at}; }
Stamp stamp(const ReviewVerdict& verdict) { return {"review", "a verdict", verdict.at}; }
Stamp stamp(const VoidRequest& request) { return {"appeals", "a request to take an incident back", request.at}; }
Stamp stamp(const OwnerChange& change) { return {"dossiers", "a change of owner", change.at}; }
Stamp stamp(const SceneConfirmed& confirmed) { return {"desk", "a confirmed scene", confirmed.at}; }
Stamp stamp(const OfficerPosition& position) { return {"officers", "a position", position.at}; }

}  // namespace

std::optional<TimeFault> time_fault_of(const Input& input, const Configuration& configuration, Time now,
                                       const std::function<std::optional<Time>(CameraId)>& heard) {
  const Stamp stamp = std::visit([](const auto& given) { return tricolor::engine::stamp(given); }, input);
  const auto fault = [&](const std::string& how, const std::string& against) {
    std::string who = stamp.noun;
    if (stamp.camera) who += " of camera " + configuration.cameras.at(stamp.camera->value).name;
    const std::string what = who + " is stamped " + to_text(stamp.at) + ", " + against + ": it is not believed";
    return TimeFault{{stamp.port, what}, std::string(stamp.port) + ", " + who + ", " + how};
  };
  if (stamp.at > now + kClocksDiffer) return fault("ahead", "ahead of now, " + to_text(now));
  if (!stamp.camera) return std::nullopt;
  if (stamp.at < now - kOldestWord) return fault("old", "more than a day before now, " + to_text(now));
  const std::optional<Time> last = heard(*stamp.camera);
  if (last && stamp.at < *last - kClocksDiffer) return fault("back", "before what it said last, " + to_text(*last));
  return std::nullopt;
}

}  // namespace tricolor::engine
