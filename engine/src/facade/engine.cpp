#include "engine/engine.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/check.h"
#include "engine/digest.h"
#include "engine/journal.h"
#include "facade/input_check.h"
#include "facade/journal_fold.h"
#include "facade/leaving.h"
#include "facade/rooms.h"
#include "facade/time_check.h"
#include "types/event_sink.h"
#include "types/journal_ids.h"
#include "types/last_instant.h"

namespace tricolor::engine {
namespace {

// Time that the engine waits before it tries a store again that has refused, seconds. Assumed.
constexpr std::chrono::seconds kStorePause{1};

// Largest number of different troubles at ports that are told in an engine's life; each is told once. Assumed.
constexpr std::size_t kMostTroubles = 100;

}  // namespace

struct Engine::Impl : EventSink {
  std::shared_ptr<const Vision> vision;
  Ports ports;
  ServiceState state;   ///< Folded up to the last event of the batch.
  Configuration given;  ///< As the caller numbers it.
  Policy given_policy;
  std::unique_ptr<Rooms> rooms;
  std::vector<Event> batch;  ///< Events of this instant, not stored yet.
  /// Number of events of the batch that the rooms have answered.
  std::size_t reacted = 0;
  /// The deadline as last asked for; only messages of cameras change it.
  mutable std::optional<std::optional<Time>> watch_deadline;
  std::uint64_t sequence = 0;
  std::uint64_t events = 0;
  Time now;
  std::unique_ptr<JournalFold> journal;  ///< Folds the store's journal into the rooms and the state.
  bool fresh = false;                    ///< True while nothing is journalled yet.
  /// True after a restore from a journal until something is journalled.
  bool restored = false;
  bool reconfigured = false;                               ///< True while a later configuration is not journalled yet.
  std::set<std::pair<std::string, std::string>> troubles;  ///< Troubles that were told already.
  /// Kinds of instants that were not believed and were told already.
  std::set<std::string> untimely_told;
  std::uint64_t frames_refused = 0;
  std::uint64_t turned_away = 0, turned_away_untold = 0;
  std::optional<Time> refused;  ///< Set while the store refuses: the instant of the refusal, or of the last wake since.

  void emit(event::Payload payload) override {
    batch.push_back({++sequence, now, std::move(payload)});
    ++events;
    // The event is folded before the code that emitted it goes on.
    fold(batch.back());
  }

  void make_rooms(const WorldTables& known) {
    rooms = std::make_unique<Rooms>(in_ids_of(known, given), given_policy, state, vision.get());
  }

  void fold_journal() {
    journal->fold([this](const WorldTables& known) { make_rooms(known); });
  }

  void fold(const Event& event) {
    state.apply(event);
    rooms->apply(event);
  }

  // True when the journal's last configuration is another one than that in force.
  bool differs_from_journal() const {
    if (state.configured().empty()) return false;
    const event::Configured& last = state.configured().back().content;
    const WorldTables tables = tables_of(rooms->configuration);
    return !last.tables_digest.empty() && (last.policy_name != rooms->policy.name || last.tables != tables ||
                                           last.digest != rooms->configuration.digest);
  }

  void journal_configuration() {
    WorldTables tables = tables_of(rooms->configuration);
    std::string digest = digest_of(tables);
    emit(event::Configured{rooms->policy.name, rooms->configuration.digest, std::move(tables), std::move(digest)});
  }

  // Lets the rooms answer events until no new one comes.
  void settle() {
    while (reacted < batch.size()) {
      // The event is taken out while the rooms answer it, because their answers make the batch grow.
      const std::size_t index = reacted++;
      Event event = std::move(batch[index]);
      rooms->react(event, *this);
      batch[index] = std::move(event);
    }
  }

  void begin(Time at) {
    ENGINE_CHECK(rooms != nullptr);
    ENGINE_CHECK(at >= now);
    now = at;
    note_instant(at);
    if (std::string why = journal->take_passed_over(); !why.empty())
      emit(event::TroubleAtPort{"store", std::move(why)});
    if (restored) {
      restored = false;
      rooms->watch.note_doubts(*this);
      tell_lost_pictures();
      settle();
    }
    if (reconfigured) {
      reconfigured = false;
      // A shop that the journal knows brought its history when it joined.
      const std::size_t known = state.tables().merchants.size();
      const bool tables_told = !state.configured().empty() && !state.configured().back().content.tables_digest.empty();
      journal_configuration();
      if (tables_told) rooms->ledger.import_history(now, known, *this);
      rooms->watch.end_unwatched(*this);
      settle();
    }
    if (!fresh) return;
    fresh = false;
    journal_configuration();
    rooms->ledger.import_history(now, 0, *this);
    rooms->watch.go_live(now);
    watch_deadline.reset();
    settle();
  }

