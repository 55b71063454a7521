#include "judge/judgement.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "judge/held_after_end.h"
#include "judge/place_index.h"
#include "judge/true_stays.h"

namespace tricolor::harness {
namespace {

// A wrong-shop accusation names a neighbour, so that its distance is bounded too.
constexpr double kNextDoorM = 10.0;

// A stay that the engine counted is a violation's when its onset lies at most this long before it. Assumed.
constexpr engine::Duration kOnsetLead = std::chrono::seconds{30};

double distance_m(sim::Point a, engine::GroundPoint b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

engine::Duration apart(engine::Time a, engine::Time b) { return a > b ? a - b : b - a; }

// Distance of a spot from the nearest of a violation's things.
double distance_m(const Violation& violation, engine::GroundPoint spot) {
  double nearest = distance_m(violation.at, spot);
  for (const sim::Point& at : violation.spots) nearest = std::min(nearest, distance_m(at, spot));
  return nearest;
}

bool same_place(const Violation& violation, const Incident& incident) {
  if (violation.merchant || incident.merchant) return violation.merchant == incident.merchant;
  return distance_m(violation, incident.spot) <= kSamePlaceM;
}

bool overlaps(const Violation& violation, const Incident& incident) {
  return incident.confirmed_at >= violation.from && (!violation.until || incident.onset <= *violation.until);
}

sim::Point place_of(engine::GroundPoint spot) { return {spot.x_m, spot.y_m}; }

// Incidents by class and merchant, or by class and spot.
class IncidentIndex {
 public:
  explicit IncidentIndex(const std::vector<JudgedIncident>& incidents) : index_(standing(incidents)) {}

  /// Gives, ascending, the indices of the incidents that may accuse the violation and whose time from onset to
  /// confirmation meets from … until.
  std::vector<std::size_t> accusing(const Violation& violation, engine::Time from, engine::Time until) const {
    const std::int64_t group = violation.violation_class.value;
    if (violation.merchant) return index_.of_shop(group, static_cast<int>(violation.merchant->value), from, until);
    std::vector<std::size_t> found = index_.near(group, violation.at, kSamePlaceM, from, until);
    if (violation.spots.empty()) return found;
    for (const sim::Point& at : violation.spots) {
      const auto more = index_.near(group, at, kSamePlaceM, from, until);
      found.insert(found.end(), more.begin(), more.end());
    }
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
  }

 private:
  static std::vector<Standing> standing(const std::vector<JudgedIncident>& incidents) {
    std::vector<Standing> list;
    for (const auto& [incident, violation, wrong_by, by_day, held] : incidents) {
      std::optional<int> shop;
      if (incident.merchant) shop = static_cast<int>(incident.merchant->value);
      list.push_back({incident.violation_class.value, shop, place_of(incident.spot),
                      std::min(incident.onset, incident.confirmed_at), incident.confirmed_at});
    }
    return list;
  }
  StandingIndex index_;
};

// Violations by place, whatever their class and whoever answers.
StandingIndex index_of(const std::vector<JudgedViolation>& violations) {
  std::vector<Standing> list;
  for (const JudgedViolation& judged : violations)
    list.push_back({0, std::nullopt, judged.violation.at, judged.violation.from,
                    judged.violation.until.value_or(engine::Time::max())});
  return StandingIndex(list);
}

// Matches greedily by the nearest confirmation: matches are one to one and a nearer pair is never given up for a
// farther one.
void match(std::vector<JudgedViolation>& violations, std::vector<JudgedIncident>& incidents,
           const IncidentIndex& by_place, engine::Duration two_intervals) {
  struct Pair {
    engine::Duration apart;
    std::size_t violation, incident;
  };
  std::vector<Pair> pairs;
  for (std::size_t v = 0; v < violations.size(); ++v) {
    const Violation& violation = violations[v].violation;
    for (const std::size_t i :
         by_place.accusing(violation, violation.dwell_end - two_intervals, violation.dwell_end + two_intervals)) {
      const Incident& incident = incidents[i].incident;
      const auto gap = apart(incident.confirmed_at, violation.dwell_end);
      if (gap <= two_intervals && violation.violation_class == incident.violation_class &&
          same_place(violation, incident))
        pairs.push_back({gap, v, i});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.apart < b.apart; });
  for (const Pair& pair : pairs) {
    if (violations[pair.violation].incident || incidents[pair.incident].violation) continue;
    violations[pair.violation].incident = incidents[pair.incident].incident.id;
    incidents[pair.incident].violation = violations[pair.violation].violation.id;
  }
}

// True when the incident is about a violation that no camera could see in time: the engine saw it later, while it
// stood, and for as long as its dwell.
bool seen_late(const Violation& violation, const Incident& incident, engine::Duration two_intervals) {
  return !violation.seeing.opportunity && incident.onset + two_intervals >= violation.from &&
         incident.confirmed_at > violation.dwell_end + two_intervals &&
         incident.confirmed_at - incident.onset >= violation.dwell_end - violation.from &&
         (!violation.until || incident.confirmed_at <= *violation.until);
}

// Matches what is left over of what no camera could see in time. Gives the ids of the incidents.
std::set<std::uint32_t> match_hidden(std::vector<JudgedViolation>& violations, std::vector<JudgedIncident>& incidents,
                                     const IncidentIndex& by_place, engine::Duration two_intervals) {
  std::set<std::uint32_t> late;
  for (JudgedViolation& judged : violations) {
    const Violation& violation = judged.violation;
    if (judged.incident) continue;
    for (const std::size_t i :
         by_place.accusing(violation, violation.from, violation.until.value_or(engine::Time::max()))) {
      JudgedIncident& found = incidents[i];
      if (found.violation || violation.violation_class != found.incident.violation_class ||
          !same_place(violation, found.incident) || !seen_late(violation, found.incident, two_intervals))
        continue;
      judged.incident = found.incident.id;
      found.violation = violation.id;
      late.insert(found.incident.id.value);
      break;
    }
  }
  return late;
}

// The engine's stays by class and place, each at its onset.
StandingIndex index_of(const std::vector<CountedStay>& stays) {
  std::vector<Standing> list;
  for (const CountedStay& stay : stays)
    list.push_back({stay.violation_class.value, std::nullopt, place_of(stay.spot), stay.onset, stay.onset});
  return StandingIndex(list);
}

LostAt where_lost(const Violation& violation, const std::vector<JudgedIncident>& incidents,
                  const IncidentIndex& incidents_by_place, const std::vector<CountedStay>& stays,
                  const StandingIndex& stays_by_place) {
  const engine::Time until = violation.until.value_or(engine::Time::max());
  for (const std::size_t i : incidents_by_place.accusing(violation, violation.from, until)) {
    const Incident& incident = incidents[i].incident;
    if (incident.violation_class == violation.violation_class && same_place(violation, incident) &&
        overlaps(violation, incident))
      return LostAt::late;
  }
  if (!violation.seeing.in_view) return LostAt::no_camera;
  if (!violation.seeing.camera_working) return LostAt::camera_down;
  for (const std::size_t i : stays_by_place.near(violation.violation_class.value, violation.at, kSamePlaceM,
                                                 violation.from - kOnsetLead, until)) {
    const CountedStay& stay = stays[i];
    if (stay.violation_class != violation.violation_class || distance_m(violation.at, stay.spot) > kSamePlaceM)
      continue;
    if (stay.onset + kOnsetLead < violation.from || (violation.until && stay.onset > *violation.until)) continue;
    return stay.confirmed ? LostAt::attribution : LostAt::dwell;
  }
  if (!violation.seeing.opportunity) return LostAt::hardly_visible;
  if (violation.seeing.looks_detected * 2 < violation.seeing.looks) return LostAt::detector;
  return LostAt::tracking_or_zone;
}

WrongBy why_wrong(const Incident& incident, const std::vector<JudgedViolation>& violations,
                  const StandingIndex& violations_by_place, const TrueStays& truth) {
  bool other_shop = false, other_class = false, off_time = false, duplicate = false, undecidable = false;
  for (const std::size_t i :
       violations_by_place.near(0, place_of(incident.spot), kNextDoorM, incident.onset, incident.confirmed_at)) {
    const JudgedViolation& judged = violations[i];
    if (!overlaps(judged.violation, incident) || distance_m(judged.violation, incident.spot) > kNextDoorM) continue;
    const bool class_fits = judged.violation.violation_class == incident.violation_class;
    if (class_fits && same_place(judged.violation, incident))
      (judged.violation.undecidable != Undecidable::no ? undecidable : judged.incident ? duplicate : off_time) = true;
    if (class_fits && incident.merchant && judged.violation.merchant && judged.violation.merchant != incident.merchant)
      other_shop = true;
    if (!class_fits && distance_m(judged.violation.at, incident.spot) <= kSamePlaceM) other_class = true;
  }
  if (undecidable) return WrongBy::undecidable;
  if (duplicate) return WrongBy::duplicate;
  if (off_time) return WrongBy::off_time;
  if (other_shop) return WrongBy::wrong_shop;
  if (other_class) return WrongBy::wrong_class;
  if (truth.any_near(place_of(incident.spot), kSamePlaceM, incident.onset, incident.confirmed_at))
    return WrongBy::lawful_thing;
  return WrongBy::nothing_there;
}

// Counts the accusation of a shop that had no such violation then; of one that had, an accusation twice or too late is
// no accusation of an innocent.
void count_innocent(Judgement& judgement, const JudgedIncident& judged) {
  const bool innocent = judged.incident.merchant &&
                        (judged.wrong_by == WrongBy::nothing_there || judged.wrong_by == WrongBy::lawful_thing ||
                         judged.wrong_by == WrongBy::wrong_class || judged.wrong_by == WrongBy::wrong_shop);
  judgement.innocent.add(innocent);
  if (innocent) judgement.innocent_shops.insert(judged.incident.merchant->value);
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
    case LostAt::drawing: return "drawing";
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
    case WrongBy::undecidable: return "undecidable";
    case WrongBy::drawing: return "drawing";
  }
  return "";
}

std::vector<Incident> incidents_of(const std::vector<engine::Event>& journal) {
  return incidents_of(engine::state_of(journal));
}

std::vector<Incident> incidents_of(const engine::ServiceState& service) {
  std::vector<Incident> list;
  for (const auto& [id, record] : service.incidents()) {
    const auto* sighting = record.sightings.empty() ? nullptr : service.sighting(record.sightings.front());
    const bool reviewed = sighting && sighting->review == engine::SightingRecord::Review::confirmed;
    list.push_back({id, record.opened.violation_class, record.opened.merchant, record.opened.spot, record.opened.onset,
                    reviewed ? sighting->confirmed_at : record.opened_at, record.voided(), record.sightings,
                    sighting && !sighting->content.between.empty()});
  }
  return list;
}

Judgement judge(std::vector<Violation> violations, const std::vector<engine::Event>& journal,
                const engine::Configuration& configuration, const sim::Truth& truth, const JudgeTimes& times) {
  return judge(std::move(violations), heard_in(journal), configuration, truth, times);
}

Judgement judge(std::vector<Violation> violations, const HeardJournal& heard,
                const engine::Configuration& configuration, const sim::Truth& truth, const JudgeTimes& times) {
  Judgement judgement;
  judgement.violations.reserve(violations.size());
  for (Violation& violation : violations)
    judgement.violations.push_back({std::move(violation), std::nullopt, LostAt::none});
  violations = {};
  const engine::ServiceState& service = heard.service();
  const std::vector<CountedStay> stays = heard.stays();
  for (Incident& incident : incidents_of(service))
    judgement.incidents.push_back({std::move(incident), std::nullopt, WrongBy::none, true, std::nullopt});
  const IncidentIndex incidents_by_place(judgement.incidents);
  const StandingIndex violations_by_place = index_of(judgement.violations), stays_by_place = index_of(stays);
  const TrueStays true_stays(truth);
  match(judgement.violations, judgement.incidents, incidents_by_place, times.two_intervals);
  const std::set<std::uint32_t> hidden_at_first =
      match_hidden(judgement.violations, judgement.incidents, incidents_by_place, times.two_intervals);
  judgement.hidden_at_first = static_cast<int>(hidden_at_first.size());

  const auto code_name = [&](engine::ClassId id) { return configuration.classes.at(id.value).code_name; };
  for (JudgedViolation& judged : judgement.violations) {
    judgement.undecidable_share.add(judged.violation.undecidable != Undecidable::no);
    if (judged.violation.undecidable != Undecidable::no) continue;
    if (!judged.incident)
      judged.lost_at = where_lost(judged.violation, judgement.incidents, incidents_by_place, stays, stays_by_place);
    if (judged.lost_at == LostAt::late) ++judgement.late;
    ++judgement.lost[name_of(judged.lost_at)];
    auto& scores = judged.violation.by_day ? judgement.by_class_by_day : judgement.by_class_by_night;
    count(scores[code_name(judged.violation.violation_class)], judged);
    count(scores[""], judged);
    if (judged.violation.between_shops) count(judgement.apart["between_shops"], judged);
    if (judged.violation.across_line) count(judgement.apart["across_line"], judged);
  }
  std::set<std::uint64_t> accused;
  std::int64_t accusations = 0;
  for (JudgedIncident& judged : judgement.incidents) {
    judged.by_day = is_day(judged.incident.confirmed_at);
    if (judged.violation && judgement.violations[*judged.violation - 1].violation.undecidable != Undecidable::no) {
      judged.violation.reset();
      judged.wrong_by = WrongBy::undecidable;
    } else if (!judged.violation) {
      judged.wrong_by = why_wrong(judged.incident, judgement.violations, violations_by_place, true_stays);
    }
    ++judgement.wrong[name_of(judged.wrong_by)];
    judged.held_after_end =
        held_after_end(*service.incident(judged.incident.id), service, code_name(judged.incident.violation_class),
                       true_stays, times.gap + times.two_intervals / 2, times.run_end);
    judgement.held_after_end += judged.held_after_end ? 1 : 0;
    if (judged.wrong_by == WrongBy::undecidable) continue;
    count_innocent(judgement, judged);
    if (judged.incident.between_shops) judgement.apart["between_shops"].precision.add(judged.violation.has_value());
    if (judged.incident.merchant) judgement.wrong_shop.add(judged.wrong_by == WrongBy::wrong_shop);
    if (judged.violation) accused.insert(*judged.violation);
    if (judged.violation || judged.wrong_by == WrongBy::duplicate) ++accusations;
    auto& scores = judged.by_day ? judgement.by_class_by_day : judgement.by_class_by_night;
    for (const std::string& key : {code_name(judged.incident.violation_class), std::string{}}) {
      scores[key].precision.add(judged.violation.has_value());
      if (!judged.violation || hidden_at_first.contains(judged.incident.id.value)) continue;
      const Violation& violation = judgement.violations[*judged.violation - 1].violation;
      scores[key].delay_s.push_back(
          std::chrono::duration<double>(judged.incident.confirmed_at - violation.dwell_end).count());
    }
  }
  for (auto* scores : {&judgement.by_class_by_day, &judgement.by_class_by_night})
    for (auto& [key, score] : *scores) std::sort(score.delay_s.begin(), score.delay_s.end());
  judgement.duplicates_per_violation =
      accused.empty() ? 0 : static_cast<double>(accusations) / static_cast<double>(accused.size());
  const auto apart = std::find_if(judgement.violations.begin(), judgement.violations.end(),
                                  [](const auto& judged) { return judged.violation.undecidable != Undecidable::no; });
  judgement.undecidable.assign(std::make_move_iterator(apart), std::make_move_iterator(judgement.violations.end()));
  judgement.violations.erase(apart, judgement.violations.end());
  return judgement;
}

Proportion undecidable_stays(const Judgement& judgement, const sim::Truth& truth) {
  std::set<std::uint64_t> undecidable;
  for (const JudgedViolation& judged : judgement.undecidable)
    undecidable.insert(judged.violation.undecided.begin(), judged.violation.undecided.end());
  Proportion share;
  for (const sim::Stay& stay : truth.stays)
    if (!stay.class_name.empty()) share.add(undecidable.contains(stay.id));
  return share;
}

void charge_drawing(Judgement& surveyed, const Judgement& drawn) {
  std::map<std::uint64_t, bool> found;  // By stay: whether the engine found it, by the zones as drawn.
  for (const JudgedViolation& judged : drawn.violations)
    for (const std::uint64_t stay : judged.violation.stays) found[stay] = judged.incident.has_value();
  for (JudgedViolation& judged : surveyed.violations) {
    if (judged.lost_at == LostAt::none || judged.lost_at == LostAt::no_camera ||
        judged.lost_at == LostAt::camera_down || judged.lost_at == LostAt::hardly_visible)
      continue;
    // By the zones as drawn it was found, or was nothing to be found.
    const bool to_find = std::any_of(judged.violation.stays.begin(), judged.violation.stays.end(),
                                     [&](std::uint64_t stay) { return found.contains(stay) && !found.at(stay); });
    if (to_find) continue;
    --surveyed.lost[name_of(judged.lost_at)];
    if (judged.lost_at == LostAt::late) --surveyed.late;
    judged.lost_at = LostAt::drawing;
    ++surveyed.lost[name_of(judged.lost_at)];
  }
  std::map<std::uint32_t, WrongBy> by_drawing;
  for (const JudgedIncident& judged : drawn.incidents) by_drawing[judged.incident.id.value] = judged.wrong_by;
  for (JudgedIncident& judged : surveyed.incidents) {
    const auto other = by_drawing.find(judged.incident.id.value);
    if (judged.wrong_by == WrongBy::none || judged.wrong_by == WrongBy::undecidable || other == by_drawing.end() ||
        (other->second != WrongBy::none && other->second != WrongBy::undecidable))
      continue;
    --surveyed.wrong[name_of(judged.wrong_by)];
    judged.wrong_by = WrongBy::drawing;
    ++surveyed.wrong[name_of(judged.wrong_by)];
  }
  std::erase_if(surveyed.lost, [](const auto& entry) { return entry.second == 0; });
  std::erase_if(surveyed.wrong, [](const auto& entry) { return entry.second == 0; });
}

}  // namespace tricolor::harness
