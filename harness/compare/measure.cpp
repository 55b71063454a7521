#include "compare/measure.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <set>

#include "engine/colour_code.h"
#include "judge/judged_run.h"

namespace tricolor::harness {
namespace {

using engine::Duration;
using engine::Time;
using namespace std::chrono_literals;

double hours_of(Duration length) { return std::chrono::duration<double, std::ratio<3600>>(length).count(); }
double days_of(Duration length) { return hours_of(length) / 24; }
double minutes_of(Duration length) { return hours_of(length) * 60; }

Duration overlap(Time from, Time until, Time low, Time high) {
  return std::max(Duration{0}, std::min(until, high) - std::max(from, low));
}

// A colour that holds since an instant.
struct Step {
  Time from;
  engine::Colour colour;
};

std::vector<Step> steps_of(const std::vector<engine::ColourChange>& changes) {
  std::vector<Step> steps{{Time::min(), engine::Colour::green}};
  for (const engine::ColourChange& change : changes) steps.push_back({change.at, change.to});
  return steps;
}

// Gives the time within [from, until) in which `holds(first, second)` is true of two histories of a colour.
template <class Holds>
Duration time_in_which(const std::vector<Step>& first, const std::vector<Step>& second, Time from, Time until,
                       Holds&& holds) {
  Duration total{0};
  for (std::size_t a = 0, b = 0;;) {
    const Time next_a = a + 1 < first.size() ? first[a + 1].from : Time::max();
    const Time next_b = b + 1 < second.size() ? second[b + 1].from : Time::max();
    const Time since = std::max(first[a].from, second[b].from), next = std::min(next_a, next_b);
    if (holds(first[a].colour, second[b].colour)) total += overlap(since, next, from, until);
    if (next >= until) return total;
    if (next_a <= next_b) ++a;
    if (next_b <= next_a) ++b;
  }
}

// True for an accusation of which no violation of that shop and class explains anything: a duplicate too, but not one
// that came early or late.
bool is_wrong(WrongBy cause) {
  return cause != WrongBy::none && cause != WrongBy::off_time && cause != WrongBy::undecidable;
}

class Measure {
 public:
  Measure(const RunRecord& run, const HeardJournal& heard, const PolicyHistory& ruler, Time from)
      : run_(run),
        from_(from),
        until_(run.end),
        state_(heard.service()),
        days_(std::max<std::size_t>(
            1, static_cast<std::size_t>(std::ceil(std::chrono::duration<double>(until_ - from_).count() / 86400)))),
        shops_(run.configuration.merchants.size()),
        violation_hours_of_(shops_, 0.0) {
    for (auto& curve : it_.by_day) curve.assign(days_, 0.0);
    true_hours(ruler);
    judge_incidents();
    strikes();
    camera_hours();
    messages();
    cases();
    corrections();
    colours();
  }

  Replication take() { return std::move(it_); }

 private:
  double& value(Metric metric) {
    auto& slot = it_.values[static_cast<std::size_t>(metric)];
    if (!slot) slot = 0;
    return *slot;
  }
  std::vector<double>& curve(Curve curve) { return it_.by_day[static_cast<std::size_t>(curve)]; }
  bool in_window(Time at) const { return at >= from_ && at < until_; }
  std::size_t day_of(Time at) const {
    return std::min(days_ - 1, static_cast<std::size_t>((at - from_) / Duration{24h}));
  }
  // Rates are for 100 shops and 30 days; a city without shops counts as one.
  double rate(double count) const {
    return count * 100 / static_cast<double>(std::max<std::size_t>(1, shops_)) * 30 / days_of(until_ - from_);
  }
  // The end of a day of the window; days count from 0.
  Time midnight_after(std::size_t day) const { return from_ + static_cast<std::int64_t>(day + 1) * Duration{24h}; }
  // Adds a span to the days in which it falls, in hours.
  void spread(Time begins, Time ends, std::vector<double>& days, double scale) const {
    for (std::size_t day = 0; day < days_; ++day) {
      const Duration length =
          overlap(begins, ends, midnight_after(day) - Duration{24h}, std::min<Time>(midnight_after(day), until_));
      days[day] += hours_of(length) * scale;
    }
  }

