// Writes the script of a study for a cluster, for `tricolor compare --slurm`.
#pragma once

#include "cli/commands.h"
#include "compare/plan/study_plan.h"

namespace tricolor::harness {

/// Writes the script into its new folder and says how it is sent off. Gives the exit code; throws BadInput when one of
/// the folders is there already or lies in the other.
int write_slurm_script(const StudySettings& settings, const CompareArguments& arguments);

}  // namespace tricolor::harness
