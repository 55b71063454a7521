// Describes troubles of a run, which a reader must know before any of its figures: something of it was lost, late or
// cut short.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/service_state.h"
#include "engine/time.h"

namespace tricolor::harness {

struct RunTrouble {
  enum class Kind : std::uint8_t {
    store_refused,     ///< The journal's store accepted nothing for a while, or from an instant on.
    evidence_lost,     ///< Pictures of evidence that could not be kept.
    evidence_limit,    ///< Pictures of evidence beyond the run's limit.
    inputs_forgotten,  ///< Inputs to the engine that could not be kept to be handed in again.
    file_unwritten,    ///< A file of the run's folder that could not be written.
  };
  Kind kind = Kind::store_refused;
  engine::Time since;                 ///< Its first instant, in the run's own time.
  std::optional<engine::Time> until;  ///< Instant at which it was over; none when it was not.
  std::uint64_t count = 0;            ///< Number of instants refused, pictures, inputs or files, ≥ 1.
  /// True when the report lacks something because of it: then it is marked partial. Either way the run ends with exit
  /// code 3.
  bool lacks = true;
  std::string en, zh;  ///< One sentence for people; it may hold a message of the operating system.
};

/// Gives its name in summary.json, such as "store_refused".
const char* name_of(RunTrouble::Kind kind);

/// Records of a run's store and host about troubles.
struct StorageHistory {
  std::optional<engine::Time> waited_since;    ///< The first instant for which the run stood still.
  std::optional<engine::Time> unstored_since;  ///< Instant from which nothing is stored to the end.
  std::optional<engine::Time> refused_since;   ///< Instant of the first refusal,
  std::optional<engine::Time> refused_until;   ///< and of the end of the last that ended.
  std::uint64_t refusals = 0;                  ///< Number of refusals; each try counts.
  std::uint64_t waits = 0;                     ///< Number of instants for which it stood still, each stored in the end.
  bool given_up = false;                       ///< True when the run was ended because its disk took no more.
  std::string reason;                          ///< The disk's last error; may be empty.
  std::uint64_t forgotten = 0;                 ///< Number of inputs that could not be kept.
};

/// Gives the troubles, the gravest first; none for a run without trouble.
std::vector<RunTrouble> troubles_of(const StorageHistory& history);

/// Gives the troubles about pictures of evidence that are not in the store although they were wanted: one for those
/// that were lost, one for the limit.
std::vector<RunTrouble> lost_pictures(const engine::ServiceState& service);

/// Gives the trouble about files of the run's folder that could not be written, with the operating system's message;
/// `end` is the run's.
RunTrouble unwritten_files(engine::Time end, const std::string& reason);

}  // namespace tricolor::harness