  // The hours are those of the surveyed fronts, which no officer's drawing moves. What is undecidable has none.
  void true_hours(const PolicyHistory& ruler) {
    double hours = 0;
    const Lines surveyed = Lines::surveyed(run_.city, run_.configuration);
    for (const Violation& violation :
         violations_of(JudgedRun{run_.truth, run_.configuration, ruler, run_.start, until_}, surveyed)) {
      if (violation.undecidable != Undecidable::no) continue;
      const Time ends = violation.until ? std::min<Time>(*violation.until, until_) : until_;
      const double length = hours_of(overlap(violation.dwell_end, ends, from_, until_));
      hours += length;
      if (violation.merchant) violation_hours_of_.at(violation.merchant->value) += length;
      spread(violation.dwell_end, ends, curve(Curve::violation_hours), 1);
    }
    value(Metric::violation_hours) = rate(hours);
    for (double& day : curve(Curve::violation_hours))
      day *= 100 / static_cast<double>(std::max<std::size_t>(1, shops_));
  }

  void judge_incidents() {
    const Judgement& judged = run_.judgement;
    for (const JudgedIncident& incident : judged.incidents)
      if (is_wrong(incident.wrong_by)) wrong_.insert(incident.incident.id);
    int found = 0, all = 0;
    for (const JudgedViolation& violation : judged.violations) {
      if (!in_window(violation.violation.dwell_end)) continue;
      ++all;
      found += violation.incident || violation.lost_at == LostAt::late ? 1 : 0;
    }
    if (all) value(Metric::violations_found) = static_cast<double>(found) / all;
  }

  // Notes the first moment of a kind, at which a reader can look in the window.
  void note(const char* kind, Time at, std::optional<engine::MerchantId> shop) {
    const bool known =
        std::any_of(it_.moments.begin(), it_.moments.end(), [&](const NotedMoment& it) { return it.kind == kind; });
    if (known) return;
    it_.moments.push_back({kind, engine::to_text(std::chrono::floor<std::chrono::seconds>(at)),
                           shop ? run_.configuration.merchants.at(shop->value).name : ""});
  }

  Exposure& trade_of(std::size_t shop) { return it_.trades[run_.city.shops.at(shop).trade]; }
  Exposure& street_of(std::size_t shop) {
    return it_.streets[run_.city.streets.at(static_cast<std::size_t>(run_.city.shops.at(shop).street)).name];
  }
  void to_groups(std::size_t shop, const Exposure& more) {
    trade_of(shop).add(more);
    street_of(shop).add(more);
  }

  // The camera whose sighting opened the incident; null for a report's strike.
  const engine::Camera* camera_of(const engine::StrikeRecord& strike) const {
    const engine::IncidentRecord* incident = strike.incident ? state_.incident(*strike.incident) : nullptr;
    if (!incident || incident->sightings.empty()) return nullptr;
    const engine::SightingRecord* sighting = state_.sighting(incident->sightings.front());
    return sighting ? &run_.configuration.cameras.at(sighting->content.camera.value) : nullptr;
  }

  void to_camera(const engine::StrikeRecord& strike, std::size_t shop, bool mistaken) {
    const engine::Camera* camera = camera_of(strike);
    if (camera) {
      for (Exposure* group : {&it_.cameras[camera->name], &it_.owners[camera->owner]}) {
        ++group->strikes;
        group->wrong_strikes += mistaken ? 1 : 0;
      }
    }
    if (!mistaken) return;
    const sim::Shop& it = run_.city.shops.at(shop);
    const std::string name = camera ? camera->name : "", owner = camera ? camera->owner : "";
    auto row = std::ranges::find_if(
        it_.wrong, [&](const WrongStrikes& known) { return known.shop == it.id && known.camera == name; });
    if (row == it_.wrong.end())
      row = it_.wrong.insert(
          row, {it.id, it.trade, run_.city.streets.at(static_cast<std::size_t>(it.street)).name, name, owner, 0});
    ++row->count;
  }

