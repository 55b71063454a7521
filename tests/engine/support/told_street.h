// Simulates a street for years, without pictures: an analyser tells which fronts are held, citizens report, shops
// appeal, change hands and answer, officers and reviewers do their work. The street lives on when the engine dies.
//
// The matters of a day depend on the seed and the day alone, so that two engines meet the same street.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "engine/support/agenda.h"

namespace tricolor::engine::testing {

/// How much happens on a street. The defaults are those of Xinhua Road: 290 shops, 60 cameras, and the 0.42 incidents a
/// camera and day that Pinghu's neighbours print.
struct StreetOfYears {
  std::uint32_t shops = 290, cameras = 60, officers = 6;
  std::uint32_t stays = 25;     ///< Things that stand for too long or nearly, a day.
  std::uint32_t reports = 2;    ///< Citizens' reports a day.
  std::uint32_t blindness = 4;  ///< Times a day that some camera is blind.
  /// One day in so many has an appeal against a matter of the last weeks, and one in ten times as many against any.
  std::uint32_t appeal_every = 2;
  std::uint32_t owner_every = 10;  ///< One day in so many a shop changes hands.
};

class ToldStreet : private FrameSource,
                   private MessageGateway,
                   private OfficerChannel,
                   private ReviewDesk,
                   private EvidenceStore,
                   private Observer {
 public:
  /// Midnight of the first day, local time.
  static constexpr Time kFirstDay{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}.time_since_epoch() -
                                  kUtcOffset};

  /// `store` outlives the street. The engine is restored from what is in it, and the street's
  /// life begins at an instant.
  ToldStreet(std::uint64_t seed, const StreetOfYears& size, Policy policy, Store& store, Time begins = kFirstDay);

  /// Lets the street live until the end of so many days from the first one on.
  void live(int days);
  /// Lets it live until an instant.
  void live_until(Time end);
  /// Kills the engine between two instants and makes it anew from the store.
  void restart();

  static Configuration configuration(const StreetOfYears& size);
  /// A policy with two classes, in which a message a minute may go to one number.
  static Policy usual_policy();

  std::uint64_t inputs() const { return inputs_; }
  Time now() const { return now_; }
  const Policy& policy() const { return policy_; }
  std::unique_ptr<Engine> engine;
  /// Takes the place of the configuration at the next restart or `configure`.
  Configuration city;

 private:
  void build();
  void plan_day(int day);
  void begin_stay(std::uint32_t zone, ClassId violation_class, Duration lasts);
  void say(Input input);
  void step(const std::function<void()>& what);
  void at(Duration after, Agenda::Action action) { agenda_.at(now_ + after, std::move(action)); }

  void request(CameraId camera, Time not_before) override;
  SendResult send(const std::string& key, const std::string& phone, const std::string& text) override;
  SendResult query(const std::string& key) override;
  void dispatch(OfficerId officer, CaseId case_id, GroundPoint where, Time due) override;
  void ask_to_verify(OfficerId officer, ReportId report, GroundPoint where, Time due,
                     const std::optional<SuggestedParent>& suggested) override;
  void withdraw(OfficerId, CaseId) override {}
  void submit(SightingId sighting) override;
  EvidenceResult put(const EvidenceLabel&, std::span<const std::uint8_t>) override {
    return {{}, EvidenceLoss::not_wanted};
  }
  bool wants_pictures() const override { return false; }
  void on_event(const Event& event) override;

  std::uint64_t seed_;
  StreetOfYears size_;
  Policy policy_;
  Store& store_;
  Agenda agenda_;
  Time now_ = kFirstDay;
  std::uint64_t inputs_ = 0;
  int days_planned_ = 0;
  std::map<std::uint32_t, int> held_;  ///< Number of things in each zone.
  std::set<std::string> taken_;        ///< Keys that the gateway has, of the last day or two.
  std::set<std::string> taken_before_;
  std::map<CaseId, ZoneId> place_of_case_;  ///< Of open cases that an incident opened.
  std::map<IncidentId, ZoneId> place_of_incident_;
  std::uint32_t last_incident_ = 0, last_report_ = 0;
};

}  // namespace tricolor::engine::testing
