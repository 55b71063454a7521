// Writes the fragments for the template's marks: sentences, figures and tables in both languages, from the page's data.
#pragma once

#include <map>
#include <string>

#include "report/rows/summary.h"

namespace tricolor::harness {

using Fragments = std::map<std::string, std::string, std::less<>>;

/// Writes title, sentence, figures and notes.
Fragments text_fragments(const Json& data);
/// Writes the accuracy: classes, waterfalls, scores, and the twin beside cities.
Fragments accuracy_fragments(const Json& data);
/// Writes the twin's marginals beside published figures, each with what it is: put in, fitted, or a result.
Fragments marginal_fragments(const Json& data);
/// Writes the list of all incidents.
Fragments incident_fragments(const Json& data);
/// Writes a section for each shop.
Fragments dossier_fragments(const Json& data);
/// Writes the engine's effects: days, colours, officers, key figures, pictures, and the origin of the run.
Fragments work_fragments(const Json& data);

}  // namespace tricolor::harness