  // True while the store refuses and so much waits for it that no more input can be taken.
  bool overfull() const { return refused && batch.size() >= kMostUnstored; }

  // True for an input that cannot be taken; the journal says so once.
  bool refuse(const Input& input) {
    if (overfull()) {
      ++turned_away;
      ++turned_away_untold;
      return true;
    }
    if (const auto fault = fault_of(input, rooms->configuration)) {
      tell(*fault);
    } else if (const auto untimely = time_fault_of(input, rooms->configuration, now,
                                                   [&](CameraId camera) { return rooms->watch.heard(camera); })) {
      // These kinds, unlike unknown ids, are bounded: a few for each camera and port.
      if (untimely_told.insert(untimely->kind).second) emit(untimely->trouble);
    } else {
      return false;
    }
    if (std::holds_alternative<Frame>(input)) ++frames_refused;
    settle();
    return true;
  }

  // Tells each trouble once; when there are too many, it tells only that.
  void tell(const event::TroubleAtPort& trouble) {
    if (troubles.size() > kMostTroubles || !troubles.emplace(trouble.port, trouble.what).second) return;
    if (troubles.size() <= kMostTroubles) emit(trouble);
    else emit(event::TroubleAtPort{"engine", "further troubles are not told"});
  }

  // Tells how many inputs were turned away, once the store takes events again.
  void tell_turned_away() {
    if (turned_away_untold == 0) return;
    emit(event::TroubleAtPort{"store",
                              std::to_string(turned_away_untold) + " inputs were turned away while it refused"});
    turned_away_untold = 0;
  }

  // Decides the re-checks and checks that a picture may have answered.
  void decide(CameraId camera) {
    settle();
    rooms->incidents.looked(camera, now, *this);
    settle();
    rooms->cases.looked(camera, now, *this);
  }

  bool store_batch() {
    if (batch.empty()) return true;
    if (!ports.store->append(batch)) {
      if (!refused) refused = now;
      return false;
    }
    refused.reset();
    for (const Event& event : batch)
      for (Observer* observer : ports.observers) observer->on_event(event);
    return true;
  }

  // Hands pictures to the evidence store after their sightings. Their fate is told and decides nothing.
  void keep_pictures() {
    for (PictureTaken& taken : rooms->watch.take_pictures()) {
      const EvidenceResult result = taken.lost   ? EvidenceResult{{}, EvidenceLoss::limit}
                                    : taken.jpeg ? ports.evidence->put(taken.label, *taken.jpeg)
                                                 : ports.evidence->put(taken.label, {});
      tell_kept(taken.sighting, std::move(taken.label), result);
    }
  }

  void tell_kept(SightingId sighting, EvidenceLabel label, const EvidenceResult& result) {
    emit(event::EvidenceKept{sighting, std::move(label), result.sha256,
                             result.sha256.empty() ? name_of(result.loss) : ""});
  }

  // Tells which pictures were lost with the engine before: those of whose fate the journal says nothing.
  void tell_lost_pictures() {
    std::vector<std::pair<SightingId, EvidenceLabel>> lost;
    for (const auto& [id, sighting] : state.sightings()) {
      const std::size_t told = sighting.kept.size();
      for (std::size_t i = told; i < sighting.content.evidence.size(); ++i)
        if (sighting.content.evidence[i].sha256.empty()) lost.emplace_back(id, sighting.content.evidence[i].label);
    }
    for (auto& [id, label] : lost) tell_kept(id, std::move(label), {{}, EvidenceLoss::restart});
  }

  // Releases what the stored events ask of the world. Only officers and reviewers are told by events; messages have an
  // outbox.
  void release(const std::vector<Event>& stored) {
    for (const Event& event : stored) {
      if (const auto* asked = std::get_if<event::ReviewAsked>(&event.payload)) ports.review->submit(asked->sighting);
      if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) release(*moved);
      if (const auto* verify = std::get_if<event::ReportVerifyAsked>(&event.payload))
        ports.officers->ask_to_verify(verify->officer, verify->report,
                                      state.report(verify->report)->received.content.where, verify->due,
                                      rooms->reports.suggested_to(verify->report));
    }
    for (const LookWanted& look : rooms->watch.take_looks_wanted()) ports.frames->request(look.camera, look.not_before);
  }