  // Shop-hours that each camera watched: those in which it saw, less those of the shop's own violations.
  void camera_hours() {
    // A shop may have several zones, and an owner several cameras that see it: it is one shop of the group all the
    // same.
    std::set<std::pair<const Exposure*, std::uint32_t>> known;
    for (const engine::Zone& zone : run_.configuration.zones) {
      if (!zone.merchant) continue;
      for (const engine::CameraId id : zone.cameras) {
        Duration blind{0};
        if (id.value < state_.cameras().size())
          for (const engine::TimeSpan& span : state_.cameras()[id.value].blind)
            blind += overlap(span.from, span.until.value_or(Time::max()), from_, until_);
        const double hours =
            std::max(0.0, hours_of(until_ - from_ - blind) - violation_hours_of_.at(zone.merchant->value));
        const engine::Camera& camera = run_.configuration.cameras.at(id.value);
        for (Exposure* group : {&it_.cameras[camera.name], &it_.owners[camera.owner]}) {
          if (known.emplace(group, zone.merchant->value).second) ++group->shops;
          group->watched_lawful_hours += hours;
        }
      }
    }
  }

  void strikes() {
    double all = 0, wrong = 0;
    std::optional<Time> first, first_wrong;
    engine::MerchantId shop_first{0}, shop_wrong{0};
    for (std::uint32_t shop = 0; shop < shops_; ++shop) {
      const engine::MerchantRecord* record = state_.merchant(engine::MerchantId{shop});
      if (!record) continue;
      Exposure counted;
      for (const engine::StrikeRecord& strike : record->strikes) {
        if ((!strike.incident && !strike.report) || !in_window(strike.told_at)) continue;
        const bool mistaken = strike.incident && wrong_.contains(*strike.incident);
        ++counted.strikes;
        counted.wrong_strikes += mistaken ? 1 : 0;
        to_camera(strike, shop, mistaken);
        curve(Curve::strikes)[day_of(strike.told_at)] += 1;
        auto& earliest = mistaken ? first_wrong : first;
        if (!earliest || strike.told_at < *earliest) {
          earliest = strike.told_at;
          (mistaken ? shop_wrong : shop_first) = engine::MerchantId{shop};
        }
      }
      all += counted.strikes;
      wrong += counted.wrong_strikes;
      to_groups(shop, counted);
    }
    value(Metric::strikes) = rate(all);
    value(Metric::wrong_strikes) = rate(wrong);
    if (first_wrong) note("wrong_strike", *first_wrong, shop_wrong);
    if (first) note("strike", *first, shop_first);
  }

  void messages() {
    double sent = 0;
    for (const auto& [id, notice] : state_.notices()) {
      if (!notice.accepted_at || !in_window(*notice.accepted_at)) continue;
      ++sent;
      curve(Curve::messages)[day_of(*notice.accepted_at)] += 1;
    }
    value(Metric::messages) = rate(sent);
  }

  // Adds an officer's work to its days and to the squad's hours of the day.
  void busy(const std::string& squad, Time begins, Time ends) {
    begins = std::max(begins, from_);
    ends = std::min(ends, until_);
    if (begins >= ends) return;
    spread(begins, ends, curve(Curve::officer_minutes), 60);
    auto& hours = it_.busy_min[squad];
    while (begins < ends) {
      const auto hour = std::chrono::floor<std::chrono::hours>(begins + engine::kUtcOffset);
      const Time next = std::min<Time>(ends, Time(hour) + 1h - engine::kUtcOffset);
      const auto of_day = static_cast<std::size_t>((hour - std::chrono::floor<std::chrono::days>(hour)) / 1h);
      hours[of_day] += minutes_of(next - begins) / days_of(until_ - from_);
      begins = next;
    }
  }

