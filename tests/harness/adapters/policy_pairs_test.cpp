// Shows that two policies meet the same city: of any two of 23 policies on one seed, every exogenous draw that both
// runs meet is equal. Such draws are people's own acts with their time and length, the delay of an answer to an SMS,
// the network's treatment of a message, a reviewer's answer, the sampling of sightings, and citizens' reports.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"
#include "run/load.h"

namespace tricolor::harness::policy_pairs_test {
namespace {

namespace ev = engine::event;
using namespace std::chrono_literals;
using engine::Policy;

// Gives the draws of one run, each under a name that no policy can change.
using Draws = std::map<std::string, std::string>;

LoopInputs busy_street(const char* rung, int days) {
  engine::Diagnostics diagnostics;
  auto inputs =
      load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics, {.rung = rung, .profile = {}});
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  if (inputs->scenario.rung == "pixels") inputs->vision = load_detector(inputs->scenario.model_path);
  inputs->scenario.city->shops = 24;
  inputs->scenario.city->cameras = 8;
  inputs->scenario.city->length_m = 90;
  inputs->scenario.passers_by_per_hour = 20;
  inputs->scenario.lost_share = 0.2;
  inputs->scenario.start += 7h;
  inputs->scenario.lasts = 15h + (days - 1) * 24h;
  // Beside people's own acts, somebody puts something out every quarter of an hour from 8 to 20 o'clock.
  for (int act = 0; act < 48 * days; ++act) {
    const int slot = act % 48;
    ScriptLine line;
    line.what = ScriptLine::What::puts_out;
    line.at = inputs->scenario.start + act / 48 * 24h + 1h + slot * 15min;
    line.merchant = fmt::format("m{}", 1 + slot * 7 % 24);
    line.class_name = "piled_goods";
    inputs->scenario.script.push_back(line);
  }
  return *inputs;
}

std::int64_t quarter_of(engine::Time at) {
  return std::chrono::floor<std::chrono::minutes>(at.time_since_epoch()).count() / 15;
}
double seconds_between(engine::Time from, engine::Time to) { return std::chrono::duration<double>(to - from).count(); }

void put(Draws& draws, std::string name, std::string value) { draws.emplace(std::move(name), std::move(value)); }

// The stays of things. The place is no draw: it is the first place that is free among those that were drawn. The start
// of a return after an SMS depends on the policy.
void add_stays(const RunRecord& run, Draws& draws) {
  for (const sim::Stay& stay : run.truth.stays) {
    put(draws, fmt::format("thing {} is", stay.thing),
        fmt::format("{} {} {}", static_cast<int>(stay.kind), stay.class_name, stay.shop.value_or(-1)));
    const std::string ended = stay.ended_by;
    if (stay.until && ended == "itself")
      put(draws, fmt::format("thing {} begins {} and stays", stay.thing, stay.from.time_since_epoch().count()),
          fmt::format("{:.3f} s", seconds_between(stay.from, *stay.until)));
    if (!stay.until || ended != "notice") continue;
    std::vector<engine::Time> arrivals;
    for (const Message& message : run.messages)
      if (message.shop == stay.shop && message.arrived_at && *message.arrived_at >= stay.from &&
          *message.arrived_at <= *stay.until)
        arrivals.push_back(*message.arrived_at);
    // With two messages nobody can say which of them was answered.
    if (arrivals.size() == 1)
      put(draws, fmt::format("answer of thing {}", stay.thing),
          fmt::format("after {:.3f} s", seconds_between(arrivals.front(), *stay.until)));
  }
}

// Adds the fate of each message, by phone and quarter of an hour.
void add_messages(const RunRecord& run, Draws& draws) {
  for (const Message& message : run.messages)
    if (message.shop && message.accepted_at + 15min < run.end)
      put(draws, fmt::format("message to {} in quarter {}", message.phone, quarter_of(message.accepted_at)),
          message.arrived_at
              ? fmt::format("arrives after {:.6f} s", seconds_between(message.accepted_at, *message.arrived_at))
              : "is lost");
}

// Adds the answers of reviewers, and which sightings they are asked about, by place, class and quarter of an hour of
// the onset.
void add_reviews(const RunRecord& run, const Policy& policy, Draws& draws) {
  std::map<engine::SightingId, std::string> names;
  std::set<engine::SightingId> asked;
  for (const engine::Event& event : run.journal) {
    if (const auto* seen = std::get_if<ev::SightingConfirmed>(&event.payload)) {
      bool there = false;
      for (const sim::Stay& stay : run.truth.stays)
        there = there || (stay.class_name == run.configuration.classes.at(seen->violation_class.value).code_name &&
                          stay.from <= event.at && (!stay.until || *stay.until >= seen->onset) && stay.shop &&
                          seen->merchant == engine::MerchantId{static_cast<std::uint32_t>(*stay.shop)} &&
                          std::hypot(stay.at.x_m - seen->spot.x_m, stay.at.y_m - seen->spot.y_m) < 2);
      if (there && seen->between.empty())
        names[seen->sighting] = fmt::format("zone {} class {} quarter {}", seen->zone.value,
                                            seen->violation_class.value, quarter_of(seen->onset));
    }
    if (const auto* question = std::get_if<ev::ReviewAsked>(&event.payload)) asked.insert(question->sighting);
    if (const auto* given = std::get_if<ev::ReviewGiven>(&event.payload); given && names.contains(given->sighting))
      put(draws, "reviewer on " + names[given->sighting], given->confirmed ? "confirms" : "refuses");
  }
  if (policy.review.when != engine::ReviewPolicy::When::sampled) return;
  for (const auto& [sighting, name] : names)
    put(draws, "sample of " + name, asked.contains(sighting) ? "is taken" : "is not taken");
}

void add_reports(const RunRecord& run, Draws& draws) {
  for (const engine::Event& event : run.journal)
    if (const auto* received = std::get_if<ev::ReportReceived>(&event.payload))
      put(draws, fmt::format("citizen {}", received->content.reporter_key),
          fmt::format("{:.3f} {:.3f} {}", received->content.where.x_m, received->content.where.y_m,
                      received->content.text));
}

Draws draws_of(const RunRecord& run, const Policy& policy) {
  Draws draws;
  add_stays(run, draws);
  add_messages(run, draws);
  add_reviews(run, policy, draws);
  add_reports(run, draws);
  return draws;
}

// Gives the program's own policy and twenty-two others.
std::vector<Policy> policies(const Policy& own) {
  using When = engine::ReviewPolicy::When;
  const std::vector<std::function<void(Policy&)>> changes{
      [](Policy& p) {
        for (auto& entry : p.classes) entry.dwell = 60s;
      },
      [](Policy& p) {
        for (auto& entry : p.classes) entry.dwell = 600s;
      },
      [](Policy& p) { p.notice.correct_within = 5min; },
      [](Policy& p) { p.notice.correct_within = 1h; },
      [](Policy& p) { p.notice.clock_starts = engine::NoticePolicy::ClockStarts::delivered; },
      [](Policy& p) {
        p.notice.quiet_hours = {{8h, 12h}};
      },
      [](Policy& p) { p.notice.per_number_a_day = 1; },
      [](Policy& p) { p.review.when = When::before_notice; },
      [](Policy& p) { p.review.when = When::before_escalation; },
      [](Policy& p) {
        p.review.when = When::sampled;
        p.review.sampled_share = 0.5;
      },
      [](Policy& p) {
        p.review.when = When::sampled;
        p.review.sampled_share = 0.5;
        p.notice.correct_within = 5min;
      },
      [](Policy& p) {
        p.colour.yellow_from = 1;
        p.colour.red_from = 2;
      },
      [](Policy& p) {
        p.colour.yellow_from = 10;
        p.colour.red_from = 20;
      },
      [](Policy& p) { p.colour.count_since = engine::ColourPolicy::CountSince::rolling_30_days; },
      [](Policy& p) {
        p.occupancy.gap_tolerance = 60s;
        p.occupancy.rearm_after_clear = 10min;
      },
      [](Policy& p) { p.occupancy.min_overlap = 0.6; },
      [](Policy& p) { p.occupancy.identity = engine::OccupancyPolicy::Identity::object; },
      [](Policy& p) { p.escalation.to = engine::EscalationPolicy::To::nearest; },
      [](Policy& p) { p.escalation.to = engine::EscalationPolicy::To::least_loaded; },
      [](Policy& p) { p.classes.resize(1); },
      // Under these the sightings that a reviewer sees have other numbers.
      [](Policy& p) {
        p.review.when = When::before_notice;
        for (auto& entry : p.classes) entry.dwell = 60s;
      },
      [](Policy& p) {
        p.review.when = When::before_notice;
        p.classes.resize(1);
      },
  };
  std::vector<Policy> all{own};
  for (const auto& change : changes) {
    all.push_back(own);
    change(all.back());
  }
  return all;
}

// Runs the street under each of these policies and expects that every draw that any two runs meet is equal. Gives how
// many draws of each kind two runs met.
std::map<std::string, int> expect_one_city(const LoopInputs& street, const std::vector<Policy>& chosen,
                                           std::size_t least_journals) {
  LoopInputs inputs = street;
  LoopOptions options;
  options.threads = 2;
  options.judge = false;
  std::vector<Draws> met;
  std::set<std::string> journals;
  for (const Policy& policy : chosen) {
    inputs.policies = PolicyHistory(policy);
    const RunRecord run = run_closed_loop(inputs, options);
    met.push_back(draws_of(run, policy));
    journals.insert(run.fingerprints.journal);
  }
  EXPECT_GT(journals.size(), least_journals) << "most policies make a difference on this street";
  std::map<std::string, int> kinds;
  for (std::size_t a = 0; a < met.size(); ++a)
    for (std::size_t b = a + 1; b < met.size(); ++b)
      for (const auto& [name, drawn] : met[a]) {
        const auto other = met[b].find(name);
        if (other == met[b].end()) continue;
        ++kinds[name.substr(0, name.find(' '))];
        EXPECT_EQ(drawn, other->second) << "policies " << a << " and " << b << ": " << name;
      }
  return kinds;
}

TEST(PolicyPairs, MeetTheSameCity) {
  const LoopInputs street = busy_street("events", 2);
  const std::vector<Policy> all = policies(street.policies.first());
  ASSERT_EQ(all.size(), 23u);
  std::map<std::string, int> kinds = expect_one_city(street, all, 15);
  for (const char* kind : {"thing", "answer", "message", "reviewer", "sample", "citizen"})
    EXPECT_GT(kinds[kind], 20) << kinds[kind] << "hardly any pair met such a draw: " << kind;
}

// Pictures cost a hundred times as much, so that five policies must do: the program's own, a shorter dwell, another
// deadline with half of the sightings reviewed, another identity of stays, and a review under a shorter dwell.
TEST(PolicyPairs, MeetTheSameCityInPictures) {
  const LoopInputs street = busy_street("pixels", 1);
  const std::vector<Policy> all = policies(street.policies.first());
  std::map<std::string, int> kinds = expect_one_city(street, {all[0], all[1], all[11], all[17], all[21]}, 3);
  for (const char* kind : {"thing", "answer", "message"})
    EXPECT_GT(kinds[kind], 20) << kinds[kind] << "hardly any pair met such a draw: " << kind;
}

}  // namespace
}  // namespace tricolor::harness::policy_pairs_test
