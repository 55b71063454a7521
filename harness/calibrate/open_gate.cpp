#include "calibrate/open_gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

#include "adapters/conversion.h"
#include "adapters/seeing_probe.h"
#include "adapters/thing_box.h"
#include "adapters/thing_view.h"
#include "adapters/watched_ground.h"
#include "calibrate/pixel_runs.h"
#include "calibrate/sample.h"
#include "judge/judged_run.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Fewest events in pixels on which a ratio is said. Method of the gate.
constexpr double kLeastEvents = 80;
constexpr double kLeastRatio = 0.67, kMostRatio = 1.5;
// Fewest re-checks in pixels, of what stood and of what had gone together.
constexpr double kLeastRechecks = 1500;
// Distance within which another unlawful thing makes it unclear what a re-check should find, metres.
constexpr double kUnclearWithinM = 10;
// Time about a thing's end in which a re-check may rightly find either.
constexpr auto kEndUnclear = 10s;

constexpr std::uint64_t kPublicPlaces = 1ull << 32;

std::uint64_t place_name(double x_m, double y_m) {
  const auto cell = [](double m) { return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(m / 10))); };
  return kPublicPlaces + ((cell(x_m) & 0x7FFF) << 15 | (cell(y_m) & 0x7FFF));
}

std::string range_of(double distance_m) {
  return distance_m < 12   ? "nearer than 12 m"
         : distance_m < 20 ? "12 to 20 m"
         : distance_m < 30 ? "20 to 30 m"
                           : "30 m and more";
}

}  // namespace

// These facts of a run are true whatever was told of it.
struct OpenGate::Facts {
  const RunRecord& run;
  std::uint64_t index;  // Of the run: each has shops of its own.
  Lines lines;
  std::vector<Violation> violations;          // With what geometry says of how they could be seen.
  std::vector<const sim::Stay*> unlawful;     // Stays that may violate a class, by onset.
  std::map<std::uint64_t, std::string> sort;  // By violation: its kind; and distance and light.
  std::map<std::uint64_t, std::string> range;

  std::uint64_t cluster(std::optional<engine::MerchantId> merchant, double x_m, double y_m) const {
    return index << 33 | (merchant ? merchant->value : place_name(x_m, y_m));
  }
  std::uint64_t cluster(const Violation& violation) const {
    return cluster(violation.merchant, violation.at.x_m, violation.at.y_m);
  }

  Facts(const RunRecord& record, std::uint64_t number)
      : run(record), index(number), lines(Lines::drawn(record.configuration, *record.city.kinds)) {
    violations = violations_of(JudgedRun{run.truth, run.configuration, run.policies, run.start, run.end}, lines);
    for (const sim::Stay& stay : run.truth.stays)
      if (!stay.class_name.empty()) unlawful.push_back(&stay);
    const WatchedGround ground(run.configuration, *run.city.kinds, run.kinds);
    const Sightlines sightlines(run.city);
    const auto things = things_of(run.truth);
    for (Violation& violation : violations)
      for (const std::uint64_t id : violation.stays)
        see(violation, run.truth.stays.at(id - 1), ground, sightlines, things);
  }

  // An opportunity is judged by geometry alone, for both rungs: 12 px and 40 % within the picture of a camera that
  // watches its zone and works, and no front between.
  void see(Violation& violation, const sim::Stay& stay, const WatchedGround& ground, const Sightlines& sightlines,
           const std::map<sim::ThingId, sim::Thing>& things) {
    const sim::Thing thing = thing_of(stay, things);
    double nearest = 1e9;
    for (const int camera : ground.cameras_watching(thing)) {
      const sim::CityCamera& it = run.city.cameras[static_cast<std::size_t>(camera)];
      const auto geometry = to_engine(it.pose);
      const ThingView view = view_of(geometry, thing, *run.city.kinds);
      if (!box_in_view(geometry, thing, *run.city.kinds) || view.short_side_px < SeeingProbe::kShortSidePx ||
          1 - view.cut_off < SeeingProbe::kVisibleShare || sightlines.blocked(it.pose.at, thing.at))
        continue;
      violation.seeing.in_view = true;
      if (std::any_of(it.down.begin(), it.down.end(), [&](const auto& outage) {
            return outage.first < violation.dwell_end && outage.second > stay.from;
          }))
        continue;
      violation.seeing.camera_working = true;
      nearest = std::min(nearest, std::hypot(thing.at.x_m - geometry.x_m, thing.at.y_m - geometry.y_m));
    }
    if (nearest > 1e8) return;
    sort[violation.id] = run.city.kinds->name_of(stay.kind);
    range[violation.id] = range_of(nearest) + (violation.by_day ? ", by day" : ", by night");
  }

