#include "readings/readings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace tricolor::harness {
namespace {

using engine::ColourPolicy;
using engine::IncidentRecord;
using engine::ServiceState;
using engine::Time;
using StrikeIs = ColourPolicy::StrikeIs;

constexpr int kMostYellow = 6, kMostRed = 9;

// The instant at which an incident counts under an answer to C7; none: it does not.
std::optional<Time> counts_at(StrikeIs strike_is, const IncidentRecord& incident, const ServiceState& state) {
  switch (strike_is) {
    case StrikeIs::counted: return incident.opened_at;
    case StrikeIs::notified: {
      const engine::NoticeRecord* notice = incident.notice ? state.notice(*incident.notice) : nullptr;
      return notice && notice->delivered.value_or(false) ? notice->fate_at : std::nullopt;
    }
    case StrikeIs::uncorrected:
      for (const engine::Recheck& recheck : incident.rechecks)
        if (recheck.outcome == engine::RecheckOutcome::not_corrected ||
            recheck.outcome == engine::RecheckOutcome::relapsed)
          return recheck.at;
      return std::nullopt;
    case StrikeIs::officer_confirmed: {
      std::optional<Time> first;
      for (const engine::CaseId id : incident.cases)
        if (const engine::CaseRecord* record = state.case_of(id))
          for (const engine::CaseMove& move : record->moves)
            if (move.to == engine::CaseState::arrived && move.reason.empty() && (!first || move.at < *first))
              first = move.at;
      return first;
    }
  }
  return std::nullopt;
}

int weight_of(engine::ClassId violation_class, const engine::Configuration& configuration,
              const engine::Policy& policy) {
  const std::string& name = configuration.classes.at(violation_class.value).code_name;
  for (const engine::ClassPolicy& entry : policy.classes)
    if (entry.code_name == name) return entry.weight;
  return 0;
}

// Times in which the thing of an incident is known to have stood.
std::vector<engine::TimeSpan> stood(const IncidentRecord& incident) {
  std::vector<engine::TimeSpan> spans = incident.open_for;
  if (!spans.empty()) spans.front().from = incident.opened.onset;
  return spans;
}

bool had_another_owner(const engine::MerchantRecord& shop, const IncidentRecord& incident, Time now) {
  return std::any_of(shop.owner_changes.begin(), shop.owner_changes.end(), [&](const engine::OwnerRecord& owner) {
    return owner.at > incident.opened.onset && owner.at <= now;
  });
}

engine::Colour colour_at(const engine::Standing& standing, Time at) {
  engine::Colour colour = engine::Colour::green;
  for (const engine::ColourChange& change : standing.changes)
    if (change.at <= at) colour = change.to;
  return colour;
}

char letter_of(engine::Colour colour) {
  return colour == engine::Colour::red ? 'R' : colour == engine::Colour::yellow ? 'Y' : 'G';
}

std::vector<Time> instants_of(Time begin, Time end) {
  constexpr engine::Duration kMonth{std::chrono::hours{24 * 30}};
  const auto months = (end - begin) / kMonth;
  engine::Duration step = (end - begin) / static_cast<std::int64_t>(kMostInstants);
  if (months >= 2)
    step =
        kMonth * ((months + static_cast<std::int64_t>(kMostInstants) - 1) / static_cast<std::int64_t>(kMostInstants));
  std::vector<Time> instants;
  for (Time at = begin + step; step.count() > 0 && at < end && instants.size() + 1 < kMostInstants; at += step)
    instants.push_back(at);
  instants.push_back(end);
  return instants;
}

}  // namespace

