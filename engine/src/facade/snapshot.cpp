#include "facade/snapshot.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "engine/digest.h"
#include "facade/snapshot_fields.h"

namespace tricolor::engine {
namespace {

// Says of each event whether what it is about is in memory as a whole.
class Matters {
 public:
  explicit Matters(const ServiceState& state) : state_(state) {
    for (const auto& [number, stay] : state.stays()) occupancies_.insert(number);
    for (const auto& [id, sighting] : state.sightings()) occupancies_.insert(sighting.content.occupancy);
    for (const CameraRecord& camera : state.cameras())
      if (!camera.sees && camera.reason == BlindReason::moved)
        moved_since_ = moved_since_ ? std::min(*moved_since_, camera.since) : camera.since;
  }

  // Of some kinds only the last event matters, or the first and the last.
  void note(const Event& event) {
    std::visit([&](const auto& payload) { note(payload, event); }, static_cast<const event::Kind&>(event.payload));
  }

  bool keeps(const Event& event) const {
    return std::visit([&](const auto& payload) { return keeps(payload, event); },
                      static_cast<const event::Kind&>(event.payload));
  }

 private:
  template <class Other>
  void note(const Other&, const Event&) {}
  void note(const event::Configured&, const Event& e) { configured_ = e.sequence; }
  void note(const event::CameraBecame& became, const Event& e) {
    if (became.sees) sees_[became.camera] = e.sequence;
  }
  void note(const event::SceneLearnt& learnt, const Event& e) { scene_[learnt.camera] = e.sequence; }
  void note(const event::SceneConfirmed& confirmed, const Event& e) { confirmed_[confirmed.camera] = e.sequence; }
  void note(const event::OccupancyStarted& started, const Event& e) {
    const auto [known, added] = started_.try_emplace(started.occupancy, e.sequence, e.sequence);
    known->second.second = e.sequence;
  }
  void note(const event::OccupancyDoubted& doubted, const Event& e) { doubted_[doubted.occupancy] = e.sequence; }

  // Shops are in the snapshot as records.
  template <class Other>
  bool keeps(const Other& payload, const Event&) const {
    if constexpr (requires { payload.notice; }) return state_.notice(payload.notice) != nullptr;
    else if constexpr (requires { payload.case_id.value; }) return state_.case_of(payload.case_id) != nullptr;
    else if constexpr (requires { payload.report.value; }) return state_.report(payload.report) != nullptr;
    else if constexpr (requires { payload.incident.value; }) return state_.incident(payload.incident) != nullptr;
    else return state_.sighting(payload.sighting) != nullptr;
  }
  bool keeps(const event::Configured&, const Event& e) const { return e.sequence == configured_; }
  bool keeps(const event::CameraBecame& became, const Event& e) const {
    const auto sees = sees_.find(became.camera);
    return sees == sees_.end() || e.sequence >= sees->second;
  }
  bool keeps(const event::SceneLearnt& learnt, const Event& e) const { return scene_.at(learnt.camera) == e.sequence; }
  bool keeps(const event::SceneConfirmed& confirmed, const Event& e) const {
    return confirmed_.at(confirmed.camera) == e.sequence;
  }
  bool keeps(const event::OccupancyStarted& started, const Event& e) const {
    const auto& [first, last] = started_.at(started.occupancy);
    return occupancies_.contains(started.occupancy) && (e.sequence == first || e.sequence == last);
  }
  bool keeps(const event::OccupancyDoubted& doubted, const Event& e) const {
    return state_.stays().contains(doubted.occupancy) && doubted_.at(doubted.occupancy) == e.sequence;
  }
  bool keeps(const event::OccupancyEnded& ended, const Event&) const { return occupancies_.contains(ended.occupancy); }
  bool keeps(const event::StrikeImported&, const Event&) const { return false; }
  bool keeps(const event::StrikeCounted&, const Event&) const { return false; }
  bool keeps(const event::ReportCounted&, const Event&) const { return false; }
  bool keeps(const event::ColourBecame&, const Event&) const { return false; }
  bool keeps(const event::OwnerChanged&, const Event&) const { return false; }
  bool keeps(const event::MerchantReplied&, const Event&) const { return false; }
  // That a moved camera was told of is not told again.
  bool keeps(const event::TroubleAtPort& trouble, const Event& e) const {
    return moved_since_ && e.at >= *moved_since_ && trouble.port == "cameras";
  }