  // Says whether the things of a violation stood at an instant; none where either answer may be right.
  std::optional<bool> stood(const Violation& violation, sim::Time at) const {
    bool standing = false;
    for (const std::uint64_t id : violation.stays) {
      const sim::Stay& stay = run.truth.stays.at(id - 1);
      const sim::Time until = stay.until.value_or(sim::Time::max());
      if (at >= stay.from + kEndUnclear && at + kEndUnclear < until) standing = true;
      else if (at + kEndUnclear >= stay.from && at < (stay.until ? until + kEndUnclear : until)) return std::nullopt;
    }
    if (standing) return true;
    for (const sim::Stay* stay : unlawful) {
      if (stay->from > at) break;
      if ((!stay->until || *stay->until + 60s >= at) &&
          std::hypot(stay->at.x_m - violation.at.x_m, stay->at.y_m - violation.at.y_m) < kUnclearWithinM &&
          std::find(violation.stays.begin(), violation.stays.end(), stay->id) == violation.stays.end())
        return std::nullopt;
    }
    return false;
  }
};

void OpenGate::note(const Facts& facts, const std::vector<engine::Event>& journal, bool pixels, double weight) {
  const RunRecord& run = facts.run;
  const HeardJournal heard = heard_in(journal);
  std::vector<Violation> violations = facts.violations;
  engine::Duration gap{0};
  for (const PolicyFrom& rules : run.policies.all()) gap = std::max(gap, rules.policy.occupancy.gap_tolerance);
  // No violation is called an opportunity, so that what is found late is matched on both rungs, and its delay counts.
  const Judgement judged = judge(std::move(violations), heard, run.configuration, run.truth,
                                 {2 * sampling_interval(run.configuration), gap, run.end});
  const auto add = [&](PairedRatio& ratio, std::uint64_t cluster, double hits, double of) {
    if (pixels) ratio.add_pixels(cluster, hits, of);
    else ratio.add_events(cluster, hits, of, weight);
  };
  struct OfShop {
    double violations = 0, missed = 0, accused_falsely = 0;
  };
  std::map<std::uint64_t, OfShop> shops;
  for (std::uint32_t shop = 0; shop < run.configuration.merchants.size(); ++shop)
    shops[facts.cluster(engine::MerchantId{shop}, 0, 0)];
  std::map<engine::IncidentId, engine::Time> confirmed;
  std::map<std::uint64_t, const Violation*> by_id;
  for (const JudgedIncident& incident : judged.incidents)
    confirmed[incident.incident.id] = incident.incident.confirmed_at;
  for (const JudgedViolation& it : judged.violations) {
    const Violation& violation = it.violation;
    by_id[violation.id] = &violation;
    const std::uint64_t cluster = facts.cluster(violation);
    const bool found = it.incident.has_value();
    if (violation.seeing.camera_working) {
      add(recall_, cluster, found, 1);
      add(recall_by_[facts.sort.at(violation.id)], cluster, found, 1);
      add(recall_by_[facts.range.at(violation.id)], cluster, found, 1);
      if (violation.merchant) shops[cluster].violations += 1, shops[cluster].missed += found ? 0 : 1;
    }
    if (!found) continue;
    const double late_s = std::chrono::duration<double>(confirmed.at(*it.incident) - violation.dwell_end).count();
    add(later_5_s_, cluster, late_s > 5, 1);
    add(later_30_s_, cluster, late_s > 30, 1);
    add(later_300_s_, cluster, late_s > 300, 1);
  }
  for (const JudgedIncident& it : judged.incidents) {
    const Incident& incident = it.incident;
    if (it.wrong_by == WrongBy::undecidable) continue;
    const std::uint64_t cluster = facts.cluster(incident.merchant, incident.spot.x_m, incident.spot.y_m);
    const bool right = it.violation.has_value();
    const bool falsely = it.wrong_by == WrongBy::nothing_there || it.wrong_by == WrongBy::lawful_thing;
    add(precision_, cluster, right, 1);
    add(duplicates_, cluster, it.wrong_by == WrongBy::duplicate, right);
    add(false_accusations_, cluster, falsely, 1);
    if (incident.merchant) {
      add(wrong_shop_, cluster, it.wrong_by == WrongBy::wrong_shop, 1);
      if (falsely) shops[cluster].accused_falsely += 1;
    }
    if (!right) continue;
    const Violation& violation = *by_id.at(*it.violation);
    for (const engine::Recheck& recheck : heard.service().incident(incident.id)->rechecks) {
      const auto standing = facts.stood(violation, recheck.at);
      if (!standing) continue;
      if (*standing) add(clear_though_standing_, cluster, recheck.outcome == engine::RecheckOutcome::corrected, 1);
      else add(held_though_gone_, cluster, recheck.outcome == engine::RecheckOutcome::not_corrected, 1);
    }
  }
  // The variance over shops against that of independent outcomes.
  OfShop all;
  for (const auto& [name, shop] : shops)
    all.violations += shop.violations, all.missed += shop.missed, all.accused_falsely += shop.accused_falsely;
  const double share = all.violations > 0 ? all.missed / all.violations : 0;
  const double mean = all.accused_falsely / static_cast<double>(shops.size());
  for (const auto& [name, shop] : shops) {
    if (shop.violations > 0)
      add(misses_spread_, name, std::pow(shop.missed - share * shop.violations, 2),
          shop.violations * share * (1 - share));
    add(false_spread_, name, std::pow(shop.accused_falsely - mean, 2), mean);
  }
}

