// The ports: interfaces, owned by the engine, through which it reaches the world. A live service, the twin and every
// test stand behind the same ones; a fault is a decorator around one of them.
//
// All calls are made from the thread that drives the engine, after the instant's events were committed. None may call
// back into the engine; answers come later as inputs. An effect in the world takes at least one second.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/event.h"
#include "engine/frame.h"
#include "engine/ids.h"
#include "engine/time.h"

namespace tricolor::engine {

/// Gives pictures. The engine asks for a look when a stay is about to become too long, and at a re-check.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  /// Asks for the first picture at or after `not_before`. A stream answers with its next frame, an edge camera with a
  /// snapshot. The answer is an ordinary Frame (or Blind) input.
  virtual void request(CameraId camera, Time not_before) = 0;
};

enum class SendResult : std::uint8_t { accepted, rejected, unknown };

/// Sends messages to merchants and citizens.
class MessageGateway {
 public:
  virtual ~MessageGateway() = default;
  /// Hands over one message under a key that is unique for (incident, step, recipient). The gateway accepts a key at
  /// most once. `unknown` means that nobody can say whether it was accepted: the engine then asks `query`, and never
  /// sends again blindly.
  virtual SendResult send(const std::string& key, const std::string& phone, const std::string& text) = 0;
  /// Says what became of a key: accepted, rejected (never seen, or refused), or still unknown.
  virtual SendResult query(const std::string& key) = 0;
};

/// A known incident or report that a citizen's report may be about, for the officer who verifies it.
struct SuggestedParent {
  std::optional<IncidentId> incident;  ///< An open incident, or …
  std::optional<ReportId> report;      ///< … an earlier report that nobody has settled, or that became a case.
  GroundPoint where;
};

/// Reaches officers' handsets (城管通).
class OfficerChannel {
 public:
  virtual ~OfficerChannel() = default;
  virtual void dispatch(OfficerId officer, CaseId case_id, GroundPoint where, Time due) = 0;
  /// Asks an officer to verify a report. He says whether it is true, or what it is a duplicate of
  /// (`verified_duplicate`).
  virtual void ask_to_verify(OfficerId officer, ReportId report, GroundPoint where, Time due,
                             const std::optional<SuggestedParent>& suggested) = 0;
  virtual void withdraw(OfficerId officer, CaseId case_id) = 0;
};

/// Takes the sightings that wait for a reviewer.
class ReviewDesk {
 public:
  virtual ~ReviewDesk() = default;
  virtual void submit(SightingId sighting) = 0;
};

/// All that a restart needs of a journal's beginning, so that it reads only what came after. It is a cache: a journal
/// without one, or with one that cannot be used, is folded from its first event.
struct Snapshot {
  std::uint64_t through = 0;  ///< Number of the last event that it covers.
  std::uint32_t version = 0;  ///< Version of the fold that it was made by; a fold uses only its own.
  std::string digest;         ///< SHA-256 of `content`, 64 lower-case hex digits.
  std::string content;        ///< Bytes of the engine's own making.
};

/// Keeps the journal. `append` gives the events of one instant, in order; when it returns true they survive a crash.
class Store {
 public:
  virtual ~Store() = default;
  /// False: the store is in trouble (disk full, locked). The engine then releases nothing, and tries again.
  [[nodiscard]] virtual bool append(std::span<const Event> events) = 0;
  /// All events so far, oldest first.
  virtual std::vector<Event> read_all() = 0;
  /// At most `most` (≥ 1) events after the one with that number, oldest first; with 0 from the first one on. Called by
  /// `Engine::restore` and by each later `Engine::configure`, until it gives none, and when a snapshot is made.
  virtual std::vector<Event> read_after(std::uint64_t sequence, std::size_t most) {
    std::vector<Event> events = read_all();
    events.erase(events.begin(),
                 events.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(sequence, events.size())));
    if (events.size() > most) events.resize(most);
    return events;
  }
  /// True for a store that keeps snapshots. The engine then makes one at the first commit after each local midnight.
  virtual bool keeps_snapshots() const { return false; }
  /// Keeps a snapshot of events that are all stored, in place of earlier ones. It may be lost; trouble with it is no
  /// trouble of the journal.
  virtual void keep(const Snapshot& /*snapshot*/) {}
  /// The snapshot kept last, whatever is in it; none when there is none.
  virtual std::optional<Snapshot> snapshot() { return std::nullopt; }
};

/// The reason why a picture is not in the evidence store. The journal has the words of `name_of`.
enum class EvidenceLoss : std::uint8_t {
  none,        ///< The picture is in the store.
  not_wanted,  ///< Nobody asked for pictures.
  limit,       ///< The store's limit was reached, or too many waited for a journal that could not be stored.
  disk_full,
  refused,  ///< Any other trouble of the store.
  restart,  ///< The engine was restarted before it had handed the picture over.
};

/// The fate of a picture that was handed to the evidence store.
struct EvidenceResult {
  std::string sha256;  ///< 64 lower-case hex digits, or empty when nothing was kept.
  EvidenceLoss loss = EvidenceLoss::none;
};

/// Pictures kept as evidence: JPEG files by content hash.
class EvidenceStore {
 public:
  virtual ~EvidenceStore() = default;
  /// Called after the sighting is in the journal. Keeps the bytes and gives their hash, or says why it did not; nothing
  /// that the engine decides depends on it. `jpeg` is empty for a picture that was not wanted when it was taken.
  virtual EvidenceResult put(const EvidenceLabel& label, std::span<const std::uint8_t> jpeg) = 0;
  /// False when it will keep no further picture, whatever comes: then none is encoded. Once false it stays false.
  virtual bool wants_pictures() const { return true; }
};

/// Watches every committed event; changes nothing.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_event(const Event& event) = 0;
};

/// The ports of one engine. `observers` may be empty; the others must outlive the engine and are never null.
struct Ports {
  FrameSource* frames = nullptr;
  MessageGateway* gateway = nullptr;
  OfficerChannel* officers = nullptr;
  ReviewDesk* review = nullptr;
  Store* store = nullptr;
  EvidenceStore* evidence = nullptr;
  std::vector<Observer*> observers;
};

}  // namespace tricolor::engine
