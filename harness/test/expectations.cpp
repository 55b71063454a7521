#include "test/expectations.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/journal.h"
#include "engine/service_state.h"

namespace tricolor::harness {
namespace {

namespace ev = engine::event;

// States of cases in the words of a scenario file.
const std::map<std::string, engine::CaseState>& case_states() {
  using S = engine::CaseState;
  static const std::map<std::string, S> kStates{{"register", S::registered},
                                                {"dispatch", S::dispatched},
                                                {"acknowledge", S::acknowledged},
                                                {"arrive", S::arrived},
                                                {"dispose", S::disposed},
                                                {"feedback", S::feedback},
                                                {"check", S::checking},
                                                {"rework", S::rework},
                                                {"return", S::returned},
                                                {"close", S::closed},
                                                {"forced_close", S::forced_close},
                                                {"void", S::voided}};
  return kStates;
}

// Finds the events that an expectation is about. An expectation is about the instant of one event, so payloads are
// opened here to see what happened; the event's subject is read from the read model of the whole journal.
class Finder {
 public:
  Finder(const ExpectLine& line, const engine::Configuration& configuration, const engine::ServiceState& service)
      : line_(line), c_(configuration), service_(service) {}

  // True when the event is one that the line speaks of, its times aside.
  bool matches(const engine::Event& event) const {
    using About = ExpectLine::About;
    switch (line_.about) {
      case About::incident: return incident(event);
      case About::notice: return notice(event);
      case About::case_state: return case_moved(event);
      case About::review:
        if (const auto* e = std::get_if<ev::ReviewAsked>(&event.payload)) return of_sighting(e->sighting);
        return false;
      case About::report: return report(event);
      case About::camera:
        if (const auto* e = std::get_if<ev::CameraBecame>(&event.payload))
          return (line_.word.empty() || (line_.word == "sees") == e->sees) &&
                 (line_.text.empty() || c_.cameras[e->camera.value].name == line_.text);
        return false;
      case About::message: return false;  // Counted at the gateway, not in the journal.
      case About::colour:
        if (const auto* e = std::get_if<ev::ColourBecame>(&event.payload))
          return of_merchant(e->merchant) && (line_.word.empty() || line_.word == engine::name_of(e->to));
        return false;
    }
    return false;
  }

 private:
  bool of_merchant(const std::optional<engine::MerchantId>& id) const {
    return line_.merchant.empty() || (id && c_.merchants[id->value].name == line_.merchant);
  }
  bool of_class(engine::ClassId id) const {
    return line_.class_name.empty() || c_.classes[id.value].code_name == line_.class_name;
  }
  bool of_incident(engine::IncidentId id) const {
    const engine::IncidentRecord* incident = service_.incident(id);
    return incident && of_merchant(incident->opened.merchant) && of_class(incident->opened.violation_class);
  }
  bool of_sighting(engine::SightingId id) const {
    const engine::SightingRecord* record = service_.sighting(id);
    if (!record || !of_class(record->content.violation_class)) return false;
    if (line_.merchant.empty() || of_merchant(record->content.merchant)) return true;
    const auto& between = record->content.between;
    return std::any_of(between.begin(), between.end(), [&](engine::MerchantId m) { return of_merchant(m); });
  }

  bool incident(const engine::Event& event) const {
    if (const auto* e = std::get_if<ev::IncidentOpened>(&event.payload))
      return line_.word == "opened" && of_incident(e->incident);
    if (const auto* e = std::get_if<ev::IncidentRelapsed>(&event.payload))
      return line_.word == "relapsed" && of_incident(e->incident);
    if (const auto* e = std::get_if<ev::IncidentVoided>(&event.payload))
      return line_.word == "voided" && of_incident(e->incident);
    if (const auto* e = std::get_if<ev::IncidentClosed>(&event.payload))
      return line_.word == engine::name_of(e->how) && line_.word != "voided" && of_incident(e->incident);
    return false;
  }

  bool notice(const engine::Event& event) const {
    const auto about = [&](engine::NoticeId id) {
      const engine::NoticeRecord* record = service_.notice(id);
      return record && of_incident(record->queued.incident) &&
             record->queued.text.find(line_.text) != std::string::npos;
    };
    if (const auto* e = std::get_if<ev::NoticeQueued>(&event.payload))
      return line_.word == "queued" && about(e->notice);
    if (const auto* e = std::get_if<ev::NoticeSent>(&event.payload))
      return line_.word == "sent" && e->result == 0 && about(e->notice);
    if (const auto* e = std::get_if<ev::NoticeFate>(&event.payload))
      return line_.word == (e->delivered ? "delivered" : "undelivered") && about(e->notice);
    return false;
  }

