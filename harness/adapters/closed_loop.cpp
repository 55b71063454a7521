#include "adapters/closed_loop.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>

#include "adapters/build_city.h"
#include "adapters/city_voice.h"
#include "adapters/crash_store.h"
#include "adapters/engine_host.h"
#include "adapters/film.h"
#include "adapters/fingerprint.h"
#include "adapters/kernel_clock.h"
#include "adapters/passing_store.h"
#include "adapters/patient_store.h"
#include "adapters/relay.h"
#include "adapters/script.h"
#include "adapters/told_cameras.h"
#include "clock/stopwatch.h"
#include "adapters/twin_cameras.h"
#include "adapters/twin_gateway.h"
#include "adapters/twin_officers.h"
#include "adapters/twin_review_desk.h"
#include "adapters/verify_store.h"
#include "engine/stores.h"
#include "faults/camera_faults.h"
#include "faults/gateway_faults.h"
#include "faults/storage_faults.h"
#include "judge/judged_run.h"
#include "sim/check.h"
#include "sockets/silent_ports.h"
#include "sim/kernel/simulation.h"
#include "sim/people/world.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

class NoEvidence : public engine::EvidenceStore {
 public:
  engine::EvidenceResult put(const engine::EvidenceLabel&, std::span<const std::uint8_t>) override {
    return {{}, engine::EvidenceLoss::not_wanted};
  }
  bool wants_pictures() const override { return false; }
};

engine::Configuration configuration_of_run(const LoopInputs& inputs, const sim::City& city) {
  engine::Configuration configuration = build_configuration(inputs, city);
  configuration.digest = inputs.digest;
  return configuration;
}

// Parts of one run; each refers only to earlier ones.
class Loop {
 public:
  Loop(const LoopInputs& inputs, const LoopOptions& options)
      : inputs_(inputs),
        options_(options),
        policies_(inputs.policies),
        city_(build_city(inputs)),
        configuration_(configuration_of_run(inputs, city_)),
        kernel_(inputs.scenario.start),
        clock_(kernel_),
        host_(kernel_),
        voice_(configuration_, relay_.told(), kernel_, host_),
        world_(city_, build_demand(inputs), inputs.scenario.seed, kernel_, &voice_),
        film_(options.film_folder.empty() ? nullptr : std::make_unique<Film>(options.film_folder, city_, host_)),
        faulty_cameras_(film_ ? static_cast<EngineSocket&>(*film_) : host_, inputs.scenario.faults, configuration_,
                        clock_),
        cameras_(city_, world_, kernel_, faulty_cameras_, inputs.vision.get(), camera_options()),
        network_(network_settings(), inputs.scenario.seed),
        faulty_network_(network_, inputs.scenario.faults),
        receipts_(host_, inputs.scenario.faults, clock_),
        gateway_(configuration_, world_, kernel_, faulty_network_, receipts_, gateway_settings(),
                 inputs.scenario.seed_of_city()),
        faulty_gateway_(gateway_, receipts_, inputs.scenario.faults, clock_),
        officers_(world_, kernel_, host_),
        review_(configuration_, relay_.told(), world_, kernel_, host_, review_settings(), inputs.scenario.seed),
        script_(inputs.scenario, configuration_.classes, relay_.told(), city_, world_, kernel_, host_, gateway_),
        probe_(world_, kernel_, cameras_, faulty_cameras_, configuration_,
               inputs.vision ? inputs.vision->kinds() : engine::ObjectKinds{}, *city_.kinds, inputs.scenario.end()) {
    if (inputs.scenario.rung == "events") be_told();
    open_stores();
    voice_.attach(world_, feed(), officers_);
    relay_.listeners = {&voice_};
    relay_.listeners.insert(relay_.listeners.end(), options.observers.begin(), options.observers.end());
    if (!options.keep_journal) relay_.listeners.push_back(&fingerprint_);
    if (judges()) watch_truth();
    begin();
  }

