// Reads from the command line what `explain` is asked about.
#pragma once

#include <optional>
#include <string>

#include "engine/configuration.h"
#include "engine/service_state.h"
#include "run/story.h"

namespace tricolor::harness {

/// The options as given on the command line; exactly one is set.
struct Asked {
  std::string shop;      ///< A merchant's id, or the name on its sign.
  std::string colour;    ///< A merchant's id, or the name on its sign.
  std::string incident;  ///< A number.
  std::string case_number;
};

/// Gives the question. Nothing when there is no such thing in the run; then `fault` says so in one sentence, with the
/// one that may be meant.
std::optional<Question> question_of(const Asked& asked, const engine::Configuration& configuration,
                                    const engine::ServiceState& state, std::string& fault);

/// Gives a sentence for a shop about which the journal has no event.
std::string nothing_to_tell(const Question& question, const engine::Configuration& configuration);

}  // namespace tricolor::harness
