// Decides how the street answers: what deters a merchant, what an SMS brings about, who relapses, and what citizens
// send in.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "people/world_state.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto kReportDraw = purpose("citizen.report");
constexpr auto kFalseReport = purpose("citizen.false_report");
constexpr auto kRelapse = purpose("merchant.relapse");
constexpr auto kAppeal = purpose("merchant.appeal");

constexpr std::array<const char*, 5> kClasses{"piled_goods", "out_of_store", "road_occupying", "motor_parking",
                                              "nonmotor_parking"};

// Share of an impression that is left at `now`, when it was made at `since` and halves every `half_life`.
double left_of(std::optional<Time> since, Time now, Duration half_life) {
  if (!since) return 0;
  return std::exp2(-std::chrono::duration<double>(now - *since) / std::chrono::duration<double>(half_life));
}

}  // namespace

double World::Impl::deterrence(int shop) const {
  const int colour = colours[static_cast<std::size_t>(shop)];
  const Memory& memory = memories[static_cast<std::size_t>(shop)];
  const double by_colour = colour == 2 ? demand.deterred_at_red : colour == 1 ? demand.deterred_at_yellow : 0;
  const double by_visit = demand.deterred_by_visit * left_of(memory.visited, kernel.now(), 72h);
  const double by_notice = demand.deterred_by_notice * left_of(memory.notified, kernel.now(), 24h);
  return 1 - (1 - by_colour) * (1 - by_visit) * (1 - by_notice);
}

void World::Impl::answer_notice(int shop, const std::string& class_name) {
  Memory& memory = memories[static_cast<std::size_t>(shop)];
  if (!memory.notified || local_midnight(*memory.notified) != local_midnight(kernel.now())) memory.notices_today = 0;
  const int colour = colours[static_cast<std::size_t>(shop)];
  const double never = demand.never_responds +
                       (colour == 2   ? demand.never_more_at_red
                        : colour == 1 ? demand.never_more_at_yellow
                                      : 0) +
                       (memory.notices_today > 0 ? demand.never_more_when_repeated : 0);
  ++memory.notices_today;
  memory.notified = kernel.now();
  std::vector<ThingId> concerned;
  for (const ThingId id : of_shop.at(static_cast<std::size_t>(shop))) {
    const Standing& s = standing.at(id);
    if (s.there && (class_name.empty() || s.class_name == class_name)) concerned.push_back(id);
  }
  if (spontaneous) appeal(shop, concerned.empty());
  for (const ThingId id : concerned) {
    const Temper& temper = standing.at(id).temper;
    if (!temper.ignores_notice && temper.notice_mark >= never)
      leave_at(id, kernel.now() + seconds(temper.response_s), "notice");
  }
}

// Lets a shop appeal against an SMS, by (shop, quarter of an hour).
void World::Impl::appeal(int shop, bool innocent) {
  Draw draw({seed, entity_of(city.shops[static_cast<std::size_t>(shop)].id), kAppeal,
             static_cast<std::uint64_t>(kernel.now().time_since_epoch() / 15min)});
  const double appeals = draw.uniform(), granted = draw.uniform();
  if (appeals >= (innocent ? demand.appeals_when_innocent : demand.appeals_otherwise)) return;
  const bool succeeds = granted < (innocent ? demand.appeals_granted_when_innocent : demand.appeals_granted_otherwise);
  at(kernel.now() + seconds(draw.uniform(600, 7200)), [this, shop, succeeds] { listener->on_appeal(shop, succeeds); });
}

// Lets a thing come back that was cleared up because of an SMS; other things do not.
void World::Impl::relapse(const Standing& gone) {
  if (gone.temper.replies && gone.shop) listener->on_merchant_reply(*gone.shop, "已整改");
  if (!gone.temper.relapses) return;
  const Key key{seed, gone.thing.id, kRelapse, 0};
  at(kernel.now() + seconds(gone.temper.relapse_after_s),
     [this, key, thing = gone.thing, what = gone.class_name, shop = gone.shop, temper = gone.temper] {
       Temper second = temper;
       second.relapses = false;
       if (free_place(thing.at, 1.0, kernel.now()))
         stand(key, thing, kernel.now(), kernel.now() + seconds(temper.relapse_stay_s), what, shop, second);
     });
}

void World::Impl::maybe_report(ThingId thing) {
  const Standing& s = standing.at(thing);
  Draw draw({seed, thing, kReportDraw, 0});
  if (!spontaneous || !draw.chance(demand.citizen_reports_per_violation)) return;
  const Duration after = send_report(draw, s, Duration{0});
  if (draw.chance(demand.report_repeats)) send_report(draw, s, after);
}

// Lets a citizen report a thing that still stands then; he errs about the place, and sometimes about the class. Gives
// the time after which he does, which is at least `first`.
Duration World::Impl::send_report(Draw& draw, const Standing& about, Duration first) {
  const double error_m = demand.report_place_error_m;
  const Point where{about.thing.at.x_m + error_m * draw.normal(), about.thing.at.y_m + error_m * draw.normal()};
  const std::uint64_t reporter = draw.bits();
  std::string class_name = draw.chance(1 - demand.report_without_class) ? about.class_name : std::string{};
  const Duration after = first + seconds(draw.uniform(200, 1500));
  const bool confused = draw.chance(demand.report_of_wrong_class);
  const auto other = static_cast<std::size_t>(draw.integer(0, kClasses.size() - 1));
  if (confused && !class_name.empty()) class_name = kClasses[other];
  at(kernel.now() + after, [this, thing = about.thing.id, where, reporter, class_name] {
    if (standing.contains(thing)) listener->on_citizen_report(reporter, where, class_name, "路边占道，请处理");
  });
  return after;
}

void World::Impl::plan_false_reports(int street_index, Time midnight) {
  const Street& street = city.streets[static_cast<std::size_t>(street_index)];
  Draw draw({seed, entity_of(street.id), kFalseReport, static_cast<std::uint64_t>(midnight.time_since_epoch() / 24h)});
  for (int k = draw.poisson(street.life * demand.false_reports_per_km_day * street.length_m() / 1000); k > 0; --k) {
    const Time when = midnight + hours(draw.uniform(7, 22));
    const Point where =
        street.at(draw.uniform(0, street.length_m()), (draw.chance(0.5) ? 1 : -1) * (street.carriageway_m / 2 + 1));
    const std::uint64_t reporter = draw.bits();
    const std::string class_name = draw.chance(0.5) ? "piled_goods" : "motor_parking";
    at(when, [this, where, reporter, class_name] {
      listener->on_citizen_report(reporter, where, class_name, "有人占道，请来看看");
    });
  }
}

}  // namespace tricolor::sim
