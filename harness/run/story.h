// Describes a run in few words: the summary after it, and the story of one shop, case or camera (`explain`).
#pragma once

#include <string>
#include <vector>

#include "adapters/run_record.h"

namespace tricolor::harness {

/// Names the policies of a run, those after the first with the instant of their change: "pinghu, from 2020-11-03 00:00
/// strict".
std::string policies_text(const RunRecord& record);

/// Writes a summary of about a dozen lines for the terminal.
std::string summary_text(const RunRecord& record);

/// The subject that `explain` is asked about; exactly one is set.
struct Question {
  std::string shop;     ///< A merchant's id: the answer is everything that happened to it.
  int case_number = 0;  ///< A case's number: the answer is the case from the first frame to its end.
  int incident_number = 0;
  std::string colour_of;  ///< A merchant's id: the answer is how its colour came about.
};

/// Gives one line for each event, with readable names from the configuration. Empty when nothing is known about it.
std::string explain(const std::vector<engine::Event>& journal, const engine::Configuration& configuration,
                    const Question& question);

/// Gives one event in plain words.
std::string event_text(const engine::Event& event, const engine::Configuration& configuration);

}  // namespace tricolor::harness
