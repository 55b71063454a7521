// Runs a study for the commands that make one: with its cost told first, progress, and a stop that keeps what is done.
#pragma once

#include <filesystem>
#include <string>

#include "cli/commands.h"
#include "compare/plan/assumed_worlds.h"
#include "compare/plan/other_cities.h"
#include "compare/study.h"

namespace tricolor::harness {

/// The part of the request that all studies are told.
StudyRequest study_request_of(const StudyArguments& arguments);

/// The faults of that part, a line each; empty when there are none.
std::string study_faults_of(const StudyArguments& arguments);

/// Writes a figure for the terminal with three digits, "-1,560" rather than "-1.56e+03"; `sign` writes a "+" too.
std::string figure_for_terminal(double figure, bool sign);

/// The folder that the user asks for: one to go on in, or a new one.
StudyFolder folder_wanted(const StudyArguments& arguments);

/// Runs a study in its folder. `kFine` when it is done, `kStopped` when the user stopped it; then it says how to go on.
/// Throws as `open_study` and `run_study` do.
int run_in_folder(const Study& study, const std::filesystem::path& folder, StudyFolder wanted, StudyRunOptions options,
                  const StudyArguments& arguments);

/// Runs a finished study's policies in other cities, in the study's folder. As `run_in_folder`.
int run_cities_in_folder(const Study& study, const OtherCities& cities, const std::filesystem::path& folder,
                         const StudyArguments& arguments);

/// Runs a finished study's policies in worlds of other assumptions, in the study's folder. As `run_in_folder`.
int run_worlds_in_folder(const Study& study, const AssumedWorlds& worlds, const std::filesystem::path& folder,
                         const StudyArguments& arguments);

}  // namespace tricolor::harness
