// Writes what the pages of all studies share: the facts at their head, and the tables at their end.
#pragma once

#include <string>

#include "compare/results.h"
#include "report/page/html/html.h"

namespace tricolor::harness {

/// Text that must be read literally, such as a key.
std::string code(const std::string& text);
/// A rung in words: "事件级（不绘制图像）".
Bilingual rung_words(const std::string& rung);
/// A detector profile in words.
Bilingual profile_words(const std::string& profile);

/// The list of facts below the sentence.
std::string facts(const StudyResults& study);
/// The register of assumptions: the demand's figures, and the smallest differences that matter.
std::string assumptions_table(const StudyResults& study);
/// How many pairs each primary metric asked for.
std::string plan_table(const StudyResults& study);
/// The origin of the study.
std::string provenance_table(const StudyResults& study);

}  // namespace tricolor::harness
