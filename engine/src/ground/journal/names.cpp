#include "engine/journal.h"
#include "engine/ports.h"

namespace tricolor::engine {
namespace {

template <std::size_t N>
const char* pick(const char* const (&names)[N], std::size_t index) {
  return index < N ? names[index] : "";
}

}  // namespace

const char* name_of(Colour colour) {
  static constexpr const char* kNames[] = {"green", "yellow", "red"};
  return pick(kNames, static_cast<std::size_t>(colour));
}

const char* name_of(RecheckOutcome outcome) {
  static constexpr const char* kNames[] = {"corrected", "not_corrected", "unknown", "relapsed"};
  return pick(kNames, static_cast<std::size_t>(outcome));
}

const char* name_of(CaseState state) {
  static constexpr const char* kNames[] = {"registered", "dispatched", "acknowledged", "arrived",
                                           "disposed",   "feedback",   "checking",     "rework",
                                           "returned",   "closed",     "forced_close", "voided"};
  return pick(kNames, static_cast<std::size_t>(state));
}

const char* name_of(EvidenceMoment moment) {
  static constexpr const char* kNames[] = {"onset", "before", "threshold", "recheck", "report"};
  return pick(kNames, static_cast<std::size_t>(moment));
}

const char* name_of(BlindReason reason) {
  static constexpr const char* kNames[] = {"dark",    "disconnected", "frozen", "silent",
                                           "swapped", "bad_picture",  "moved"};
  return pick(kNames, static_cast<std::size_t>(reason));
}

const char* name_of(event::IncidentClosed::How how) {
  static constexpr const char* kNames[] = {"self_corrected", "case_closed", "cleared_before_notice", "voided"};
  return pick(kNames, static_cast<std::size_t>(how));
}

const char* name_of(event::NoticeFate::Why why) {
  static constexpr const char* kNames[] = {"receipt", "no_receipt", "rejected", "gave_up", "owner_changed"};
  return pick(kNames, static_cast<std::size_t>(why));
}

const char* name_of(EvidenceLoss loss) {
  static constexpr const char* kNames[] = {"none", "not_wanted", "limit", "disk_full", "refused", "restart"};
  return pick(kNames, static_cast<std::size_t>(loss));
}

}  // namespace tricolor::engine
