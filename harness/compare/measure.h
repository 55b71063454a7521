// Reduces a run to the figures of a study.
#pragma once

#include "adapters/run_record.h"
#include "compare/replication.h"

namespace tricolor::harness {

/// Measures a run from `from` to its end. Violation-hours are counted by `ruler`, the rules of the study's base, under
/// every policy, so that a policy does not look better because it calls less a violation, and by the surveyed fronts;
/// right and wrong are what the run's own judgement says, by the zones as drawn. The run has been judged. `policy` and
/// `start` are noted as they are.
Replication measure(const RunRecord& run, const PolicyHistory& ruler, engine::Time from, const std::string& policy,
                    Start start);

}  // namespace tricolor::harness
