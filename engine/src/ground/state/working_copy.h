// Lets closed matters leave an engine's working copy of the read model. What has left is in the journal; of what can
// still be taken back a line is kept (`PastIncident`, `PastReport`), and of a strike what its colour depends on.
#pragma once

#include <vector>

#include "engine/service_state.h"

namespace tricolor::engine {

/// Records that a snapshot keeps beside the events of those matters that are in memory as a whole.
struct KeptRecords {
  struct Incident {
    IncidentId id;
    PastIncident past;
  };
  struct Report {
    ReportId id;
    PastReport past;
  };
  std::vector<MerchantRecord> merchants;  ///< By their numbers.
  std::vector<CameraRecord> cameras;      ///< By their numbers; without their scenes.
  std::vector<Incident> incidents;
  std::vector<Report> reports;
};

class WorkingCopy {
 public:
  /// `state` outlives this.
  explicit WorkingCopy(ServiceState& state) : state_(state) {}

  /// An incident leaves with its sightings and its notice.
  void let_go(IncidentId id);
  void let_go(SightingId id);
  void let_go(CaseId id);
  void let_go(ReportId id);
  /// The strike of that index keeps what it depends on, because its incident or report will leave.
  void settle(MerchantId merchant, std::size_t strike, StrikeMatter matter);
  /// Drops the strikes of these indices, ascending, and so many of the oldest changes of owner.
  void drop(MerchantId merchant, const std::vector<std::size_t>& strikes, std::size_t owner_changes);
  /// Drops a camera's times of blindness that ended at or before an instant.
  void drop_blind(CameraId camera, Time until);
  /// Drops the lines of incidents and reports that were closed before an instant, or most of them.
  void drop_past(Time closed_before);
  /// Drops what no room reads and was told at or before an instant: changes of colours, replies, troubles,
  /// configurations before the last.
  void drop_unread(Time told_until);

  /// Lends the records to a snapshot, because a copy took as long as writing them: until they are taken back the read
  /// model has neither shops nor cameras.
  KeptRecords lend();
  void take_back(KeptRecords records);
  /// Takes records up after the events of a snapshot were folded; all up to `through`, of the instant `at`, is in them.
  void take_up(const KeptRecords& records, std::uint64_t through, Time at);

 private:
  ServiceState& state_;
};

}  // namespace tricolor::engine