std::vector<ColourReading> readings_beside(const ColourPolicy& own) {
  std::vector<ColourReading> readings{{"as_run", "运行时所用", "as run", "", own}};
  const auto add = [&](const char* question, const char* key, const char* zh, const char* en, const auto& change) {
    ColourReading reading{key, zh, en, question, own};
    change(reading.colour);
    readings.push_back(reading);
  };
  const auto choice = [&](const char* question, auto ColourPolicy::*field, auto value, const char* key, const char* zh,
                          const char* en) {
    if (own.*field != value) add(question, key, zh, en, [&](ColourPolicy& colour) { colour.*field = value; });
  };
  using Since = ColourPolicy::CountSince;
  // The colour can follow the count only over a span that strikes leave.
  const bool by_count = own.step_down_by == ColourPolicy::StepDownBy::count;
  if (!by_count)
    choice("C2", &ColourPolicy::count_since, Since::last_step_down, "count_since=last_step_down", "自上次降级起累计",
           "count since the last step-down");
  choice("C2", &ColourPolicy::count_since, Since::rolling_30_days, "count_since=rolling_30_days", "滚动 30 天",
         "count over a rolling 30 days");
  choice("C2", &ColourPolicy::count_since, Since::calendar_month, "count_since=calendar_month", "自然月",
         "count over the calendar month");
  if (!by_count) {
    choice("C2", &ColourPolicy::count_since, Since::ever, "count_since=ever", "一直累计", "count for ever");
    add("C3", "step_down_by=count", "滚动 30 天，颜色随次数升降", "rolling 30 days, the colour follows the count",
        [](ColourPolicy& colour) {
          colour.count_since = Since::rolling_30_days;
          colour.step_down_by = ColourPolicy::StepDownBy::count;
        });
    using Day = ColourPolicy::CleanDay;
    choice("C4", &ColourPolicy::clean_day_is, Day::any_24_hours, "clean_day_is=any_24_hours", "30 个 24 小时",
           "30 times 24 hours are clean");
    choice("C4", &ColourPolicy::clean_day_is, Day::calendar_day, "clean_day_is=calendar_day", "30 个自然日",
           "30 calendar days are clean");
    choice("C4", &ColourPolicy::clean_day_is, Day::open_day, "clean_day_is=open_day", "30 个营业日",
           "30 business days are clean");
    using After = ColourPolicy::AfterStepDown;
    choice("C5", &ColourPolicy::count_after_step_down, After::zero, "count_after_step_down=zero", "降级后清零",
           "a step-down sets the count to zero");
    choice("C5", &ColourPolicy::count_after_step_down, After::floor_of_colour, "count_after_step_down=floor_of_colour",
           "降级后为新颜色下限", "a step-down sets the count to the new colour's floor");
    choice("C6", &ColourPolicy::red_steps_down_to_green, true, "red_steps_down_to=green", "红码一次降至绿码",
           "red steps down to green at once");
    choice("C6", &ColourPolicy::red_steps_down_to_green, false, "red_steps_down_to=yellow", "红码先降至黄码",
           "red steps down to yellow");
  }
  choice("C7", &ColourPolicy::strike_is, StrikeIs::counted, "strike_is=counted", "每起事件计一次",
         "every incident counts");
  choice("C7", &ColourPolicy::strike_is, StrikeIs::notified, "strike_is=notified", "短信送达才计次",
         "only those whose SMS was delivered");
  choice("C7", &ColourPolicy::strike_is, StrikeIs::uncorrected, "strike_is=uncorrected", "逾期未整改才计次",
         "only those not corrected in time");
  choice("C7", &ColourPolicy::strike_is, StrikeIs::officer_confirmed, "strike_is=officer_confirmed",
         "队员现场确认才计次", "only those that an officer found");
  choice("C11", &ColourPolicy::voided_strike, ColourPolicy::VoidedStrike::subtracts_from_now,
         "voided_strike=subtracts_from_now", "撤销只影响今后", "a strike taken back counts until then");
  choice("C11", &ColourPolicy::voided_strike, ColourPolicy::VoidedStrike::rederives_history,
         "voided_strike=rederives_history", "撤销即重算历史", "a strike taken back never was");
  choice("C12", &ColourPolicy::owner_change_resets, true, "owner_change=reset", "换经营者后重新起算",
         "a new owner begins anew");
  choice("C12", &ColourPolicy::owner_change_resets, false, "owner_change=keep", "新经营者承继", "a new owner inherits");
  if (!by_count) {
    choice("C13", &ColourPolicy::closed_days_are_clean, false, "closed_days=not_clean", "停业日不算无违法",
           "days of closure are not clean");
    choice("C13", &ColourPolicy::closed_days_are_clean, true, "closed_days=clean", "停业日算无违法",
           "days of closure are clean");
    choice("C14", &ColourPolicy::blind_time_counts_as_clean, 0.0, "blind_time_counts_as_clean=up_to 0 %",
           "无人看见的时间不算", "time that nobody saw is not clean");
    choice("C14", &ColourPolicy::blind_time_counts_as_clean, 1.0, "blind_time_counts_as_clean=up_to 100 %",
           "无人看见的时间都算", "time that nobody saw is clean");
  }
  return readings;
}

