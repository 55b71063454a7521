#include "run/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/indicators.h"
#include "engine/journal.h"
#include "run/progress.h"

namespace tricolor::harness {
namespace {

namespace ev = engine::event;

std::string proportion_text(const Proportion& p) {
  if (p.of == 0) return "none to judge";
  return fmt::format("{:.3f} ({}/{}; 95 % {:.3f} … {:.3f})", p.value(), p.hits, p.of, p.low(), p.high());
}

std::string clock_of(engine::Time time) { return engine::to_text(time); }

}  // namespace

std::string summary_text(const RunRecord& r) {
  const auto kpi = engine::indicators_of(r.journal);
  std::string out;
  const auto line = [&](std::string text) { out += text + "\n"; };
  line(fmt::format("{}{}: {} to {}, seed {}, policy {}, {} frames", r.partial ? "PARTIAL " : "", r.scenario, clock_of(r.start), clock_of(r.end), r.seed, r.policy.name,
                   r.every_frame ? "all" : "key"));
  line(fmt::format("  street       {} shops, {} cameras; {} true violations, {} lawful look-alikes ({:.1f} a violation)", r.city.shops.size(), r.city.cameras.size(),
                   r.judgement.violations.size(), r.judgement.lawful_look_alikes,
                   r.judgement.violations.empty() ? 0.0 : static_cast<double>(r.judgement.lawful_look_alikes) / static_cast<double>(r.judgement.violations.size())));
  line(fmt::format("  engine       {} incidents, {} notices ({} delivered), {} self-corrected, {} cases ({} closed)", kpi.incidents, kpi.notices, kpi.notices_delivered, kpi.corrected,
                   kpi.cases, kpi.cases_closed));
  for (const auto& [name, scores] : {std::pair{"by day", &r.judgement.by_class_by_day}, std::pair{"by night", &r.judgement.by_class_by_night}}) {
    for (const auto& [code, score] : *scores) {
      if (score.precision.of == 0 && score.recall_all.of == 0) continue;
      line(fmt::format("  {:<9} {:<17} precision {}; recall of opportunities {}; of working cameras {:.3f}; of all {:.3f}", name, code.empty() ? "all classes" : code,
                       proportion_text(score.precision), proportion_text(score.recall_opportunities), score.recall_working.value(), score.recall_all.value()));
    }
  }
  line(fmt::format("  fairness     {:.3f} incidents a violation found; wrong shop {}", r.judgement.duplicates_per_violation, proportion_text(r.judgement.wrong_shop)));
  std::string lost, wrong;
  for (const auto& [stage, count] : r.judgement.lost) lost += fmt::format(" {} {}", stage, count);
  for (const auto& [cause, count] : r.judgement.wrong) wrong += fmt::format(" {} {}", cause, count);
  line("  violations  " + lost);
  line("  accusations " + wrong);
  const double camera_days = std::max(1e-9, r.camera_days());
  std::string causes;
  for (int i = 0; i < kFrameCauses; ++i) causes += fmt::format(" {} {}", name_of(static_cast<FrameCause>(i)), r.frames.by_cause[static_cast<std::size_t>(i)]);
  line(fmt::format("  frames       {} ({:.1f} looks and {:.1f} lawful changes a camera-day):{}", r.frames.pictures, static_cast<double>(r.frames.pictures) / camera_days,
                   static_cast<double>(r.frames.lawful_still_changes) / camera_days, causes));
  std::map<engine::Colour, int> census;
  std::vector<engine::Colour> colours(r.configuration.merchants.size(), engine::Colour::green);
  for (const engine::Event& event : r.journal)
    if (const auto* became = std::get_if<ev::ColourBecame>(&event.payload)) colours[became->merchant.value] = became->to;
  for (const engine::Colour colour : colours) ++census[colour];
  line(fmt::format("  colours      G {} green, Y {} yellow, R {} red", census[engine::Colour::green], census[engine::Colour::yellow], census[engine::Colour::red]));
  line(fmt::format("  fingerprint  journal {} decisions {} sightings {} scenes {} kernel {}", r.fingerprints.journal, r.fingerprints.decisions, r.fingerprints.sightings,
                   r.fingerprints.scenes, r.fingerprints.kernel));
  line(fmt::format("  wall time    {} on {} threads: twin's rendering {}, engine's detector {}, rest of the engine {}; {} pictures made ahead, {} discarded", seconds_text(r.wall.total_s),
                   r.threads, seconds_text(r.wall.render_s), seconds_text(r.wall.detect_s), seconds_text(r.wall.engine_s), r.frames.made_ahead, r.frames.discarded));
  return out;
}

std::string event_text(const engine::Event& event, const engine::Configuration& c) {
  const auto shop = [&](engine::MerchantId id) { return fmt::format("{} {}", c.merchants.at(id.value).name, c.merchants[id.value].sign); };
  const auto maybe_shop = [&](const std::optional<engine::MerchantId>& id) { return id ? shop(*id) : std::string("a public place"); };
  const auto klass = [&](engine::ClassId id) { return fmt::format("{} {}", c.classes.at(id.value).name_zh, c.classes[id.value].code_name); };
  const auto officer = [&](const std::optional<engine::OfficerId>& id) { return id ? c.officers.at(id->value).name : std::string("nobody"); };
  const std::string text = std::visit(
      [&](const auto& e) -> std::string {
        using T = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<T, ev::OccupancyStarted>) return fmt::format("camera {} sees {} in zone {}: the stay begins", c.cameras.at(e.camera.value).name, klass(e.violation_class), c.zones.at(e.zone.value).name);
        else if constexpr (std::is_same_v<T, ev::OccupancyEnded>) return fmt::format("stay {} ended; last seen {}", e.occupancy, clock_of(e.last_seen));
        else if constexpr (std::is_same_v<T, ev::SightingConfirmed>) return fmt::format("sighting {}: longer than the dwell ({} since {}), {} pictures kept; {}", e.sighting.value, engine::to_text(event.at - e.onset), clock_of(e.onset), e.evidence.size(), e.between.empty() ? maybe_shop(e.merchant) : "between two shops: a person must look");
        else if constexpr (std::is_same_v<T, ev::ReviewAsked>) return fmt::format("sighting {}: a person is asked", e.sighting.value);
        else if constexpr (std::is_same_v<T, ev::ReviewGiven>) return fmt::format("sighting {}: the person {}", e.sighting.value, e.confirmed ? fmt::format("confirms it: {}", maybe_shop(e.merchant)) : "sees no violation");
        else if constexpr (std::is_same_v<T, ev::ReportReceived>) return fmt::format("report {} of a citizen: {}", e.report.value, e.content.text);
        else if constexpr (std::is_same_v<T, ev::ReportAttached>) return fmt::format("report {} is about this", e.report.value);
        else if constexpr (std::is_same_v<T, ev::ReportVerifyAsked>) return fmt::format("report {}: {} is asked to go and look, by {}", e.report.value, officer(e.officer), clock_of(e.due));
        else if constexpr (std::is_same_v<T, ev::ReportVerified>) return fmt::format("report {} {}", e.report.value, e.valid ? "is true" : "is not: nothing was found");
        else if constexpr (std::is_same_v<T, ev::ReportReplied>) return fmt::format("report {} answered: {}", e.report.value, e.text);
        else if constexpr (std::is_same_v<T, ev::IncidentOpened>) return fmt::format("incident {} opened: {} at {}", e.incident.value, klass(e.violation_class), maybe_shop(e.merchant));
        else if constexpr (std::is_same_v<T, ev::IncidentClosed>) return fmt::format("incident {} closed: {}", e.incident.value, engine::name_of(e.how));
        else if constexpr (std::is_same_v<T, ev::IncidentVoided>) return fmt::format("incident {} taken back: {}", e.incident.value, e.reason);
        else if constexpr (std::is_same_v<T, ev::IncidentRelapsed>) return fmt::format("incident {}: it came back", e.incident.value);
        else if constexpr (std::is_same_v<T, ev::NoticeQueued>) return fmt::format("notice {} to {}: {}", e.notice.value, shop(e.merchant), e.text);
        else if constexpr (std::is_same_v<T, ev::NoticeSent>) return fmt::format("notice {}: the gateway says {}", e.notice.value, e.result == 0 ? "accepted" : e.result == 1 ? "rejected" : "nothing; it will be asked");
        else if constexpr (std::is_same_v<T, ev::NoticeFate>) return fmt::format("notice {} {}", e.notice.value, e.delivered ? "delivered" : "not delivered: not warned");
        else if constexpr (std::is_same_v<T, ev::CorrectionDue>) return fmt::format("to be cleared by {}", clock_of(e.due));
        else if constexpr (std::is_same_v<T, ev::Rechecked>) return fmt::format("re-check: {}", engine::name_of(e.outcome));
        else if constexpr (std::is_same_v<T, ev::CaseRegistered>) return fmt::format("case {} registered, {}; due {}", e.case_id.value, e.warned ? "the warning was in vain" : "nobody was warned", clock_of(e.due));
        else if constexpr (std::is_same_v<T, ev::CaseMoved>) return fmt::format("case {}: {} → {} ({}){}", e.case_id.value, engine::name_of(e.from), engine::name_of(e.to), officer(e.officer), e.reason.empty() ? "" : ": " + e.reason);
        else if constexpr (std::is_same_v<T, ev::StrikeImported>) return fmt::format("strike of {} imported from history", clock_of(e.at));
        else if constexpr (std::is_same_v<T, ev::StrikeCounted>) return fmt::format("a strike against {}", shop(e.merchant));
        else if constexpr (std::is_same_v<T, ev::ColourBecame>) return fmt::format("{}: {} → {} with {} strikes", shop(e.merchant), engine::name_of(e.from), engine::name_of(e.to), e.count);
        else if constexpr (std::is_same_v<T, ev::CameraBecame>) return fmt::format("camera {} {}", c.cameras.at(e.camera.value).name, e.sees ? "sees" : fmt::format("is blind ({})", engine::name_of(e.reason)));
        else return engine::to_line(event, false);
      },
      event.payload);
  return fmt::format("{:>6}  {}  {}", event.sequence, clock_of(event.at), text);
}

