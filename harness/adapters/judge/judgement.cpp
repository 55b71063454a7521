#include "adapters/judge/judgement.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace tricolor::harness {
namespace {

constexpr double kSamePlaceM = 5.0;  // Design: matches without a merchant lie at most this far apart.
constexpr double kNextDoorM = 10.0;  // A wrong-shop accusation points at a neighbour, not across the city.

double distance_m(sim::Point a, engine::GroundPoint b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

engine::Duration apart(engine::Time a, engine::Time b) { return a > b ? a - b : b - a; }

bool same_place(const Violation& violation, const Incident& incident) {
  if (violation.merchant || incident.merchant) return violation.merchant == incident.merchant;
  return distance_m(violation.at, incident.spot) <= kSamePlaceM;
}

bool overlaps(const Violation& violation, const Incident& incident) {
  return incident.confirmed_at >= violation.from && (!violation.until || incident.onset <= *violation.until);
}

// Greedy by the nearest confirmation: matches are one to one and a nearer pair is never given up for a farther one.
void match(std::vector<JudgedViolation>& violations, std::vector<JudgedIncident>& incidents, engine::Duration two_intervals) {
  struct Pair {
    engine::Duration apart;
    std::size_t violation, incident;
  };
  std::vector<Pair> pairs;
  for (std::size_t v = 0; v < violations.size(); ++v)
    for (std::size_t i = 0; i < incidents.size(); ++i) {
      const Violation& violation = violations[v].violation;
      const Incident& incident = incidents[i].incident;
      const auto gap = apart(incident.confirmed_at, violation.dwell_end);
      if (gap <= two_intervals && violation.violation_class == incident.violation_class && same_place(violation, incident))
        pairs.push_back({gap, v, i});
    }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.apart < b.apart; });
  for (const Pair& pair : pairs) {
    if (violations[pair.violation].incident || incidents[pair.incident].violation) continue;
    violations[pair.violation].incident = incidents[pair.incident].incident.id;
    incidents[pair.incident].violation = violations[pair.violation].violation.id;
  }
}

struct Occupancy {
  engine::ClassId violation_class;
  engine::GroundPoint spot;
  engine::Time onset;
  bool confirmed = false;
  bool between = false;
};

std::map<std::uint64_t, Occupancy> occupancies_of(const std::vector<engine::Event>& journal) {
  std::map<std::uint64_t, Occupancy> occupancies;
  for (const engine::Event& event : journal) {
    if (const auto* started = std::get_if<engine::event::OccupancyStarted>(&event.payload))
      occupancies[started->occupancy] = {started->violation_class, started->spot, started->onset, false, false};
    if (const auto* sighting = std::get_if<engine::event::SightingConfirmed>(&event.payload)) {
      occupancies[sighting->occupancy].confirmed = true;
      occupancies[sighting->occupancy].between = !sighting->between.empty();
    }
  }
  return occupancies;
}

LostAt where_lost(const Violation& violation, const std::vector<JudgedIncident>& incidents, const std::map<std::uint64_t, Occupancy>& occupancies) {
  for (const JudgedIncident& judged : incidents)
    if (judged.incident.violation_class == violation.violation_class && same_place(violation, judged.incident) && overlaps(violation, judged.incident))
      return LostAt::late;
  if (!violation.seeing.in_view) return LostAt::no_camera;
  if (!violation.seeing.camera_working) return LostAt::camera_down;
  for (const auto& [number, occupancy] : occupancies) {
    if (occupancy.violation_class != violation.violation_class || distance_m(violation.at, occupancy.spot) > kSamePlaceM) continue;
    if (occupancy.onset + std::chrono::seconds{30} < violation.from || (violation.until && occupancy.onset > *violation.until)) continue;
    return occupancy.confirmed ? LostAt::attribution : LostAt::dwell;
  }
  if (!violation.seeing.opportunity) return LostAt::hardly_visible;
  if (violation.seeing.looks_detected * 2 < violation.seeing.looks) return LostAt::detector;
  return LostAt::tracking_or_zone;
}

WrongBy why_wrong(const Incident& incident, const std::vector<JudgedViolation>& violations, const sim::Truth& truth) {
  bool other_shop = false, other_class = false, off_time = false, duplicate = false;
  for (const JudgedViolation& judged : violations) {
    if (!overlaps(judged.violation, incident) || distance_m(judged.violation.at, incident.spot) > kNextDoorM) continue;
    const bool class_fits = judged.violation.violation_class == incident.violation_class;
    if (class_fits && same_place(judged.violation, incident)) (judged.incident ? duplicate : off_time) = true;
    if (class_fits && incident.merchant && judged.violation.merchant && judged.violation.merchant != incident.merchant) other_shop = true;
    if (!class_fits && distance_m(judged.violation.at, incident.spot) <= kSamePlaceM) other_class = true;
  }
  if (duplicate) return WrongBy::duplicate;
  if (off_time) return WrongBy::off_time;
  if (other_shop) return WrongBy::wrong_shop;
  if (other_class) return WrongBy::wrong_class;
  for (const sim::Stay& stay : truth.stays)
    if (stay.from <= incident.confirmed_at && (!stay.until || *stay.until >= incident.onset) && distance_m(stay.at, incident.spot) <= kSamePlaceM)
      return WrongBy::lawful_thing;
  return WrongBy::nothing_there;
}