  bool case_moved(const engine::Event& event) const {
    const auto about = [&](engine::CaseId id) {
      if (line_.merchant.empty() && line_.class_name.empty()) return true;
      const engine::CaseRecord* record = service_.case_of(id);
      return record && record->registered.incident && of_incident(*record->registered.incident);
    };
    if (const auto* e = std::get_if<ev::CaseRegistered>(&event.payload))
      return (line_.word.empty() || line_.word == "register") && about(e->case_id);
    if (const auto* e = std::get_if<ev::CaseMoved>(&event.payload)) {
      const auto state = case_states().find(line_.word);
      return state != case_states().end() && e->to == state->second && about(e->case_id);
    }
    return false;
  }

  bool report(const engine::Event& event) const {
    if (const auto* e = std::get_if<ev::ReportAttached>(&event.payload))
      return line_.word == (e->suggested_only ? "suggested" : "attached");
    if (const auto* e = std::get_if<ev::ReportVerified>(&event.payload))
      return line_.word == (e->valid ? "verified" : "dismissed");
    if (std::get_if<ev::ReportReplied>(&event.payload)) return line_.word == "replied";
    return false;
  }

  const ExpectLine& line_;
  const engine::Configuration& c_;
  const engine::ServiceState& service_;
};

// True for a message that the gateway accepted for a merchant's phone.
bool is_about(const ExpectLine& line, const Message& message, const engine::Configuration& configuration) {
  if (!line.text.empty() && message.text.find(line.text) == std::string::npos) return false;
  if (line.merchant.empty()) return true;
  // A new owner's number is in no dossier, but the world's gateway knows its shop.
  if (message.shop) return configuration.merchants.at(static_cast<std::size_t>(*message.shop)).name == line.merchant;
  return std::any_of(
      configuration.merchants.begin(), configuration.merchants.end(),
      [&](const engine::Dossier& dossier) { return dossier.name == line.merchant && dossier.phone == message.phone; });
}

// A colour "at" an instant is a state, not an event: the last change up to then counts.
Finding check_colour_at(const Scenario& scenario, const ExpectLine& line, const engine::Configuration& configuration,
                        const engine::ServiceState& service) {
  if (*line.until < scenario.start || *line.until > scenario.end())
    return {line.written,
            fmt::format("nothing is known of then: the run is from {} to {}", engine::to_text(scenario.start),
                        engine::to_text(scenario.end())),
            false, line.origin};
  std::string colour = "green";
  for (std::uint32_t i = 0; i < configuration.merchants.size(); ++i) {
    const engine::MerchantRecord* record = service.merchant(engine::MerchantId{i});
    if (!record || configuration.merchants[i].name != line.merchant) continue;
    for (const engine::ColourRecord& change : record->changes)
      if (change.at <= *line.until) colour = engine::name_of(change.to);
  }
  return {line.written, fmt::format("{} then", colour), (colour == line.word) != line.never, line.origin};
}

constexpr std::size_t kMostTimes = 4;

// Writes instants as "09:03:01.5, 09:20:03 … and 2 more", with the day where the run passes midnight.
std::string times_of(const std::vector<engine::Time>& times, const Scenario& scenario) {
  const auto day_of = [](engine::Time at) { return engine::to_text(at).substr(0, 10); };
  const bool days = day_of(scenario.start) != day_of(scenario.end());
  std::string text;
  for (std::size_t i = 0; i < times.size() && i < kMostTimes; ++i)
    text += (i ? ", " : "") + engine::to_text(times[i]).substr(days ? 0 : 11);
  if (times.size() > kMostTimes) text += fmt::format(" … and {} more", times.size() - kMostTimes);
  return text;
}

}  // namespace

std::vector<Finding> check_expectations(const Scenario& scenario, const engine::Configuration& configuration,
                                        const std::vector<engine::Event>& journal,
                                        const std::vector<Message>& messages) {
  const engine::ServiceState service = engine::state_of(journal);
  std::vector<Finding> findings;
  for (const ExpectLine& line : scenario.expect) {
    if (line.about == ExpectLine::About::colour && line.from && line.from == line.until) {
      findings.push_back(check_colour_at(scenario, line, configuration, service));
      continue;
    }
    const Finder finder(line, configuration, service);
    std::vector<engine::Time> inside, outside;
    const auto note = [&](engine::Time at) {
      ((line.from && at < *line.from) || (line.until && at > *line.until) ? outside : inside).push_back(at);
    };
    for (const engine::Event& event : journal)
      if (finder.matches(event)) note(event.at);
    if (line.about == ExpectLine::About::message)
      for (const Message& message : messages)
        if (is_about(line, message, configuration)) note(message.accepted_at);
    const auto count = static_cast<int>(inside.size());
    // With `times`, all occurrences must lie within the time; without it, one is enough.
    const bool met = line.never ? count == 0 : line.times ? count == *line.times && outside.empty() : count > 0;
    std::string actual =
        count == 0 ? "never" : fmt::format("{} time{}: {}", count, count == 1 ? "" : "s", times_of(inside, scenario));
    if (!outside.empty()) actual += "; outside the time: " + times_of(outside, scenario);
    findings.push_back({line.written, actual, met, line.origin, outside});
  }
  return findings;
}

}  // namespace tricolor::harness