  const ServiceState& state_;
  std::set<std::uint64_t> occupancies_;
  std::optional<Time> moved_since_;
  std::uint64_t configured_ = 0;
  std::map<CameraId, std::uint64_t> sees_, scene_, confirmed_;
  std::map<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>> started_;
  std::map<std::uint64_t, std::uint64_t> doubted_;
};

struct NumberSent {
  std::int64_t day = 0;
  std::string phone;
  int notices = 0;
};
template <class A>
void fields(A& a, NumberSent& e) {
  a("day", e.day);
  a("phone", e.phone);
  a("notices", e.notices);
}

template <class A>
void all_fields(A& a, SnapshotContent& e, std::vector<NumberSent>& sent) {
  a("through", e.through);
  a("at", e.at);
  a("rules", e.rules);
  a("records", e.records);
  a("bases", e.bases);
  a("stays", e.stays);
  a("sent_on", sent);
  a("events", e.events);
}

std::string digest_of(const std::string& content) {
  return sha256({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
}

}  // namespace

std::string colour_rules(const Configuration& configuration, const Policy& policy) {
  BinaryWriter writer;
  ColourPolicy colour = policy.colour;
  writer("colour", colour);
  for (const ViolationClass& violation : configuration.classes) {
    std::string name = violation.code_name;
    int weight = 1;
    for (const ClassPolicy& entry : policy.classes)
      if (entry.code_name == name) weight = entry.weight;
    writer("class", name);
    writer("weight", weight);
  }
  return writer.take();
}

void keep_what_matters(const ServiceState& state, std::vector<Event>& events) {
  Matters matters(state);
  for (const Event& event : events) matters.note(event);
  std::erase_if(events, [&](const Event& event) { return !matters.keeps(event); });
}

Snapshot encoded(SnapshotContent& content) {
  std::vector<NumberSent> sent;
  for (const auto& [day, numbers] : content.sent_on)
    for (const auto& [phone, notices] : numbers) sent.push_back({day, phone, notices});
  BinaryWriter writer;
  all_fields(writer, content, sent);
  Snapshot snapshot{content.through, kFoldVersion, {}, writer.take()};
  snapshot.digest = digest_of(snapshot.content);
  return snapshot;
}

Snapshot snapshot_of(const Rooms& rooms, ServiceState& state, std::vector<Event>& events) {
  SnapshotContent content;
  content.through = state.sequence();
  content.at = state.at();
  content.rules = colour_rules(rooms.configuration, rooms.policy);
  for (std::uint32_t i = 0; i < rooms.configuration.merchants.size(); ++i)
    if (const auto& base = rooms.ledger.base_of(MerchantId{i})) content.bases.emplace_back(MerchantId{i}, *base);
  content.stays = rooms.watch.past_stays();
  content.sent_on = rooms.notices.sent_on();
  keep_what_matters(state, events);
  content.events = std::move(events);
  content.records = WorkingCopy(state).lend();
  Snapshot snapshot = encoded(content);
  WorkingCopy(state).take_back(std::move(content.records));
  events = std::move(content.events);
  return snapshot;
}

void take_up(const SnapshotContent& content, Rooms& rooms, ServiceState& state) {
  for (const Event& event : content.events) {
    state.apply(event);
    rooms.apply(event);
  }
  WorkingCopy(state).take_up(content.records, content.through, content.at);
  rooms.watch.take_up(content.stays);
  rooms.notices.take_up(content.sent_on);
  rooms.ledger.take_up(content.bases, content.at);
}

SnapshotContent decoded(const Snapshot& snapshot) {
  if (snapshot.version != kFoldVersion)
    throw std::runtime_error("it is of version " + std::to_string(snapshot.version) + ", and this engine's is " +
                             std::to_string(kFoldVersion));
  if (digest_of(snapshot.content) != snapshot.digest) throw std::runtime_error("it is damaged");
  SnapshotContent content;
  std::vector<NumberSent> sent;
  BinaryReader reader(snapshot.content);
  all_fields(reader, content, sent);
  if (!reader.at_end() || content.through != snapshot.through) throw std::runtime_error("it is damaged");
  for (NumberSent& number : sent) content.sent_on[number.day][number.phone] = number.notices;
  return content;
}

}  // namespace tricolor::engine