  // Schedules all that a run begins with.
  void begin() {
    const Scenario& scenario = inputs_.scenario;
    wall_ = Stopwatch{};
    reached_ = scenario.start;
    host_.start([this] { return build_engine(); }, false);
    if (policies_.all().size() == 1) passing_.let_go();
    world_.set_spontaneous(scenario.spontaneous);
    keep_rules(world_, inputs_);
    script_.start();
    schedule_changes();
    feed().start(scenario.start, scenario.end());
    if (!told_) faulty_cameras_.start(cameras_.control(), scenario.end());
    world_.start(scenario.start, scenario.end());
    if (options_.give_stop)
      options_.give_stop([this] {
        stopped_by_user_.store(true, std::memory_order_relaxed);
        kernel_.request_stop();
      });
  }

  // Runs everything before `end`; false when it was stopped.
  bool run_until(sim::Time end) {
    const Scenario& scenario = inputs_.scenario;
    end = std::min(end, sim::Time(scenario.end()));
    bool finished = true;
    while (finished && reached_ < end) {
      reached_ = std::min<sim::Time>(end, reached_ + std::max<sim::Duration>(scenario.lasts / 400, 1s));
      finished = kernel_.run_until(reached_);
      if (options_.street_known) options_.street_known(kernel_.now(), world_.truth().scene_log);
      if (!options_.keep_journal)
        for (const sim::SceneLogEntry& entry : world_.take_scene_log()) fingerprint_.fold.add(entry);
      if (options_.progress)
        options_.progress(std::chrono::duration<double>(kernel_.now() - scenario.start) /
                              std::chrono::duration<double>(scenario.lasts),
                          kernel_.now());
    }
    return finished;
  }

  void put_last(engine::Policy policy) {
    SIM_CHECK(policies_.all().size() > 1 && policies_.all().back().from >= kernel_.now());
    policies_.put_last(std::move(policy));
  }

  RunRecord finish() {
    const bool finished = run_until(inputs_.scenario.end());
    return record(!finished, wall_.total_s());
  }

 private:
  TwinCameras::Options camera_options() const {
    TwinCameras::Options o;
    o.every_frame = inputs_.scenario.every_frame;
    o.threads = options_.threads;
    o.look_ahead = options_.look_ahead;
    o.seed = inputs_.scenario.seed;
    o.views = engine::views_of(configuration_);
    return o;
  }

  // In a scenario with streets of its own no message is lost by chance; its faults say what goes wrong.
  TwinNetwork::Settings network_settings() const {
    TwinNetwork::Settings settings;
    settings.lost_share = inputs_.scenario.city ? inputs_.scenario.lost_share : 0;
    return settings;
  }

  // In a scenario whose people do only what it says, a reviewer is there when he is needed.
  TwinReviewDesk::Settings review_settings() const {
    if (!inputs_.scenario.spontaneous) return {};
    return TwinReviewDesk::Settings::of(build_demand(inputs_));
  }

  TwinGateway::Settings gateway_settings() const {
    TwinGateway::Settings settings;
    settings.wrong_number_share = inputs_.scenario.city ? inputs_.scenario.wrong_number_share : 0;
    settings.unreachable = wrong_numbers(inputs_.scenario, city_);
    return settings;
  }

  CameraFeed& feed() { return told_ ? static_cast<CameraFeed&>(*told_) : cameras_; }

  // At the rung `events` a model of the detector tells what it would see, and what cannot matter to it stays away.
  void be_told() {
    if (!inputs_.detector_model) throw std::runtime_error("the rung events has no calibration");
    ToldCameras::Options o;
    o.seed = options_.eyes_seed.value_or(inputs_.scenario.seed);
    o.city_seed = options_.eyes_seed.value_or(inputs_.scenario.seed_of_city());
    o.judged = judges();
    o.least_dwell = options_.least_dwell.value_or(least_dwell_of(policies_));
    told_ = std::make_unique<ToldCameras>(city_, configuration_, *inputs_.detector_model, kernel_, host_,
                                          camera_faults(inputs_.scenario.faults, configuration_), inputs_.kinds, o);
    world_.leave_out_lawful_unless([this](const sim::Thing& thing, sim::Duration stays) {
      return told_->matters(thing, stays) || options_.whole_street;
    });
  }