  void release(const event::CaseMoved& moved) {
    const CaseRecord& record = *state.case_of(moved.case_id);
    // While the store refused, the case may have gone on to another officer.
    if (moved.to == CaseState::dispatched && record.state == CaseState::dispatched && moved.officer &&
        moved.officer == record.officer) {
      // An officer who had the case before may still find it on his handset.
      for (const auto* before : {&record.passed_over, &record.declined})
        for (const OfficerId officer : *before)
          if (officer != *moved.officer) ports.officers->withdraw(officer, moved.case_id);
      ports.officers->dispatch(*moved.officer, moved.case_id, record.registered.where, record.registered.due);
    }
    if (moved.to == CaseState::voided && moved.officer) ports.officers->withdraw(*moved.officer, moved.case_id);
  }
};

Engine::Engine(std::shared_ptr<const Vision> vision, Ports ports) : impl_(std::make_unique<Impl>()) {
  ENGINE_CHECK(ports.frames && ports.gateway && ports.officers && ports.review && ports.store && ports.evidence);
  impl_->vision = std::move(vision);
  impl_->ports = std::move(ports);
  impl_->journal = std::make_unique<JournalFold>(impl_->rooms, impl_->state, *impl_->ports.store);
}

Engine::~Engine() = default;

void Engine::configure(Time effective_from, Configuration configuration, Policy policy) {
  Impl& self = *impl_;
  // Events may wait for a store that refuses. But all of them must be answered, because `configure` must be called
  // between instants.
  ENGINE_CHECK(self.reacted == self.batch.size());
  self.watch_deadline.reset();
  const std::unique_ptr<Rooms> before = std::move(self.rooms);
  self.given = std::move(configuration);
  self.given_policy = std::move(policy);
  self.make_rooms(self.state.tables());
  self.now = effective_from;
  self.fresh = self.sequence == 0;
  if (self.fresh) return;
  // The same journal is folded again under the new rules.
  self.fold_journal();
  for (const Event& event : self.batch) self.fold(event);
  self.rooms->watch.take_over(before->watch, effective_from);
  self.rooms->wait_again(effective_from);
  self.reconfigured = true;
}

void Engine::restore(Time now) {
  Impl& self = *impl_;
  ENGINE_CHECK(self.rooms != nullptr);
  self.fold_journal();
  if (self.state.sequence() > 0) {
    let_closed_matters_go(*self.rooms, self.state, std::max(now, self.state.at()), true);
    self.journal->note_tidied(self.state.at());
  }
  self.sequence = self.state.sequence();
  self.fresh = self.sequence == 0;
  self.restored = !self.fresh;
  self.now = self.fresh ? now : std::max(now, self.state.at());
  self.rooms->start_cold(self.now);
  self.watch_deadline.reset();
  if (self.fresh) return;
  self.reconfigured = self.differs_from_journal();
  // Messages to officers may never have reached them; telling them twice is harmless.
  for (const auto& [id, record] : self.state.cases())
    if (record.state == CaseState::voided && record.over_at == self.state.at() && record.moves.back().officer)
      self.ports.officers->withdraw(*record.moves.back().officer, id);
  for (const CaseId id : self.rooms->cases.unacknowledged()) {
    const CaseRecord& record = *self.state.case_of(id);
    if (record.officer)
      self.ports.officers->dispatch(*record.officer, id, record.registered.where, record.registered.due);
  }
  for (const auto& [report, officer] : self.rooms->reports.unanswered())
    self.ports.officers->ask_to_verify(officer, report, self.state.report(report)->received.content.where,
                                       self.state.report(report)->verify_due, self.rooms->reports.suggested_to(report));
  for (const SightingId sighting : self.state.in_review()) self.ports.review->submit(sighting);
}

