// Runs a street by the demand model in a test, with a record of all its messages and, where wanted, a service without
// cameras, which knows every unlawful stay by truth, sends an SMS when the dwell is over and an officer 15 minutes
// later if the thing still stands.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/city/generator.h"
#include "sim/kernel/simulation.h"
#include "sim/people/world.h"

namespace tricolor::sim::testing {

using namespace std::chrono_literals;

/// A Monday, local midnight.
inline constexpr Time kMonday{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}.time_since_epoch() - kUtcOffset};

/// One message of the world.
struct Said {
  Time at;
  std::string what;          ///< "stands", "goes", "report", "reply" or an officer's word.
  std::uint64_t number = 0;  ///< Thing, reporter, shop or task.
  Time when;                 ///< For things: the start or the end of the stay.
  Point where;
  std::string text;
  bool found = false;
};

/// Uninterrupted stays longer than this count as violations in these tests.
inline Duration dwell_of(const std::string& class_name) {
  return class_name == "motor_parking"      ? Duration{300s}
         : class_name == "nonmotor_parking" ? Duration{600s}
                                            : Duration{180s};
}

class LivedStreet : public WorldListener {
 public:
  /// The longest of `dwell_of`, the time from the SMS to the officer, and the time between two checks.
  static constexpr Duration kLongestDwell{600s}, kPatience{15min}, kCheck{30s};

  LivedStreet(City given, const Demand& demand, std::uint64_t seed, Time start = kMonday)
      : city(std::move(given)), kernel(start), world(city, demand, seed, kernel, this) {}

  void on_still_thing(const Thing& thing, Time from) override {
    said.push_back({kernel.now(), "stands", thing.id, from, thing.at, city.kinds->name_of(thing.kind), false});
  }
  void on_thing_goes(ThingId thing, Point where, Time at) override {
    said.push_back({kernel.now(), "goes", thing, at, where, {}, false});
  }
  void on_citizen_report(std::uint64_t reporter, Point where, const std::string& class_name,
                         const std::string&) override {
    said.push_back({kernel.now(), "report", reporter, kernel.now(), where, class_name, false});
  }
  void on_merchant_reply(int shop, const std::string& text) override {
    said.push_back({kernel.now(), "reply", static_cast<std::uint64_t>(shop), kernel.now(), {}, text, false});
  }
  void on_appeal(int shop, bool will_be_granted) override {
    said.push_back({kernel.now(), "appeal", static_cast<std::uint64_t>(shop), kernel.now(), {}, {}, will_be_granted});
  }
  void on_officer(int officer, std::uint64_t task, const std::string& what, bool found,
                  std::optional<Verified>) override {
    said.push_back({kernel.now(), what, task, kernel.now(), {}, std::to_string(officer), found});
  }

  /// Checks the truth every half minute and acts on things that have dwelt too long. Stays are in the order in which
  /// they began, so that those which are too old to matter are passed over once and for all.
  void serve(Time until) {
    const auto& stays = world.truth().stays;
    while (too_old_ < stays.size() && kernel.now() - stays[too_old_].from > kLongestDwell + kPatience + kCheck)
      ++too_old_;
    for (std::size_t i = too_old_; i < stays.size(); ++i) {
      const Stay& stay = stays[i];
      if (stay.class_name.empty() || stay.until) continue;
      Duration age = kernel.now() - stay.from;
      if (age > dwell_of(stay.class_name) && age <= dwell_of(stay.class_name) + kCheck && stay.shop)
        world.message_arrives(*stay.shop, "请您于15分钟内进行清理", stay.class_name);
      if (stay.shop) age -= kPatience;
      if (age > dwell_of(stay.class_name) && age <= dwell_of(stay.class_name) + kCheck && !city.officers.empty())
        send_somebody(stay);
    }
    if (kernel.now() + kCheck < until)
      kernel.schedule(kernel.now() + kCheck, Phase::observers, [this, until] { serve(until); });
  }

  std::vector<Said> all(const std::string& what) const {
    std::vector<Said> found;
    for (const Said& entry : said)
      if (entry.what == what) found.push_back(entry);
    return found;
  }

  City city;
  Simulation kernel;
  std::vector<Said> said;
  World world;
  std::uint64_t tasks = 0;

 private:
  std::size_t too_old_ = 0;  ///< Number of stays, from the first on, that began too long ago to matter.

  void send_somebody(const Stay& stay) {
    const Duration now = time_of_day(kernel.now());
    int best = -1;
    for (int i = 0; i < static_cast<int>(city.officers.size()); ++i) {
      const OfficerPost& post = city.officers[static_cast<std::size_t>(i)];
      if (now < post.on_duty_from || now >= post.on_duty_until) continue;
      if (best < 0 || std::abs(post.waits_at.x_m - stay.at.x_m) <
                          std::abs(city.officers[static_cast<std::size_t>(best)].waits_at.x_m - stay.at.x_m))
        best = i;
    }
    if (best >= 0) world.send_officer(best, 2 * ++tasks, stay.at, false);
  }
};

/// Gives the stays of a truth that count as violations.
inline std::vector<Stay> violations(const Truth& truth, Time end) {
  std::vector<Stay> found;
  for (const Stay& stay : truth.stays)
    if (!stay.class_name.empty() && stay.until.value_or(end) - stay.from > dwell_of(stay.class_name))
      found.push_back(stay);
  return found;
}

inline std::size_t look_alikes(const Truth& truth) {
  std::size_t count = 0;
  for (const Stay& stay : truth.stays)
    count += stay.class_name.empty() && stay.kind != ThingKind::bin && stay.kind != ThingKind::person &&
             stay.kind != ThingKind::dog;
  return count;
}

/// Gives a street of one block with a few shops side by side, and nothing else.
inline City small_street(int shops, int officers = 0) {
  City city;
  city.streets.push_back({"xinhua", "新华路", {0, 0}, {120, 0}, 12, 4, "g1"});
  for (int i = 0; i < shops; ++i)
    city.shops.push_back(
        {"m" + std::to_string(i + 1), "阿芳水果店", "fruit_veg", 0, Side::left, 10 + 7.0 * i, 16 + 7.0 * i, 0});
  CityCamera camera;
  camera.id = "c1";
  camera.pose.at = {20, -9};
  camera.pose.height_m = 5;
  if (shops > 0) aim(camera.pose, city, city.shops.front());
  city.cameras.push_back(camera);
  for (int i = 0; i < officers; ++i)
    city.officers.push_back({"o" + std::to_string(i + 1), "g1", {0, -8}, 8h, 17h, 8min});
  return city;
}

}  // namespace tricolor::sim::testing