void OpenGate::add(const OpenRun& run, std::shared_ptr<const sim::DetectorModel> model) {
  const Facts facts(run.record, ++runs_);
  note(facts, run.record.journal, true, 1);
  const LoopInputs inputs = told_inputs(run.inputs, std::move(model));
  LoopOptions options;
  options.nobody_answers = true;
  options.judge = false;
  for (int draw = 0; draw < draws_; ++draw) {
    options.eyes_seed = run.inputs.scenario.seed * 1'000'003 + static_cast<std::uint64_t>(draw);
    note(facts, run_closed_loop(inputs, options).journal, false, 1.0 / draws_);
  }
}

namespace {

struct Name {
  const char *en, *zh;
};

std::string figures(const PairedRatio::Estimate& it, const char* unit) {
  return fmt::format("{:.4f} of {:.0f} {} in pixels, {:.4f} at events", it.pixels, it.of_pixels, unit, it.events);
}

GateFinding share_item(const Name& name, const PairedRatio& ratio, double margin, const char* unit, double least = 0,
                       double counted = 0) {
  const PairedRatio::Estimate it = ratio.difference();
  GateFinding finding{{fmt::format("{} within {:.2f}", name.en, margin), false, figures(it, unit)},
                      fmt::format("{}（±{:.2f}）", name.zh, margin),
                      false,
                      it.known,
                      it.low,
                      it.high,
                      -margin,
                      margin};
  if (!it.known) {
    finding.item.found += ": too few for an interval";
    return finding;
  }
  finding.item.shown = counted >= least && it.low >= -margin && it.high <= margin;
  finding.item.found += fmt::format("; difference {:+.4f} to {:+.4f}", it.low, it.high);
  if (counted < least) finding.item.found += fmt::format("; {:.0f} of {:.0f} that are asked for", counted, least);
  return finding;
}

GateFinding ratio_item(const Name& name, const PairedRatio& ratio, const char* unit, double events, double least) {
  const PairedRatio::Estimate it = ratio.ratio();
  GateFinding finding{
      {fmt::format("{}, ratio {:.2f} to {:.1f}", name.en, kLeastRatio, kMostRatio), false, figures(it, unit)},
      fmt::format("{}（比值 {:.2f}–{:.1f}）", name.zh, kLeastRatio, kMostRatio),
      true,
      it.known,
      it.low,
      it.high,
      kLeastRatio,
      kMostRatio};
  if (it.known) finding.item.found += fmt::format("; ratio {:.2f} to {:.2f}", it.low, it.high);
  if (events < least) finding.item.found += fmt::format("; {:.0f} events of {:.0f} that are asked for", events, least);
  finding.item.shown = it.known && events >= least && it.low >= kLeastRatio && it.high <= kMostRatio;
  return finding;
}

}  // namespace

std::vector<GateFinding> OpenGate::findings() const {
  const double falsely = false_accusations_.difference().hits_pixels, wrong = wrong_shop_.difference().hits_pixels;
  const double rechecks = clear_though_standing_.difference().of_pixels + held_though_gone_.difference().of_pixels;
  return {share_item({"recall of opportunities", "可见违规召回率"}, recall_, 0.03, "opportunities"),
          share_item({"precision", "准确率"}, precision_, 0.02, "incidents"),
          share_item({"duplicates", "重复认定"}, duplicates_, 0.01, "found"),
          share_item({"later than 5 s", "迟于 5 秒"}, later_5_s_, 0.02, "found"),
          share_item({"later than 30 s", "迟于 30 秒"}, later_30_s_, 0.02, "found"),
          share_item({"later than 300 s", "迟于 300 秒"}, later_300_s_, 0.02, "found"),
          share_item({"re-checks: clear though standing", "复核：未整改误判为已整改"}, clear_though_standing_, 0.02,
                     "re-checks", kLeastRechecks, rechecks),
          share_item({"re-checks: held though gone", "复核：已整改误判为未整改"}, held_though_gone_, 0.02, "re-checks",
                     kLeastRechecks, rechecks),
          ratio_item({"wrong shop", "错认店铺"}, wrong_shop_, "accusations of shops", wrong, kLeastEvents),
          ratio_item({"false accusations", "误报"}, false_accusations_, "incidents", falsely, kLeastEvents),
          ratio_item({"dispersion over shops of misses", "漏报在店铺间的离散度"}, misses_spread_, "expected", 0, 0),
          ratio_item({"dispersion over shops of false accusations", "误报在店铺间的离散度"}, false_spread_, "expected",
                     falsely, kLeastEvents)};
}

}  // namespace tricolor::harness