  void open_stores() {
    store_ = &memory_;
    if (!options_.keep_journal) {
      SIM_CHECK(options_.durable_path.empty() && options_.crash_at.empty());
      store_ = &passing_;
    }
    if (!options_.durable_path.empty()) {
      std::string error;
      durable_ = engine::open_sqlite_store(options_.durable_path, error);
      if (!durable_) throw StoreUnavailable(error);
      patient_ = std::make_unique<PatientStore>(*durable_, wait_in_wall_time, [this] { kernel_.request_stop(); });
      store_ = patient_.get();
      if (options_.resume) {
        verify_ = std::make_unique<VerifyStore>(*patient_);
        store_ = verify_.get();
      }
    }
    faulty_ = std::make_unique<FaultyStore>(*store_, inputs_.scenario.faults, clock_);
    store_ = faulty_.get();
    if (!options_.crash_at.empty()) {
      crash_ = std::make_unique<CrashStore>(*store_, options_.crash_at);
      store_ = crash_.get();
    }
    if (options_.evidence_folder.empty()) evidence_ = std::make_unique<NoEvidence>();
    else evidence_ = std::make_unique<engine::FileEvidenceStore>(options_.evidence_folder, options_.most_evidence);
    faulty_evidence_ = std::make_unique<FaultyEvidence>(*evidence_, inputs_.scenario.faults, clock_);
  }

  void watch_truth() {
    if (told_) return;
    cameras_.add_observer(&probe_);
    sim::Duration dwell{0}, interval{1'500'000};
    for (const PolicyFrom& rules : policies_.all())
      for (const auto& entry : rules.policy.classes) dwell = std::max<sim::Duration>(dwell, entry.longest_dwell());
    for (const auto& camera : city_.cameras) interval = std::max(interval, camera.frame_every);
    voice_.also_tell = [this, interval](const sim::Thing& thing, sim::Time from) {
      probe_.watch(thing, from, dwell_of(thing) + interval);
    };
  }

  // Gives the longest dwell of the class that a thing of this kind could violate, under the policy in force now.
  sim::Duration dwell_of(const sim::Thing& thing) const {
    for (const auto& entry : inputs_.classes)
      if (engine::shows(entry, city_.kinds->name_of(thing.kind)))
        for (const auto& policy : policies_.at(kernel_.now()).classes)
          if (policy.code_name == entry.code_name) return policy.longest_dwell();
    return 180s;
  }

  void schedule_changes() {
    for (std::size_t i = 1; i < policies_.all().size(); ++i)
      kernel_.schedule(policies_.all()[i].from, sim::Phase::engine, [this, i] {
        host_.configure(configuration_, policies_.all()[i].policy);
        if (i + 1 == policies_.all().size()) passing_.let_go();
      });
    for (const ChangeLine& line : inputs_.scenario.changes) {
      if (line.scene_confirmed.empty()) continue;
      const auto camera = engine::CameraId{static_cast<std::uint32_t>(camera_index(city_, line.scene_confirmed))};
      kernel_.schedule(line.at, sim::Phase::engine, [this, camera] {
        host_.deliver(engine::SceneConfirmed{camera, kernel_.now()});
      });
    }
  }

  std::unique_ptr<engine::Engine> build_engine() {
    engine::Ports ports;
    ports.frames = &feed();
    ports.gateway = &faulty_gateway_;
    ports.officers = &officers_;
    if (options_.nobody_answers) {
      ports.gateway = &silence_;
      ports.officers = &silence_;
    }
    ports.review = &review_;
    ports.store = store_;
    ports.evidence = faulty_evidence_.get();
    ports.observers = {&relay_};
    relay_.catch_up(crash_ ? crash_->read_all() : std::vector<engine::Event>{});
    auto engine = std::make_unique<engine::Engine>(told_ ? nullptr : cameras_.eyes(), ports);
    engine->configure(kernel_.now(), configuration_, policies_.at(kernel_.now()));
    return engine;
  }

