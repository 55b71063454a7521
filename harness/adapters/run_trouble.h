// What a reader must know about a run before any of its figures: that something of it was lost, late or cut short.
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
    store_refused,     ///< The journal's store took nothing for a while, or from an instant on.
    evidence_lost,     ///< Pictures of evidence that could not be kept.
    evidence_limit,    ///< Pictures of evidence beyond the run's limit.
    inputs_forgotten,  ///< Words to the engine that could not be kept to be said again.
    file_unwritten,    ///< A file of the run's folder.
  };
  Kind kind = Kind::store_refused;
  engine::Time since;                 ///< The first time, in the run's own time.
  std::optional<engine::Time> until;  ///< When it was over; none when it was not.
  std::uint64_t count = 0;            ///< How often: instants refused, pictures, inputs, files. ≥ 1.
  /// True when the report lacks something because of it: then it is marked partial. Either way the run ends with exit
  /// code 3.
  bool lacks = true;
  std::string en, zh;  ///< One sentence for people; may hold the words of the operating system.
};

/// "store_refused", as in summary.json.
const char* name_of(RunTrouble::Kind kind);

/// What a run's store and host saw of trouble.
struct StorageHistory {
  std::optional<engine::Time> waited_since;    ///< The first instant for which the run stood still.
  std::optional<engine::Time> unstored_since;  ///< Nothing is stored from here to the end.
  std::optional<engine::Time> refused_since;   ///< The first refusal,
  std::optional<engine::Time> refused_until;   ///< and the end of the last that ended.
  std::uint64_t refusals = 0;                  ///< Instants that were refused, each try counted.
  std::uint64_t waits = 0;                     ///< How many such instants, each stored in the end.
  bool given_up = false;                       ///< The run was ended because its disk took no more.
  std::string reason;                          ///< The disk's last word; may be empty.
  std::uint64_t forgotten = 0;                 ///< Inputs that could not be kept.
};

/// The gravest first; none for a run without trouble.
std::vector<RunTrouble> troubles_of(const StorageHistory& history);

/// Pictures of evidence that are not in the store though they were wanted: one trouble for those that were lost, one
/// for the limit.
std::vector<RunTrouble> lost_pictures(const engine::ServiceState& service);

/// Files of the run's folder that could not be written, with the operating system's words; `end`: of the run.
RunTrouble unwritten_files(engine::Time end, const std::string& reason);

}  // namespace tricolor::harness