void count(Score& score, const JudgedViolation& judged) {
  const bool found = judged.incident.has_value();
  const Seeing& seeing = judged.violation.seeing;
  score.recall_all.add(found);
  if (seeing.in_view && seeing.camera_working) score.recall_working.add(found);
  if (seeing.opportunity) score.recall_opportunities.add(found);
}

}  // namespace

const char* name_of(LostAt stage) {
  switch (stage) {
    case LostAt::none: return "found";
    case LostAt::no_camera: return "no_camera";
    case LostAt::camera_down: return "camera_down";
    case LostAt::hardly_visible: return "hardly_visible";
    case LostAt::detector: return "detector";
    case LostAt::tracking_or_zone: return "tracking_or_zone";
    case LostAt::dwell: return "dwell";
    case LostAt::attribution: return "attribution";
    case LostAt::late: return "late";
  }
  return "";
}

const char* name_of(WrongBy cause) {
  switch (cause) {
    case WrongBy::none: return "right";
    case WrongBy::nothing_there: return "nothing_there";
    case WrongBy::lawful_thing: return "lawful_thing";
    case WrongBy::wrong_class: return "wrong_class";
    case WrongBy::wrong_shop: return "wrong_shop";
    case WrongBy::duplicate: return "duplicate";
    case WrongBy::off_time: return "off_time";
  }
  return "";
}

std::vector<Incident> incidents_of(const std::vector<engine::Event>& journal) {
  std::map<engine::IncidentId, Incident> incidents;
  for (const engine::Event& event : journal) {
    if (const auto* opened = std::get_if<engine::event::IncidentOpened>(&event.payload))
      incidents[opened->incident] = {opened->incident, opened->violation_class, opened->merchant, opened->spot, opened->onset, event.at, false, {opened->sighting}};
    if (const auto* attached = std::get_if<engine::event::SightingAttached>(&event.payload))
      incidents[attached->incident].sightings.push_back(attached->sighting);
    if (const auto* voided = std::get_if<engine::event::IncidentVoided>(&event.payload)) incidents[voided->incident].voided = true;
  }
  std::vector<Incident> list;
  for (auto& [id, incident] : incidents) list.push_back(std::move(incident));
  return list;
}

Judgement judge(std::vector<Violation> violations, const std::vector<engine::Event>& journal, const engine::Configuration& configuration,
                const sim::Truth& truth, engine::Duration two_intervals) {
  Judgement judgement;
  for (Violation& violation : violations) judgement.violations.push_back({std::move(violation), std::nullopt, LostAt::none});
  for (Incident& incident : incidents_of(journal)) judgement.incidents.push_back({std::move(incident), std::nullopt, WrongBy::none, true});
  match(judgement.violations, judgement.incidents, two_intervals);

  const auto occupancies = occupancies_of(journal);
  const auto code_name = [&](engine::ClassId id) { return configuration.classes.at(id.value).code_name; };
  for (JudgedViolation& judged : judgement.violations) {
    if (!judged.incident) judged.lost_at = where_lost(judged.violation, judgement.incidents, occupancies);
    if (judged.lost_at == LostAt::late) ++judgement.late;
    ++judgement.lost[name_of(judged.lost_at)];
    auto& scores = judged.violation.by_day ? judgement.by_class_by_day : judgement.by_class_by_night;
    count(scores[code_name(judged.violation.violation_class)], judged);
    count(scores[""], judged);
  }
  std::set<std::uint64_t> accused;
  std::int64_t accusations = 0;
  for (JudgedIncident& judged : judgement.incidents) {
    judged.by_day = is_day(judged.incident.confirmed_at);
    if (!judged.violation) judged.wrong_by = why_wrong(judged.incident, judgement.violations, truth);
    ++judgement.wrong[name_of(judged.wrong_by)];
    if (judged.incident.merchant) judgement.wrong_shop.add(judged.wrong_by == WrongBy::wrong_shop);
    if (judged.violation) accused.insert(*judged.violation);
    if (judged.violation || judged.wrong_by == WrongBy::duplicate) ++accusations;
    auto& scores = judged.by_day ? judgement.by_class_by_day : judgement.by_class_by_night;
    for (const std::string& key : {code_name(judged.incident.violation_class), std::string{}}) {
      scores[key].precision.add(judged.violation.has_value());
      if (!judged.violation) continue;
      const Violation& violation = judgement.violations[*judged.violation - 1].violation;
      scores[key].delay_s.push_back(std::chrono::duration<double>(judged.incident.confirmed_at - violation.dwell_end).count());
    }
  }
  for (auto* scores : {&judgement.by_class_by_day, &judgement.by_class_by_night})
    for (auto& [key, score] : *scores) std::sort(score.delay_s.begin(), score.delay_s.end());
  judgement.duplicates_per_violation = accused.empty() ? 0 : static_cast<double>(accusations) / static_cast<double>(accused.size());
  return judgement;
}

}  // namespace tricolor::harness