  RunRecord record(bool partial, double total_s) {
    const Scenario& scenario = inputs_.scenario;
    RunRecord r;
    r.scenario = scenario.name;
    r.scenario_path = scenario.path;
    r.origin = scenario.origin;
    r.about = scenario.about;
    r.seed = scenario.seed;
    r.every_frame = scenario.every_frame;
    r.eyes = inputs_.vision ? inputs_.vision->identity() : "";
    r.rung = scenario.rung;
    if (told_) {
      r.profile = scenario.profile;
      r.told = told_->counters();
      if (const auto& calibration = inputs_.calibration) {
        r.eyes = calibration->eyes;
        r.calibration = calibration->name;
        r.calibration_made_by = calibration->made_by;
        r.calibration_lacks = calibration->lacks();
      }
    }
    r.commit = inputs_.commit;
    r.threads = options_.threads;
    r.stopped = stopped_by_user_.load(std::memory_order_relaxed);
    r.start = scenario.start;
    // Events that were not stored do not count as decided: the run ends before them.
    r.end = host_.unstored_since().value_or(kernel_.now());
    r.planned_end = scenario.end();
    r.journal = verify_ ? verify_->events() : durable_ ? durable_->read_all() : memory_.take();
    r.demand_name = inputs_.demand.name;
    r.demand = demand_rows(inputs_.demand, build_demand(inputs_));
    r.messages = gateway_.messages();
    r.repeated_keys = gateway_.repeated_keys();
    r.dispatches = officers_.dispatches();
    r.citizen_reports = voice_.citizen_reports();
    r.engine_rebuilds = host_.rebuilds();
    r.troubles = troubles(r.journal);
    r.partial = partial || std::any_of(r.troubles.begin(), r.troubles.end(),
                                       [](const RunTrouble& trouble) { return trouble.lacks; });
    r.engine = host_.engine().counters();
    const auto counters = cameras_.counters();
    r.frames = {counters.pictures,        counters.by_cause,
                counters.looks_by_camera, counters.still_changes,
                lawful_changes(),         counters.ahead.used,
                counters.ahead.discarded, counters.ahead.analysed - counters.eyes.made_ahead,
                counters.eyes.made_ahead};
    const TwinCameras::Memory memory = cameras_.memory();
    r.memory = {memory.views, memory.view_bytes, memory.ahead_bytes + memory.known_bytes};
    // Nothing reads the world's truth after this.
    r.truth = world_.take_truth();
    r.wall = {total_s, counters.ahead.times.render_s, counters.ahead.times.detect_s + counters.eyes.detect_s,
              host_.engine_s() - counters.eyes.detect_s};
    // Judging months of a city takes memory of its own.
    host_.finish();
    r.fingerprints = options_.keep_journal ? fingerprints_of(r.journal, r.truth, kernel_.fingerprint())
                                           : fingerprint_.fold.so_far(kernel_.fingerprint());
    if (judges()) r.judgement = judged_by(Lines::drawn(configuration_, *city_.kinds), r);
    if (options_.judge) {
      r.surveyed = judged_by(Lines::surveyed(city_, configuration_), r);
      charge_drawing(r.surveyed, r.judgement);
      r.detector_by_kind = probe_.by_kind();
    }
    if (!options_.keep_journal) r.heard = relay_.take();
    r.city = city_;
    r.kinds = inputs_.kinds;
    r.configuration = configuration_;
    r.policies = policies_;
    return r;
  }

  // A run that keeps no journal cannot be judged later.
  bool judges() const { return options_.judge || !options_.keep_journal; }

  Judgement judged_by(const Lines& lines, const RunRecord& r) const {
    const auto explain = [&](std::vector<Violation>& violations) {
      if (told_) told_->explain(violations, r.truth);
      else probe_.explain(violations, r.truth);
    };
    const JudgedRun run{r.truth, configuration_, policies_, r.start, r.end};
    // An engine that ended with its store in trouble may have stored what nobody was told.
    const bool heard_all = !options_.keep_journal || relay_.heard().events() == r.journal.size();
    return harness::judge(run, lines, heard_all ? relay_.heard() : heard_in(r.journal), explain);
  }

