#include "engine/support/lively_town.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tricolor::engine::testing {

Policy any_policy(Dice& dice) {
  Policy policy = pinghu();
  policy.review.when = static_cast<ReviewPolicy::When>(dice.below(4));
  policy.review.sampled_share = 0.5;
  policy.notice.clock_starts = static_cast<NoticePolicy::ClockStarts>(dice.below(2));
  policy.escalation.to = static_cast<EscalationPolicy::To>(dice.below(4));
  policy.colour.strike_is = static_cast<ColourPolicy::StrikeIs>(dice.below(4));
  if (dice.one_in(3)) policy.notice.quiet_hours = {{9h + 30min, 10h + 15min}};
  if (dice.one_in(4)) policy.notice.per_number_a_day = 2;
  return policy;
}

void live(Town& town, Dice& dice, bool crashes, bool store_refuses) {
  const std::vector<std::pair<std::string, Detection>> things{
      {"goods", town.goods_a()}, {"others", town.goods_b()}, {"middle", town.goods_between()}, {"car", town.car()}};
  using Fault = FakeGateway::Fault;
  const auto minute = [&] {
    return Duration{1min} * static_cast<std::int64_t>(dice.below(240)) +
           Duration{static_cast<std::int64_t>(dice.below(60'000'000))};
  };
  for (int i = 0; i < 14; ++i) {
    const auto& [name, thing] = things[dice.below(things.size())];
    const Duration from = minute();
    town.appears(from, name, thing);
    if (!dice.one_in(3)) town.goes(from + Duration{1min} * static_cast<std::int64_t>(dice.below(40)), name);
  }
  for (int i = 0; i < 6; ++i) {
    const auto fault = static_cast<Fault>(dice.below(static_cast<std::uint64_t>(Fault::silent) + 1));
    town.then(minute(), [&town, fault] { town.gateway.fault = fault; });
  }
  for (int i = 0; i < 3; ++i) {
    const Duration from = minute();
    const OfficerId officer{static_cast<std::uint32_t>(dice.below(2))};
    town.then(from, [&town, officer] { town.officers.offline.insert(officer); });
    town.then(from + 20min, [&town, officer] { town.officers.offline.erase(officer); });
    town.then(minute(), [&town, officer] {
      town.say(OfficerUpdate{officer, OfficerUpdate::What::off_duty, std::nullopt, std::nullopt, town.wires.now, {}});
    });
  }
  for (int i = 0; i < 2; ++i) {
    const Duration from = minute();
    town.then(from, [&town] { town.blind(true); });
    town.then(from + Duration{1min} * static_cast<std::int64_t>(1 + dice.below(30)), [&town] { town.blind(false); });
  }
  for (int i = 0; i < 4; ++i) {
    const std::uint64_t reporter = dice.below(3);
    const double along = static_cast<double>(dice.below(200));
    const auto violation_class =
        dice.one_in(3) ? std::optional<ClassId>{} : std::optional{ClassId{static_cast<std::uint32_t>(dice.below(5))}};
    town.then(minute(), [=, &town] {
      town.say(Report{reporter, town.wires.now, violation_class, {along, 0}, "请来看看"});
    });
  }
  for (int i = 0; i < 2; ++i) {
    const IncidentId incident{static_cast<std::uint32_t>(1 + dice.below(8))};
    town.then(minute(), [=, &town] { town.say(VoidRequest{incident, town.wires.now, "申诉成立"}); });
    town.then(minute(), [&town] { town.say(OwnerChange{MerchantId{0}, town.wires.now, "王芳", ""}); });
  }
  const Duration full = minute();
  if (store_refuses) town.then(full, [&town] { town.store.full = true; });
  town.then(full + 90s, [&town] { town.store.full = false; });
  const std::uint64_t verdicts = dice.below(1000);
  town.desk.judge = [verdicts](SightingId sighting) {
    const std::uint64_t mark = (verdicts + sighting.value) % 4;
    return ReviewVerdict{sighting,
                         {},
                         mark != 0,
                         mark == 1 ? std::nullopt : std::optional{MerchantId{static_cast<std::uint32_t>(mark % 2)}}};
  };
  town.officers.is_true = [verdicts](ReportId report) { return (verdicts + report.value) % 3 != 0; };
  if (crashes)
    for (int i = 0; i < 12; ++i) town.store.crash_at.insert(1 + dice.below(i < 6 ? 30 : 250));
  // In the end everything works, and things are cleared away again and again, because they may come back.
  town.then(4h, [&town] {
    town.gateway.fault = Fault::none;
    town.officers.offline.clear();
    town.blind(false);
  });
  for (const auto& [name, thing] : things) town.goes(5h, name);
}

}  // namespace tricolor::engine::testing
