#include "engine/support/town.h"

#include <stdexcept>

namespace tricolor::engine::testing {

Configuration town_street() {
  Configuration city = street();
  city.merchants[0].phone = "13800000001";
  city.merchants[1].phone = "13800000002";
  city.officers = {{"o1", DutyGridId{0}, {0, 0}, 8h, 20h}, {"o2", DutyGridId{0}, {60, 0}, 8h, 20h}};
  city.duty_grids[0].owner = OfficerId{0};
  return city;
}

Town::Town(Configuration chosen, Policy rules, std::shared_ptr<const Vision> vision)
    : configuration(std::move(chosen)), policy(std::move(rules)), vision_(std::move(vision)) {
  camera_ = *configuration.cameras[0].geometry;
  wires.now = kMorning;
  wires.deliver = [this](Input input) { deliver(std::move(input)); };
  wires.agenda.at(kMorning, [this] { look(); });
  build();
}

void Town::build() {
  engine = std::make_unique<Engine>(vision_, Ports{this, &gateway, &officers, &desk, &store, &evidence, observers});
  engine->configure(wires.now, configuration, policy);
  engine->restore(wires.now);
}

void Town::restart() { build(); }

void Town::away(Duration from, Duration until) {
  then(from, [this] { engine.reset(); });
  then(until, [this] {
    build();
    survive([] {});
  });
}

void Town::appears(Duration from, const std::string& name, Detection thing) {
  then(from, [this, name, thing] { things_.insert_or_assign(name, thing); });
}

void Town::goes(Duration at, const std::string& name) {
  then(at, [this, name] { things_.erase(name); });
}

void Town::blind(bool is) {
  blind_ = is;
  if (is) deliver(Blind{CameraId{0}, wires.now, BlindReason::disconnected});
}

// The camera's next look answers every request, as a stream does.
void Town::request(CameraId camera, Time not_before) {
  looks_asked.emplace_back(camera, not_before);
  if (asked) asked(camera, not_before);
}

void Town::look() {
  wires.agenda.at(wires.now + looks_every, [this] { look(); });
  if (film) {
    if (auto image = film(wires.now - kMorning); image && !blind_)
      deliver(Frame{CameraId{0}, wires.now, std::move(image)});
    return;
  }
  std::vector<Detection> seen;
  for (const auto& [name, thing] : things_) seen.push_back(thing);
  if (!blind_) deliver(Detections{CameraId{0}, wires.now, std::move(seen)});
}

// Runs one step of the engine and ends the instant; when the engine dies of it, rebuilds it. An input that was not
// stored was never acknowledged: its sender hands it over again.
void Town::survive(const std::function<void()>& step) {
  if (!engine) return;
  const std::size_t stored = store.events.size();
  try {
    step();
    if (engine->commit(wires.now)) unacknowledged_.clear();
    else wires.agenda.at(wires.now + 1s, [this] { survive([] {}); });
  } catch (const EngineCrash&) {
    std::vector<Input> again;
    if (store.events.size() == stored) again.swap(unacknowledged_);
    unacknowledged_.clear();
    build();
    survive([] {});
    for (Input& input : again) deliver(std::move(input));
  }
}

void Town::deliver(Input input) {
  if (!engine) return;
  // A camera's looks are not repeated; its next one comes anyway.
  if (!std::holds_alternative<Detections>(input) && !std::holds_alternative<Frame>(input))
    unacknowledged_.push_back(input);
  survive([&] { engine->handle(input, wires.now); });
}

void Town::run(Duration until) {
  const Time end = kMorning + until;
  int idle = 0;
  for (;;) {
    const auto deadline = engine ? engine->next_deadline() : std::nullopt;
    const auto action = wires.agenda.next();
    if (action && *action <= end && (!deadline || *action <= *deadline)) {
      idle = 0;
      wires.now = std::max(wires.now, *action);
      wires.agenda.take()();
    } else if (deadline && *deadline <= end) {
      if (*deadline <= wires.now && ++idle > 10000)
        throw std::logic_error("the engine wants to be woken again and again at " + to_text(*deadline));
      wires.now = std::max(wires.now, *deadline);
      survive([&] { engine->wake(wires.now); });
    } else {
      wires.now = std::max(wires.now, end);
      return;
    }
  }
}

std::vector<CaseState> Town::walk(CaseId id) const {
  std::vector<CaseState> states;
  for (const Event& event : store.events) {
    if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload);
        registered && registered->case_id == id)
      states.push_back(CaseState::registered);
    if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload); moved && moved->case_id == id)
      states.push_back(moved->to);
  }
  return states;
}

std::optional<Duration> Town::reached(CaseId id, CaseState state) const {
  for (const Event& event : store.events)
    if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload);
        moved && moved->case_id == id && moved->to == state)
      return event.at - kMorning;
  return std::nullopt;
}

}  // namespace tricolor::engine::testing
