// Writes compare.html: one page in Chinese and English, without any other file.
#pragma once

#include <string>

#include "compare/results.h"

namespace tricolor::harness {

/// The whole page.
std::string compare_page(const StudyResults& study);

/// The command that opens an example in the window, from within the study's folder.
std::string watch_command(const StudyResults& study, const Example& example);

}  // namespace tricolor::harness
