// Writes the sentences of compare.html: what came of it in one sentence, the answers to those who will ask, and what
// the study cannot tell.
#pragma once

#include <string>

#include "compare/results.h"
#include "report/page/html/html.h"

namespace tricolor::harness {

/// One sentence, as markup: the verdicts on the primary metrics, policy by policy.
Bilingual sentence_of(const StudyResults& study);

/// The lines for a deputy mayor, a merchant's lawyer and the owner of a shared video feed.
std::string questions_html(const StudyResults& study);

/// The items of the list of what the study cannot tell.
std::string limits_html(const StudyResults& study);

/// Sentences that must be read before any figure; empty when there are none.
std::string warning_html(const StudyResults& study);

}  // namespace tricolor::harness