std::vector<Thresholds> thresholds_around(const ColourPolicy& own) {
  std::vector<Thresholds> pairs;
  const int most_yellow = std::max(kMostYellow, own.yellow_from), most_red = std::max(kMostRed, own.red_from);
  for (int yellow = 1; yellow <= most_yellow; ++yellow)
    for (int red = yellow + 1; red <= most_red; ++red) pairs.push_back({yellow, red});
  return pairs;
}

std::vector<engine::Strike> strikes_under(StrikeIs strike_is, const ServiceState& state,
                                          const engine::Configuration& configuration, const engine::Policy& policy,
                                          engine::MerchantId merchant) {
  const engine::MerchantRecord* shop = state.merchant(merchant);
  if (!shop) return {};
  std::vector<engine::Strike> strikes;
  const auto own = engine::colour_history_of(state, configuration, policy, merchant).strikes;
  const bool reports_count = strike_is == StrikeIs::counted || strike_is == StrikeIs::officer_confirmed;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (policy.colour.strike_is == strike_is) strikes.push_back(own[i]);
    else if (!own[i].incident && (reports_count || !shop->strikes[i].report)) strikes.push_back(own[i]);
  }
  if (policy.colour.strike_is == strike_is) return strikes;
  for (const auto& [id, incident] : state.incidents()) {
    if (incident.opened.merchant != merchant) continue;
    const std::optional<Time> at = counts_at(strike_is, incident, state);
    if (!at || (incident.voided_at && *incident.voided_at <= *at) ||
        (policy.colour.owner_change_resets && had_another_owner(*shop, incident, *at)))
      continue;
    const int weight = weight_of(incident.opened.violation_class, configuration, policy);
    if (weight > 0) strikes.push_back({*at, id, incident.voided_at, weight, stood(incident)});
  }
  std::stable_sort(strikes.begin(), strikes.end(),
                   [](const engine::Strike& a, const engine::Strike& b) { return a.at < b.at; });
  return strikes;
}

FoldedReadings fold_readings(const ServiceState& state, const engine::Configuration& configuration,
                             const engine::Policy& policy, Time begin, Time end) {
  FoldedReadings folded;
  folded.readings = readings_beside(policy.colour);
  folded.thresholds = thresholds_around(policy.colour);
  folded.instants = instants_of(begin, end);
  const Thresholds own{policy.colour.yellow_from, policy.colour.red_from};
  folded.own_thresholds = static_cast<std::size_t>(std::find(folded.thresholds.begin(), folded.thresholds.end(), own) -
                                                   folded.thresholds.begin());
  for (std::uint32_t i = 0; i < configuration.merchants.size(); ++i) {
    const engine::MerchantRecord* shop = state.merchant(engine::MerchantId{i});
    const bool struck = shop && (!shop->strikes.empty() || shop->incidents > 0);
    if (struck) folded.struck.push_back(engine::MerchantId{i});
  }
  std::vector<engine::ColourHistory> histories;
  for (const engine::MerchantId shop : folded.struck)
    histories.push_back(engine::colour_history_of(state, configuration, policy, shop));

  std::map<std::string, std::uint32_t> known;
  StrikeIs strike_is = policy.colour.strike_is;
  const auto take_strikes = [&](StrikeIs wanted) {
    if (wanted == strike_is) return;
    strike_is = wanted;
    for (std::size_t i = 0; i < folded.struck.size(); ++i)
      histories[i].strikes = strikes_under(wanted, state, configuration, policy, folded.struck[i]);
  };
  for (const ColourReading& reading : folded.readings) {
    take_strikes(reading.colour.strike_is);
    for (const Thresholds& pair : folded.thresholds) {
      ColourPolicy colour = reading.colour;
      colour.yellow_from = pair.yellow;
      colour.red_from = pair.red;
      std::vector<std::string> rows(folded.instants.size(), std::string(folded.struck.size(), 'G'));
      for (std::size_t i = 0; i < histories.size(); ++i) {
        const engine::Standing standing = engine::standing_of(histories[i], colour, end);
        for (std::size_t at = 0; at < folded.instants.size(); ++at)
          rows[at][i] = letter_of(colour_at(standing, folded.instants[at]));
      }
      for (std::string& row : rows) {
        const auto [entry, fresh] = known.emplace(row, static_cast<std::uint32_t>(folded.rows.size()));
        if (fresh) folded.rows.push_back(std::move(row));
        folded.row_of.push_back(entry->second);
      }
    }
  }
  return folded;
}

}  // namespace tricolor::harness
