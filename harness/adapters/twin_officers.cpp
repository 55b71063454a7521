#include "adapters/twin_officers.h"

#include <chrono>
#include <cmath>
#include <map>

#include "adapters/conversion.h"
#include "sim/check.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Greatest distance between a thing and the incident that a camera made of it, metres. Assumed.
constexpr double kSameThingM = 3.5;
// Greatest distance between two reports of one thing, metres. Assumed: citizens estimate the place with a standard
// deviation of 8 m each.
constexpr double kSameReportM = 20;

// Cases and reports share the world's task numbers: even ones are cases, odd ones reports.
std::uint64_t task_of(engine::CaseId id) { return 2ull * id.value; }
std::uint64_t task_of(engine::ReportId id) { return 2ull * id.value + 1; }

}  // namespace

TwinOfficers::TwinOfficers(sim::World& world, sim::Simulation& kernel, EngineSocket& engine)
    : world_(world), kernel_(kernel), engine_(engine) {}

void TwinOfficers::dispatch(engine::OfficerId officer, engine::CaseId case_id, engine::GroundPoint where,
                            engine::Time) {
  ++dispatches_;
  const std::uint64_t task = task_of(case_id);
  const sim::Point place = to_sim(where);
  kernel_.schedule(kernel_.now() + 1s, sim::Phase::world, [this, officer, task, place] {
    world_.send_officer(static_cast<int>(officer.value), task, place, false);
  });
}

void TwinOfficers::ask_to_verify(engine::OfficerId officer, engine::ReportId report, engine::GroundPoint where,
                                 engine::Time, const std::optional<engine::SuggestedParent>& suggested) {
  if (suggested) suggested_[report] = *suggested;
  const std::uint64_t task = task_of(report);
  const sim::Point place = to_sim(where);
  kernel_.schedule(kernel_.now() + 1s, sim::Phase::world, [this, officer, task, place] {
    world_.send_officer(static_cast<int>(officer.value), task, place, true);
  });
}

void TwinOfficers::withdraw(engine::OfficerId officer, engine::CaseId case_id) {
  const std::uint64_t task = task_of(case_id);
  kernel_.schedule(kernel_.now() + 1s, sim::Phase::world,
                   [this, officer, task] { world_.withdraw_officer(static_cast<int>(officer.value), task); });
}

void TwinOfficers::on_officer(int officer, std::uint64_t task, const std::string& what, bool found_violation,
                              std::optional<sim::Verified> found) {
  using What = engine::OfficerUpdate::What;
  static const std::map<std::string, What> kWords{{"acknowledged", What::acknowledged},
                                                  {"arrived", What::arrived},
                                                  {"disposed", What::disposed},
                                                  {"checked_passed", What::checked_passed},
                                                  {"checked_failed", What::checked_failed},
                                                  {"returned", What::returned},
                                                  {"verified_true", What::verified_true},
                                                  {"verified_false", What::verified_false},
                                                  {"off_duty", What::off_duty}};
  const auto word = kWords.find(what);
  SIM_CHECK(word != kWords.end());
  engine::OfficerUpdate update;
  update.officer = engine::OfficerId{static_cast<std::uint32_t>(officer)};
  update.what = word->second;
  if (task % 2 == 0) update.case_id = engine::CaseId{static_cast<std::uint32_t>(task / 2)};
  else update.report = engine::ReportId{static_cast<std::uint32_t>(task / 2)};
  update.found_violation = found_violation;
  if (found) update.where = to_engine(found->at);
  if (found && found->shop) update.merchant = engine::MerchantId{static_cast<std::uint32_t>(*found->shop)};
  // The officer stands before the thing and sees whether it is the one that his handset shows him.
  if (const auto parent = update.report && found ? suggested_.find(*update.report) : suggested_.end();
      parent != suggested_.end()) {
    const engine::GroundPoint there = parent->second.where;
    const double within_m = parent->second.incident ? kSameThingM : kSameReportM;
    if (std::hypot(there.x_m - update.where->x_m, there.y_m - update.where->y_m) <= within_m) {
      update.what = What::verified_duplicate;
      update.duplicate_of = parent->second.incident;
    }
  }
  if (update.what == What::returned) update.reason = "不在本网格 not in this grid";
  kernel_.schedule(kernel_.now(), sim::Phase::engine, [this, update]() mutable {
    update.at = kernel_.now();
    engine_.deliver(update);
  });
}

}  // namespace tricolor::harness