void Engine::handle(const Input& input, Time now) {
  Impl& self = *impl_;
  self.begin(now);
  if (self.refuse(input)) return;
  Rooms& rooms = *self.rooms;
  std::visit(
      [&](const auto& given) {
        using T = std::decay_t<decltype(given)>;
        if constexpr (std::is_same_v<T, Report>) {
          rooms.reports.handle(given, now, self);
        } else if constexpr (std::is_same_v<T, Receipt>) {
          rooms.notices.handle(given, self);
        } else if constexpr (std::is_same_v<T, Reply>) {
          self.emit(event::MerchantReplied{given.merchant, given.text});
        } else if constexpr (std::is_same_v<T, OfficerUpdate>) {
          rooms.cases.handle(given, now, self);
          rooms.reports.handle(given, now, self);
        } else if constexpr (std::is_same_v<T, ReviewVerdict>) {
          rooms.incidents.handle(given, self);
        } else if constexpr (std::is_same_v<T, VoidRequest>) {
          if (given.report) rooms.reports.handle(given, now, self);
          else rooms.incidents.handle(given, now, self);
        } else if constexpr (std::is_same_v<T, OwnerChange>) {
          self.emit(event::OwnerChanged{given.merchant, given.legal_person, given.licence, given.phone});
        } else if constexpr (std::is_same_v<T, OfficerPosition>) {
          rooms.cases.handle(given);
        } else {
          self.watch_deadline.reset();
          rooms.watch.want_pictures(self.ports.evidence->wants_pictures());
          rooms.watch.handle(given, now, self);
          self.decide(given.camera);
        }
      },
      input);
  self.settle();
  // Re-checks that fall due at this very instant are decided before its effects are released.
  if (const auto due = rooms.incidents.next_deadline(); due && *due <= now) {
    rooms.incidents.wake(now, self);
    self.settle();
  }
}

std::optional<Time> Engine::next_deadline() const {
  if (!impl_->rooms) return std::nullopt;
  std::optional<Time> next;
  const Rooms& rooms = *impl_->rooms;
  if (!impl_->watch_deadline) impl_->watch_deadline = rooms.watch.next_deadline();
  for (const auto& candidate : {*impl_->watch_deadline, rooms.incidents.next_deadline(), rooms.reports.next_deadline(),
                                rooms.notices.next_deadline(), rooms.replies.next_deadline(),
                                rooms.cases.next_deadline(), rooms.ledger.next_deadline()})
    if (candidate && (!next || *candidate < *next)) next = candidate;
  // While the store refuses, due timers stay due; the engine asks to be woken once in `kStorePause`.
  if (impl_->refused) return std::max(next.value_or(*impl_->refused), *impl_->refused + kStorePause);
  return next;
}

void Engine::wake(Time now) {
  Impl& self = *impl_;
  self.begin(now);
  if (self.refused) self.refused = now;
  if (self.overfull()) return;
  self.watch_deadline.reset();
  self.rooms->watch.wake(now, self);
  for (const CameraId camera : self.rooms->watch.take_vouched()) self.decide(camera);
  self.rooms->reports.wake(now, self);
  self.rooms->notices.wake(now, self);
  self.rooms->ledger.wake(now, self);
  self.settle();
  self.rooms->incidents.wake(now, self);
  self.settle();
  self.rooms->cases.wake(now, self);
  self.settle();
}

bool Engine::commit(Time now) {
  Impl& self = *impl_;
  self.begin(now);
  // Effects have results, and results are events that may ask for more, so this goes on until nothing is left of the
  // instant.
  do {
    self.settle();
    if (!self.store_batch()) return false;
    const std::vector<Event> stored = std::move(self.batch);
    self.batch.clear();
    self.reacted = 0;
    self.tell_turned_away();
    self.release(stored);
    self.rooms->notices.release(now, *self.ports.gateway, self);
    self.rooms->replies.release(now, *self.ports.gateway);
    self.keep_pictures();
  } while (!self.batch.empty());
  self.journal->end_day(now);
  return true;
}

const ServiceState& Engine::state() const { return impl_->state; }

const Configuration& Engine::configuration() const { return impl_->rooms->configuration; }

const std::vector<Colour>& Engine::colours() const { return impl_->rooms->ledger.colours(); }

Engine::Counters Engine::counters() const {
  Counters counters = impl_->rooms->watch.counters();
  counters.frames += impl_->frames_refused;
  counters.frames_bad += impl_->frames_refused;
  counters.events = impl_->events;
  counters.inputs_turned_away = impl_->turned_away;
  return counters;
}

}  // namespace tricolor::engine
