// What the template's marks stand for: sentences, figures and tables in both languages, from the page's data.
#pragma once

#include <map>
#include <string>

#include "report/summary.h"

namespace tricolor::harness {

using Fragments = std::map<std::string, std::string, std::less<>>;

/// Title, sentence, figures and notes.
Fragments text_fragments(const Json& data);
/// How well the engine saw: classes, waterfalls, scores, and the twin beside cities.
Fragments accuracy_fragments(const Json& data);
/// The list of all incidents.
Fragments incident_fragments(const Json& data);
/// A section for each shop.
Fragments dossier_fragments(const Json& data);
/// What the engine brought about: days, colours, officers, key figures, pictures, and where the run comes from.
Fragments work_fragments(const Json& data);

}  // namespace tricolor::harness