  // The squad of the grid in which an officer is at home, by the city's map; the grid itself where there is none.
  std::string squad_of(engine::OfficerId officer) const {
    const std::string& grid =
        run_.configuration.duty_grids.at(run_.configuration.officers.at(officer.value).duty_grid.value).name;
    for (const sim::GridGround& ground : run_.city.grids)
      if (ground.id == grid && !ground.squad.empty()) return ground.squad;
    return grid;
  }

  void cases() {
    double registered = 0, minutes = 0;
    int due = 0, on_time = 0;
    std::vector<double> arrivals_min;
    for (const engine::Officer& officer : run_.configuration.officers) {
      const auto index = static_cast<std::uint32_t>(&officer - run_.configuration.officers.data());
      it_.busy_min.try_emplace(squad_of(engine::OfficerId{index}));
    }
    for (const auto& [id, record] : state_.cases()) {
      if (in_window(record.registered_at)) {
        ++registered;
        const engine::IncidentRecord* incident =
            record.registered.incident ? state_.incident(*record.registered.incident) : nullptr;
        if (incident)
          note(wrong_.contains(incident->opened.incident) ? "wrong_case" : "case", record.registered_at,
               incident->opened.merchant);
        const bool by_force = record.state == engine::CaseState::forced_close;
        if (record.state != engine::CaseState::voided &&
            (record.closed() || by_force || record.registered.due < until_)) {
          ++due;
          on_time += record.closed() && record.moved_at <= record.registered.due ? 1 : 0;
        }
      }
      Time dispatched = record.registered_at;
      std::optional<Time> acknowledged;
      for (const engine::CaseMove& move : record.moves) {
        if (move.to == engine::CaseState::dispatched) dispatched = move.at;
        if (move.to == engine::CaseState::acknowledged) acknowledged = move.at;
        if (move.to == engine::CaseState::arrived && in_window(move.at))
          arrivals_min.push_back(minutes_of(move.at - dispatched));
        if (move.to == engine::CaseState::disposed && acknowledged && move.officer) {
          busy(squad_of(*move.officer), *acknowledged, move.at);
          minutes += minutes_of(overlap(*acknowledged, move.at, from_, until_));
          acknowledged.reset();
        }
      }
    }
    value(Metric::cases) = rate(registered);
    value(Metric::officer_minutes) = minutes / days_of(until_ - from_);
    if (due) value(Metric::closed_on_time) = static_cast<double>(on_time) / due;
    if (!arrivals_min.empty()) value(Metric::arrival_p90) = quantile_of(arrivals_min, 0.9);
  }

  void corrections() {
    int corrected = 0, seen = 0;
    for (const auto& [id, incident] : state_.incidents()) {
      if (incident.voided()) continue;
      for (const engine::Recheck& recheck : incident.rechecks) {
        if (!in_window(recheck.at) || recheck.outcome == engine::RecheckOutcome::unknown) continue;
        ++seen;
        corrected += recheck.outcome == engine::RecheckOutcome::corrected ? 1 : 0;
      }
    }
    if (seen) value(Metric::self_corrected) = static_cast<double>(corrected) / seen;
  }