std::string explain(const std::vector<engine::Event>& journal, const engine::Configuration& c, const Question& question) {
  // Numbers that belong to the answer, gathered by following links in both directions until nothing is added.
  std::set<std::uint32_t> merchants, incidents, sightings, notices, cases, reports;
  std::set<std::uint64_t> occupancies;
  const std::string& shop = question.shop.empty() ? question.colour_of : question.shop;
  for (std::uint32_t i = 0; i < c.merchants.size(); ++i)
    if (!shop.empty() && c.merchants[i].name == shop) merchants.insert(i);
  if (question.incident_number > 0) incidents.insert(static_cast<std::uint32_t>(question.incident_number));
  if (question.case_number > 0) cases.insert(static_cast<std::uint32_t>(question.case_number));
  const bool by_shop = !merchants.empty();
  for (int round = 0; round < 3; ++round)
    for (const engine::Event& event : journal) {
      if (const auto* e = std::get_if<ev::CaseRegistered>(&event.payload); e && e->incident) {
        if (cases.contains(e->case_id.value)) incidents.insert(e->incident->value);
        if (incidents.contains(e->incident->value)) cases.insert(e->case_id.value);
      }
      if (const auto* e = std::get_if<ev::CaseRegistered>(&event.payload); e && e->report && cases.contains(e->case_id.value)) reports.insert(e->report->value);
      if (const auto* e = std::get_if<ev::ReportAttached>(&event.payload); e && e->incident && incidents.contains(e->incident->value)) reports.insert(e->report.value);
      if (const auto* e = std::get_if<ev::IncidentOpened>(&event.payload)) {
        if (by_shop && e->merchant && merchants.contains(e->merchant->value)) incidents.insert(e->incident.value);
        if (incidents.contains(e->incident.value)) {
          sightings.insert(e->sighting.value);
          if (!by_shop && e->merchant) merchants.insert(e->merchant->value);
        }
      }
      if (const auto* e = std::get_if<ev::SightingAttached>(&event.payload); e && incidents.contains(e->incident.value)) sightings.insert(e->sighting.value);
      if (const auto* e = std::get_if<ev::SightingConfirmed>(&event.payload); e && sightings.contains(e->sighting.value)) occupancies.insert(e->occupancy);
      if (const auto* e = std::get_if<ev::NoticeQueued>(&event.payload); e && incidents.contains(e->incident.value)) notices.insert(e->notice.value);
    }
  const bool only_colour = !question.colour_of.empty();
  std::string out;
  for (const engine::Event& event : journal) {
    const bool mine = std::visit(
        [&](const auto& e) {
          using T = std::decay_t<decltype(e)>;
          if constexpr (std::is_same_v<T, ev::StrikeImported> || std::is_same_v<T, ev::ColourBecame> || std::is_same_v<T, ev::OwnerChanged>) return by_shop && merchants.contains(e.merchant.value);
          else if constexpr (std::is_same_v<T, ev::StrikeCounted>) return (by_shop && merchants.contains(e.merchant.value)) || incidents.contains(e.incident.value);
          else if constexpr (std::is_same_v<T, ev::IncidentVoided>) return incidents.contains(e.incident.value);
          else if constexpr (std::is_same_v<T, ev::IncidentOpened> || std::is_same_v<T, ev::IncidentClosed> || std::is_same_v<T, ev::IncidentRelapsed> || std::is_same_v<T, ev::CorrectionDue> || std::is_same_v<T, ev::Rechecked> || std::is_same_v<T, ev::SightingAttached>)
            return !only_colour && incidents.contains(e.incident.value);
          else if constexpr (std::is_same_v<T, ev::SightingConfirmed> || std::is_same_v<T, ev::ReviewAsked> || std::is_same_v<T, ev::ReviewGiven>) return !only_colour && sightings.contains(e.sighting.value);
          else if constexpr (std::is_same_v<T, ev::ReportReceived> || std::is_same_v<T, ev::ReportAttached> || std::is_same_v<T, ev::ReportVerifyAsked> || std::is_same_v<T, ev::ReportVerified> || std::is_same_v<T, ev::ReportReplied>)
            return !only_colour && reports.contains(e.report.value);
          else if constexpr (std::is_same_v<T, ev::OccupancyStarted> || std::is_same_v<T, ev::OccupancyEnded>) return !only_colour && occupancies.contains(e.occupancy);
          else if constexpr (std::is_same_v<T, ev::NoticeQueued> || std::is_same_v<T, ev::NoticeSent> || std::is_same_v<T, ev::NoticeFate>) return !only_colour && notices.contains(e.notice.value);
          else if constexpr (std::is_same_v<T, ev::CaseRegistered> || std::is_same_v<T, ev::CaseMoved>) return !only_colour && cases.contains(e.case_id.value);
          else return false;
        },
        event.payload);
    if (mine) out += event_text(event, c) + "\n";
  }
  return out;
}

}  // namespace tricolor::harness
