#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "campaigns/campaigns.h"
#include "engine/service_state.h"
#include "sim/random/streams.h"

namespace tricolor::harness {
namespace {

namespace ev = engine::event;

// Each run has many crashes, so that fifty take minutes: each crash rebuilds the engine from its store while the city
// lives on. Twelve offsets a run give fifty rebuilds even where a run's journal ends before some of them.
constexpr int kRuns = 5, kCrashesARun = 12;

struct Counts {
  std::multiset<std::string> accepted;  ///< Keys at the world's gateway.
  std::set<std::string> sent;           ///< Keys that the journal says were accepted.
  std::map<std::uint32_t, std::string> key_of_notice;
  std::uint64_t cases = 0, incidents = 0, doubled_cases = 0;
};

Counts counts_of(const RunRecord& run) {
  Counts counts;
  std::map<std::uint32_t, std::uint32_t> incident_of_case;
  std::set<std::uint32_t>
      with_open_case;  // An incident that is reopened has a case after a case, never one beside one.
  for (const Message& message : run.messages) counts.accepted.insert(message.key);
  for (const engine::Event& event : run.journal) {
    if (const auto* queued = std::get_if<ev::NoticeQueued>(&event.payload))
      counts.key_of_notice[queued->notice.value] = queued->key;
    if (const auto* sent = std::get_if<ev::NoticeSent>(&event.payload);
        sent && sent->result == static_cast<std::uint8_t>(engine::SendResult::accepted))
      counts.sent.insert(counts.key_of_notice[sent->notice.value]);
    counts.incidents += std::holds_alternative<ev::IncidentOpened>(event.payload) ? 1 : 0;
    if (const auto* registered = std::get_if<ev::CaseRegistered>(&event.payload)) {
      ++counts.cases;
      if (registered->incident) {
        incident_of_case[registered->case_id.value] = registered->incident->value;
        if (!with_open_case.insert(registered->incident->value).second) ++counts.doubled_cases;
      }
    }
    if (const auto* moved = std::get_if<ev::CaseMoved>(&event.payload); moved && engine::is_final(moved->to))
      if (const auto incident = incident_of_case.find(moved->case_id.value); incident != incident_of_case.end())
        with_open_case.erase(incident->second);
  }
  return counts;
}

}  // namespace

int crashes_campaign(const CampaignOptions& given) {
  CampaignOptions options = given;
  if (options.lasts.empty()) options.lasts = "24 h";
  const std::uint64_t seed = options.seeds.empty() ? 1 : options.seeds.front();
  const LoopInputs inputs = campaign_inputs("xinhua_road.yaml", options, seed);
  LoopOptions loop;
  loop.threads = options.threads;
  const RunRecord whole = campaign_run(inputs, loop, "without a crash");
  const Counts expected = counts_of(whole);
  std::uint64_t rebuilds = 0, doubled = 0, repeated = 0, lost = 0, doubled_cases = 0, first = 0;
  double most_incidents_a_violation = 0;
  std::string incidents = std::to_string(expected.incidents), cases = std::to_string(expected.cases);
  // History that was imported before the run is left out, because no crash can lose it.
  while (first < whole.journal.size() && whole.journal[first].at <= whole.start) ++first;
  for (int i = 0; i < kRuns; ++i) {
    sim::Draw draw({seed, static_cast<std::uint64_t>(i), sim::purpose("campaign.crash"), 0});
    loop.crash_at.clear();
    while (loop.crash_at.size() < kCrashesARun && first + kCrashesARun < whole.journal.size())
      loop.crash_at.insert(static_cast<std::uint64_t>(
          draw.integer(static_cast<int>(first) + 1, static_cast<int>(whole.journal.size()))));
    const RunRecord run = campaign_run(inputs, loop, "run " + std::to_string(i + 1) + " of " + std::to_string(kRuns));
    const Counts counts = counts_of(run);
    rebuilds += run.engine_rebuilds;
    repeated += run.repeated_keys;
    doubled_cases += counts.doubled_cases;
    most_incidents_a_violation = std::max(most_incidents_a_violation, run.judgement.duplicates_per_violation);
    for (const std::string& key : std::set<std::string>(counts.accepted.begin(), counts.accepted.end()))
      doubled += counts.accepted.count(key) - 1;
    for (const std::string& key : counts.sent) lost += counts.accepted.contains(key) ? 0 : 1;
    for (const std::string& key : std::set<std::string>(counts.accepted.begin(), counts.accepted.end()))
      lost += counts.sent.contains(key) || key.find("citizen") != std::string::npos ? 0 : 1;
    incidents += ", " + std::to_string(counts.incidents);
    cases += ", " + std::to_string(counts.cases);
  }
  bool good = row("engine destroyed and rebuilt, Xinhua Road for " + options.lasts,
                  std::to_string(rebuilds) + " times in " + std::to_string(kRuns) + " runs", "≥ 50", rebuilds >= 50);
  good &= row("messages accepted twice, keys sent again though accepted",
              std::to_string(doubled) + ", " + std::to_string(repeated), "0, 0", doubled == 0 && repeated == 0);
  good &= row("messages in one of journal and gateway only", std::to_string(lost), "0", lost == 0);
  good &= row("incidents with two cases open at once", std::to_string(doubled_cases), "0", doubled_cases == 0);
  char text[64];
  std::snprintf(text, sizeof text, "%.3f; %.3f without a crash", most_incidents_a_violation,
                whole.judgement.duplicates_per_violation);
  good &= row("incidents a violation found, in the worst run", text, "≤ 1.05", most_incidents_a_violation <= 1.05);
  row("incidents: without a crash, then each run", incidents, "", true);
  row("cases: without a crash, then each run", cases, "", true);
  return good ? 0 : 1;
}

}  // namespace tricolor::harness