  // Counts census, changes of colour, and the days on which a colour is worse than a shop deserves.
  void colours() {
    const engine::Policy& policy = run_.policies.at(until_);
    std::vector<std::set<engine::CameraId>> cameras(shops_);
    for (const engine::Zone& zone : run_.configuration.zones)
      if (zone.merchant) cameras.at(zone.merchant->value).insert(zone.cameras.begin(), zone.cameras.end());
    std::array<double, 3> census{};
    double innocent_days = 0, wrongful_days = 0;
    for (std::uint32_t shop = 0; shop < shops_; ++shop) {
      const engine::MerchantId id{shop};
      const engine::MerchantRecord* record = state_.merchant(id);
      count_census(record, census);
      Exposure lived;
      lived.shops = 1;
      engine::ColourHistory history = engine::colour_history_of(state_, run_.configuration, policy, id);
      Duration unseen{0};
      for (const engine::TimeSpan& span : history.unseen)
        unseen += overlap(span.from, span.until.value_or(Time::max()), from_, until_);
      if (!cameras[shop].empty())
        lived.watched_lawful_hours = std::max(0.0, hours_of(until_ - from_ - unseen) - violation_hours_of_[shop]);
      const std::vector<Step> shown = steps_of(engine::standing_of(history, policy.colour, until_).changes);
      engine::ColourHistory seen = history;
      seen.unseen.clear();
      const std::vector<Step> unblinded = steps_of(engine::standing_of(seen, policy.colour, until_).changes);
      lived.blind_days =
          days_of(time_in_which(shown, unblinded, from_, until_, [](auto is, auto would) { return is > would; }));
      std::erase_if(history.strikes,
                    [&](const engine::Strike& strike) { return strike.incident && wrong_.contains(*strike.incident); });
      const std::vector<Step> deserved = steps_of(engine::standing_of(history, policy.colour, until_).changes);
      lived.innocent_days = days_of(time_in_which(
          shown, deserved, from_, until_, [](auto, auto deserves) { return deserves == engine::Colour::green; }));
      lived.wrongful_days = days_of(time_in_which(shown, deserved, from_, until_, [](auto is, auto deserves) {
        return deserves == engine::Colour::green && is != engine::Colour::green;
      }));
      innocent_days += lived.innocent_days;
      wrongful_days += lived.wrongful_days;
      to_groups(shop, lived);
    }
    // A city in which nobody deserves green has no innocent shop to wrong.
    if (innocent_days > 0) value(Metric::wrongful_days) = wrongful_days / innocent_days * 365 * 1000;
    else value(Metric::wrongful_days) = 0;
    if (shops_ == 0) return;
    value(Metric::green) = census[0] / static_cast<double>(shops_);
    value(Metric::yellow) = census[1] / static_cast<double>(shops_);
    value(Metric::red) = census[2] / static_cast<double>(shops_);
  }

  void count_census(const engine::MerchantRecord* record, std::array<double, 3>& census) {
    ++census[static_cast<std::size_t>(record ? record->colour : engine::Colour::green)];
    const double share = 1 / static_cast<double>(shops_);
    engine::Colour now = engine::Colour::green;
    std::size_t next = 0;
    for (std::size_t day = 0; day < days_; ++day) {
      const Time ends = std::min(midnight_after(day), until_);
      for (; record && next < record->changes.size() && record->changes[next].at < ends; ++next) {
        const engine::ColourRecord& change = record->changes[next];
        now = change.to;
        if (in_window(change.at))
          ++it_.changes[std::string(kColours[static_cast<std::size_t>(change.from)]) + "_" +
                        kColours[static_cast<std::size_t>(change.to)]];
      }
      if (now == engine::Colour::green) curve(Curve::green)[day] += share;
    }
  }

  static constexpr const char* kColours[] = {"green", "yellow", "red"};

  const RunRecord& run_;
  Time from_, until_;  // The window: everything is counted from the first to before the second.
  const engine::ServiceState& state_;
  std::size_t days_, shops_;
  std::vector<double> violation_hours_of_;  // By shop.
  std::set<engine::IncidentId> wrong_;      // Incidents that accuse somebody wrongly.
  Replication it_;
};

}  // namespace

Replication measure(const RunRecord& run, const PolicyHistory& ruler, Time from, const std::string& policy,
                    Start start) {
  std::optional<HeardJournal> folded;
  const HeardJournal& heard = run.heard ? *run.heard : folded.emplace(heard_in(run.journal));
  Replication it = Measure(run, heard, ruler, from).take();
  it.seed = run.seed;
  it.policy = policy;
  it.start = start;
  it.profile = run.profile;
  it.eyes = run.eyes;
  it.events = heard.events();
  it.journal = run.fingerprints.journal;
  return it;
}

}  // namespace tricolor::harness