  std::vector<RunTrouble> troubles(const std::vector<engine::Event>& journal) const {
    StorageHistory history;
    history.unstored_since = host_.unstored_since();
    history.refused_since = host_.refused_since();
    history.refused_until = host_.refused_until();
    history.refusals = host_.refusals();
    history.forgotten = host_.forgotten();
    if (patient_) {
      history.waited_since = patient_->waited_since();
      history.waits = patient_->waited_for();
      history.given_up = patient_->has_given_up();
      history.reason = patient_->trouble();
    }
    auto troubles = troubles_of(history);
    if (options_.evidence_folder.empty()) return troubles;
    for (RunTrouble& trouble : lost_pictures(engine::state_of(journal))) troubles.push_back(std::move(trouble));
    return troubles;
  }

  std::uint64_t lawful_changes() const {
    std::uint64_t changes = 0;
    if (told_) return changes;
    for (const sim::Stay& stay : world_.truth().stays) {
      if (!stay.class_name.empty()) continue;
      const sim::Thing thing{stay.thing, stay.kind, 0, stay.at, stay.heading_rad, 1, 0};
      const std::uint64_t cameras = cameras_.cameras_seeing(thing).size();
      changes += cameras * ((stay.from > inputs_.scenario.start ? 1u : 0u) +
                            (stay.until && *stay.until < kernel_.now() ? 1u : 0u));
    }
    return changes;
  }

  const LoopInputs& inputs_;
  const LoopOptions& options_;
  PolicyHistory policies_;
  Stopwatch wall_;
  sim::Time reached_;
  sim::City city_;
  engine::Configuration configuration_;
  sim::Simulation kernel_;
  KernelClock clock_;
  EngineHost host_;
  Relay relay_;
  CityVoice voice_;
  sim::World world_;
  std::unique_ptr<Film> film_;  ///< Null unless a run is filmed.
  FaultyCameras faulty_cameras_;
  TwinCameras cameras_;
  std::unique_ptr<ToldCameras> told_;  ///< Set at the rung `events`: then the cameras take no pictures.
  SilentPorts silence_;
  TwinNetwork network_;
  FaultyNetwork faulty_network_;
  FaultyReceipts receipts_;
  TwinGateway gateway_;
  FaultyGateway faulty_gateway_;
  TwinOfficers officers_;
  TwinReviewDesk review_;
  Script script_;
  SeeingProbe probe_;
  RunningFingerprint fingerprint_;
  engine::MemoryStore memory_;
  PassingStore passing_;
  std::unique_ptr<engine::DurableStore> durable_;
  std::unique_ptr<PatientStore> patient_;
  std::unique_ptr<VerifyStore> verify_;
  std::unique_ptr<FaultyStore> faulty_;
  std::unique_ptr<CrashStore> crash_;
  std::unique_ptr<engine::EvidenceStore> evidence_;
  std::unique_ptr<FaultyEvidence> faulty_evidence_;
  engine::Store* store_ = nullptr;
  std::atomic<bool> stopped_by_user_{false};
};

}  // namespace

RunRecord run_closed_loop(const LoopInputs& inputs, const LoopOptions& options) {
  return Loop(inputs, options).finish();
}

class RunInParts::Impl : public Loop {
 public:
  using Loop::Loop;
};

RunInParts::RunInParts(const LoopInputs& inputs, const LoopOptions& options)
    : impl_(std::make_unique<Impl>(inputs, options)) {}
RunInParts::~RunInParts() = default;
bool RunInParts::run_until(engine::Time until) { return impl_->run_until(until); }
void RunInParts::put_last(engine::Policy policy) { impl_->put_last(std::move(policy)); }
RunRecord RunInParts::finish() { return impl_->finish(); }

}  // namespace tricolor::harness
