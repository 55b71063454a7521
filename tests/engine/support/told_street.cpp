#include "engine/support/told_street.h"

#include <algorithm>

#include "engine/support/lively_town.h"

namespace tricolor::engine::testing {

using namespace std::chrono_literals;

namespace {

constexpr ClassId kPiled{0}, kStalls{1};
// Every so many shops there is a stretch of pavement that no shop answers for.
constexpr std::uint32_t kShopsAPavement = 10;

}  // namespace

Policy ToldStreet::usual_policy() {
  Policy policy;
  ClassPolicy piled, stalls;
  piled.code_name = "piled_goods";
  stalls.code_name = "road_occupying";
  policy.classes = {piled, stalls};
  policy.notice.per_number_a_day = 1000;
  return policy;
}

Configuration ToldStreet::configuration(const StreetOfYears& size) {
  Configuration city;
  city.classes = {{"piled_goods", "杂物堆放", "piled goods", "", "", {"pile"}, {ZoneKind::shop_front}},
                  {"road_occupying", "占道经营", "road-occupying business", "", "", {"stall"}, {ZoneKind::pavement}}};
  city.duty_grids = {{"g1", OfficerId{0}}};
  for (std::uint32_t i = 0; i < size.officers; ++i)
    city.officers.push_back({"o" + std::to_string(i), DutyGridId{0}, {300.0 * i, 0}, 7h, 22h, i + 1 == size.officers});
  for (std::uint32_t i = 0; i < size.cameras; ++i) {
    Camera camera;
    camera.name = "c" + std::to_string(i);
    city.cameras.push_back(camera);
  }
  const auto zone = [&](std::string name, ZoneKind kind, std::optional<MerchantId> merchant, std::uint32_t place,
                        double y) {
    const double x = 8.0 * place;
    const CameraId camera{static_cast<std::uint32_t>(std::uint64_t{place} * size.cameras / size.shops)};
    city.zones.push_back(
        {std::move(name), kind, merchant, DutyGridId{0}, {camera}, {{x, y}, {x + 6, y}, {x + 6, y + 2}, {x, y + 2}}});
  };
  for (std::uint32_t i = 0; i < size.shops; ++i) {
    Dossier shop;
    shop.name = "m" + std::to_string(i);
    if (i % 20 != 7) shop.phone = "138" + std::to_string(10000000 + i);
    if (i % 40 == 3)
      for (int k = 1; k <= 4; ++k) shop.imported_strikes.push_back(kFirstDay - 24h * (5 * (5 - k)));
    if (i % 15 == 4) shop.closed_on = {std::chrono::year{2020} / 11 / 20, std::chrono::year{2021} / 2 / 11};
    city.merchants.push_back(shop);
    zone("z" + std::to_string(i), ZoneKind::shop_front, MerchantId{i}, i, 0);
  }
  for (std::uint32_t i = 0; i < size.shops; i += kShopsAPavement)
    zone("p" + std::to_string(i), ZoneKind::pavement, std::nullopt, i, -3);
  return city;
}

ToldStreet::ToldStreet(std::uint64_t seed, const StreetOfYears& size, Policy policy, Store& store, Time begins)
    : city(configuration(size)), seed_(seed), size_(size), policy_(std::move(policy)), store_(store), now_(begins) {
  days_planned_ = static_cast<int>((begins - kFirstDay) / 24h) + (begins > kFirstDay ? 1 : 0);
  build();
}

void ToldStreet::build() {
  engine.reset();
  engine = std::make_unique<Engine>(nullptr, Ports{this, this, this, this, &store_, this, {this}});
  engine->configure(now_, city, policy_);
  engine->restore(now_);
}

void ToldStreet::restart() {
  build();
  step([] {});
}

void ToldStreet::live(int days) { live_until(kFirstDay + 24h * days); }

void ToldStreet::live_until(Time end) {
  for (;;) {
    while (kFirstDay + 24h * days_planned_ <= now_) plan_day(days_planned_++);
    const Time until = std::min(end, kFirstDay + 24h * days_planned_);
    const auto deadline = engine->next_deadline();
    const auto action = agenda_.next();
    if (action && *action <= until && (!deadline || *action <= *deadline)) {
      now_ = std::max(now_, *action);
      agenda_.take()();
    } else if (deadline && *deadline <= until) {
      now_ = std::max(now_, *deadline);
      step([this] { engine->wake(now_); });
    } else {
      now_ = std::max(now_, until);
      if (now_ >= end) return;
    }
  }
}

void ToldStreet::step(const std::function<void()>& what) {
  what();
  if (!engine->commit(now_)) at(1s, [this] { step([] {}); });
}

void ToldStreet::say(Input input) {
  ++inputs_;
  step([&] { engine->handle(input, now_); });
}

// The draws of a day come from a stream of its own.
void ToldStreet::plan_day(int day) {
  Dice dice(seed_ * 1'000'003 + static_cast<std::uint64_t>(day));
  const Time midnight = kFirstDay + 24h * day;
  const auto by_day = [&] { return midnight + 7h + Duration{1s} * static_cast<std::int64_t>(dice.below(14 * 3600)); };
  for (std::uint32_t i = 0; i < size_.stays; ++i) {
    const auto fronts = size_.shops, pavements = (size_.shops + kShopsAPavement - 1) / kShopsAPavement;
    const bool public_place = dice.one_in(6);
    const auto zone = static_cast<std::uint32_t>(public_place ? fronts + dice.below(pavements) : dice.below(fronts));
    // Of ten things one stands for hours, and of a thousand one for weeks.
    const Duration lasts = dice.one_in(1000) ? Duration{24h} * static_cast<std::int64_t>(2 + dice.below(20))
                           : dice.one_in(10) ? Duration{1h} * static_cast<std::int64_t>(1 + dice.below(5))
                                             : Duration{1s} * static_cast<std::int64_t>(60 + dice.below(1500));
    agenda_.at(by_day(), [=, this] { begin_stay(zone, public_place ? kStalls : kPiled, lasts); });
  }
  for (std::uint32_t i = 0; i < size_.blindness; ++i) {
    const CameraId camera{static_cast<std::uint32_t>(dice.below(size_.cameras))};
    const Duration lasts =
        dice.one_in(20) ? Duration{24h * 3} : Duration{1min} * static_cast<std::int64_t>(dice.below(90));
    agenda_.at(by_day(), [=, this] {
      say(Blind{camera, now_, BlindReason::disconnected});
      at(lasts, [=, this] { request(camera, now_); });
    });
  }
  for (std::uint32_t i = 0; i < size_.reports; ++i) {
    const double along = static_cast<double>(dice.below(8 * size_.shops));
    const std::uint64_t reporter = dice.below(50);
    const auto violation_class = dice.one_in(3) ? std::optional<ClassId>{} : std::optional{kPiled};
    agenda_.at(by_day(), [=, this] { say(Report{reporter, now_, violation_class, {along, 1}, "门口堆了很多纸箱"}); });
  }
  const std::uint64_t back = dice.below(25 * std::uint64_t{size_.stays} + 1), any = dice.below(1'000'000'007);
  if (dice.one_in(size_.appeal_every))
    agenda_.at(by_day(), [=, this] {
      if (last_incident_ > back)
        say(VoidRequest{IncidentId{last_incident_ - static_cast<std::uint32_t>(back)}, now_, "申诉成立"});
      if (last_report_ > back % 40 && back % 3 == 0)
        say(VoidRequest{{}, now_, "查无此事", ReportId{last_report_ - static_cast<std::uint32_t>(back % 40)}});
    });
  if (dice.one_in(10 * std::uint64_t{size_.appeal_every}))
    agenda_.at(by_day(), [=, this] {
      if (last_incident_ > 0)
        say(VoidRequest{IncidentId{1 + static_cast<std::uint32_t>(any % last_incident_)}, now_, "迟来的申诉"});
    });
  const MerchantId sold{static_cast<std::uint32_t>(dice.below(size_.shops))};
  if (dice.one_in(size_.owner_every))
    agenda_.at(by_day(), [=, this] {
      say(OwnerChange{sold, now_, "王芳", "L" + std::to_string(days_planned_),
                      "139" + std::to_string(20000000 + sold.value)});
    });
}

void ToldStreet::begin_stay(std::uint32_t zone, ClassId violation_class, Duration lasts) {
  const Zone& place = city.zones.at(zone);
  ++held_[zone];
  say(ZoneOccupancy{place.cameras.front(), ZoneId{zone}, violation_class, now_, true});
  at(lasts, [=, this] {
    const auto held = held_.find(zone);
    // An officer may have cleared it away.
    if (held == held_.end()) return;
    if (--held->second > 0) return;
    held_.erase(held);
    say(ZoneOccupancy{city.zones.at(zone).cameras.front(), ZoneId{zone}, violation_class, now_, false});
  });
}

// The analyser answers a request by telling of every place that its camera sees.
void ToldStreet::request(CameraId camera, Time not_before) {
  agenda_.at(std::max(not_before, now_) + 1s, [=, this] {
    for (std::uint32_t i = 0; i < city.zones.size(); ++i)
      if (city.zones[i].cameras.front() == camera)
        say(ZoneOccupancy{camera, ZoneId{i}, city.zones[i].merchant ? kPiled : kStalls, now_, held_.contains(i)});
  });
}

SendResult ToldStreet::send(const std::string& key, const std::string&, const std::string&) {
  // The draws of a message depend on its key alone.
  std::uint64_t mark = seed_;
  for (const char c : key) mark = mark * 131 + static_cast<unsigned char>(c);
  Dice dice(mark);
  if (taken_.size() > 1000) taken_before_ = std::exchange(taken_, {});
  taken_.insert(key);
  const bool loses = dice.one_in(25), is_silent = dice.one_in(25), is_unsure = dice.one_in(30);
  if (!is_silent) at(3s, [=, this] { say(Receipt{key, now_, !loses}); });
  return is_unsure ? SendResult::unknown : SendResult::accepted;
}

SendResult ToldStreet::query(const std::string& key) {
  return taken_.contains(key) || taken_before_.contains(key) ? SendResult::accepted : SendResult::rejected;
}

void ToldStreet::dispatch(OfficerId officer, CaseId case_id, GroundPoint, Time) {
  Dice dice(seed_ * 31 + case_id.value);
  if (dice.one_in(15)) return;  // The handset is off.
  const bool finds_nothing = dice.one_in(8), returns = dice.one_in(25);
  const auto update = [=, this](OfficerUpdate::What what, Duration after) {
    at(after, [=, this] {
      OfficerUpdate said{officer, what, case_id, std::nullopt, now_, "not mine"};
      said.found_violation = !finds_nothing;
      if (what == OfficerUpdate::What::disposed)
        if (const auto place = place_of_case_.find(case_id); place != place_of_case_.end())
          if (const auto held = held_.find(place->second.value); held != held_.end()) {
            held_.erase(held);
            const Zone& zone = city.zones.at(place->second.value);
            say(ZoneOccupancy{zone.cameras.front(), place->second, zone.merchant ? kPiled : kStalls, now_, false});
          }
      say(said);
    });
  };
  update(OfficerUpdate::What::acknowledged, 20s);
  if (returns) return update(OfficerUpdate::What::returned, 3min);
  update(OfficerUpdate::What::arrived, 5min);
  update(OfficerUpdate::What::disposed, 13min);
}

void ToldStreet::ask_to_verify(OfficerId officer, ReportId report, GroundPoint where, Time,
                               const std::optional<SuggestedParent>&) {
  Dice dice(seed_ * 37 + report.value);
  if (dice.one_in(10)) return;
  using What = OfficerUpdate::What;
  const std::uint64_t mark = dice.below(6);
  const auto shop = static_cast<std::uint32_t>(std::clamp(where.x_m / 8.0, 0.0, size_.shops - 1.0));
  const std::uint64_t any = dice.below(1'000'000'007);
  at(10min, [=, this] {
    OfficerUpdate said{officer, mark < 2 ? What::verified_false : What::verified_true, std::nullopt, report, now_, {}};
    if (mark >= 3) said.merchant = MerchantId{shop};
    if (mark == 5) {
      said.what = What::verified_duplicate;
      // Some officers name a matter that is long over.
      if (last_incident_ > 0 && any % 2 == 0)
        said.duplicate_of = IncidentId{1 + static_cast<std::uint32_t>(any % last_incident_)};
    }
    say(said);
  });
}

void ToldStreet::submit(SightingId sighting) {
  Dice dice(seed_ * 41 + sighting.value);
  if (dice.one_in(12)) return;
  const bool confirmed = !dice.one_in(4);
  at(45s, [=, this] { say(ReviewVerdict{sighting, now_, confirmed, std::nullopt}); });
}

void ToldStreet::on_event(const Event& event) {
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    last_incident_ = opened->incident.value;
    place_of_incident_[opened->incident] = opened->zone;
    // Only matters of the last weeks are looked for.
    while (place_of_incident_.size() > 2000) place_of_incident_.erase(place_of_incident_.begin());
  } else if (const auto* received = std::get_if<event::ReportReceived>(&event.payload)) {
    last_report_ = received->report.value;
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    if (registered->incident)
      if (const auto place = place_of_incident_.find(*registered->incident); place != place_of_incident_.end())
        place_of_case_[registered->case_id] = place->second;
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    if (is_final(moved->to)) place_of_case_.erase(moved->case_id);
  }
}

}  // namespace tricolor::engine::testing
